"""Keep to a number of requests a minute, with small bursts, and to a number at once."""

from __future__ import annotations

import threading

_CALM = 100  # requests without a refusal before one more is tried at once
_SLACK = 1e-9  # what floating point loses on the way to a whole token


class Limiter:
    """A token bucket; in no 60 seconds does it give more than `per_minute` tokens.

    A tenth of them may go at once, the rest flow in evenly over the minute. Times are
    seconds of a monotonic clock that the caller brings. Thread-safe.
    """

    def __init__(self, per_minute: int) -> None:
        self._burst = max(1, per_minute // 10)
        self._rate = max(per_minute - self._burst, 1) / 60
        self._tokens = float(self._burst)
        self._filled: float | None = None
        self._held_until = float("-inf")
        self._lock = threading.Lock()

    def take(self, now: float) -> float:
        """Take a token and return 0, or return the seconds until there may be one."""
        with self._lock:
            if self._filled is not None:
                gained = max(0.0, now - self._filled) * self._rate
                self._tokens = min(float(self._burst), self._tokens + gained)
            self._filled = now
            if now < self._held_until:
                return self._held_until - now
            if self._tokens >= 1 - _SLACK:
                self._tokens -= 1
                return 0.0
            return (1 - self._tokens) / self._rate

    def hold(self, until: float) -> None:
        """Give no token before `until`: the other side asked everybody to wait."""
        with self._lock:
            self._held_until = max(self._held_until, until)


class Slots:
    """How many requests may be under way at once: `most`, and fewer where that was too many.

    Each refusal takes one slot away, down to the last; each `_CALM` requests that were none
    give one back. Thread-safe.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = most
        self._taken = 0
        self._calm = 0
        self._lock = threading.Condition()

    def acquire(self, timeout: float) -> bool:
        """Take a slot; False where none was free for `timeout` seconds."""
        with self._lock:
            free = self._lock.wait_for(lambda: self._taken < self._open, timeout)
            self._taken += free
            return free

    def release(self) -> None:
        """Give a slot back."""
        with self._lock:
            self._taken -= 1
            self._lock.notify()

    def judge(self, *, refused: bool) -> None:
        """Learn whether a request was refused for being one too many."""
        with self._lock:
            if refused:
                self._open, self._calm = max(1, self._open - 1), 0
            elif self._open < self._most:
                self._calm += 1
                if self._calm == _CALM:
                    self._open, self._calm = self._open + 1, 0
                    self._lock.notify()
