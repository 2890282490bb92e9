"""A file that somebody else may have made does nothing of its own; what is damaged is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.imagined import META

from cphub.catalogue import Catalogue, foreign, open_catalogue
from cphub.errors import CatalogueError


@pytest.fixture
def made(path: Path) -> Iterator[sqlite3.Connection]:
    """Make a catalogue and open it past its defences."""
    open_catalogue(path, write=True).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE notes (page TEXT, word TEXT)",
        "CREATE INDEX mine ON pages (title, language)",
        "ANALYZE",
    ],
)
@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_what_does_nothing_by_itself_may_stand_beside(
    path: Path, made: sqlite3.Connection, statement: str, *, write: bool
) -> None:
    made.execute(statement)
    with open_catalogue(path, write=write) as opened:
        assert opened.rows("SELECT * FROM pages") == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "CREATE TRIGGER t AFTER DELETE ON pages BEGIN DELETE FROM texts; END",
            "its trigger 't' is not cphub's",
        ),
        ("CREATE VIEW v AS SELECT 1", "its view 'v' is not cphub's"),
        ("CREATE TABLE n (a, b AS (a + 1))", "its table 'n' is not cphub's"),
        ("CREATE INDEX i ON pages (title) WHERE page_id > 1", "its index 'i' is not cphub's"),
        ("CREATE UNIQUE INDEX i ON pages (title)", "its index 'i' is not cphub's"),
        ("DROP VIEW current_pages", "its view current_pages is not there"),
        ("ALTER TABLE titles ADD COLUMN mine TEXT", "its table 'titles' is not cphub's"),
    ],
)
@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_what_does_something_of_its_own_is_refused(
    path: Path, made: sqlite3.Connection, statement: str, said: str, *, write: bool
) -> None:
    made.execute(statement)
    with pytest.raises(CatalogueError, match=said):
        open_catalogue(path, write=write)


def test_a_file_that_takes_too_long_to_look_through_is_given_up(
    path: Path, made: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign.check_whole(made, path)
    monkeypatch.setattr(foreign, "CHECK_SECONDS", -1.0)
    with pytest.raises(CatalogueError, match="cannot be looked through in"):
        foreign.check_whole(made, path)
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    long += "SELECT i FROM n LIMIT 1 OFFSET 9999"
    assert made.execute(long).fetchone() == (10_000,)  # not for good


def test_damage_that_a_look_through_finds_is_told_in_sqlite_s_words(path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as broken:
        broken.execute("CREATE TABLE numbers (number INTEGER)")
        broken.execute("INSERT INTO numbers VALUES (NULL)")
        broken.execute("PRAGMA writable_schema = ON")
        declared = "CREATE TABLE numbers (number INTEGER NOT NULL)"
        broken.execute("UPDATE sqlite_schema SET sql = ?", (declared,))
        broken.execute("PRAGMA schema_version = 99")
        with pytest.raises(CatalogueError, match=r"is damaged \(NULL value in numbers.number\)"):
            foreign.check_whole(broken, path)


def test_an_error_of_the_disk_amid_the_look_is_not_called_slowness(path: Path) -> None:
    class Failing:
        """A connection whose disk fails."""

        def set_progress_handler(self, *_: Any) -> None:
            pass

        def execute(self, _sql: str) -> Any:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_READ"
            raise error

    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        foreign.check_whole(Failing(), path)  # type: ignore[arg-type]  # as much as is used of one


def test_sqlite_s_own_defence_is_on_where_python_can_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[int, bool]] = []

    class Newer(sqlite3.Connection):
        """A connection of Python 3.12."""

        def setconfig(self, option: int, enable: bool = True, /) -> None:  # noqa: FBT001, FBT002  # Python's
            said.append((option, enable))

    monkeypatch.setattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE", 1010, raising=False)
    with closing(sqlite3.connect(":memory:", factory=Newer)) as database:
        foreign.harden(database)
    assert said == [(1010, True)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE words SET word = ''", "not authorized"),
        ("DELETE FROM words", "not authorized"),
        ("INSERT INTO words VALUES ('b')", "not authorized"),
        ("CREATE TEMP TABLE mine (a)", "not authorized"),
        ("ATTACH ':memory:' AS other", "not authorized"),
        ("PRAGMA writable_schema = ON", "not authorized"),
        ("SELECT load_extension('other')", "not authorized to use function: load_extension"),
    ],
)
def test_who_reads_can_do_nothing_but_read_whatever_the_file_allows(
    statement: str, said: str
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        database.execute("INSERT INTO words VALUES ('a')")
        foreign.harden(database)
        with pytest.raises(sqlite3.DatabaseError, match=f"^{said}$"):
            database.execute(statement)
        assert database.execute("SELECT upper(word) FROM words ('a')").fetchall() == [("A",)]


def test_an_index_that_lost_a_row_is_told_where_the_work_breaks_off(
    path: Path, made: sqlite3.Connection
) -> None:
    kept = made.execute("SELECT * FROM sqlite_schema WHERE name = 'wikis_by_wikiid'").fetchone()
    made.execute("PRAGMA writable_schema = ON")
    made.execute("DELETE FROM sqlite_schema WHERE name = 'wikis_by_wikiid'")
    with closing(sqlite3.connect(path, isolation_level=None)) as without:
        own = Catalogue(path, without, writable=True)
        own.save_wiki(META)
        without.execute("PRAGMA writable_schema = ON")
        without.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", kept)
    with (
        pytest.raises(CatalogueError, match=r"is damaged \(.*wikis_by_wikiid; met as KeyError"),
        open_catalogue(path, write=False),
    ):
        raise KeyError("meta")
