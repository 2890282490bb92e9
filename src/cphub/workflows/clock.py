"""What the time is, to every workflow."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time, to the second, as the catalogue keeps it."""
    return datetime.now(UTC).replace(microsecond=0)
