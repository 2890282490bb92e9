"""What is in a catalogue, in figures, and whether the file is sound."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.connection import journal_mode
from cphub.catalogue.findings import OPEN
from cphub.catalogue.rows import read_member
from cphub.model.pages import State

MOST_PROBLEMS = 10
OLDEST_SQLITE = (3, 35, 0)
"""Has RETURNING and the upsert forms used here (sqlite.org/changes.html)."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How many pages of a state a source holds."""

    source: str
    wiki: str
    state: State
    pages: int


@dataclass(frozen=True, slots=True)
class Health:
    """How a catalogue's file is. `problems` is what SQLite's own quick check says of it.

    `journal` is the file's mode, `wanted` the one that is safe where the file is.
    """

    journal: str
    wanted: str
    problems: tuple[str, ...]


def sqlite_version() -> tuple[str, bool]:
    """Return the version of the SQLite that Python uses, and whether it is new enough."""
    return sqlite3.sqlite_version, sqlite3.sqlite_version_info >= OLDEST_SQLITE


def holdings(catalogue: Catalogue) -> list[Holding]:
    """Return how many pages of each state the sources hold, by source."""
    rows = catalogue.rows(
        "SELECT sources.name, sources.wiki, pages.state, count(*) FROM sources"
        " JOIN memberships ON memberships.source = sources.name AND until IS NULL"
        " JOIN pages USING (wiki, page_id)"
        " GROUP BY sources.name, pages.state ORDER BY sources.name, pages.state"
    )
    return [
        Holding(source, wiki, read_member(State, state), pages)
        for source, wiki, state, pages in rows
    ]


def severities(catalogue: Catalogue, rules: Collection[str]) -> dict[str, int]:
    """Return how many open findings of `rules` there are of each severity."""
    counted = Counter[str]()
    for rule, severity, number in catalogue.rows(
        f"SELECT rule, severity, count(*) FROM findings WHERE {OPEN} GROUP BY rule, severity"  # noqa: S608  # constant
    ):
        if rule in rules:
            counted[severity] += number
    return dict(counted)


def health(catalogue: Catalogue) -> Health:
    """Look at the file: its journal mode, and SQLite's quick check.

    Raises:
        CatalogueError: it is too damaged to be looked at.
    """
    (mode,) = catalogue.row("PRAGMA journal_mode") or ("",)
    said = [text for (text,) in catalogue.rows(f"PRAGMA quick_check({MOST_PROBLEMS})")]
    return Health(
        mode.upper(),
        journal_mode(catalogue.path),
        tuple(text for text in said if text != "ok"),
    )
