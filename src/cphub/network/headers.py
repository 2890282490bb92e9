"""Headers that tell of time."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for; None where it says nothing.

    `value` is a number of seconds or an HTTP date; a date is counted from `now`, which
    should be the server's own `Date`.

    >>> retry_after("12", datetime(2026, 1, 1, tzinfo=UTC))
    12.0
    """
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]*)?", value):
        return float(value)
    if (moment := http_date(value)) is None:
        return None
    seconds = (moment - now).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def http_date(value: str) -> datetime | None:
    """Return the moment that an HTTP date names, None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
