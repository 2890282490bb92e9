"""Language codes as Wikimedia's wikis use them, and which languages are taken for each other."""

from __future__ import annotations

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
