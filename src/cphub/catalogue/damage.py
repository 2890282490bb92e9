"""Whether what is odd comes of the catalogue's file, not of a bug in cphub.

SQLite keeps anything in any column. So each answer's values are held against the types of the
columns that they are named after, and where cphub breaks off with an error that nobody
foresaw, something may be missing that must be there. Neither is sure: only then the whole file
is looked through, and it is damaged only if that finds something.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cphub.catalogue.foreign import columns, limited
from cphub.errors import CatalogueError, CphubError

_TYPES: Mapping[str, tuple[tuple[str, ...], frozenset[type]]] = {
    "INTEGER": (("integer",), frozenset({int})),
    "TEXT": (("text",), frozenset({str})),
    "BLOB": (("blob",), frozenset({bytes})),
    "REAL": (("real", "integer"), frozenset({float, int})),
}
"""What a column's declared type is to SQLite's `typeof` and to Python."""

_CORRUPT = frozenset({"SQLITE_CORRUPT", "SQLITE_CORRUPT_INDEX", "SQLITE_CORRUPT_VTAB"})

_SHARED = frozenset({"key", "value", "text"})
"""Names of columns that `json_each` and the search have as well, of other types."""


def odd(names: Sequence[tuple[Any, ...]], sql: str, rows: Sequence[tuple[Any, ...]]) -> bool:
    """Tell whether an answer has a value of a type that columns of that name do not have.

    Args:
        names: the cursor's description.
        sql: the question; an outer join has NULL where no column has it.
        rows: the answer.
    """
    allowed = _allowed("LEFT JOIN" in sql)
    for (name, *_), values in zip(names, zip(*rows, strict=True), strict=False):
        if (types := allowed.get(name)) and not types.issuperset(map(type, values)):
            return True
    return False


def blame(error: BaseException, database: sqlite3.Connection, path: Path) -> None:
    """Raise a CatalogueError in place of an error that nobody foresaw, if the file is damaged.

    Errors that are told in words anyway stay what they are, and so does any other where
    nothing is found to be wrong with the file: that one is a bug.

    Raises:
        CatalogueError: the file is damaged; `error` may have come of that.
    """
    if isinstance(error, Exception) and not isinstance(error, CphubError | OSError):
        met = f"; met as {type(error).__name__}: {str(error)[:80]}"
        # Who ends the looking by Ctrl-C is still told the error itself.
        with suppress(KeyboardInterrupt):
            refuse_damaged(database, path, met)


def refuse_damaged(database: sqlite3.Connection, path: Path, met: str = "") -> None:
    """Look through the whole file.

    Raises:
        CatalogueError: something is wrong with it.
    """
    if what := _damage(database, path):
        raise CatalogueError(
            f"{path} is damaged ({what}{met})",
            "Restore it from a backup, or move it away and harvest again.",
        )


def _damage(database: sqlite3.Connection, path: Path) -> str:
    """Return what is wrong with a catalogue's file, "" if nothing is or none can tell."""
    try:
        with limited(database, path):
            return next(_damages(database), "")
    except sqlite3.DatabaseError as error:
        # Others say nothing of the file: it is locked, was closed amid the work, takes too long.
        name = getattr(error, "sqlite_errorname", "")
        return f"SQLite: {error}" if name in _CORRUPT else ""


def _damages(database: sqlite3.Connection) -> Iterator[str]:
    for table, cases in _cases().items():
        for (column,) in database.execute(
            f"SELECT CASE {' '.join(cases)} END AS wrong FROM {table} WHERE wrong IS NOT NULL"  # noqa: S608  # the schema's own
        ):
            yield f"{table}.{column} holds a value of another type"
    for table, _row, parent, _key in database.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} belongs to one of {parent} that is not there"
    for (said,) in database.execute("PRAGMA integrity_check(1)"):
        if said != "ok":
            yield str(said)


def _cases() -> dict[str, list[str]]:
    """Return, by table, what names a column whose value is of another type than it is for."""
    found: dict[str, list[str]] = {}
    for table, column, type_, needed in columns():
        if type_ in _TYPES:
            types = (*_TYPES[type_][0], *["null"] * (not needed))
            names = ", ".join(f"'{name}'" for name in types)
            case = f"WHEN typeof({column}) NOT IN ({names}) THEN '{column}'"
            found.setdefault(table, []).append(case)
    return found


@cache
def _allowed(outer: bool) -> Mapping[str, frozenset[type]]:  # noqa: FBT001  # of a cache
    """Return, by the name of a column, the types of its values; those of one type everywhere."""
    found: dict[str, set[str]] = {}
    nullable = set()
    for _table, column, type_, needed in columns():
        found.setdefault(column, set()).add(type_)
        if outer or not needed:
            nullable.add(column)
    return {
        name: _TYPES[next(iter(types))][1] | ({type(None)} if name in nullable else set())
        for name, types in found.items()
        if len(types) == 1 and types <= _TYPES.keys() and name not in _SHARED
    }
