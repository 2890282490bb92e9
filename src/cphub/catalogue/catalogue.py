"""The catalogue: one SQLite file that every command hands over to the next."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import NoReturn

from cphub.catalogue import foreign, migrations
from cphub.catalogue.comparisons import Comparisons
from cphub.catalogue.connection import WAIT, explained, journal_mode
from cphub.catalogue.incoming import Incoming
from cphub.catalogue.links import Links
from cphub.catalogue.maps import Maps
from cphub.catalogue.page_views import PageViews
from cphub.catalogue.proposals import Proposals
from cphub.catalogue.publications import Publications
from cphub.catalogue.search import Search
from cphub.catalogue.services import Services
from cphub.catalogue.ties import Ties
from cphub.errors import CatalogueError


class Catalogue(
    Ties, Comparisons, Maps, Proposals, Search, PageViews, Incoming, Links, Services, Publications
):
    """An open catalogue. A context manager; one a thread, any number a file."""


def folder_of(path: Path) -> Path:
    """Return the folder that a catalogue is or will be in; a link's is the one it leads to."""
    return (path.resolve() if path.is_symlink() else path).parent


def open_catalogue(path: Path, *, write: bool) -> Catalogue:
    """Open a catalogue; for writing, make it and bring its schema up to date first.

    Raises:
        CatalogueError: no such file (to read), not a catalogue, made by a newer cphub,
            locked for 30 s, disk full, read-only or damaged.
    """
    if not write and not path.is_file():
        raise CatalogueError(
            f"There is no catalogue at {path}",
            "`cphub harvest` makes one, after `cphub init` where there is no cphub.toml; "
            "--catalog names it.",
        )
    if write and not folder_of(path).is_dir():
        raise CatalogueError(f"There is no folder {folder_of(path)}", "Make it first.")
    with explained(path):
        database = _connect(path, write=write)
        try:
            if not write:
                foreign.harden(database)
            unfinished = migrations.check(database, path)
            foreign.check_schema(database, path)
            if write:
                _set_journal(database, path)
            if write and unfinished:
                _upgrade(database, path)
            elif unfinished:
                _refuse(database, path)
        except BaseException:
            database.close()
            raise
        return Catalogue(path, database, writable=write)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    database = sqlite3.connect(
        f"{uri}?mode={'rwc' if write else 'ro'}", uri=True, timeout=WAIT, isolation_level=None
    )
    try:
        if not write:
            try:
                database.execute("SELECT 1 FROM sqlite_master")
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
                    raise
                database.close()
                return connect_immutable(path, error)
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA synchronous = NORMAL")  # which opens the file
        database.execute("PRAGMA cache_size = -32768")
    except BaseException:
        database.close()
        raise
    return database


def connect_immutable(path: Path, error: sqlite3.Error) -> sqlite3.Connection:
    """Open a WAL catalogue in a folder where SQLite may not put its shared memory.

    Only where no log or journal stands beside it: what is in the log would be missed, and what
    the journal would undo, seen.

    Raises:
        CatalogueError: there is one.
        sqlite3.Error: the file itself may not be read.
    """
    if not os.access(path, os.R_OK):
        raise error
    journal = Path(f"{path}-journal")
    if journal.exists() and journal.stat().st_size:
        raise CatalogueError(
            f"{path} is not whole: a command that was writing to it was ended half-way",
            "`cphub harvest` or `cphub audit` undoes what it began; nothing else is lost.",
        ) from error
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise CatalogueError(
            f"{path} is not whole: what others began to write is in {log.name} beside it, "
            "which cannot be read without a folder to write to",
            f"Make {path.absolute().parent} writable, or copy both files to a folder that is.",
        ) from error
    uri = path.resolve().as_uri()
    return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _upgrade(database: sqlite3.Connection, path: Path) -> None:
    """Make the schema, or bring it up to date, one process at a time."""
    database.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited.
        if migrations.check(database, path):
            migrations.upgrade(database)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _set_journal(database: sqlite3.Connection, path: Path) -> None:
    """Set the journal mode; SQLite does not wait for others here, so this does."""
    wanted = journal_mode(path)
    deadline = time.monotonic() + WAIT
    while True:
        try:
            (mode,) = database.execute("PRAGMA journal_mode").fetchone()
            if mode.upper() != wanted:
                database.execute(f"PRAGMA journal_mode = {wanted}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _refuse(database: sqlite3.Connection, path: Path) -> NoReturn:
    """Say why a catalogue without the whole schema cannot be read."""
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        raise CatalogueError(
            f"{path} is empty: nothing was harvested into it", "`cphub harvest` fills it."
        )
    raise CatalogueError(
        f"{path} was made by an older cphub",
        "`cphub harvest` or `cphub audit` brings it up to date.",
    )
