"""One SQLite connection done right: pragmas, transactions, errors that a user can read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from cphub.catalogue.damage import blame, odd, refuse_damaged
from cphub.errors import CatalogueError

WAIT = 30.0
"""Seconds to wait for another process's transaction; ours last well under one."""

AT_ONCE = 64
"""Rows that are read at once where they are used one by one."""

NETWORK_FILESYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs"}
)
MOUNTS = Path("/proc/mounts")

Values = Sequence[Any]


def explain(error: sqlite3.Error, path: Path) -> CatalogueError:
    """Turn SQLite's error into one that says what happened to the file and what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    said = f"SQLite: {error}"
    for prefix, message, hint in (
        ("SQLITE_BUSY", f"{path} is locked by another program", "End the other one, then again."),
        ("SQLITE_LOCKED", f"{path} is locked by another program", "End the other one, then again."),
        (
            "SQLITE_FULL",
            f"The disk is full: {path} cannot grow",
            "All batches before this one are safe. Free some space, then the same command goes on.",
        ),
        (
            "SQLITE_IOERR",
            f"{path} cannot be read or written: disk full or failing ({said})",
            "All batches before this one are safe. Free some space, then the same command goes on.",
        ),
        (
            "SQLITE_READONLY",
            f"{_read_only(path)} is read-only",
            "Make it writable, or name another catalogue.",
        ),
        ("SQLITE_AUTH", f"{path} is read-only here", "Nothing was changed."),
        (
            "SQLITE_TOOBIG",
            f"{path} has a value in it that no cphub wrote",
            "Do not trust the file.",
        ),
        ("SQLITE_PERM", f"{path} may not be opened", "Look at its permissions."),
        ("SQLITE_CANTOPEN", f"{path} cannot be opened", "Look at its folder and permissions."),
        ("SQLITE_NOTADB", f"{path} is not a catalogue", "Name another file."),
        (
            "SQLITE_CORRUPT",
            f"{path} is damaged ({said})",
            "Restore it from a backup, or move it away and harvest again.",
        ),
    ):
        if name.startswith(prefix):
            return CatalogueError(message, hint)
    return CatalogueError(f"{path} could not be used ({said})", "Is it made by this cphub?")


def _read_only(path: Path) -> str:
    """Name what cannot be written: the catalogue, a log that stands beside it, or their folder."""
    files = (path, Path(f"{path}-wal"), Path(f"{path}-shm"), path.absolute().parent)
    return next((str(f) for f in files if f.exists() and not os.access(f, os.W_OK)), str(path))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise SQLite's errors inside as CatalogueError."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except UnicodeEncodeError as error:  # a command line's broken bytes, for one
        raise CatalogueError(
            f"no catalogue has or keeps text that is no Unicode: {error.object[:80]!a}",
            "Write it in UTF-8.",
        ) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema in its message
        raise CatalogueError(
            f"{path} is damaged (there is text in it that is no Unicode)",
            "Restore it from a backup, or move it away and harvest again.",
        ) from error


def journal_mode(path: Path, mounts: Path = MOUNTS) -> str:
    """Return WAL, or DELETE where the file is on a network file system.

    WAL shares memory between processes, which a network file system cannot give
    (sqlite.org/wal.html).
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "WAL"
    best, kind = "", ""
    folder = path.resolve().parent
    for line in lines:
        _device, point, filesystem, *_rest = [*line.split(" "), "", "", ""]
        point = point.replace("\\040", " ")
        if len(point) >= len(best) and point and folder.is_relative_to(point):
            best, kind = point, filesystem
    networked = kind in NETWORK_FILESYSTEMS or (
        # FUSE says what is behind it; sshfs, rclone and s3fs are all far away.
        kind.startswith("fuse.") and kind not in {"fuse.portal", "fuse.lxcfs", "fuse.overlayfs"}
    )
    return "DELETE" if networked else "WAL"


class Connection:
    """A connection to one catalogue, used by one thread. A context manager that closes."""

    def __init__(self, path: Path, database: sqlite3.Connection, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self.database = database
        self._depth = 0
        self._reading = False
        self._closed = False
        self._sound = False  # as far as is known

    def __enter__(self) -> Self:
        """Return the connection itself."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Close it.

        Raises:
            CatalogueError: the work broke off for no reason that was foreseen, and the file is
                damaged.
        """
        try:
            if error is not None:
                blame(error, self.database, self.path)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file; what is not committed is undone."""
        self._closed = True
        self.database.close()

    @contextmanager
    def write(self) -> Iterator[None]:
        """Hold the one write transaction: all of it is saved at the end, or nothing.

        It begins IMMEDIATE, so that two processes wait for one another instead of failing.
        Inside another one it is a savepoint.

        Raises:
            CatalogueError: opened read-only, locked for 30 s, disk full, file damaged.
        """
        if not self.writable:
            raise CatalogueError(f"{self.path} was opened for reading only")
        if self._reading:
            raise RuntimeError("a write inside read() would see an old snapshot and be refused")
        begin, commit, rollback = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        if self._depth:
            point = f"nested_{self._depth}"
            begin, commit = f"SAVEPOINT {point}", f"RELEASE {point}"
            rollback = f"ROLLBACK TO {point}"
        with explained(self.path):
            self.database.execute(begin)
            self._depth += 1
            try:
                yield
                self.database.execute(commit)
            except BaseException:
                # A full disk undoes the transaction by itself.
                if self.database.in_transaction:
                    self.database.execute(rollback)
                    if self._depth > 1:
                        self.database.execute(commit)
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def read(self) -> Iterator[None]:
        """Hold one snapshot over several questions."""
        if self._depth or self._reading:
            yield
            return
        with explained(self.path):
            self.database.execute("BEGIN")
            self._reading = True
            try:
                yield
            finally:
                self._reading = False
                # A reader that an error left half-way may be ended after the file was closed.
                if not self._closed and self.database.in_transaction:
                    self.database.execute("ROLLBACK")

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """Return all rows of a question."""
        with explained(self.path):
            cursor = self.database.execute(sql, values)
            return self._believed(cursor, sql, cursor.fetchall())

    def each(self, sql: str, values: Values = ()) -> Iterator[Any]:
        """Yield the rows of a question one by one."""
        with explained(self.path):
            cursor = self.database.execute(sql, values)
            while rows := cursor.fetchmany(AT_ONCE):
                for row in self._believed(cursor, sql, rows):  # noqa: UP028  # `yield from` would
                    yield row  # close the cursor, be it long after the file was closed

    def row(self, sql: str, values: Values = ()) -> Any | None:
        """Return the first row of a question, or None."""
        with explained(self.path):
            cursor = self.database.execute(sql, values)
            found = cursor.fetchone()
            return None if found is None else self._believed(cursor, sql, [found])[0]

    def _believed(self, cursor: sqlite3.Cursor, sql: str, rows: list[Any]) -> list[Any]:
        """Return rows as they are, unless the file is damaged and they show it."""
        if rows and not self._sound and odd(cursor.description, sql, rows):
            refuse_damaged(self.database, self.path)
            self._sound = True
        return rows

    def run(self, sql: str, values: Values = ()) -> int:
        """Run one statement; return how many rows it changed."""
        with explained(self.path):
            return self.database.execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterable[Values]) -> int:
        """Run one statement for each of `values`; return how many rows changed in all."""
        with explained(self.path):
            return self.database.executemany(sql, values).rowcount
