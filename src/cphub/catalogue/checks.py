"""What a value of somebody else's catalogue must be to be believed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

LONGEST = 2**20
"""Characters of any value but a page's text."""

LONGEST_WORD = 10_000
"""Characters of what a person wrote."""

_TIME = re.compile(r"[1-9]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ")

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """Tell whether it is text that can be written down."""
    return (
        isinstance(value, str) and len(value) <= LONGEST and not re.search("[\ud800-\udfff]", value)
    )


def is_name(value: Any) -> bool:
    """Tell whether it is text with something in it."""
    return is_text(value) and bool(value.strip())


def is_words(value: Any) -> bool:
    """Tell whether it is text as long as a person writes."""
    return is_text(value) and len(value) <= LONGEST_WORD


def is_time(value: Any) -> bool:
    """Tell whether it has the form of a time as the catalogue keeps it."""
    return isinstance(value, str) and bool(_TIME.fullmatch(value))


def is_moment(value: Any) -> bool:
    """Tell whether it is a time that there is."""
    try:
        return is_time(value) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def is_day(value: Any) -> bool:
    """Tell whether it is a day, or "" for none."""
    try:
        return bool(value == "" or date.fromisoformat(value).isoformat() == value)
    except (ValueError, TypeError):
        return False


def is_number(value: Any) -> bool:
    """Tell whether it is a whole number."""
    return isinstance(value, int)


def is_id(value: Any) -> bool:
    """Tell whether it is a number of a page, a revision or the like."""
    return is_number(value) and value > 0


def is_flag(value: Any) -> bool:
    """Tell whether it is 0 or 1."""
    return value in {0, 1} and is_number(value)


def is_uuid(value: Any) -> bool:
    """Tell whether it is a UUID as the catalogue keeps it."""
    return isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{32}", value))


def maybe(check: Check) -> Check:
    """Return a check that lets nothing at all pass, too."""
    return lambda value: value is None or check(value)


def is_json_of(check: Callable[[list[Any]], bool]) -> Check:
    """Return a check of a JSON list."""

    def checks(value: Any) -> bool:
        try:
            found = json.loads(value) if is_text(value) else None
        except (ValueError, RecursionError):
            return False
        return isinstance(found, list) and check(found)

    return checks


def wrong(checks: Mapping[str, Check], row: Sequence[Any]) -> str:
    """Return what is wrong with a row, "" if nothing is."""
    for (name, check), value in zip(checks.items(), row, strict=True):
        try:
            good = check(value)
        except TypeError:
            good = False
        if not good:
            return f"{name} is {ascii(value)[:60]}"
    return ""
