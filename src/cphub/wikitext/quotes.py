"""What stands between quotation marks: others' words, or words shown as an example."""

from __future__ import annotations

import re

_LONGEST = 400  # characters of a quotation inside a paragraph
# Pairs as languages set them; Swedish and Finnish close as they open.
_PAIRS = ('""', "“”", "„“", "„”", "””", "«»", "»«", "\u2039\u203a", "「」", "『』", "《》", "»»")
_QUOTED = re.compile(
    "|".join(rf"{p[0]}[^{p}\n]{{1,{_LONGEST}}}{p[1]}" for p in _PAIRS)  # nothing to go back on
)
_OPENS = re.compile(f"[{''.join({pair[0] for pair in _PAIRS})}]")


def in_quotes(text: str, at: int) -> bool:
    """Tell whether the character at `at` stands inside a quotation in `text`."""
    if not _OPENS.search(text, 0, at):
        return False
    return any(match.start() < at < match.end() for match in _QUOTED.finditer(text))
