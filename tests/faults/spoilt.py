"""Copies of a catalogue in which rows hold what no cphub would write, or are not there."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

KEPT = frozenset({"search_data", "search_idx", "search_docsize", "search_config", "search_words"})
"""The search's own tables, of which SQLite says itself that they are damaged."""

VALUES: Mapping[str, str] = {
    "nothing": "NULL",
    "an empty text": "''",
    "a word": "'currunt'",
    "a digit": "'7'",
    "a text with NUL": "'a' || char(0) || 'b'",
    "a text that is no UTF-8": "CAST(x'41ff' AS TEXT)",
    "half a character": "CAST(x'eda080' AS TEXT)",
    "a day": "'2026-11-22'",
    "the last moment": "'9999-12-31T23:59:59Z'",
    "the first moment": "'0001-01-01T00:00:00Z'",
    "a moment of no zone": "'2026-11-22T01:02:03'",
    "nought": "0",
    "less than nothing": "-1",
    "the largest number": "9223372036854775807",
    "the smallest number": "-9223372036854775808",
    "a fraction": "0.5",
    "more than any number": "9e999",
    "bytes": "x'00ff80'",
    "no bytes": "x''",
    "a list": "'[]'",
    "a list of lists": "'[[\"a\", 1], [null]]'",
    "an object": '\'{"a": {"b": []}}\'',
    "a lone null": "'null'",
    "a number in JSON": "'5'",
    "an endless list": "replace(hex(zeroblob(60000)), '0', '[')",
}
"""SQL of each kind of value."""

_COLUMNS = """SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' {} ORDER BY 1, 2"""
_NO_KEYS = (
    "AND c.pk = 0 AND c.name NOT IN ('wiki', 'page_id', 'id', 'resource', 'uuid', 'revision')"
)


def spoilt(content: bytes, value: str) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a catalogue's bytes with one column of a table overwritten by `value`.

    Keys stay, so that rows are still found, and what must be unique is so; to SQLite the file is
    as sound as before.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        path.write_bytes(content)
        for table, column in _columns(path, _NO_KEYS):
            path.write_bytes(content)
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("PRAGMA ignore_check_constraints = on")
                database.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))  # noqa: S608  # names of our own tables
            yield f"{table}.{column} = {value}", path.read_bytes()


def spoilt_anyhow(content: bytes, count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield copies in which rows are not there, or columns hold values of any kind.

    Keys as well, several columns at once, in one row or all, of types that the schema forbids:
    what a damaged page of the file, or a hand at it, may leave behind.
    """
    chance = random.Random(seed)  # noqa: S311  # repeatable
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        path.write_bytes(content)
        columns = _columns(path)
        tables = sorted({table for table, _column in columns})
        for _ in range(count):
            path.write_bytes(content)
            if chance.random() < 0.25:
                what = _deleted(path, chance.choice(tables), chance)
            else:
                times = chance.choice((1, 1, 1, 2, 4))
                chosen = [chance.choice(columns) for _ in range(times)]
                what = "; ".join(_overwritten(path, *each, chance) for each in chosen)
            yield what, path.read_bytes()


def _deleted(path: Path, table: str, chance: random.Random) -> str:
    """Delete rows, whatever refers to them; say which."""
    which = chance.choice(("1", "abs(random()) % 2", "id_ = 1"))
    with closing(sqlite3.connect(path)) as database, database:
        (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # our own
        number = chance.randrange(rows)
        condition = _one(database, table, number) if which == "id_ = 1" else which
        if which.startswith("abs"):
            condition = f"abs(random()) % 2 OR {_one(database, table, number)}"
        database.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608  # our own
    named = {"1": "all rows", "id_ = 1": f"row {number}"}.get(which, "some rows")
    return f"{named} of {table} deleted"


def _overwritten(path: Path, table: str, column: str, chance: random.Random) -> str:
    """Put a value into a column, whatever its type; say what."""
    name, value = chance.choice(list(VALUES.items()))
    one = chance.random() < 0.5
    with _lenient(path, table) as database:
        (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # our own
        number = chance.randrange(rows)
        condition = _one(database, table, number) if one else "1"
        try:
            database.execute(f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE {condition}")  # noqa: S608
        except sqlite3.Error:  # a trigger's own, of a value that it cannot take
            name = "nothing else"
    return f"{table}.{column} = {name}" + f" in row {number}" * one


def _one(database: sqlite3.Connection, table: str, number: int) -> str:
    """Return the condition of a table's row of some number."""
    info = database.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [name for _id, name, _type, _null, _default, key in info if key] or ["rowid"]
    key = ", ".join(keys)
    return f"({key}) IN (SELECT {key} FROM {table} LIMIT 1 OFFSET {number})"  # noqa: S608  # our own


@contextmanager
def _lenient(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """Give a connection for which a table takes anything in any column; then all is as before."""
    with closing(sqlite3.connect(path)) as database:
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    loose = re.sub(r"\bINTEGER PRIMARY KEY", "\0", sql)
    loose = re.sub(r"\b(?:INTEGER|TEXT|REAL|BLOB|NOT NULL)\b", "", loose)
    _declare(path, table, loose.replace("\0", "INTEGER PRIMARY KEY"))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = on")
        yield database
    _declare(path, table, sql)


def _declare(path: Path, table: str, sql: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA writable_schema = on")
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))


def _columns(path: Path, which: str = "") -> list[tuple[str, str]]:
    """Return (table, column) of tables that have rows."""
    with closing(sqlite3.connect(path)) as database:
        return [
            (table, column)
            for table, column in database.execute(_COLUMNS.format(which)).fetchall()
            if table not in KEPT
            and not table.startswith("sqlite_")
            and database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608  # our own
        ]
