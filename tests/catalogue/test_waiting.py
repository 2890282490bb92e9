"""Others who hold the file, and SQLite that ends a transaction itself, lose nobody anything."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.catalogue.imagined import Harvest, listed

from cphub.catalogue import Catalogue, migrations, open_catalogue
from cphub.catalogue.catalogue import connect_immutable
from cphub.errors import CatalogueError

ENDED = "INSERT OR ROLLBACK INTO sources SELECT * FROM sources"
"""What fails so that SQLite undoes the whole transaction itself, as a full disk may."""


@pytest.fixture
def rolled_back(path: Path) -> Path:
    """A catalogue with a rollback journal, as one that was on a network file system has."""
    with open_catalogue(path, write=True) as catalogue:
        Harvest(catalogue)([listed(1, "Guide", 5)])
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    return path


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold a catalogue as one who reads in it does; any thread may let go."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM pages").fetchall()
        yield reader


def test_who_opens_it_waits_until_a_reader_lets_the_journal_be_changed(rolled_back: Path) -> None:
    with reading(rolled_back) as reader:
        timer = threading.Timer(0.3, reader.execute, ["COMMIT"])
        timer.start()
        with open_catalogue(rolled_back, write=True) as catalogue:
            assert catalogue.row("PRAGMA journal_mode") == ("wal",)
        timer.join()


def test_a_reader_that_never_ends_is_said(
    rolled_back: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.catalogue.catalogue.WAIT", 0.1)
    with reading(rolled_back), pytest.raises(CatalogueError, match="locked by another program"):
        open_catalogue(rolled_back, write=True)


def test_a_reader_says_that_a_writer_holds_the_whole_file(
    rolled_back: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.catalogue.catalogue.WAIT", 0.1)
    with closing(sqlite3.connect(rolled_back, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CatalogueError, match="locked by another program"):
            open_catalogue(rolled_back, write=False)


def test_a_file_that_may_not_be_read_is_not_tried_another_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_catalogue(path, write=True).close()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.R_OK)
    refusal = sqlite3.OperationalError("unable to open database file")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connect_immutable(path, refusal)
    assert caught.value is refusal


def fail(catalogue: Catalogue) -> None:
    """Begin two writes, one in the other, that SQLite ends both at once."""
    with catalogue.write():
        catalogue.run("UPDATE pages SET title = 'Lost'")
        with catalogue.write():
            catalogue.run(ENDED)


def test_what_ended_the_transaction_is_told_and_the_next_one_goes_on(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([listed(1, "Guide", 5)])
    with pytest.raises(CatalogueError, match="UNIQUE constraint failed"):
        fail(catalogue)
    assert catalogue.row("SELECT title FROM pages") == ("Guide",)
    with catalogue.write():
        catalogue.run("UPDATE pages SET title = 'Kept'")
    assert catalogue.row("SELECT title FROM pages") == ("Kept",)


def test_an_upgrade_that_sqlite_undid_itself_is_told_and_leaves_the_catalogue_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_catalogue(path, write=True) as catalogue:
        Harvest(catalogue)([listed(1, "Guide", 5)])
        before = catalogue.rows("SELECT * FROM sqlite_schema")
    with monkeypatch.context() as patch:
        steps = (*migrations.STEPS, ("last", ("CREATE TABLE half (a)", ENDED)))
        patch.setattr(migrations, "STEPS", steps)
        with pytest.raises(CatalogueError, match="UNIQUE constraint failed"):
            open_catalogue(path, write=True)
    with open_catalogue(path, write=True) as catalogue:
        assert catalogue.rows("SELECT * FROM sqlite_schema") == before


def test_a_snapshot_that_outlives_its_catalogue_ends_quietly(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([listed(1, "Guide", 5)])
    with catalogue.read():
        assert catalogue.rows("SELECT page_id FROM pages") == [(1,)]
        catalogue.close()


def test_who_needs_another_journal_waits_until_others_have_closed_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself would not wait here at all."""
    with open_catalogue(path, write=True) as catalogue:
        Harvest(catalogue)([listed(1, "Guide", 5)])
    monkeypatch.setattr("cphub.catalogue.catalogue.journal_mode", lambda _path: "DELETE")
    other = sqlite3.connect(path, check_same_thread=False)
    other.execute("SELECT * FROM pages").fetchall()
    timer = threading.Timer(0.3, other.close)
    timer.start()
    with open_catalogue(path, write=True) as catalogue:
        assert catalogue.row("PRAGMA journal_mode") == ("delete",)
        assert [page.title for page in catalogue.find_pages("Guide")] == ["Guide"]
    timer.join()


def test_a_snapshot_inside_a_snapshot_is_the_same(path: Path, catalogue: Catalogue) -> None:
    Harvest(catalogue)([listed(1, "Guide", 5)])
    title = "SELECT title FROM pages"
    with open_catalogue(path, write=False) as reader:
        with reader.read():
            assert reader.row(title) == ("Guide",)
            catalogue.run("UPDATE pages SET title = 'Other'")
            with reader.read():
                assert reader.row(title) == ("Guide",)
            assert reader.row(title) == ("Guide",)
        assert reader.row(title) == ("Other",)
