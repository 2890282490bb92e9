"""Dates that only name something by its day: "the minutes of 3 May 2024 will help you"."""

from __future__ import annotations

import re

from cphub.data import TimeWords, grammar

_NEAR = 48  # characters beside a date
# From one day to another: then the day is when something is, whatever stands before it.
_ON = re.compile(
    r"\s*(?:[-\u2013\u2014\uff5e~]|(?:to|until|till|bis|au|al|ao|a|à|til|tot|do|po|по|до|hingga"
    r"|sampai|עד|تا|حتى|إلى)(?!\w))",
    re.IGNORECASE,
)
_AND = re.compile(r"\W{1,3}(?:[^\W\d_]{1,4}\W{1,2}){0,2}$")


class Naming:
    """One language's ways to name a thing by its day."""

    def __init__(self, words: TimeWords | None) -> None:
        before = words.named if words else ""
        after = words.named_after if words else ""
        self._before = grammar(f"(?:{before})\\s*$" if before else "")
        self._after = grammar(f"(?:{after})" if after else "")

    def is_name(self, text: str, start: int, end: int) -> bool:
        """Tell whether the date at `start` to `end` of `text` only names something."""
        if _ON.match(text, end):
            return False
        return (
            self._before.search(text, max(0, start - _NEAR), start) is not None
            or self._after.match(text, end) is not None
        )

    def goes_on(self, text: str, last: int, start: int) -> bool:
        """Tell whether a date at `start` is joined by "and" to one that ended at `last`."""
        return 0 < start - last < _NEAR and _AND.fullmatch(text, last, start) is not None
