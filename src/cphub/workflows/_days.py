"""Days that are past, and those of spreadsheets, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from cphub.settings.days import LENGTH, day_of, moved, within

__all__ = ["day_ago", "day_of", "month_comes_first", "sheet_day"]

_PARTS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?: [0-9:.]+)?")
_NAMED = re.compile(r"([0-9]{1,2})[- ]([a-z]{3})[a-z]*[- ]([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL_START = date(1899, 12, 30)
"""Day 0 of Excel and LibreOffice: 1900 counts as a leap year in Excel, so day 60 on is right."""


def day_ago(text: str, today: date) -> date:
    """Return the day that `2026-05-22` or, counted back from today, `30d`, `2w`, `6m` means.

    A month is one of the calendar; where it is too short, its last day counts.

    Raises:
        ValueError: it is none of these, or is still to come.
    """
    text = text.strip().lower()
    match = LENGTH.fullmatch(text)
    day = moved(today, -int(match[1]), match[2]) if match else day_of(text, today)
    if day is None or day > today:
        raise ValueError(text)
    return day


def sheet_day(text: str, today: date, *, month_first: bool | None = None) -> date | None:
    """Return the day of a cell: as `day_of` has it, or in a form that spreadsheets write.

    These are `22.05.2027`, `22/05/2027`, `5/22/2027`, `22-May-27` and a plain number of days.

    Args:
        text: the cell.
        today: what `6m` counts from.
        month_first: which of two small numbers is the month; None where that is not known.

    Raises:
        ValueError: it is no day, or could be two.
    """
    try:
        return day_of(text, today)
    except ValueError:
        text = text.strip()
    if match := _PARTS.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == ".":
            month_first = False
        elif first != second and max(first, second) <= len(_MONTHS) and month_first is None:
            raise ValueError(f"{text} can be two days")
        elif max(first, second) > len(_MONTHS):
            month_first = second > len(_MONTHS)
        month, day = (first, second) if month_first else (second, first)
        return within(date(_year(match[4]), month, day))
    if match := _NAMED.fullmatch(text):
        return within(date(_year(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])))
    if _SERIAL.fullmatch(text):
        return _SERIAL_START + timedelta(days=int(float(text)))
    raise ValueError(text)


def month_comes_first(cells: Iterable[str]) -> bool | None:
    """Tell how a sheet writes days with slashes or dashes, by those that can be one day only.

    None where none tells, or some say this and some that.
    """
    told = set()
    for cell in cells:
        match = _PARTS.fullmatch(cell.strip())
        if match and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if max(first, second) > len(_MONTHS) >= min(first, second):
                told.add(second > len(_MONTHS))
    return told.pop() if len(told) == 1 else None


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)  # noqa: PLR2004  # digits
