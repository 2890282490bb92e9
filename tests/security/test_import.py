"""Somebody else's catalogue is imported row by row: nothing of it is believed unseen."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.security.corpus import TERMINAL, stored
from tests.security.hostile import CATEGORY, HostileWiki, Said, cphub, harvested
from tests.workflows.fake_wiki import FakeWiki

from cphub.catalogue import imports
from cphub.catalogue.offered import _BESIDE, COLUMNS

TABLES = ("pages", "texts", "categories", "langlinks", "page_props", "memberships", "titles")


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return sorted(database.execute(sql), key=repr)


def change(path: Path, sql: str, *values: Any, keys: bool = True) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(f"PRAGMA foreign_keys = {int(keys)}")
        with database:
            database.execute(sql, values)


@pytest.fixture
def wiki() -> FakeWiki:
    made = FakeWiki()
    for number in range(4):
        made.edit(f"Guide {number}", f"Text {number}.", categories=(CATEGORY,))
    return made


@pytest.fixture
def theirs(tmp_path: Path, wiki: FakeWiki) -> Path:
    return harvested(tmp_path / "theirs", wiki)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def imported(folder: Path, other: Path) -> Said:
    said = cphub(folder, "catalogue", "import", str(other))
    assert "bug" not in said.err
    return said


def figures(said: Said) -> list[str]:
    """Return how many pages were new, newer, and known."""
    return re.findall("^(?:new|newer|known) pages +([0-9]+)$", said.text, re.MULTILINE)


def test_an_import_into_nothing_has_all_that_was_harvested(mine: Path, theirs: Path) -> None:
    assert imported(mine, theirs).code == 0
    for table in TABLES:
        columns = "*" if table != "texts" else "wiki, page_id, revision, text"
        if table == "pages":
            columns = "wiki, page_id, title, state, state_since, revision, timestamp, first_seen"
        sql = f"SELECT {columns} FROM {table}"  # noqa: S608  # constants
        assert rows(mine / "catalog.db", sql) == rows(theirs, sql), table
    history = "SELECT page_id, timestamp, kind, old, new FROM changes"
    assert rows(mine / "catalog.db", history) == rows(theirs, history)
    assert cphub(mine, "audit").code == 0
    assert cphub(mine, "show", "meta:Guide 1").code == 0


def test_facts_and_findings_are_never_taken(mine: Path, theirs: Path) -> None:
    assert cphub(theirs.parent, "audit").code == 0
    imported(mine, theirs)
    for table in ("facts", "findings"):
        assert rows(theirs, f"SELECT * FROM {table}")  # noqa: S608  # constants
        assert rows(mine / "catalog.db", f"SELECT * FROM {table}") == []  # noqa: S608  # constants


def test_the_newer_revision_wins_on_either_side(mine: Path, theirs: Path, wiki: FakeWiki) -> None:
    harvested(mine, wiki)
    wiki.edit("Guide 1", "Newer there.")
    wiki.move("Guide 2", "Guide two")
    harvested(theirs.parent, wiki)
    change(theirs, "UPDATE pages SET title = 'Lie' WHERE page_id = 1")
    said = imported(mine, theirs)
    assert figures(said) == ["0", "2", "2"]
    found = dict(rows(mine / "catalog.db", "SELECT page_id, title FROM pages"))
    assert found == {1: "Guide 0", 2: "Guide 1", 3: "Guide two", 4: "Guide 3"}
    kinds = rows(mine / "catalog.db", "SELECT page_id, kind FROM changes WHERE run = 2")
    assert kinds == [(2, "edited"), (3, "edited"), (3, "moved")]
    again = imported(mine, theirs)
    assert figures(again) == ["0", "0", "4"]
    wiki.edit("Guide 3", "Newest here.")
    harvested(mine, wiki)
    before = rows(mine / "catalog.db", "SELECT * FROM pages")
    imported(mine, theirs)
    assert rows(mine / "catalog.db", "SELECT * FROM pages") == before


def test_states_are_kept(mine: Path, theirs: Path, wiki: FakeWiki) -> None:
    wiki.delete("Guide 0")
    wiki.edit("Guide 1", "#REDIRECT [[Guide 2]]", redirect=True)
    harvested(theirs.parent, wiki)
    imported(mine, theirs)
    states = "SELECT page_id, state, state_since FROM pages"
    assert rows(mine / "catalog.db", states) == rows(theirs, states)
    assert {"missing", "redirect"} <= {row[1] for row in rows(mine / "catalog.db", states)}


def test_a_wiki_is_known_by_what_it_is_not_by_its_short_name(mine: Path, theirs: Path) -> None:
    other = FakeWiki("other")
    other.edit("Elsewhere", categories=(CATEGORY,))
    harvested(mine, other)
    change(mine / "catalog.db", "UPDATE wikis SET name = 'meta'")
    said = imported(mine, theirs)
    assert "Their wiki meta is called meta-2 here." in said.err
    found = rows(mine / "catalog.db", "SELECT wiki, count(*) FROM pages GROUP BY wiki")
    assert found == [("meta", 1), ("meta-2", 4)]
    imported(mine, theirs)
    assert found == rows(mine / "catalog.db", "SELECT wiki, count(*) FROM pages GROUP BY wiki")


def test_a_source_of_the_same_name_is_not_taken_for_the_same_source(
    mine: Path, theirs: Path
) -> None:
    other = FakeWiki("other")
    other.edit("Elsewhere", categories=(CATEGORY,))
    harvested(mine, other, name="training meta\u200b")
    change(mine / "catalog.db", "UPDATE sources SET name = 'training meta'", keys=False)
    said = imported(mine, theirs)
    assert "there is another source of this name here" in said.err
    members = rows(mine / "catalog.db", "SELECT DISTINCT wiki FROM memberships")
    assert members == [("other",)]


JUNK: dict[str, Any] = {
    "bytes": b"\xff\xfe",
    "text": "no such thing",
    "number": -(2**62),
    "null": None,
    "fraction": 1.5,
    "empty": "",
}


def columns() -> Iterator[tuple[str, str]]:
    for name in COLUMNS:
        yield "pages", name
    for table, checks in _BESIDE.items():
        for name in checks:
            yield table, name
    yield "texts", "text"


def put(path: Path, table: str, column: str, value: Any) -> bool:
    """Put junk into the rows of page 2, past all constraints; tell whether it could be."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA writable_schema = ON")
            database.execute("PRAGMA ignore_check_constraints = ON")
            database.execute(
                f"UPDATE {table} SET {column} = ? WHERE page_id = 2",  # noqa: S608  # constants
                (value,),
            )
    except sqlite3.IntegrityError:
        return False
    return True


