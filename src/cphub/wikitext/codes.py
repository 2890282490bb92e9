"""Language codes as Wikimedia's wikis use them, and which languages are taken for each other."""

from __future__ import annotations

import re
from functools import cache

# Wikimedia's own codes → what the rest of the world calls the language.
_WIKIMEDIA = {
    "simple": "en", "als": "gsw", "no": "nb", "sh": "sh", "zh-classical": "lzh", "zh-yue": "yue",
    "zh-min-nan": "nan", "zh-cdo": "cdo", "bat-smg": "sgs", "fiu-vro": "vro", "roa-rup": "rup",
    "roa-tara": "roa-tara", "be-x-old": "be", "be-tarask": "be", "map-bms": "map-bms",
    "cbk-zam": "cbk", "nds-nl": "nds-nl", "eml": "egl", "mo": "ro", "bh": "bho", "iw": "he",
    "in": "id", "jw": "jv", "fil": "tl", "nb": "nb", "cmn": "zh", "gsw": "gsw", "ku-arab": "ckb",
    "pa-arab": "pnb", "gom-deva": "gom", "sr-me": "cnr",
}  # fmt: skip
# Codes that detectors give → the same.
_DETECTORS = {"no": "nb", "zh-cn": "zh", "zh-tw": "zh", "hbo": "he", "gug": "gn", "uzs": "uz"}

# Languages that a detector takes for one another, above all in short texts full of names. A
# page in one of them is never condemned for being in another one of the same group.
_GROUPS = [
    "nb nn da fo is",
    "hr bs sr sh cnr sl",
    "id ms jv su min bjn ace mad ban bew bug map-bms bcl",
    "gl pt es ast an ext mwl lad ca oc cbk",
    "cs sk hsb dsb szl pl csb",
    "ru be uk rue bg mk cu",
    "hi bho mai sa awa doi anp mag hif",
    "ne dty new mai sa bho",
    "mr gom sa",
    "fa prs tg azb glk mzn ckb ku sdh lrc ps bal",
    "ar arz ary aeb apc ajp acm ars",
    "zh yue wuu gan lzh hak nan cdo zh-hant ii za ja",
    "de gsw bar lb nds ksh pfl pdc stq frr sli",
    "nl af li zea vls nds-nl nds fy stq srn",
    "it scn nap lmo vec pms lij co fur egl roa-tara sc rm lld la",
    "fr oc wa frp pcd nrm ht gcf gcr gcr-latn br",
    "en sco pcm ang jam gpe",
    "tr az crh gag tk uz",
    "kk ky kaa ba tt cv alt sah tyv crh uz",
    "fi et vro olo krl kv koi vep liv smn se sma",
    "lv ltg lt sgs",
    "eo ia ie io vo nov lfn la",
    "zu xh ss nr st tn nso ts ve sn",
    "rw rn lg kik ki ny sw",
    "tl ceb war ilo pam bcl pag hil cbk",
    "ur pnb skr ks sd ps",
    "bn as bpy or",
    "ga gd gv",
    "bo dz",
    "am ti",
    "ro rup mo",
    "he yi",
    "ff fuv",
    "fon guw ee",
    "qu ay gn",
]
_SIMILAR: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    for _code in _group.split():
        _SIMILAR[_code] = _SIMILAR.get(_code, frozenset()) | frozenset(_group.split())

