"""A damaged file is told as one wherever its damage is met; a bug of ours is not laid to it."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.imagined import Harvest, listed

from cphub.catalogue import Catalogue, damage, foreign, open_catalogue
from cphub.catalogue.rows import maybe_time, read_json, read_moment
from cphub.errors import CatalogueError, UsageError


@pytest.fixture
def used(path: Path, catalogue: Catalogue, harvest: Harvest) -> Path:
    harvest([listed(1, "Guide", 5)])
    catalogue.close()
    return path


def spoil(path: Path, *statements: str) -> None:
    """Do to a file what its schema forbids."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = on")
        for statement in statements:
            database.execute(statement)


def force(path: Path, column: str, value: str) -> None:
    """Put into a column of pages what it may not hold, as a byte that flipped can."""
    with closing(sqlite3.connect(path)) as database:
        (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'pages'").fetchone()
    quoted = sql.replace("'", "''")
    declare = "UPDATE sqlite_schema SET sql = '{}' WHERE name = 'pages'"
    lenient = declare.format(quoted.replace("NOT NULL", ""))
    spoil(path, "PRAGMA writable_schema = on", lenient)
    spoil(path, f"UPDATE pages SET {column} = {value}")  # noqa: S608  # of this file
    spoil(path, "PRAGMA writable_schema = on", declare.format(quoted))


def meet(path: Path, error: BaseException, *, write: bool = False) -> None:
    """Break off the work with a catalogue by an error."""
    with open_catalogue(path, write=write):
        raise error


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM wikis", "a row of .* belongs to one of wikis that is not there"),
        ("UPDATE pages SET length = 'long'", "pages.length holds a value of another type"),
        ("UPDATE runs SET version = x'00'", "runs.version holds a value of another type"),
        ("DELETE FROM pages", "a row of .* belongs to one of pages that is not there"),
    ],
)
@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_an_error_over_a_damaged_file_is_told_as_damage(
    used: Path, statement: str, what: str, *, write: bool
) -> None:
    spoil(used, statement)
    with pytest.raises(CatalogueError, match=rf"is damaged \({what}; met as KeyError: 'meta'\)"):
        meet(used, KeyError("meta"), write=write)


def test_a_value_that_must_be_there_and_is_not_is_damage(used: Path) -> None:
    force(used, "title", "NULL")
    with pytest.raises(CatalogueError, match=r"is damaged \(pages.title holds a value"):
        meet(used, AttributeError("NoneType"))


def test_an_error_amid_a_snapshot_of_a_damaged_file_is_told_as_damage(used: Path) -> None:
    spoil(used, "DELETE FROM wikis")
    with (
        pytest.raises(CatalogueError, match="is damaged"),
        open_catalogue(used, write=False) as catalogue,
        catalogue.read(),
    ):
        raise KeyError("meta")


@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_a_bug_over_a_sound_file_stays_a_bug(used: Path, *, write: bool) -> None:
    with pytest.raises(KeyError, match="meta"):
        meet(used, KeyError("meta"), write=write)


def test_a_long_look_for_damage_is_told_once_and_names_the_file_alone(
    used: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    odd = used.rename(used.with_name("a\x1b[2J b.db"))
    with pytest.raises(KeyError):
        meet(odd, KeyError("meta"))
    assert not caplog.messages
    monkeypatch.setattr(foreign, "TELL_SECONDS", -1.0)
    with pytest.raises(KeyError):
        meet(odd, KeyError("meta"))
    named = str(odd).replace("\x1b", "")
    assert caplog.messages == [f"Looking through {named} for damage; Ctrl-C ends that."]


def press_ctrl_c(*_arguments: object) -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_amid_the_look_for_damage_leaves_the_error_to_be_told(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "_damages", press_ctrl_c)
    with pytest.raises(KeyError, match="meta"):
        meet(used, KeyError("meta"))


def test_ctrl_c_amid_sqlite_s_own_work_on_a_look_ends_the_command(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets go of what is raised while it works, and says no more than that it stopped."""
    monkeypatch.setattr(foreign, "TELL_SECONDS", -1.0)
    monkeypatch.setattr(foreign, "tell_of_looking", press_ctrl_c)
    with open_catalogue(used, write=False) as catalogue:
        for look in (foreign.check_whole, damage.refuse_damaged):
            with pytest.raises(KeyboardInterrupt):
                look(catalogue.database, used)
    with pytest.raises(KeyError, match="meta"):
        meet(used, KeyError("meta"))


@pytest.mark.parametrize(
    "error", [UsageError("No."), OSError(28, "full"), KeyboardInterrupt()], ids=repr
)
def test_what_is_told_in_words_stays_what_it_is(used: Path, error: BaseException) -> None:
    spoil(used, "DELETE FROM wikis")
    with pytest.raises(type(error)):
        meet(used, error)


def test_a_catalogue_that_was_closed_amid_the_work_is_not_looked_at(used: Path) -> None:
    with (
        pytest.raises(KeyError, match="meta"),
        open_catalogue(used, write=False) as catalogue,
        closing(catalogue),
    ):
        raise KeyError("meta")


@pytest.mark.parametrize(
    "text",
    ["2026-11-22", "2026-11-22T01:02:03", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 5, b"x"],
)
def test_a_time_that_cannot_be_reckoned_with_is_damage(text: Any) -> None:
    with pytest.raises(CatalogueError, match="a row that no cphub wrote"):
        read_moment(text)


def test_a_time_that_is_one_is_read() -> None:
    assert maybe_time("") is None
    assert read_moment("2026-11-22T01:02:03Z").isoformat() == "2026-11-22T01:02:03+00:00"


@pytest.mark.parametrize(
    "text", ["[]", "5", "null", '{"a": 1}', '{"a": {"b": "c"}}', "[" * 60_000, "", None, 5, b"\xff"]
)
def test_json_of_another_shape_is_damage(text: Any) -> None:
    with pytest.raises(CatalogueError, match="a row that no cphub wrote"):
        read_json(text, dict[str, str])


@pytest.mark.parametrize(
    "value", ["x'00'", "CAST(user AS BLOB)", "NULL"], ids=["bytes", "its own bytes", "nothing"]
)
def test_a_value_of_another_type_is_told_where_it_is_read(used: Path, value: str) -> None:
    """Nothing may break off over it: it might be shown as if it were sound."""
    force(used, "user", value)
    told = r"is damaged \(pages.user holds a value of another type\)"
    for ask in (Catalogue.rows, Catalogue.row, lambda *asked: list(Catalogue.each(*asked))):
        with open_catalogue(used, write=False) as catalogue:
            assert catalogue.row("SELECT title FROM pages") == ("Guide",)
            with pytest.raises(CatalogueError, match=told):
                ask(catalogue, "SELECT title, user FROM pages")


def test_an_answer_that_only_looks_odd_is_given(used: Path) -> None:
    """A column may be named as another of another type, and an outer join has NULL for none."""
    with open_catalogue(used, write=False) as catalogue:
        for _ in range(2):
            assert catalogue.rows("SELECT 'x' AS page_id, NULL AS title") == [("x", None)]
        outer = "SELECT page_id, facts.id FROM pages LEFT JOIN facts USING (wiki, revision)"
        assert list(catalogue.each(outer)) == [(1, None)]
