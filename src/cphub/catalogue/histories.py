"""What became of pages and findings since a run, as the runs have kept it.

Everything that a run notices carries its number or its moment, so that "since then" is what
later runs have. What was made quiet by a person's word is known by the word's moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cphub.catalogue.findings import OPEN
from cphub.catalogue.queues import Queues
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import (
    FINDING_COLUMNS,
    RUN_COLUMNS,
    checked,
    read_member,
    read_moment,
    to_text,
)
from cphub.catalogue.rows import finding as read_finding
from cphub.catalogue.rows import run as read_run
from cphub.model.findings import Finding
from cphub.model.pages import State
from cphub.model.reports import Run

_COLUMNS = ", ".join(f"findings.{name.strip()}" for name in FINDING_COLUMNS.split(","))
_WORDS = """(SELECT uuid, timestamp FROM reviews
    UNION ALL SELECT uuid, timestamp FROM dismissals) AS words"""
_LATER = "SELECT started FROM runs WHERE id > ?1 AND kind <> 'audit'"
"""The moments that memberships got since: told by the runs, as clocks may have been wrong."""
_TOUCHED = f"""SELECT id FROM findings WHERE first_run > ?1
    UNION SELECT id FROM findings WHERE gone_run > ?1
    UNION SELECT finding FROM silences JOIN {_WORDS} USING (uuid) WHERE timestamp > ?2
    UNION SELECT findings.id FROM memberships JOIN findings USING (wiki, page_id)
        WHERE until IN ({_LATER}) AND gone IS NULL"""  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class Span:
    """A finding that is not what it was: whether it was open then, and what it is now.

    `quiet`: it is open and a person made it quiet. `held`: a source holds its page.
    """

    finding: Finding
    was_open: bool
    is_open: bool
    quiet: bool
    held: bool
    state: State


@dataclass(frozen=True, slots=True)
class PageChange:
    """One row of `changes`, with what its page is today."""

    kind: str
    old: str
    new: str
    timestamp: datetime
    wiki: str
    page_id: int
    title: str
    language: str
    state: State
    held: bool


class Histories(Queues):
    """The part of the catalogue that tells what became of things."""

    def open_runs(self) -> list[Run]:
        """Return the runs that have not ended and that none of their kind came after.

        They go on now, or were killed: the catalogue cannot tell. Newest first.
        """
        rows = self.rows(
            f"SELECT {RUN_COLUMNS} FROM runs WHERE ended IS NULL"  # noqa: S608  # constant
            " AND id IN (SELECT max(id) FROM runs GROUP BY kind) ORDER BY id DESC"
        )
        return [read_run(row) for row in rows]

    def run_numbered(self, number: int) -> Run | None:
        """Return a run by its number, None where there is none."""
        row = self.row(f"SELECT {RUN_COLUMNS} FROM runs WHERE id = ?", (number,))  # noqa: S608
        return read_run(row) if row else None

    def last_run_before(self, moment: datetime) -> int:
        """Return the number of the last run that began before a moment, 0 for none."""
        row = self.row("SELECT max(id) FROM runs WHERE started < ?", (to_text(moment),))
        return int(row[0] or 0) if row else 0

    def began_after(self, run: int) -> datetime | None:
        """Return when the runs after a run began, by the clock that was last of all."""
        row = self.row("SELECT min(started) FROM runs WHERE id > ?", (run,))
        return read_moment(row[0]) if row and row[0] else None

    def open_by_axis(self) -> dict[str, int]:
        """Return how many findings are open, by axis."""
        return dict(
            self.rows(f"SELECT axis, count(*) FROM findings WHERE {OPEN} GROUP BY axis")  # noqa: S608
        )

    def worst_by_rule(self, resource: int) -> list[tuple[str, str]]:
        """Return (rule, worst severity) of what is open of a resource, the worst first."""
        return self.rows(
            "SELECT rule, CASE worst WHEN 0 THEN 'error' WHEN 1 THEN 'warning' ELSE 'note' END"  # noqa: S608
            " FROM (SELECT rule, min(CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1"
            " ELSE 2 END) AS worst FROM editions JOIN findings USING (wiki, page_id)"
            f" WHERE resource = ? AND {OPEN} GROUP BY rule) ORDER BY worst, rule",
            (resource,),
        )

    def findings_since(self, run: int, moment: datetime) -> Iterator[Span]:
        """Yield the findings that are not what they were when `run` ended, at `moment`.

        One that is gone and there again comes twice, as the catalogue has it.
        """
        at = to_text(moment)
        for row in self.each(
            f"SELECT {_COLUMNS}, first_run, gone_run, state, {HELD},"  # noqa: S608  # constants
            " EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = pages.wiki"
            f" AND memberships.page_id = pages.page_id AND since NOT IN ({_LATER})"
            f" AND (until IS NULL OR until IN ({_LATER}))), silences.finding, words.timestamp"
            " FROM findings JOIN pages USING (wiki, page_id)"
            " LEFT JOIN silences ON silences.finding = findings.id"
            f" LEFT JOIN {_WORDS} ON words.uuid = silences.uuid"
            f" WHERE findings.id IN ({_TOUCHED})"
            " ORDER BY findings.wiki, pages.title, rule, key, findings.id",
            (run, at),
        ):
            yield _span(row, run, at)

    def page_changes_since(self, run: int) -> Iterator[PageChange]:
        """Yield what became of pages after `run`, in the order in which it was noticed."""
        for row in self.each(
            "SELECT kind, old, new, changes.timestamp, pages.wiki, page_id, title, language,"  # noqa: S608
            f" state, {HELD} FROM changes JOIN pages USING (wiki, page_id) WHERE run > ?"
            " ORDER BY changes.id",
            (run,),
        ):
            yield _change(row)


@checked
def _span(row: tuple[Any, ...], run: int, moment: str) -> Span:
    first, gone, state, held, was_held, silence, said = row[-7:]
    was_quiet = silence is not None and said is not None and said <= moment
    there = gone is None
    return Span(
        read_finding(row),
        was_open=first <= run and (there or gone > run) and bool(was_held) and not was_quiet,
        is_open=there and bool(held) and silence is None,
        quiet=there and silence is not None,
        held=bool(held),
        state=read_member(State, state),
    )


@checked
def _change(row: tuple[Any, ...]) -> PageChange:
    return PageChange(
        *(row[0], row[1], row[2], read_moment(row[3])),
        *(row[4], row[5], row[6], row[7], read_member(State, row[8]), bool(row[9])),
    )
