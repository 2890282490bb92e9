"""One request at a time to a host, with a pause after each, whoever of us asks."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cphub.errors import Stopped
from cphub.network.clock import Clock

STOPPED = "stopped while checking links"
GO_ON = "What was checked is saved; the same command goes on."
LATE = 0.05
"""Share of a pause, and seconds at most, that it is longer than promised.

A server notes the end of its answer a moment after we have read it.
"""


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    pause: float = 0.0


class Turns:
    """Who may ask which host when. Thread-safe."""

    def __init__(self, pause: float, clock: Clock, stop: threading.Event) -> None:
        self._pause = pause
        self._clock = clock
        self._stop = stop
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._lock = threading.Lock()

    def slow_down(self, host: str, pause: float) -> None:
        """Leave at least `pause` seconds between requests to a host."""
        self._of(host).pause = pause

    def check(self) -> None:
        """Raise Stopped if the run is to end.

        Raises:
            Stopped: it is.
        """
        if self._stop.is_set():
            raise Stopped(STOPPED, GO_ON)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until a host may be asked, and hold it until the request is done.

        Raises:
            Stopped: the run is to end.
        """
        one = self._of(host)
        while not one.lock.acquire(timeout=0.5):
            self.check()
        try:
            while (left := one.free - self._clock.monotonic()) > 0:
                self.wait(left)
            self.check()
            yield
        finally:
            pause = max(self._pause, one.pause)
            one.free = self._clock.monotonic() + pause + min(LATE * pause, LATE)
            one.lock.release()

    def wait(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: the run is to end.
        """
        if seconds > 0:
            self._clock.wait(seconds, self._stop)
        self.check()

    def _of(self, host: str) -> _Host:
        with self._lock:
            return self._hosts[host]
