"""Compare names and find words as MediaWiki and people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Codes that name a language by another code, as Wikimedia's wikis use them.
ALIASES = {
    "no": "nb",
    "simple": "en",
    "in": "id",
    "iw": "he",
    "cmn": "zh",
    "zh-classical": "lzh",
    "als": "gsw",
}
# Languages whose wikis read the words of another one too (MediaWiki's fallback languages).
FALLBACKS = {"nn": "nb"}
UNSPACED = frozenset({"ja", "zh"})
# What a word is made of. `\w` leaves out vowel signs (accents, Arabic, Devanagari) and the
# joiners that stand inside Persian and Hindi words.
LETTER = r"[\w\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u200c\u200d]"


@lru_cache(maxsize=1024)  # a few codes, asked for with every page
def language_of(code: str) -> str:
    """Return the code that vocabularies keep `code`'s words under (`pt-BR` → `pt`)."""
    code = code.lower().replace("_", "-")
    code = ALIASES.get(code, code)
    base = code.partition("-")[0]
    return ALIASES.get(base, base)


def spoken(code: str) -> tuple[str, ...]:
    """Return the codes whose words are looked for in `code`'s pages, its own first."""
    own = language_of(code)
    return (own, FALLBACKS[own]) if own in FALLBACKS else (own,)


def template_key(name: str) -> str:
    """Return what two names of the same template have in common.

    Underscores are spaces, spaces are single and trimmed, and the first letter's case does
    not count (MediaWiki's `first-letter` rule).
    """
    name = " ".join(unicodedata.normalize("NFC", name).replace("_", " ").split())
    return name[:1].upper() + name[1:]


def heading_key(text: str) -> str:
    """Return what two ways of writing a heading have in common: case and marks don't count."""
    text = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(rf"[^{LETTER[1:-1]}\s'\u2019-]", " ", text).split())


def grammar(expression: str) -> re.Pattern[str]:
    """Compile a language's regular expression for a tense; an empty one matches nothing."""
    return re.compile(expression or "(?!)", re.IGNORECASE)


def as_name(name: str) -> re.Pattern[str]:
    """Compile a name as a whole word; letters of other scripts may stand right beside it."""
    if not name.isascii():
        return phrases([name], case=True)
    text = r"\s+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<![0-9A-Za-z_\u00c0-\u024f]){text}(?![0-9A-Za-z_\u00c0-\u024f])")


def phrases(words: Iterable[str], language: str = "", *, case: bool = False) -> re.Pattern[str]:
    """Compile one pattern that finds any of `words` as whole words.

    A `*` at a word's end lets it have any ending, one at its start any beginning. Spaces
    match any white space. In languages written without spaces (`ja`, `zh`) no boundary is
    asked for. Longer words come first, so the match is the longest of those that start at the
    same place. No words match nothing.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    if not ordered:
        return re.compile(r"(?!)")
    spaced = language_of(language) not in UNSPACED
    body = "|".join(_phrase(word, spaced=spaced) for word in ordered)
    return re.compile(body, 0 if case else re.IGNORECASE)


def _phrase(word: str, *, spaced: bool) -> str:
    stem, open_end = (word[:-1], True) if word.endswith("*") else (word, False)
    stem, open_start = (stem[1:], True) if stem.startswith("*") else (stem, False)
    text = r"\s+".join(re.escape(part) for part in stem.split())
    if not spaced:
        return text
    before = f"(?<!{LETTER})" if re.match(LETTER, stem) else ""
    before = rf"{before}{LETTER}+" if open_start else before
    after = f"(?!{LETTER})" if re.search(f"{LETTER}$", stem) else ""
    return f"{before}{text}{LETTER}*" if open_end else f"{before}{text}{after}"
