"""What counts as the same word: the one folding of pages at indexing and of what is typed.

Case, accents and points, width and ligatures, Arabic letter forms and article, and digits of
other scripts do not count. Scripts without spaces become pairs of characters: a run of n
characters gives n - 1 pairs and its last character, so that every character begins a token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import add

FOLDING = 1
"""Counts up when the folding changes: pages of another one are indexed again."""

# Marks belong to their word; Python's \w leaves them out. Of the Indic scripts (U+0900-0DFF)
# all but the dandas are letters, marks or digits, or as rare as need not matter.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u07eb-\u07f3\u0900-\u0963\u0966-\u096f\u0971-\u0df3\u0f71-\u0f84\u0f90-\u0fbc\u135d-\u135f"
    "\u180b-\u180d\u1a55-\u1a7c\u1ab0-\u1b4b\u1b80-\u1bf3\u1c24-\u1c37\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20ff\ua880-\ua8c5\ua947-\ua953\ua980-\ua9c0\uabe3-\uabed\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Thai, Lao, Burmese, Khmer, Kana and Han, with the marks that stand on their letters.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u3005-\u3007"
    "\u3031-\u3035\u3041-\u3096\u3099\u309a\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_UNSPACED}]+)|((?:[^\\W_{_UNSPACED}]+|[{_MARKS}]+)+)")
_ASCII = re.compile("[a-z0-9]+")
_ARTICLE = re.compile(
    "(?:\u0648|\u0641|\u0628|\u0643)?\u0627\u0644(?=\\w{3})|\u0644\u0644(?=\\w{3})"
)

# Dropped after NFKD: accents of alphabets, Hebrew points, Arabic harakat, hamza and tatweel,
# the Indic nukta, joiners and variation selectors. Vowel signs stay: they are the word.
_DROPPED = (
    *((0x300, 0x36F), (0x483, 0x487), (0x591, 0x5C7), (0x610, 0x61A), (0x640, 0x640)),
    *((0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED), (0x93C, 0x93C), (0x9BC, 0x9BC)),
    *((0xA3C, 0xA3C), (0xABC, 0xABC), (0xB3C, 0xB3C), (0xCBC, 0xCBC), (0x200C, 0x200D)),
    *((0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
)
_ZEROS = (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50)
# Letters that are others with a stroke or two of them in one, which Unicode does not take
# apart; Persian and Arabic forms of one letter.
_OTHERS = dict(
    zip(
        "øđħŧŋð\u0142\u0131\u0671\u0649\u0629\u06a9\u06cc\u06c1\u06be",
        "odhtndli\u0627\u064a\u0647\u0643\u064a\u0647\u0647",
        strict=True,
    ),
    æ="ae",
    œ="oe",
    þ="th",
)
_FOLDED: dict[int, str | None] = {
    **{code: None for first, last in _DROPPED for code in range(first, last + 1)},
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
    **{ord(letter): plain for letter, plain in _OTHERS.items()},
}


_LONG = 40
"""Letters of what is not met again: a sentence of a script without spaces."""


def fold(text: str) -> str:
    """Return the words of `text`, folded and parted by single spaces."""
    if text.isascii():
        return " ".join(_ASCII.findall(text.lower()))
    pieces = (_fold(part) if len(part) > _LONG else _met(part) for part in text.split())
    return " ".join(filter(None, pieces))


@lru_cache(maxsize=50_000)
def _met(part: str) -> str:
    """Fold what stands between two spaces; the same is met over and over."""
    return _fold(part)


def _fold(text: str) -> str:
    found: list[str] = []
    for run, word in _RUN.findall(text):
        if word:
            found += folded(word)
        elif whole := _plain(run):
            found += map(add, whole, whole[1:])
            found.append(whole[-1])
    return " ".join(found)


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each folded word with where it stands in `text`, in order."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run[2]:
            for word in folded(run[0]):
                yield word, start, end
            continue
        whole = _plain(run[0])
        # Where folding changes how long a run is, its pairs can no longer be placed in it.
        known = len(whole) == end - start
        for at in range(len(whole)):
            place = (start + at, min(start + at + 2, end)) if known else (start, end)
            yield whole[at : at + 2], *place


@lru_cache(maxsize=50_000)
def folded(word: str) -> tuple[str, ...]:
    """Return a word as it is indexed: mostly one, () for marks alone."""
    plain = _plain(word)
    if plain.isascii():
        return tuple(_ASCII.findall(plain))
    found = (run[0] for run in _RUN.finditer(plain))
    return tuple(
        _ARTICLE.sub("", token, count=1) if _ARTICLE.match(token) else token for token in found
    )


def is_unspaced(token: str) -> bool:
    """Tell whether a token is of a script without spaces: a pair of characters, or the last."""
    run = _RUN.match(token)
    return run is not None and run[1] is not None


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold()
    return unicodedata.normalize("NFC", apart.translate(_FOLDED))
