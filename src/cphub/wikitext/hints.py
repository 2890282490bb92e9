"""Hints in brackets: what was left to be filled in, and what is shown on purpose."""

from __future__ import annotations

import re

from cphub.wikitext.quotes import in_quotes

# Brackets of Chinese and Japanese that are set round hints, as the vocabulary writes them.
_BRACKETS = str.maketrans("\u3010\u3011\uff3b\uff3d\u3014\u3015", "[][][]")
_BRACKET = re.compile("[\u3010\uff3b\u3014]")
_BLANKS = 3  # bracketed blanks in a line that make it a model to copy
_LONGEST = 120  # characters of a hint


def in_our_brackets(text: str) -> str:
    """Return `text` with its brackets as `[` and `]`, character for character."""
    if text.isascii() or not _BRACKET.search(text):
        return text
    return text.translate(_BRACKETS)


def is_shown(line: str, match: re.Match[str]) -> bool:
    """Tell whether a hint is shown, not left: quoted, or in a text to copy full of blanks."""
    many = match[0][0] == "[" and line.count("[") >= _BLANKS
    return many or in_quotes(line, match.start())


def whole_bracket(line: str, plain: str, start: int, end: int) -> str:
    """Return what a match in `plain` says in `line`, to the end of the bracket that it opens."""
    close = (
        plain.find("]", end, end + _LONGEST) + 1
        if plain[start] == "[" and plain[end - 1] != "]"
        else 0
    )
    return line[start : close or end]
