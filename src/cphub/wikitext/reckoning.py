"""How languages write a day: in figures, in words, in other eras and calendars."""

from __future__ import annotations

import re
import sys
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from cphub.data import TimeWords

# Digits of all scripts, so that one pattern reads them.
_DIGITS = {
    point: str(unicodedata.decimal(chr(point)))
    for point in range(0x660, min(0x10000, sys.maxunicode))
    if unicodedata.category(chr(point)) == "Nd"
}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_ISO = r"(?P<y1>\d{4})(?P<sep1>[-\u2010\u2011/.])(?P<m1>\d{1,2})(?P=sep1)(?P<d1>\d{1,2})(?!\d)"
_CJK = r"(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월](?:\s?(?P<d2>\d{1,2})\s?[日號号일])?"
_NUMERIC = r"(?<!\d)(?P<a3>\d{1,2})(?P<sep>[./-])\s?(?P<b3>\d{1,2})(?P=sep)\s?(?P<y3>\d{4})"

# Japan's eras and the Republic of China's: year 1 is the year after.
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_ERA = re.compile(
    r"(令和|平成|民[國国])\s?(元|\d{1,3})\s?年(?:度|\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)?"
)
_ERA_LANGUAGES = frozenset({"ja", "zh"})
_SOLAR_YEARS = range(1375, 1431)
_NOWRUZ = date(2021, 3, 21)  # 1 Farvardin 1400

Dated = tuple[date, date, int, int]  # first and last day, where it begins and ends


class Reckoning:
    """Dates that count their years otherwise: Reiwa 5, ROC 113, 15 Ordibehesht 1402."""

    def __init__(self, words: TimeWords | None) -> None:
        self._eras = words is not None and words.language in _ERA_LANGUAGES
        self._solar = {
            form: number
            for number, forms in enumerate(words.solar if words else (), 1)
            for form in forms
        }
        self._pattern = re.compile(
            rf"(?:(?<!\d)(\d{{1,2}})\s?)?(?<![^\W\d_])({any_of(tuple(self._solar))})"
            r"(?:\s?ماه)?(?:\s?سال)?\s?(1[34]\d\d)(?!\d)"
        )

    def may_speak(self, text: str) -> bool:
        """Tell quickly whether there may be such a date in `text`."""
        return self._eras and any(era in text for era in _ERAS)

    def dates(self, text: str) -> Iterator[Dated]:
        """Find every such date in `text`."""
        if self._eras and self.may_speak(text):
            yield from _in_eras(in_our_digits(text))
        if self._solar:
            for match in self._pattern.finditer(in_our_digits(text)):
                year, day = int(match[3]), int(match[1] or 0)
                span = _solar_span(year, self._solar[match[2]], day)
                if span:
                    yield *span, match.start(), match.end()


def in_our_digits(text: str) -> str:
    """Return `text` with the digits of all scripts as 0 to 9, character for character."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text
    return text.translate(_DIGITS)


def _in_eras(text: str) -> Iterator[Dated]:
    for match in _ERA.finditer(text):
        year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        month, day = int(match[3] or 0), int(match[4] or 0)
        try:
            first = date(year, month or 1, day or 1)
            last = date(year, month or 12, day or monthrange(year, month or 12)[1])
        except ValueError:  # 31 April: no date
            continue
        yield first, last, match.start(), match.end()


def _solar_span(year: int, month: int, day: int) -> tuple[date, date] | None:
    """Return the days of a date of Iran's solar calendar, None if it is none of these years.

    Leap years follow the 33-year cycle, which is right for 1244 to 1472.
    """
    longest = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29  # noqa: PLR2004  # months
    if year not in _SOLAR_YEARS or day > longest:
        return None
    years = sum(365 + _is_leap(one) for one in range(1400, year))
    years -= sum(365 + _is_leap(one) for one in range(year, 1400))
    first = _NOWRUZ + timedelta(days=years + 31 * min(month - 1, 6) + 30 * max(month - 7, 0))
    if day:
        first += timedelta(days=day - 1)
        return first, first
    return first, first + timedelta(days=longest - 1)


def _is_leap(year: int) -> bool:
    return (year * 8 + 29) % 33 < 8  # noqa: PLR2004  # eight leap years in a cycle


def pattern_of(words: TimeWords | None, months: dict[str, int]) -> str:
    """Return one pattern for all of a language's ways to write a date."""
    every = [_ISO, _CJK, _NUMERIC]
    if words and months:
        month = rf"(?<![^\W\d_])(?:{any_of(tuple(months))})(?![^\W\d_])"
        joins = any_of(words.joins)
        join = rf"(?:\s?(?:{joins})(?![^\W\d_]))?\s?" if joins else r"\s?"
        ordinal = rf"(?:{any_of(words.ordinals)})?" if words.ordinals else ""
        number = r"(?<!\d)(?<!\d[.,])\d{1,2}(?!\d)"
        to = r"\.?(?:\s?[-\u2013\u2014]\s?|\s[^\W\d_]{1,3}\s)"
        early = rf"(?:(?P<f4>{number}){ordinal}{to})?"
        late = rf"(?:(?P<f5>{number}){ordinal}{to})?"
        after = rf"(?:\s?(?:{any_of(words.year_marks)}))?" if words.year_marks else ""
        day = rf"(?:(?P<d7>{number}){ordinal}\.?)?"
        every += [
            rf"{early}(?P<d4>{number}){ordinal}\.?{join}(?P<m4>{month})[.,/]?{join}\s?(?P<y4>\d{{4}})",
            rf"(?P<m5>{month})\.?\s?{late}(?P<d5>{number}){ordinal}\.?,?{join}\s?(?P<y5>\d{{4}})",
            rf"(?P<m6>{month})[.,/]?{join}\s?(?P<y6>\d{{4}})",
            rf"(?P<y7>\d{{4}})[.,]?{after}{join}(?P<m7>{month})\.?{join}{day}",
        ]
    return "|".join(every)


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern's alternatives for `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
