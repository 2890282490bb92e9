"""In what language is the prose?

py3langid reads every page; only where it disagrees with the page's label is langdetect
asked. `benchmarks/analyse` has the figures behind the limits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from cphub.model.facts import Language
from cphub.wikitext.codes import OF_SCRIPT, language_code, similar, told_apart, weight
from cphub.wikitext.detectors import LONGEST, SURE, Detector, reader, witness
from cphub.wikitext.plain import cut

FEWEST = 40  # letters; below it nothing is said
ENOUGH = 200  # letters; below it no page is condemned
WINDOW = 110  # characters of a sample
FIRST, MORE = 3, 8  # samples at first, and when they don't all speak for the label
SHARE = 0.2  # of the samples, from which on a second language is told

SAMPLE = 80  # characters that show the other language

_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_SCRIPTS = {
    name: re.compile(f"[{letters}]")
    for name, letters in {
        "Latn": "A-Za-z\u00c0-\u024f\u1e00-\u1eff", "Cyrl": "\u0400-\u052f",
        "Grek": "\u0370-\u03ff\u1f00-\u1fff", "Arab": "\u0620-\u06ff\u0750-\u077f",
        "Hebr": "\u05d0-\u05ea", "Deva": "\u0904-\u0961", "Beng": "\u0985-\u09e3",
        "Guru": "\u0a05-\u0a74", "Gujr": "\u0a85-\u0ae3", "Orya": "\u0b05-\u0b71",
        "Taml": "\u0b83-\u0bd0", "Telu": "\u0c05-\u0c63", "Knda": "\u0c85-\u0ce3",
        "Mlym": "\u0d05-\u0d63", "Sinh": "\u0d85-\u0dc6", "Thai": "\u0e01-\u0e46",
        "Laoo": "\u0e81-\u0ec6", "Tibt": "\u0f40-\u0fbc", "Mymr": "\u1000-\u109f",
        "Geor": "\u10a0-\u10ff", "Hang": "\u1100-\u11ff\uac00-\ud7a3", "Ethi": "\u1200-\u137f",
        "Khmr": "\u1780-\u17b3", "Armn": "\u0531-\u0587", "Kana": "\u3041-\u30fa",
        "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    }.items()
}  # fmt: skip


def count_letters(text: str) -> int:
    """Count the letters of any script."""
    return sum(map(len, _LETTERS.findall(text)))


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script that most letters are of, "" for none."""
    if text.isascii():
        return "Latn" if _LETTERS.search(text) else ""
    if sum(map(len, _LATIN.findall(text))) * 2 > count_letters(text):
        return "Latn"
    counts = {name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()}
    if counts["Kana"] * 10 > counts["Hani"]:  # Japanese has few Kana in technical prose
        counts["Kana"] += counts["Hani"] if counts["Kana"] else 0
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def samples(texts: Sequence[str], number: int) -> list[str]:
    """Return up to `number` windows of the texts, spread evenly from start to end."""
    whole = "\n".join(texts)
    if len(whole) <= WINDOW * 2:
        return [whole] if whole else []
    number = min(number, -(-len(whole) // WINDOW))
    found = []
    for index in range(number):
        start = (len(whole) - WINDOW) * index // (number - 1) if number > 1 else 0
        if start:
            gap = whole.find(" ", start, start + 30)
            start = gap + 1 if gap >= 0 else start
        found.append(whole[start : start + WINDOW])
    return found


def tell(
    texts: Sequence[str],
    label: str,
    first: Detector | None = None,
    second: Detector | None = None,
) -> Language:
    """Tell what language the paragraphs `texts` are in.

    `label` is the language that the page is said to be in. `first` and `second` stand in for
    py3langid and langdetect.
    """
    windows = samples(texts, FIRST)
    letters = count_letters(" ".join(windows))
    script = script_of(" ".join(windows))
    if letters * weight(script) < FEWEST:
        return Language(letters=letters, script=script)
    label = language_code(label)
    if OF_SCRIPT.get(script) == label:
        found = Language(label, 1.0, letters=letters, script=script)
    else:
        found = _detect(texts, windows, label, first or reader(), second or witness)
    return _with(found, letters, script)


def _with(found: Language, letters: int, script: str) -> Language:
    return Language(
        found.code,
        round(found.probability, 3),
        found.agreed,
        max(letters, found.letters),
        script,
        found.other,
        found.other_share,
        found.sample,
    )


def _detect(
    texts: Sequence[str], windows: list[str], label: str, first: Detector, second: Any
) -> Language:
    votes = _votes(windows, label, first)
    more = samples(texts, MORE)
    if len(more) > len(windows) and not _all_for(label, votes):
        votes = _votes(more, label, first)
    if _all_for(label, votes):
        return Language(label, min(probability for _, _, probability in votes))
    witness_ = second() if second is witness else second
    return _weigh(votes, label, first, witness_)


def _votes(windows: list[str], label: str, first: Detector) -> list[tuple[str, str, float]]:
    """Ask the first detector; a language like the label counts as it unless they can be told."""
    votes = [(window, *first(window)) for window in windows]
    for like in {code for _, code, _ in votes if code != label and similar(label, code)}:
        text = " ".join(window for window, code, _ in votes if code == like)
        if not told_apart(label, like, text):
            votes = [(w, label if code == like else code, sure) for w, code, sure in votes]
    return votes


def _all_for(label: str, votes: list[tuple[str, str, float]]) -> bool:
    return all(code == label for _, code, _ in votes)


def _weigh(
    votes: list[tuple[str, str, float]], label: str, first: Detector, second: Detector
) -> Language:
    """Count the samples by language; ask the second detector about the strangers."""
    tally: Counter[str] = Counter()
    for window, code, _ in votes:
        # Languages that are taken for each other vote together.
        known = (one for one in tally if label not in (one, code) and similar(one, code))
        tally[next(known, code)] += len(window)
    tally.setdefault(label, 0)
    total = sum(tally.values())
    letters = count_letters(" ".join(window for window, _, _ in votes))
    ranked = tally.most_common(2)
    main = ranked[0][0]
    stranger = main if main != label else ranked[1][0]
    own = [item for item in votes if item[1] != label and similar(stranger, item[1])]
    text = " ".join(window for window, _, _ in own)[:LONGEST]
    said, sure = second(text)
    agreed = any(code == said for _, code, _ in own) and sure >= SURE and label in first.languages
    share = round(tally[stranger] / total, 2)
    stranger = said if agreed else stranger
    probability = sum(probability for _, _, probability in own) / len(own)
    agreed = agreed and probability >= SURE
    if main == label:
        sound = not agreed or share < SHARE
        return Language(
            label,
            max((p for _, code, p in votes if code == label), default=0.0),
            letters=letters,
            other="" if sound else stranger,
            other_share=0.0 if sound else share,
            sample="" if sound else cut(text, SAMPLE),
        )
    rest = round(tally[label] / total, 2)
    return Language(
        stranger,
        probability,
        agreed and count_letters(text) * weight(script_of(text)) >= ENOUGH,
        letters,
        other=label if rest >= SHARE else "",
        other_share=rest if rest >= SHARE else 0.0,
        sample=cut(text, SAMPLE),
    )
