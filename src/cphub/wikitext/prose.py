"""Count words and sentences, by script and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cphub.data import language_of
from cphub.model.facts import Readability

# Letters of scripts that put no space between words: Thai, Lao, Tibetan, Burmese, Khmer, Kana
# and Han, without the marks that stand over or under a letter.
UNSPACED = re.compile(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0f40-\u0f6c"
    "\u1000-\u102a\u1050-\u1055\u1780-\u17b3\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_UNSPACED_RUN = re.compile(f"{UNSPACED.pattern}+")
_SHORT = re.compile(r"[^\W\d_]\.|\d{1,2}\.")
SAMPLE = 3000  # characters of whole sentences that readability looks at
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")
# Runs are cut at eight marks: a longer one is found at its last eight, and no run is read twice.
_END = re.compile(
    r"[.!?\u2026]{1,8}+[\"'\u201d\u2019\xbb)\]]{0,4}\s+"
    r"|[\u3002\uff01\uff1f]{1,8}[\u300d\u300f\u201d\uff09]{0,4}\s*"
    r"|[\u061f\u06d4\u0964\u0965\u1362\u104b\u17d4\u0589]{1,8}\s*"
)
_WHOLE = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u1362][\"'\u201d\u2019\xbb)\]]*$"
)

_SILENT = {
    "en": re.compile(r"e(?<=[^aeiouyl\W]e)[sd]?\b"),
    "fr": re.compile(r"e(?<=[^aeiouy\xe0\xe2\xe9\xe8\xea\xee\xef\xf4\xfb\xf9\W]e)(?:s|nt)?\b"),
}


def _table(encoding: str, vowels: str) -> tuple[str, bytes]:
    """Return an encoding and the table that turns its vowels to `v`, all else to a space."""
    spoken = vowels.encode(encoding)
    return encoding, bytes(ord("v") if byte in spoken else ord(" ") for byte in range(256))


# Syllables are vowel groups, less the endings of English and French that are written but not
# said: the usual approximation where there is no dictionary (Coleman & Liau 1975 found it
# close enough). In Russian and Ukrainian every vowel is a syllable.
_VOWELS = {
    "en": _table("latin-1", "aeiouy"),
    "fr": _table("latin-1", "aeiouyàâäéèêëîïôöùûüæ"),
    "de": _table("latin-1", "aeiouyäöü"),
    "nl": _table("latin-1", "aeiouyéèëïöü"),
    "es": _table("latin-1", "aeiouáéíóúü"),
    "pt": _table("latin-1", "aeiouáéíóúâêôãõà"),
    "it": _table("latin-1", "aeiouàèéìòù"),
    "ru": _table("cp1251", "аеёиоуыэюя"),
    "uk": _table("cp1251", "аеєиіїоуюя"),
}
_EVERY_VOWEL = frozenset({"ru", "uk"})


def is_spaced(text: str) -> bool:
    """Tell whether most letters of `text` are of a script that puts spaces between words."""
    if text.isascii():
        return True
    unspaced = sum(map(len, _UNSPACED_RUN.findall(text)))
    # A word in an alphabet has some five letters, so a Han text with many names is still Han.
    return unspaced * 5 < len(text) - text.count(" ")


def count_words(text: str, *, spaced: bool) -> int:
    """Count words, or characters and what foreign words stand between them."""
    extra = 0
    if not spaced:
        extra = len(UNSPACED.findall(text))
        text = _UNSPACED_RUN.sub(" ", text)
    words = text.split()
    # Most tokens are letters alone: only the others can be mere marks.
    marks = [word for word in words if not word.isalpha() and not _WORD.search(word)]
    return extra + len(words) - len(marks)


def sentences(text: str, abbreviations: frozenset[str] = frozenset()) -> Iterator[str]:
    """Split a paragraph into sentences; `abbreviations` are lower case with their stop."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if match[0][0] == "." and not _ends(text, start, match, abbreviations):
            continue
        yield text[start:end].strip()
        start = end
    rest = text[start:].strip()
    if rest:
        yield rest


def _ends(text: str, start: int, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    following = text[match.end() : match.end() + 1]
    if not following or following.islower():
        return not following
    stop = match.start() + 1
    begin = max(start, text.rfind(" ", start, stop) + 1, stop - 24)
    word = text[begin:stop].lower().lstrip("(\"'\u201c\xab")
    if word in abbreviations:
        return False
    # An initial ("J. Doe") or a day ("5. Mai") goes on.
    return not _SHORT.fullmatch(word)


def readability(candidates: Iterable[str], language: str) -> Readability:
    """Count what readability measures need, over the first whole ones of some sentences.

    Some 3,000 characters are enough: the measures were made for samples of 100 words.
    """
    whole: list[str] = []
    size = 0
    for sentence in candidates:
        if _WHOLE.search(sentence[-6:]):
            whole.append(sentence)
            size += len(sentence)
            if size > SAMPLE:
                break
    text = " ".join(whole)
    words = _WORDS.findall(text)
    lengths = list(map(len, words))
    return Readability(
        sentences=len(whole),
        words=len(words),
        letters=sum(lengths),
        syllables=_syllables(text, len(words), language),
        long_words=sum(1 for length in lengths if length > 6),  # noqa: PLR2004  # LIX's limit
    )


def _syllables(text: str, words: int, language: str) -> int:
    code = language_of(language)
    if code not in _VOWELS or not words:
        return 0
    encoding, table = _VOWELS[code]
    text = text.lower()
    spoken = text.encode(encoding, "replace").translate(table)
    count = spoken.count(b"v") if code in _EVERY_VOWEL else len(spoken.split())
    if code in _SILENT:
        count -= len(_SILENT[code].findall(text))
    return max(count, words)