@pytest.mark.parametrize("junk", JUNK)
def test_a_bad_row_leaves_its_page_out_whole_and_no_other(
    tmp_path: Path, mine: Path, theirs: Path, junk: str
) -> None:
    tried = 0
    for table, column in columns():
        bad = tmp_path / "bad.db"
        shutil.copy(theirs, bad)
        if not put(bad, table, column, JUNK[junk]):
            continue
        (mine / "catalog.db").unlink(missing_ok=True)
        said = imported(mine, bad)
        assert said.code in {0, 1}
        if said.code:  # a page id that is none, or what SQLite's own check finds
            assert "damaged" in said.err or "text" in said.err
            assert not (mine / "catalog.db").exists()
            continue
        tried += 1
        pages = [n for (n,) in rows(mine / "catalog.db", "SELECT page_id FROM pages")]
        if pages == [1, 2, 3, 4]:  # it may be what it is instead: a text, a number
            continue
        assert pages == [1, 3, 4], (table, column)
        assert "was not taken" in said.err
        for other in ("texts", "categories", "memberships", "changes"):
            found = rows(mine / "catalog.db", f"SELECT page_id FROM {other}")  # noqa: S608  # constants
            assert {n for (n,) in found} <= {1, 3, 4}
    assert tried > 5 or junk == "null"


def test_a_text_that_unfolds_without_end_is_not_unfolded(mine: Path, theirs: Path) -> None:
    bomb = zlib.compress(b"0" * 2**27)
    change(theirs, "UPDATE texts SET text = ? WHERE page_id = 2", bomb)
    said = imported(mine, theirs)
    assert "cut short or endless" in said.err
    assert len(rows(mine / "catalog.db", "SELECT 1 FROM pages")) == 3
    assert "cut short or endless" in cphub(theirs.parent, "audit").err


def test_hostile_text_comes_over_whole_and_is_shown_safely(tmp_path: Path, mine: Path) -> None:
    evil = HostileWiki("evil", TERMINAL)
    theirs = harvested(tmp_path / "theirs", evil)
    change(theirs, "UPDATE pages SET state = ? WHERE page_id = 1", TERMINAL["clear"])
    said = imported(mine, theirs)
    assert said.code == 0
    assert "\x1b" not in said.err + said.text
    titles = {title for (title,) in rows(mine / "catalog.db", "SELECT title FROM pages")}
    assert titles >= {stored(payload) for payload in list(TERMINAL.values())[1:]}


def test_ones_own_catalogue_and_what_is_none_are_refused(mine: Path, theirs: Path) -> None:
    assert imported(theirs.parent, theirs).code == 2
    (mine / "page.html").write_text("<html>", encoding="utf-8")
    assert imported(mine, mine / "page.html").code == 1
    assert imported(mine, mine / "none.db").code == 1
    assert not (mine / "catalog.db").exists()


def test_an_import_that_fails_half_way_leaves_nothing_behind(
    mine: Path, theirs: Path, wiki: FakeWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvested(mine, wiki)
    before = (
        rows(mine / "catalog.db", "SELECT * FROM pages"),
        rows(mine / "catalog.db", "SELECT * FROM runs"),
    )

    def broken(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(imports, "_sources", broken)
    assert imported(mine, theirs).code == 130
    after = (
        rows(mine / "catalog.db", "SELECT * FROM pages"),
        rows(mine / "catalog.db", "SELECT * FROM runs"),
    )
    assert after == before
