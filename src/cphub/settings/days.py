"""Days as people write them where they are typed: `2027-05-22`, `6m`, `2y`, `never`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

NEVER = "never"
FIRST, LATEST = 1, 2999  # years

LENGTH = re.compile(r"([0-9]{1,4}) ?([dwmy])")
ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")


def day_of(text: str, today: date) -> date | None:
    """Return the day that `2027-05-22` or, counted from today, `10d`, `2w`, `6m`, `1y` means.

    None is never. A month is one of the calendar; where it is too short, its last day counts.

    Raises:
        ValueError: it is none of these, or after the year 2999.
    """
    text = text.strip().lower()
    if text == NEVER:
        return None
    if match := LENGTH.fullmatch(text):
        return moved(today, int(match[1]), match[2])
    if match := ISO.fullmatch(text):
        return within(date(int(match[1]), int(match[2]), int(match[3])))
    raise ValueError(text)


def moved(today: date, number: int, unit: str) -> date:
    """Return the day that is so many days, weeks, months or years after today.

    Raises:
        ValueError: it is before the year 1 or after 2999.
    """
    if unit in "dw":
        try:
            return within(today + timedelta(days=number * (7 if unit == "w" else 1)))
        except OverflowError:
            raise ValueError(f"{number}{unit}") from None
    months = today.month - 1 + number * (12 if unit == "y" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    if not FIRST <= year <= LATEST:
        raise ValueError(f"{number}{unit}")
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def within(day: date) -> date:
    """Return a day that is in none of the years after 2999.

    Raises:
        ValueError: it is.
    """
    if day.year > LATEST:
        raise ValueError(day.isoformat())
    return day
