"""Whether an error that nobody foresaw comes of the catalogue's file, not of a bug in cphub.

What is read of a catalogue is looked at where it is read, as far as that costs nothing:
`rows.checked`, and SQLite itself. But a row that is not there, or one that refers to another
that is not, shows only where something is missing: there the work breaks off with an error
of Python's, and only then the whole file is looked through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cphub.catalogue.foreign import limited, pristine
from cphub.errors import CatalogueError, CphubError

_KINDS = {
    "INTEGER": ("integer",),
    "TEXT": ("text",),
    "BLOB": ("blob",),
    "REAL": ("real", "integer"),
}
_TABLES = """SELECT m.name, c.name, c.type, c."notnull" OR c.pk
    FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' ORDER BY m.name, c.cid"""


def blame(error: BaseException, database: sqlite3.Connection, path: Path) -> None:
    """Raise a CatalogueError in place of an error that nobody foresaw, if the file is damaged.

    Errors that are told in words anyway stay what they are, and so does any other where
    nothing is found to be wrong with the file: that one is a bug.

    Raises:
        CatalogueError: the file is damaged; `error` may have come of that.
    """
    if not isinstance(error, Exception) or isinstance(error, CphubError | OSError):
        return
    if what := _damage(database):
        raise CatalogueError(
            f"{path} is damaged ({what}; met as {type(error).__name__}: {str(error)[:80]})",
            "Restore it from a backup, or move it away and harvest again.",
        ) from error


def _damage(database: sqlite3.Connection) -> str:
    """Return what is wrong with a catalogue's file, "" if nothing is or there is no time."""
    try:
        if database.in_transaction:
            database.execute("ROLLBACK")
        with limited(database):
            return next(_damages(database), "")
    except sqlite3.ProgrammingError:  # closed amid the work: there is nothing to look at
        return ""
    except sqlite3.OperationalError as error:
        return "" if error.sqlite_errorname == "SQLITE_INTERRUPT" else f"SQLite: {error}"
    except sqlite3.Error as error:
        return f"SQLite: {error}"


def _damages(database: sqlite3.Connection) -> Iterator[str]:
    for (said,) in database.execute("PRAGMA integrity_check(1)"):
        if said != "ok":
            yield str(said)
    for table, _row, parent, _key in database.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} belongs to one of {parent} that is not there"
    for sql, what in _questions():
        if database.execute(f"SELECT 1 WHERE EXISTS ({sql})").fetchone():  # constants
            yield what


def _questions() -> Iterator[tuple[str, str]]:
    """Yield, of each column, what finds values of another type than it is for."""
    with pristine() as schema:
        columns = schema.execute(_TABLES).fetchall()
    for table, column, type_, needed in columns:
        if type_ in _KINDS:
            kinds = ", ".join(f"'{kind}'" for kind in (*_KINDS[type_], *["null"] * (not needed)))
            yield (
                f"SELECT 1 FROM {table} WHERE typeof({column}) NOT IN ({kinds})",  # noqa: S608  # the schema's own
                f"{table}.{column} holds what is no {type_}",
            )
