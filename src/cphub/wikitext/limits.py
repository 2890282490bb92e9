"""Words such as "until" and "by" right beside a date."""

from __future__ import annotations

import re

from cphub.data import phrases

_NEAR = 28  # characters beside a date
# A weekday or an article may stand between: "until Friday, the", "tarihine kadar".
_WORDS = r"\W{0,3}(?:[^\W\d_]{1,12}\W{1,2}){0,2}"


class Limits:
    """One language's words that make a date the last day of something."""

    def __init__(self, words: tuple[str, ...], language: str) -> None:
        found = phrases(words, language).pattern
        self._before = re.compile(rf"(?:{found}){_WORDS}$", re.IGNORECASE)
        # What stands after a date may be written together with it: "5-ig", "5日まで".
        endings = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        self._after = re.compile(rf"{_WORDS}(?:{endings})" if words else "(?!)", re.IGNORECASE)
        self.stand_after = language in AFTER

    def beside(self, text: str, start: int, end: int) -> bool:
        """Tell whether such a word stands beside what is at `start` to `end` of `text`."""
        if self.stand_after:
            return self._after.match(text, end, end + _NEAR) is not None
        return self._before.search(text, max(0, start - _NEAR), start) is not None


AFTER = frozenset({"bn", "eu", "fi", "hi", "hu", "ja", "ko", "ta", "tr", "zh"})
