"""What goes wrong inside cphub's own process: the disk, the database, the clock.

Each drill is prepared in a child of the nursery before cphub begins.
"""

from __future__ import annotations

import contextlib
import resource
import socket
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

YEAR = timedelta(days=365)
FAILED = "failed.sql"
CODES = {
    "full": ("SQLITE_FULL", "database or disk is full"),
    "ioerr": ("SQLITE_IOERR_WRITE", "disk I/O error"),
    "corrupt": ("SQLITE_CORRUPT", "database disk image is malformed"),
    "busy": ("SQLITE_BUSY", "database is locked"),
}


def hurry(longest: str) -> None:
    """Wait for `longest` seconds at most before a request is tried again."""
    from cphub.network.clock import Clock  # noqa: PLC0415

    seconds = float(longest)

    def jitter(_: Clock, longest: float) -> float:
        return min(longest, seconds)

    Clock.jitter = jitter  # type: ignore[method-assign, assignment]


def small_files(most: str) -> None:
    """Let no file grow over `most` bytes: what SQLite meets on a full disk or quota."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))


def sql_fault(which: str) -> None:
    """Fail at the nth statement; `which` is "n kind", a kind of CODES or "interrupt".

    The statement that failed is then in the file FAILED in the run's folder.
    """
    at, kind = which.split()
    left = [int(at)]

    class Failing(sqlite3.Connection):
        """A connection on which one statement of all fails."""

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            self.count(arguments[0])
            return super().execute(*arguments)

        def executemany(self, *arguments: Any) -> sqlite3.Cursor:
            self.count(arguments[0])
            return super().executemany(*arguments)

        def count(self, sql: str) -> None:
            if sql == "ROLLBACK":
                return
            left[0] -= 1
            if left[0]:
                return
            with open(FAILED, "w", encoding="utf-8") as told:  # noqa: PTH123
                told.write(sql)
            if kind == "interrupt":
                self.set_progress_handler(lambda: 1, 1)
                return
            if kind != "busy" and self.in_transaction:
                super().execute("ROLLBACK")  # as SQLite does by itself
            error = sqlite3.OperationalError(CODES[kind][1])
            error.sqlite_errorname = CODES[kind][0]
            raise error

    connect = sqlite3.connect

    def failing(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(*arguments, **options, factory=Failing)

    sqlite3.connect = failing  # type: ignore[assignment]


def statements(file: str) -> None:
    """Count the statements of this run into `file`."""
    connect = sqlite3.connect
    counted = [0]

    class Counting(sqlite3.Connection):
        """A connection that counts."""

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            self.count(arguments[0])
            return super().execute(*arguments)

        def executemany(self, *arguments: Any) -> sqlite3.Cursor:
            self.count(arguments[0])
            return super().executemany(*arguments)

        def count(self, sql: str) -> None:
            counted[0] += sql != "ROLLBACK"
            with open(file, "w", encoding="ascii") as told:  # noqa: PTH123
                told.write(str(counted[0]))

    sqlite3.connect = lambda *a, **o: connect(*a, **o, factory=Counting)  # type: ignore[assignment]


def jumping_clock(_: str) -> None:
    """Make the time of day jump a year ahead and a year back, at every look at it."""
    side = [1]

    class Jumping(datetime):
        """A datetime whose now() can't be trusted."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            side[0] = -side[0]
            return datetime.now(tz) + side[0] * YEAR

    for name, module in list(sys.modules.items()):
        if name.startswith("cphub.") and getattr(module, "datetime", None) is datetime:
            module.datetime = Jumping  # type: ignore[attr-defined]
    real = time.time
    time.time = lambda: real() + side[0] * YEAR.total_seconds()


def at_home(_: str) -> None:
    """Let every name under example.org lead to this machine, and under .example nowhere."""
    real = socket.getaddrinfo

    def found(host: Any, *others: Any, **more: Any) -> Any:
        if isinstance(host, str) and host.endswith(".example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        ours = isinstance(host, str) and host.endswith(".example.org")
        return real("127.0.0.1" if ours else host, *others, **more)

    socket.getaddrinfo = found


def toolhub(address: str) -> None:
    """Take what listens at `address` for Toolhub."""
    from cphub.linkcheck.limits import Limits  # noqa: PLC0415
    from cphub.workflows import services  # noqa: PLC0415

    limits = Limits(pause=0.0, deadline=1.0, allow_private=True)
    vars(services).update(TOOLHUB=address, Limits=lambda **_: limits)


def later(days: str) -> None:
    """Let it be some days later."""
    from cphub.workflows import check_links, check_wiki_links, clock  # noqa: PLC0415

    def now() -> datetime:
        return clock.now() + timedelta(days=float(days))

    for function in (check_links.check, check_wiki_links.check_wiki_links):
        assert function.__kwdefaults__
        function.__kwdefaults__["clock"] = now


def until(moment: str) -> None:
    """Do the same command over and over until `moment` of time.time(); stop at a failure."""
    import cphub.cli.main as cli  # noqa: PLC0415

    once = cli.run

    def again(arguments: list[str]) -> int:
        rounds = 0
        while time.time() < float(moment):
            code = once(arguments)
            rounds += 1
            if code:
                return code
        with contextlib.suppress(OSError):
            sys.stderr.write(f"rounds {rounds}\n")
        return 0

    cli.run = again


_ALL = (hurry, small_files, sql_fault, statements, jumping_clock, until, at_home, toolhub, later)
DRILLS: dict[str, Callable[[str], None]] = {drill.__name__: drill for drill in _ALL}
