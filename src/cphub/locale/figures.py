"""Numbers and days by locale; babel loads only when one is written."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

_KEPT: Final = 4096
_TWO_DIGITS: Final = re.compile("(?<!y)yy(?!y)")
# Codes by which Wikimedia means another language than ISO 639 does, or several.
_OTHER_CODES: Final = frozenset({"als", "bh", "eml", "nrm", "no", "sh"})
_CODE: Final = re.compile("[a-z]{2,3}|pt-br|en-gb|zh-han[st]")


@cache
def locale_of(language: str) -> Locale:
    """Return the CLDR's data on a language."""
    from babel import Locale  # noqa: PLC0415  # loads only when asked for

    return Locale.parse(language.replace("-", "_"))


@lru_cache(_KEPT)
def number(figure: float, language: str) -> str:
    """Return a number with the separators of the locale."""
    from babel.numbers import format_decimal  # noqa: PLC0415  # likewise

    return format_decimal(figure, locale=locale_of(language))


@lru_cache(_KEPT)
def percent(share: float, language: str) -> str:
    """Return a share as the locale writes percentages."""
    from babel.numbers import format_percent  # noqa: PLC0415  # likewise

    return format_percent(share, locale=locale_of(language))


@lru_cache(_KEPT)
def day_in_words(day: date, language: str) -> str:
    """Return a day as it stands in a sentence: `22 november 2026`."""
    from babel.dates import format_date  # noqa: PLC0415  # likewise

    return format_date(day, "long", locale=locale_of(language))


@lru_cache(_KEPT)
def day_in_figures(day: date, language: str) -> str:
    """Return a day as it stands in a table: `22/11/2026`, always with the whole year."""
    from babel.dates import format_date  # noqa: PLC0415  # likewise

    locale = locale_of(language)
    pattern = _TWO_DIGITS.sub("y", locale.date_formats["short"].pattern)
    return format_date(day, pattern, locale=locale)


def direction(language: str) -> str:
    """Return `ltr` or `rtl`, as the language is written."""
    return str(locale_of(language).text_direction)


def language_name(code: str, language: str) -> str:
    """Return a language's name, "" where it is not known or the code may mean another.

    The wikis' codes are not all those of ISO 639 that the CLDR has: `als` is Alemannic there.
    """
    if not _CODE.fullmatch(code) or code in _OTHER_CODES:
        return ""
    base, _, rest = code.partition("-")
    variant = rest.title() if base == "zh" else rest.upper()
    return str(locale_of(language).languages.get(f"{base}_{variant}" if rest else base, ""))


def as_day(text: str) -> date | None:
    """Return the day that `2026-11-22` is, None of what is none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        return None
