"""catalog.db.example is what this version of cphub makes of the demo's wikis."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scripts.build_example import EXAMPLE, build

from cphub.catalogue import open_catalogue

AGAIN = "`python -m scripts.build_example` builds it again"
# Numbers that the order of threads gives, and what a new version, rule or word in a
# vocabulary changes without the example telling anything else.
APART = {
    "incoming_links_of": {"version"},
    "changes": {"id"},
    "facts": {"id", "version", "facts"},
    "findings": {"id"},
    "runs": {"version", "counts", "rules"},
    "texts": {"id"},
}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "catalog.db"
    build(path)
    return path


def schema(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        ).fetchall()


def contents(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield each table and its rows, sorted, without the columns that are set apart.

    Which rules were asked is in `audited`: one more tells nothing else.
    """
    with closing(sqlite3.connect(path)) as database:
        tables = [
            name
            for kind, name, sql in schema(path)
            if kind == "table" and sql and not name.startswith(("sqlite_", "_", "audited"))
        ]
        for table in tables:
            columns = [
                f'"{column}"'
                for (column,) in database.execute("SELECT name FROM pragma_table_info(?)", [table])
                if column not in APART.get(table, set())
            ]
            query = f'SELECT {", ".join(columns)} FROM "{table}"'  # noqa: S608  # own names
            yield table, sorted(database.execute(query).fetchall(), key=repr)


def test_its_schema_is_that_of_this_version(rebuilt: Path) -> None:
    assert schema(EXAMPLE) == schema(rebuilt), AGAIN


def test_its_contents_are_what_this_version_harvests_and_finds(rebuilt: Path) -> None:
    kept, made = dict(contents(EXAMPLE)), dict(contents(rebuilt))
    assert kept.keys() == made.keys()
    for table, rows in made.items():
        assert kept[table] == rows, f"{table}: {AGAIN}"


def test_it_opens_as_a_catalogue_and_answers_what_people_ask(tmp_path: Path) -> None:
    copy = shutil.copy(EXAMPLE, tmp_path / "catalog.db")

    with open_catalogue(Path(copy), write=False) as catalogue:
        findings = catalogue.open_findings()

    assert {finding.language for finding in findings} == {"en", "sv", "fr"}
    assert {finding.first_seen for finding in findings} == {datetime(2026, 11, 22, 12, tzinfo=UTC)}


def test_it_is_one_file_that_a_read_only_place_can_hold() -> None:
    with closing(sqlite3.connect(f"{EXAMPLE.as_uri()}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
