"""Time as the client sees it, in one place so that tests need not wait."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime


class Clock:
    """The real clock."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime.now(UTC)

    def jitter(self, longest: float) -> float:
        """Return a random share of `longest` seconds."""
        return random.uniform(0, longest)  # noqa: S311  # spreads retries, keeps no secret

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait, at most until `stop` is set; return whether it is."""
        return stop.wait(seconds)
