"""A catalogue that somebody else may have made, or changed: SQLite's defences.

A file cannot say whose it is: a mark in it can be copied with it. So what costs nothing is
done to every catalogue that is opened (sqlite.org/security.html), and what takes long, to
files that are imported and where `doctor` asks.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cphub.catalogue.migrations import RECORD, STEPS, applied_steps
from cphub.clean import clean
from cphub.errors import CatalogueError

CHECK_SECONDS = 60.0
"""The longest that looking through a foreign file may take; 1 GB takes about ten."""

TELL_SECONDS = 2.0
"""How long it may take without a word."""

LARGEST = 64 * 2**20
"""Bytes of the largest value that is read; answers of a wiki have 32 MB at most."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
}
_READS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
}
_FORBIDDEN = {"load_extension", "fts3_tokenizer", "writefile", "edit"}
_LOG = logging.getLogger(__name__)  # which the program shows as it is
_CHECKS = {"quick_check", "integrity_check", "foreign_key_check"}

Entry = tuple[str, str, str]
"""What sqlite_schema says of a thing: type, name, SQL with its white space folded."""


Declared = tuple[str, str, str, int]
"""A column: its table, its name, its type, and whether it may not be NULL."""

_COLUMNS = """SELECT m.name, c.name, c.type, c."notnull" OR c.pk
    FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' ORDER BY m.name, c.cid"""


def harden(database: sqlite3.Connection) -> None:
    """Let a connection read and do nothing else, whatever the file's schema says."""
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    if configure := getattr(database, "setconfig", None):  # Python 3.12
        configure(getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE"), True)  # noqa: B009, FBT003  # likewise
    for limit, value in _LIMITS.items():
        database.setlimit(limit, value)
    database.set_authorizer(_may)


def check_schema(database: sqlite3.Connection, path: Path) -> None:
    """Make sure that a catalogue has the tables, indexes and views of cphub's and no others.

    Tables of somebody's own, and plain indexes, do nothing by themselves and may be there. A
    trigger, a view, a virtual table or a generated column does what its maker wants as soon
    as it is written to or read.

    Raises:
        CatalogueError: there is something that cphub did not put there, or not in this form.
    """
    database.execute("BEGIN")  # another process may be making the schema
    try:
        found = set(_schema(database))
        expected = _expected(applied_steps(database)) if found else frozenset()
    finally:
        if database.in_transaction:  # an I/O error may have ended it
            database.execute("ROLLBACK")
    known = {name for _type, name, _sql in expected}
    for type_, name, sql in sorted(found - expected):
        if name not in known and (_is_plain_table(sql) or _is_plain_index(sql)):
            continue
        raise CatalogueError(
            f"{path} has been changed: its {type_} {name!a} is not cphub's",
            "Do not trust the file. If you made that change yourself, take it out again.",
        )
    if missing := expected - found:
        type_, name, _sql = min(missing)
        raise CatalogueError(
            f"{path} has been changed: its {type_} {name} is not there",
            "Restore it from a backup, or move it away and harvest again.",
        )


def check_whole(database: sqlite3.Connection, path: Path) -> None:
    """Look through the whole file, as far as there is time.

    Raises:
        CatalogueError: it is damaged, or too large to be looked through.
    """
    try:
        with limited(database, path):
            said = [text for (text,) in database.execute("PRAGMA quick_check(1)")]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_INTERRUPT":
            raise
        raise CatalogueError(
            f"{path} cannot be looked through in {CHECK_SECONDS:.0f} s", "Is it what it says?"
        ) from error
    if said != ["ok"]:
        raise CatalogueError(f"{path} is damaged ({said[0]})", "Ask for another copy.")


def _may(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    allowed = action in _READS
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = second not in _FORBIDDEN
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = second is None or first in _CHECKS
    elif action == sqlite3.SQLITE_UPDATE:
        # SQLite asks so when FTS5 tells it a table's columns; the schema itself it lets nobody
        # write without PRAGMA writable_schema, which is refused above.
        allowed = first == "sqlite_master"
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _schema(database: sqlite3.Connection) -> Iterator[Entry]:
    for type_, name, sql in database.execute("SELECT type, name, sql FROM sqlite_schema"):
        # What has no SQL is an index that a constraint makes; sqlite_stat1 is ANALYZE's.
        if sql is not None and not str(name).startswith("sqlite_"):
            yield str(type_), str(name), " ".join(str(sql).split())


def columns() -> Sequence[Declared]:
    """Return the columns of cphub's own tables."""
    return _made(frozenset(dict(STEPS)))[1]


def _expected(steps: frozenset[str]) -> frozenset[Entry]:
    return _made(steps)[0]


@cache
def _made(steps: frozenset[str]) -> tuple[frozenset[Entry], Sequence[Declared]]:
    """Return the schema that `steps` make, and the columns of its tables."""
    database = sqlite3.connect(":memory:")
    try:
        for name, statements in STEPS:
            if name in steps:
                _run(database, statements)
        return frozenset(_schema(database)), database.execute(_COLUMNS).fetchall()
    finally:
        database.close()


def _run(database: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        database.execute(statement)


def _is_plain_table(sql: str) -> bool:
    """Tell whether a table only keeps what is put into it: not virtual, nothing generated."""
    return bool(re.match("CREATE TABLE ", sql)) and not re.search(r"\bAS *\(", sql, re.IGNORECASE)


def _is_plain_index(sql: str) -> bool:
    """Tell whether an index is of columns alone: no expression, no condition.

    Only the record of migrations may have a unique one, as sqlite-utils makes it.
    """
    unique = f'(UNIQUE )?(?=INDEX [^(]* ON [\\["]?{RECORD}\\b)|'
    return bool(re.fullmatch(rf"CREATE (?:{unique})INDEX [^()]*\([^()]*\)", sql))


def tell_of_looking(path: Path) -> None:
    """Say on standard error what takes so long."""
    _LOG.warning("Looking through %s for damage; Ctrl-C ends that.", clean(str(path)))


@contextmanager
def limited(database: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Interrupt what SQLite does inside once it takes longer than CHECK_SECONDS.

    What takes longer than TELL_SECONDS is told once.

    Raises:
        KeyboardInterrupt: Ctrl-C was met where Python knows nothing better than to interrupt.
    """
    began = time.monotonic()
    told = False

    def late() -> bool:
        nonlocal told
        taken = time.monotonic() - began
        if taken > TELL_SECONDS and not told:
            told = True  # first: telling may be where Ctrl-C is met
            tell_of_looking(path)
        return taken > CHECK_SECONDS

    database.set_progress_handler(late, 1000)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_INTERRUPT" and not late():
            raise KeyboardInterrupt from error
        raise
    finally:
        database.set_progress_handler(None, 0)
