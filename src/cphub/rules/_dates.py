"""Read the dates that templates are given."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from cphub.data import TimeWords, Vocabulary
from cphub.model.facts import Template

# A day, month or year in figures; a time of the day may follow (MediaWiki's timestamps).
NUMERIC: Final = re.compile(
    r"(\d{4})(?:[-./]?(\d{1,2})(?:[-./]?(\d{1,2}))?|年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?)?"
    r"(?:T[\d:.]+(?:Z|[+-][\d:]+)?|(?<=\d{8})\d{6})?"
)
ISO: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
DAY_FIRST: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d\d)(\d\d)(\d{4})")
# Vowel signs are no letters to `re`.
WORD: Final = re.compile(r"\d+|[^\s\d.,;:/()\u2013\u2014-]+\.?")
LONGEST: Final = 30  # characters of a date in words
YEARS: Final = range(2001, 2100)
MONTHS: Final = range(1, 13)


class Span(NamedTuple):
    """The days that a date may mean: a month or a year is all of it."""

    start: date
    end: date


def given(template: Template, names: Iterable[str], words: Iterable[TimeWords]) -> Span | None:
    """Return the date in a template's parameters `names`, None if there is none to read.

    A value is a whole date; or the values are year, month and day.
    """
    parameters = {name.casefold(): value for name, value in template.parameters}
    values = [value.strip() for name in names if (value := parameters.get(name, "")).strip()]
    known = list(words)
    if len(values) > 1 and values[0].isdecimal() and int(values[0]) in YEARS:
        return read(" ".join(_day_first(values)), known)
    return next((span for value in values if (span := read(value, known))), None)


def in_passing(template: Template, words: Iterable[TimeWords]) -> Span | None:
    """Return the month or day that is all of a parameter nobody knows the name of.

    Some wikis name no parameter for a tag's day, `{{F|storia|maggio 2019}}`, or name it for
    what is lacking, `{{Dopracować|źródła=2014-05}}`. A year alone may be anything.
    """
    known = list(words)
    for name, given_ in template.parameters:
        value = given_.strip()
        dated = ISO.fullmatch(value) or (name.isdecimal() and _is_date(value, known))
        if dated and (span := read(value, known)):
            return span
    return None


def _is_date(value: str, words: list[TimeWords]) -> bool:
    if len(value) > LONGEST or not any(map(str.isdigit, value)):
        return False
    tokens = WORD.findall(value.casefold())
    return len(tokens) > 1 and all(token.isdecimal() or _month(token, words) for token in tokens)


def time_words(vocabulary: Vocabulary, *languages: str) -> list[TimeWords]:
    """Return how the languages and English write dates, those that are known."""
    found = (vocabulary.time_words(code) for code in (*languages, "en"))
    return list({words.language: words for words in found if words}.values())


def read(value: str, words: Iterable[TimeWords]) -> Span | None:
    """Return the date that `value` is: `2019-05-03`, `May 2019`, `3 maj 2019`, `2019`."""
    value = value.strip()
    if (match := NUMERIC.fullmatch(value)) and int(match[1]) in YEARS:
        return _span(*(int(part) for part in match.groups() if part))
    if match := DAY_FIRST.fullmatch(value):
        first, second, year = (int(part) for part in match.groups() if part)
        return _span(year, second, first) if second in MONTHS else _span(year, first, second)
    year = month = day = 0
    known = list(words)
    for token in WORD.findall(value.casefold()):
        if token.isdecimal():
            number = int(token)
            if number in YEARS:
                year = number
            elif month and year:
                day = day or number
            else:
                day = number
        else:
            month = month or _month(token, known)
    return _span(year, month, day) if year and month else None


def _day_first(values: list[str]) -> list[str]:
    """Return year, month, day as something that reads as one date."""
    if len(values) > 1 and values[1].isdecimal():
        return ["-".join(values[:3])]
    return [*values[2:3], values[1], values[0]]


def _month(token: str, words: Iterable[TimeWords]) -> int:
    for known in words:
        for number, forms in enumerate(known.months, 1):
            for form in forms:
                stem = form.removesuffix("*")
                if token == form or (stem != form and token.startswith(stem)):
                    return number
    return 0


def _span(year: int, month: int = 0, day: int = 0) -> Span | None:
    if year not in YEARS or (month and month not in MONTHS):
        return None
    if not month:
        return Span(date(year, 1, 1), date(year, 12, 31))
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return Span(date(year, month, day or 1), date(year, month, day or last))


def end_of(relative: str, said: date) -> date | None:
    """Return the last day of a phrase such as `next-year`, counted from the day it was said."""
    ends: Mapping[str, tuple[int, int]] = {
        "this-month": (said.year, said.month),
        "next-month": (said.year + said.month // 12, said.month % 12 + 1),
        "this-year": (said.year, 12),
        "next-year": (said.year + 1, 12),
    }
    if relative not in ends:
        return None
    year, month = ends[relative]
    return date(year, month, calendar.monthrange(year, month)[1])
