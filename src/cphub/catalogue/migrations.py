"""The schema, as steps that are only ever added to.

A step that has been released is never edited: a change is a new step at the end of `STEPS`,
and a test keeps the digest of every step. sqlite-utils' `Migrations` applies them and keeps
the record; it is loaded only when a step is to be applied, as it takes 85 ms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cphub import __version__
from cphub.catalogue import (
    audited_tables,
    comparison_tables,
    first_tables,
    first_views,
    incoming_tables,
    link_tables,
    publication_tables,
    resource_tables,
    review_tables,
    search_tables,
    service_tables,
    subject_tables,
    translation_tables,
)
from cphub.errors import CatalogueError

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x63706862
"""`cphb`: tells a catalogue from any other SQLite file."""

SET = "cphub"
RECORD = "_sqlite_migrations"

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tables", first_tables.TABLES),
    ("indexes", first_views.INDEXES),
    ("views", first_views.VIEWS),
    ("translations", translation_tables.TABLES),
    ("resources", resource_tables.TABLES),
    ("search", search_tables.TABLES),
    ("comparisons", comparison_tables.TABLES),
    ("reviews", review_tables.TABLES),
    ("audited", audited_tables.TABLES),
    ("subjects", subject_tables.TABLES),
    ("links", link_tables.TABLES),
    ("services", service_tables.TABLES),
    ("publications", publication_tables.TABLES),
    ("incoming", incoming_tables.TABLES),
)


def check(database: sqlite3.Connection, path: Path) -> bool:
    """Tell whether steps are still to be applied.

    Raises:
        CatalogueError: the file is some other SQLite database, or a newer cphub made it.
    """
    tables = dict(database.execute("SELECT name, type FROM sqlite_master"))
    (application,) = database.execute("PRAGMA application_id").fetchone()
    if not tables and application in (0, APPLICATION_ID):
        return True
    if application != APPLICATION_ID or tables.get(RECORD) != "table":
        raise CatalogueError(
            f"{path} is a database of another program, not a catalogue",
            "Name another file.",
        )
    applied = applied_steps(database)
    known = {name for name, _statements in STEPS}
    if applied - known:
        (made_by,) = database.execute("PRAGMA user_version").fetchone()
        raise CatalogueError(
            f"{path} was made by a newer cphub ({_readable(made_by)}; this is {__version__})",
            f"Install cphub {_readable(made_by)} or later, or name another file with --catalog.",
        )
    return bool(known - applied)


def applied_steps(database: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the steps that a catalogue has been through."""
    return frozenset(
        name
        for (name,) in database.execute(
            f"SELECT name FROM {RECORD} WHERE migration_set = ?",  # noqa: S608  # a constant
            (SET,),
        )
    )


def upgrade(database: sqlite3.Connection) -> None:
    """Apply the steps that are still to be applied, inside the caller's write transaction."""
    from sqlite_utils import Database  # noqa: PLC0415  # 85 ms, only where there is a step
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415  # likewise

    migrations = Migrations(SET)
    for name, statements in STEPS:
        migrations(name=name)(_step(statements))
    migrations.apply(Database(database, recursive_triggers=False))
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {_number(__version__)}")


def _step(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def apply(database: Database) -> None:
        for statement in statements:
            database.conn.execute(statement)

    return apply


def _number(version: str) -> int:
    """Write a version as user_version keeps it: 1.2.3 is 10203."""
    major, minor, patch = (int("".join(filter(str.isdigit, n)) or 0) for n in _three(version))
    return major * 10_000 + minor * 100 + patch


def _three(version: str) -> tuple[str, str, str]:
    major, minor, patch, *_rest = [*version.split("."), "0", "0", "0"]
    return major, minor, patch


def _readable(number: int) -> str:
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"
