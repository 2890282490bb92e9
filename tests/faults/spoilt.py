"""Copies of a catalogue in which one column holds what no cphub would write."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

KEPT = frozenset({"search_data", "search_idx", "search_docsize", "search_config", "search_words"})
"""The search's own tables, of which SQLite says itself that they are damaged."""


def spoilt(content: bytes, value: str) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a catalogue's bytes with one column of a table overwritten by `value`.

    Keys stay, so that rows are still found, and what must be unique is so; to SQLite the file is
    as sound as before.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        path.write_bytes(content)
        for table, column in list(_columns(path)):
            path.write_bytes(content)
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("PRAGMA ignore_check_constraints = on")
                database.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))  # noqa: S608  # names of our own tables
            yield f"{table}.{column} = {value}", path.read_bytes()


def _columns(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.pk = 0"
            " AND c.name NOT IN ('wiki', 'page_id', 'id', 'resource', 'uuid', 'revision')"
            " ORDER BY 1, 2"
        ).fetchall()
        for table, column in found:
            if table in KEPT or table.startswith("sqlite_"):
                continue
            if database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608  # as above
                yield table, column