# Words or letters that a language has and its neighbour has not: with them a reader tells the
# two apart at a glance, so that one is condemned for the other after all. Pairs that are not
# named here (Danish and Norwegian, Galician and Portuguese, Malay and Indonesian) never are.
_MARKS = {
    "es": r"\b(?:el|los|las|una|y|con|del|más|pero|muy|hay|sin|puede|cuando|donde)\b|[ñ¿¡]",
    "pt": r"\b(?:não|uma|com|são|em|do|da|na|das|ao|pelo|pela|mais|também|os|um|ou|é)\b|[ãõ]",
    "cs": r"[ěřůčšž]|\b(?:je|pro|nebo|které|který|jsou)\b",
    "sk": r"[ľĺŕôäčšž]|\b(?:je|sa|pre|alebo|ktoré|ktorý|sú)\b",
    "pl": r"[łąęśżźć]|\b(?:jest|się|dla|lub|które|który|są)\b",
    "ru": "[ыэъё]",
    "uk": "[іїєґ]",
    "be": "[ўі]",
    "mk": "[ѓќѕјљњџ]",
    "zh": "[的了这這们們么麼吗嗎您你给給让讓从從]",
    "ja": "[\u3041-\u3096\u30a1-\u30fa]",
    "fi": r"\b(?:että|tai|ovat|joka|voi|sen|mutta|sekä|kun|myös|siitä|ole)\b",
    "et": r"\b(?:ning|või|see|mis|kui|oma|ka|et|seda|kes|siis)\b|õ",
    "lt": r"\b(?:kad|yra|su|kaip|gali|bei|arba|iš|į)\b|[ėųįę]",
    "lv": r"\b(?:un|kas|ar|par|var|tiek|no|vai|lai)\b|[āēļķņģ]",
    "sl": r"\b(?:in|ki|tudi|ter|lahko|so|jih|več)\b",
    "hr": r"\b(?:i|koji|koja|koje|što|ili|su|više)\b|[ćđ]",
    "nl": r"\b(?:een|niet|zijn|voor|naar|wordt|worden|het)\b",
    "af": r"\b(?:nie|vir|hulle|sy|sal|deur|ons|jy)\b",
}
_APART = {
    frozenset(pair.split())
    for pair in (
        "es pt", "cs pl", "sk pl", "ru uk", "ru be", "ru mk", "uk mk", "be mk",
        "zh ja", "fi et", "lt lv", "sl hr", "nl af",
    )
}  # fmt: skip
_FEWEST_MARKS = 4  # of the language that a sample is said to be in
_MOST_MARKS = 0.2  # of its own language, as a share of those


def told_apart(label: str, code: str, text: str) -> bool:
    """Tell whether `text` has the marks of `code`, and hardly any of `label`, its like."""
    if frozenset((label, code)) not in _APART:
        return False
    theirs = len(_mark(code).findall(text.lower()))
    own = len(_mark(label).findall(text.lower()))
    return theirs >= _FEWEST_MARKS and own <= theirs * _MOST_MARKS


@cache
def _mark(code: str) -> re.Pattern[str]:
    return re.compile(_MARKS[code])


# Scripts that one language alone uses, or nearly so.
OF_SCRIPT = {
    "Grek": "el", "Hang": "ko", "Kana": "ja", "Thai": "th", "Taml": "ta", "Telu": "te",
    "Knda": "kn", "Mlym": "ml", "Gujr": "gu", "Guru": "pa", "Sinh": "si", "Geor": "ka",
    "Armn": "hy", "Khmr": "km", "Laoo": "lo", "Mymr": "my", "Orya": "or", "Hebr": "he",
}  # fmt: skip


def weight(script: str) -> int:
    """Return how many letters of an alphabet one of the script's is worth, at least.

    Where vowels are signs on a letter, a letter is a syllable.
    """
    if script in {"Hani", "Kana", "Hang"}:
        return 3
    return 1 if script in {"Latn", "Cyrl", "Grek", "Armn", "Geor", "Arab", "Hebr"} else 2


def language_code(code: str) -> str:
    """Return what a wiki's or a page's language code names, without region and script.

    A code that Wikimedia uses in its own way is mapped (`als` → `gsw`, `simple` → `en`), a
    variant is cut (`zh-hant` → `zh`, `sr-ec` → `sr`, `pt-br` → `pt`).
    """
    code = code.lower().replace("_", "-")
    if code in _WIKIMEDIA:
        return _WIKIMEDIA[code]
    base = code.partition("-")[0]
    return _WIKIMEDIA.get(base, base)


def detector_code(code: str) -> str:
    """Return the code that this package uses for a detector's."""
    return _DETECTORS.get(code, code)


def similar(one: str, other: str) -> bool:
    """Tell whether a detector may take a text in `one` for `other`."""
    return one == other or other in _SIMILAR.get(one, frozenset())
