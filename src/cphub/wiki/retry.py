"""Try again what may pass: how often, how long between, how long in all.

stamina would do the counting, but sleeps through Ctrl-C's flag, adds its jitter on top of
the wait instead of drawing it from the whole, and knows no budget over many calls; so the
loop is here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from cphub.errors import SettingsError, Stopped, WikiBusy, WikiError
from cphub.network.clock import Clock

T = TypeVar("T")

COME_BACK = "run the same command again later; it goes on where it stopped"
HEAVY = 2  # failures of the heavy kind before a smaller question is tried


@dataclass(frozen=True)
class Politeness:
    """How hard cphub may press a wiki; times are seconds.

    `per_minute` holds for all of Wikimedia's wikis together, `in_flight` for everything.
    A failed request is tried `attempts` times in all, with waits drawn from 0 to
    `first_wait`, doubling up to `longest_wait`: eight outlast a minute of trouble on
    average, and where three answers of ten fail one request of 15,000 is given up. None is
    begun `patience` after the first, so a silent wiki costs three deadlines. A wiki that
    itself asks to wait is obeyed up to `longest_retry_after`, beyond `patience` too.
    `budget` is all the waiting of one run, `deadline` the time for one answer, `max_bytes`
    its unpacked size.
    """

    per_minute: int = 200
    in_flight: int = 3
    attempts: int = 8
    first_wait: float = 1.0
    longest_wait: float = 60.0
    patience: float = 300.0
    longest_retry_after: float = 300.0
    budget: float = 900.0
    deadline: float = 120.0
    max_bytes: int = 32 * 2**20

    def __post_init__(self) -> None:
        """Refuse figures with which nothing could be asked."""
        if min(self.per_minute, self.in_flight, self.attempts, self.max_bytes) < 1:
            raise SettingsError("requests a minute, requests at once and attempts are 1 or more")


class Fault(Exception):
    """One attempt failed in a way that may pass; `error` is what it means if it does not.

    `after` is for how many seconds the wiki asked to wait, None if it did not say.
    `refused`: the wiki did nothing with the request, so even a write may be sent again.
    `heavy`: after so many failures asking for less may help; 0 where it does not, 1 where
    asking again for as much is sure to fail. `shared`: the limit is counted over all of
    Wikimedia. `stranger`: unless the address has answered before, so many of these in a row
    mean that it is wrong or out of reach; 0 where they mean nothing of the kind.
    """

    def __init__(
        self,
        error: WikiError,
        *,
        after: float | None = None,
        refused: bool = False,
        heavy: int = 0,
        shared: bool = False,
        stranger: int = 0,
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.after = after
        self.refused = refused
        self.heavy = heavy
        self.shared = shared
        self.stranger = stranger


class Patience:
    """The waits of one run. Thread-safe."""

    def __init__(
        self,
        politeness: Politeness,
        clock: Clock,
        stop: threading.Event,
        on_wait: Callable[[str, float, str], None] | None = None,
    ) -> None:
        self._politeness = politeness
        self._clock = clock
        self._stop = stop
        self._on_wait = on_wait
        self._spent = 0.0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise Stopped if the run is to end.

        Raises:
            Stopped: it is.
        """
        if self._stop.is_set():
            raise Stopped("stopped while speaking with a wiki", "the same command goes on")

    def pause(self, name: str, seconds: float, why: str = "") -> None:
        """Wait `seconds`, telling of it if `why` is given.

        Raises:
            Stopped: the run is to end.
        """
        if why and self._on_wait is not None:
            self._on_wait(name, seconds, why)
        if self._clock.wait(seconds, self._stop):
            self.check()

    def persist(self, name: str, attempt: Callable[[int, Fault | None], T], *, repeat: bool) -> T:
        """Return what `attempt` returns, calling it again after each Fault that may pass.

        `attempt` is given how many attempts failed and the last Fault. Without `repeat`
        only faults before which the wiki did nothing are tried again.

        Raises:
            WikiError: the last fault's, when all attempts are used up or none may help.
            WikiBusy: the wiki asks for a longer wait, or the run's waiting is used up.
            Stopped: the run is to end.
        """
        failed, strange, last = 0, 0, None
        end = self._clock.monotonic() + self._politeness.patience
        while True:
            try:
                return attempt(failed, last)
            except Fault as fault:
                failed, last = failed + 1, fault
                strange = strange + 1 if fault.stranger else 0
                hopeless = failed >= self._politeness.attempts or 0 < fault.stranger <= strange
                late = self._clock.monotonic() >= end
                if hopeless or late or not (repeat or fault.refused):
                    raise _told(fault.error, failed) from None
                seconds = self._wait(name, failed, fault)
                end += seconds if fault.after else 0
                self.pause(name, seconds, fault.error.message)

    def _wait(self, name: str, failed: int, fault: Fault) -> float:
        limits = self._politeness
        if fault.after is not None and fault.after > limits.longest_retry_after:
            raise WikiBusy(
                f"{name} asks to come back in {spoken(fault.after)}: {fault.error.message}",
                COME_BACK,
            ) from None
        longest = min(limits.longest_wait, limits.first_wait * 2.0 ** (failed - 1))
        seconds = fault.after or self._clock.jitter(longest)
        with self._lock:
            if self._spent + seconds > limits.budget:
                raise WikiBusy(
                    f"{name} still does not answer, and {spoken(limits.budget)} of waiting is "
                    f"all that one run may spend: {fault.error.message}",
                    COME_BACK,
                ) from None
            self._spent += seconds
        return seconds


def spoken(seconds: float) -> str:
    """Return a length of time as people say it.

    >>> spoken(12), spoken(900), spoken(7200)
    ('12 s', '15 min', '2 h')
    """
    if seconds < 120:  # noqa: PLR2004  # two minutes
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"  # noqa: PLR2004


def _told(error: WikiError, failed: int) -> WikiError:
    if failed > 1:
        error.message += f" ({failed} attempts)"
        error.args = (error.message,)
    return error
