"""What is seen while a long command works: bars on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cphub.clean import clean
from cphub.cli.tables import count
from cphub.cli.terminal import is_live, say
from cphub.model.progress import PAGES

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

EVERY = 5.0  # seconds between two lines about the same wiki
SHORTEST_SHOWN = 1.0  # seconds; shorter waits are not worth a word


def open_progress() -> Lines | Bars:
    """Return the display that fits standard error."""
    return Bars() if is_live() else Lines()


@dataclass(slots=True)
class _Stretch:
    """A stretch of work: how far it is, since when, and when it was last told."""

    what: str
    total: int | None
    began: float
    told: float
    done: int = 0


class Lines:
    """A Progress that writes a line when a stretch begins and every few seconds."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = RLock()
        self._stretches: dict[str, _Stretch] = {}

    def __enter__(self) -> Self:
        """Begin; lines need no preparing."""
        return self

    def __exit__(self, *_error: object) -> None:
        """There is nothing to take away."""

    def start(self, wiki: str, total: int | None, what: str, of: tuple[str, str] = PAGES) -> None:
        """Say what begins."""
        now = self._clock()
        with self._lock:
            self._stretches[wiki] = _Stretch(what, total, now, now)
            say(f"{wiki}: {what}" + ("" if total is None else f", {count(total, *of)}"))

    def advance(self, wiki: str, n: int) -> None:
        """Count, and say how far it is if that was not said for a while."""
        with self._lock:
            stretch = self._stretches[wiki]
            stretch.done += n
            now = self._clock()
            if now - stretch.told >= EVERY:
                stretch.told = now
                say(f"{wiki}: {_how_far(stretch, now)}")

    def note(self, text: str) -> None:
        """Write the line."""
        say(text)

    def wait(self, wiki: str, seconds: float, why: str) -> None:
        """Say that the wiki is waited for."""
        if seconds >= SHORTEST_SHOWN:
            say(_waiting(wiki, seconds, why))


class Bars:
    """A Progress of bars that move, one a wiki: pages, rate and time left."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  # only a terminal needs rich
        from rich.progress import (  # noqa: PLC0415  # likewise
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self._lock = RLock()
        self._tasks: dict[str, TaskID] = {}
        self._bar: Bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True, markup=False, emoji=False, highlight=False),
            transient=True,
        )

    def __enter__(self) -> Self:
        """Show the bars."""
        self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Take the bars away; what matters was written as lines."""
        self._bar.stop()

    def start(
        self,
        wiki: str,
        total: int | None,
        what: str,
        of: tuple[str, str] = PAGES,  # noqa: ARG002  # a bar has no room for it
    ) -> None:
        """Begin a new bar in the place of the wiki's last one."""
        with self._lock:
            if wiki in self._tasks:
                self._bar.remove_task(self._tasks[wiki])
            self._tasks[wiki] = self._bar.add_task(clean(f"{wiki}: {what}"), total=total, rate="")

    def advance(self, wiki: str, n: int) -> None:
        """Move the bar."""
        with self._lock:
            task = self._tasks[wiki]
            self._bar.advance(task, n)
            speed = next((t.speed for t in self._bar.tasks if t.id == task), None)
            if speed:
                self._bar.update(task, rate=f"{speed:,.0f}/s")

    def note(self, text: str) -> None:
        """Write the line above the bars."""
        with self._lock:
            say(text)

    def wait(self, wiki: str, seconds: float, why: str) -> None:
        """Say that the wiki is waited for."""
        if seconds >= SHORTEST_SHOWN:
            self.note(_waiting(wiki, seconds, why))


def _waiting(wiki: str, seconds: float, why: str) -> str:
    return f"{wiki}: waiting {seconds:.0f} s" + (f" ({why})" if why else "")


def _how_far(stretch: _Stretch, now: float) -> str:
    """Return `listing, 500 of 1,000, 120/s, 4 s left`."""
    rate = stretch.done / max(now - stretch.began, 0.001)
    if stretch.total is None:
        return f"{stretch.what}, {stretch.done:,}, {rate:,.0f}/s"
    left = max(stretch.total - stretch.done, 0) / rate if rate else 0
    return (
        f"{stretch.what}, {stretch.done:,} of {stretch.total:,}, {rate:,.0f}/s, {left:.0f} s left"
    )
