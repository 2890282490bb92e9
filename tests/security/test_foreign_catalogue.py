"""A catalogue that somebody else made or changed does nothing but be read, or is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.security.hostile import CATEGORY, cphub, harvested
from tests.workflows.fake_wiki import FakeWiki

from cphub.catalogue import foreign, open_catalogue
from cphub.errors import CatalogueError

FLIPS = int(os.environ.get("CPHUB_FLIPS", "8"))
"""Places at which a byte is flipped; 200 in the long form."""

BOMB = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
TAMPERED = {
    "trigger": "CREATE TRIGGER evil AFTER UPDATE ON pages BEGIN DELETE FROM runs; END",
    "trigger on runs": "CREATE TRIGGER evil BEFORE INSERT ON runs BEGIN DELETE FROM pages; END",
    "view": "CREATE VIEW evil AS SELECT 1",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(text)",
    "generated column": "CREATE TABLE evil (a, b GENERATED ALWAYS AS (hex(zeroblob(a))))",
    "generated column, short": "CREATE TABLE evil (a, b as(hex(zeroblob(a))) STORED)",
    "column of a table": "ALTER TABLE pages ADD COLUMN evil AS (zeroblob(page_id))",
    "index on an expression": "CREATE INDEX evil ON pages(abs(page_id))",
    "index with a condition": "CREATE INDEX evil ON pages(title) WHERE length(title) > 0",
    "unique index": "CREATE UNIQUE INDEX evil ON pages(namespace, title)",
    "view that is changed": f"DROP VIEW current_pages; CREATE VIEW current_pages AS {BOMB}",
    "table that is a view": "PRAGMA foreign_keys = OFF; DROP TABLE titles;"
    f"CREATE VIEW titles AS {BOMB}",
    "record that is a view": "DROP TABLE _sqlite_migrations;"
    f"CREATE VIEW _sqlite_migrations AS {BOMB}",
    "index that is gone": "DROP INDEX findings_open",
    "index of the search that is another": "DROP TABLE search;"
    "CREATE VIRTUAL TABLE search USING fts5(title, headings, lead, text, tokenize='porter')",
    "index of the search that is a view": f"DROP TABLE search; CREATE VIEW search AS {BOMB}",
    "trigger of the search that does more": "DROP TRIGGER search_page_new;"
    "CREATE TRIGGER search_page_new AFTER INSERT ON pages BEGIN DELETE FROM runs; END",
}
HARMLESS = {
    "a table of one's own": "CREATE TABLE notes (page_id, note, class as_is); INSERT INTO notes"
    " VALUES (1, 'x', 2)",
    "an index of one's own": "CREATE INDEX mine ON pages(namespace, title)",
    "statistics": "ANALYZE",
}
COMMANDS = (
    ["status"],
    ["show", "meta:1"],
    ["find", "guide"],
    ["find", "guide", "--level", "expert"],
    ["describe", "meta:1"],
    ["resource", "show", "meta:1"],
    ["report"],
    ["audit"],
    ["harvest"],
    ["doctor"],
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wiki = FakeWiki()
    for number in range(30):
        wiki.edit(f"Guide {number}", "A text. " * 200, categories=(CATEGORY,))
    folder = tmp_path_factory.mktemp("original")
    harvested(folder, wiki)
    assert cphub(folder, "audit").code == 0
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return tmp_path


def tamper(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(sql)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.parametrize("name", TAMPERED)
def test_a_schema_that_does_something_of_its_own_is_refused_by_every_command(
    folder: Path, name: str
) -> None:
    tamper(folder / "catalog.db", TAMPERED[name])
    before = (folder / "catalog.db").read_bytes()
    start = time.monotonic()
    for command in COMMANDS:
        said = cphub(folder, *command)
        assert said.code == 1, command
        assert "changed" in said.err + said.text or "of another program" in said.err + said.text
        assert "Traceback" not in said.err
    other = folder / "mine"
    other.mkdir()
    said = cphub(other, "catalogue", "import", str(folder / "catalog.db"))
    assert said.code == 1
    assert len(said.err.splitlines()) == 2
    assert not (other / "catalog.db").exists()
    assert time.monotonic() - start < 20
    assert (folder / "catalog.db").read_bytes() == before


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_nothing_by_itself_may_be_in_a_catalogue(folder: Path, name: str) -> None:
    tamper(folder / "catalog.db", HARMLESS[name])
    for command in (["status"], ["show", "meta:1"], ["report"], ["audit"]):
        assert cphub(folder, *command).code == 0, command


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM runs",
        "UPDATE pages SET title = ''",
        "INSERT INTO cursors VALUES (1, 1, 1, 1, 1, 1)",
        "CREATE TEMP TABLE x (y)",
        "DROP TABLE pages",
        "ATTACH DATABASE ':memory:' AS other",
        "PRAGMA writable_schema = ON",
        "PRAGMA trusted_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('x')",
        "REINDEX",
    ],
)
def test_a_reader_can_do_nothing_but_read(folder: Path, sql: str) -> None:
    with open_catalogue(folder / "catalog.db", write=False) as catalogue:
        with pytest.raises(CatalogueError):
            catalogue.run(sql)
        assert catalogue.row("PRAGMA trusted_schema") == (0,)
        assert catalogue.row("PRAGMA cell_size_check") == (1,)
        assert catalogue.row("SELECT count(*) FROM current_pages") == (30,)


def test_a_file_too_slow_to_look_through_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "CHECK_SECONDS", -1.0)
    path = folder / "catalog.db"
    with (
        open_catalogue(path, write=False) as catalogue,
        pytest.raises(CatalogueError, match="cannot be looked through"),
    ):
        foreign.check_whole(catalogue.database, path)


@pytest.mark.parametrize("number", range(FLIPS))
def test_flipped_bytes_end_in_a_line_or_in_nothing(folder: Path, number: int) -> None:
    path = folder / "catalog.db"
    content = bytearray(path.read_bytes())
    place = 100 + (len(content) - 101) * number // FLIPS
    content[place] ^= 0xFF
    path.write_bytes(content)
    other = folder / "mine"
    other.mkdir()
    for where, command in (
        (folder, ["status"]),
        (folder, ["report"]),
        (folder, ["show", "meta:1"]),
        (other, ["catalogue", "import", str(path)]),
        (folder, ["audit"]),
    ):
        said = cphub(where, *command)
        assert said.code in {0, 1, 2}
        assert "Traceback" not in said.err
        assert "bug" not in said.err, said.err


@pytest.mark.parametrize("bad", [b"CREATE TABL\xd3", b"CREATE\xffTABLE"])
def test_a_schema_that_is_no_unicode_is_damage(folder: Path, bad: bytes) -> None:
    path = folder / "catalog.db"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE pages", bad + b" pages", 1))
    for command in COMMANDS:
        said = cphub(folder, *command)
        assert said.code == 1, command
        assert "is damaged" in said.err + said.text
        assert "bug" not in said.err


def test_the_defences_cost_a_reader_next_to_nothing(folder: Path) -> None:
    path = folder / "catalog.db"
    open_catalogue(path, write=False).close()  # what is kept for the process
    times = []
    for _ in range(10):
        start = time.perf_counter()
        open_catalogue(path, write=False).close()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02
