"""Findings over the runs: first seen, still there, gone.

A finding that is still there keeps its row. One that is gone keeps it too, with the date; if
it comes back it is a new row with a new `first_seen`, so the history of both stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec

from cphub.catalogue.readings import Readings
from cphub.catalogue.rows import FINDING_COLUMNS, read_moment, to_text
from cphub.catalogue.rows import finding as read_finding
from cphub.model.findings import Finding
from cphub.model.reports import Change

_KEPT = (
    "rule, axis, severity, wiki, title, language, page_id, revision, message, evidence, fix, url"
)
OPEN = """gone IS NULL AND EXISTS (SELECT 1 FROM memberships
    WHERE memberships.wiki = findings.wiki AND memberships.page_id = findings.page_id
    AND until IS NULL) AND NOT EXISTS
    (SELECT 1 FROM silences WHERE silences.finding = findings.id)"""
"""A finding that is open, of a page that a source holds, and that no person made quiet."""


class Findings(Readings):
    """The part of the catalogue that keeps findings."""

    def save_findings(
        self,
        run: int,
        findings: Iterable[Finding],
        *,
        rules: Collection[str] | None,
        standing: Collection[str] = (),
        unchecked: Callable[[str, str, int], bool],
    ) -> None:
        """Make `findings` the open findings, in one transaction; write only what differs.

        Args:
            run: the audit; its start is when new findings are first seen and others gone.
            findings: all that the audit found.
            rules: the rules that were run; findings of others are left alone. None: all.
            standing: rules that were not run as they would say the same again.
            unchecked: tells of (rule, wiki, page id) that it could not be checked, so that
                a finding that is there stays.
        """
        with self.write():
            started = self._started(run)
            open_rows = {
                (row[4], row[7], row[1], row[13]): (row[0], row[1:13])
                for row in self.rows(f"SELECT id, {_KEPT}, key FROM findings WHERE gone IS NULL")  # noqa: S608
                if (rules is None or row[1] in rules) and row[1] not in standing
            }
            new = []
            for finding in findings:
                values = _values(finding)
                known = open_rows.pop((*values[3:4], values[6], values[0], finding.key), None)
                if known is None:
                    new.append((*values, finding.key, started, run))
                elif known[1] != values:
                    self.run(
                        "UPDATE findings SET axis = ?, severity = ?, title = ?, language = ?,"
                        " revision = ?, message = ?, evidence = ?, fix = ?, url = ? WHERE id = ?",
                        (*values[1:3], *values[4:6], *values[7:], known[0]),
                    )
            gone = [
                (started, run, number)
                for (wiki, page_id, rule, _key), (number, _values_) in open_rows.items()
                if not unchecked(rule, wiki, page_id)
            ]
            self.run_many("UPDATE findings SET gone = ?, gone_run = ? WHERE id = ?", gone)
            self.run_many(
                f"INSERT INTO findings ({_KEPT}, key, first_seen, first_run)"  # noqa: S608
                f" VALUES ({', '.join('?' * 15)})",
                new,
            )

    def date_back(self, page: tuple[str, int], moment: datetime) -> None:
        """Keep that what is open of a page's resource was first seen at a moment at the latest.

        Only a clock that was ahead dates it later; it would count as newer than what a person
        who sees it says of it.
        """
        when = to_text(moment)
        with self.write():
            self.run(
                "UPDATE findings SET first_seen = ? WHERE first_seen > ? AND gone IS NULL"
                " AND (wiki, page_id) IN (VALUES (?, ?) UNION SELECT wiki, page_id FROM editions"
                " WHERE resource = (SELECT resource FROM editions WHERE wiki = ? AND page_id = ?))",
                (when, when, *page, *page),
            )

    def open_findings(self, wiki: str | None = None, page_id: int | None = None) -> list[Finding]:
        """Return the open findings of the catalogue, a wiki or a page, by wiki and page.

        Those of pages that no source holds any more are not among them, nor are those that
        a person made quiet (`Silences.quiet_findings`).
        """
        where, values = OPEN, []
        for column, value in (("wiki", wiki), ("page_id", page_id)):
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value)
        rows = self.rows(
            f"SELECT {FINDING_COLUMNS} FROM findings WHERE {where}"  # noqa: S608  # constants
            " ORDER BY wiki, page_id, rule, key",
            values,
        )
        return [read_finding(row) for row in rows]

    def finding_changes(self, run: int) -> list[tuple[Change, Finding]]:
        """Return what an audit found for the first time, and what was gone by then.

        What a person made quiet is not news.
        """
        changes = []
        for kind, column in (("new", "first_run"), ("gone", "gone_run")):
            for row in self.rows(
                f"SELECT {FINDING_COLUMNS} FROM findings WHERE {column} = ?"  # noqa: S608
                " AND id NOT IN (SELECT finding FROM silences)"
                " ORDER BY wiki, title, rule, key",
                (run,),
            ):
                found = read_finding(row)
                change = Change(kind, found.rule, found.wiki, found.title, found.url, found.message)
                changes.append((change, found))
        return changes

    def count_changes(self, run: int) -> tuple[int, int]:
        """Return how many findings `finding_changes` has: new ones, and those that are gone."""
        new, gone = (
            self.row(
                f"SELECT count(*) FROM findings WHERE {column} = ?"  # noqa: S608  # constants
                " AND id NOT IN (SELECT finding FROM silences)",
                (run,),
            )
            for column in ("first_run", "gone_run")
        )
        return (new[0] if new else 0, gone[0] if gone else 0)

    def past_findings(self, wiki: str, page_id: int) -> list[tuple[Finding, datetime]]:
        """Return the findings of a page that are gone, each with when, newest first."""
        rows = self.rows(
            f"SELECT {FINDING_COLUMNS}, gone FROM findings"  # noqa: S608  # constants
            " WHERE wiki = ? AND page_id = ? AND gone IS NOT NULL ORDER BY gone DESC, id",
            (wiki, page_id),
        )
        return [(read_finding(row), read_moment(row[-1])) for row in rows]


def _values(finding: Finding) -> tuple[Any, ...]:
    """Return the columns of _KEPT."""
    return (
        *(finding.rule, finding.axis.value, finding.severity.value, finding.wiki, finding.title),
        *(finding.language, finding.page_id, finding.revision, finding.message),
        msgspec.json.encode(finding.evidence).decode(),
        *(finding.fix, finding.url),
    )
