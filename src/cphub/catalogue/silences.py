"""Which findings are quiet because a person said so: worked out of reviews and dismissals.

A dismissed finding is quiet while all passages that it rests on are ones that were dismissed.
A verdict that holds overrules the rules: `irrelevant` makes all findings of the resource
quiet, `good` the warnings and notes that were there when it was said; errors, and what is
found later, speak. `expired` and `incomplete` say what the rules say, and make nothing quiet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from cphub.catalogue.passages import prints
from cphub.catalogue.reviews import Reviews
from cphub.catalogue.rows import FINDING_COLUMNS, read_day, read_member, read_moment, to_json
from cphub.catalogue.rows import finding as read_finding
from cphub.model.findings import Finding
from cphub.model.reviews import Dismissal, Quiet, Standing, Verdict

Silence = tuple[str, str]
"""Kind and uuid of the word that makes a finding quiet."""


class Silences(Reviews):
    """The part of the catalogue that knows which findings are quiet, and by whose word."""

    def settle(self, resource: int | None = None) -> None:
        """Work out which open findings are quiet, as of the day of the last audit.

        To be called when findings, words or ties have changed; writes only what differs. With
        a `resource` only its findings are looked at, as nothing was said of others.
        """
        with self.write():
            row = self.row(
                "SELECT today FROM runs WHERE kind = 'audit' AND today <> ''"
                " ORDER BY id DESC LIMIT 1"
            )
            if row is None:
                return
            known: dict[int, Silence] = {
                number: (kind, uuid)
                for number, kind, uuid in self.rows(
                    "SELECT finding, silences.kind, uuid FROM silences"
                    " JOIN findings ON findings.id = finding WHERE gone IS NULL"
                    " AND (? IS NULL OR (wiki, page_id) IN"
                    " (SELECT wiki, page_id FROM editions WHERE resource = ?))",
                    (resource, resource),
                )
            }
            today = read_day(row[0])
            wanted = self._overruled(today, resource) | self._dismissed(known, resource)
            self.run_many(
                "DELETE FROM silences WHERE finding = ?",
                [(number,) for number in known.keys() - wanted.keys()],
            )
            self.run_many(
                "INSERT INTO silences (finding, kind, uuid) VALUES (?, ?, ?)"
                " ON CONFLICT (finding) DO UPDATE SET kind = excluded.kind, uuid = excluded.uuid",
                [
                    (number, *silence)
                    for number, silence in wanted.items()
                    if known.get(number) != silence
                ],
            )

    def quiet_findings(
        self, wiki: str | None = None, page_id: int | None = None
    ) -> list[tuple[Finding, Quiet, str]]:
        """Return the open findings that are quiet, each with why and the uuid of the word."""
        columns = ", ".join(f"findings.{name.strip()}" for name in FINDING_COLUMNS.split(","))
        rows = self.rows(
            f"SELECT {columns}, silences.kind, uuid FROM silences"  # noqa: S608  # constants
            " JOIN findings ON findings.id = finding WHERE gone IS NULL"
            " AND (? IS NULL OR wiki = ?) AND (? IS NULL OR page_id = ?)"
            " ORDER BY wiki, page_id, rule, key",
            (wiki, wiki, page_id, page_id),
        )
        return [(read_finding(row), read_member(Quiet, row[-2]), row[-1]) for row in rows]

    def _overruled(self, today: date, of: int | None) -> dict[int, Silence]:
        standings = self.standings() if of is None else {of: self.standing(of)}
        holding = {
            number: standing
            for number, standing in standings.items()
            if standing.holds(today) and standing.verdict in {Verdict.GOOD, Verdict.IRRELEVANT}
        }
        found = self.rows(
            "SELECT findings.id, severity, first_seen, resource FROM findings"
            " JOIN editions USING (wiki, page_id) WHERE gone IS NULL"
            " AND resource IN (SELECT value FROM json_each(?))",
            (to_json(sorted(holding)),),
        )
        return {
            number: (Quiet.OVERRULED.value, holding[resource].uuid)
            for number, severity, first_seen, resource in found
            if _overrules(holding[resource], severity, read_moment(first_seen))
        }

    def _dismissed(self, known: Mapping[int, Silence], of: int | None) -> dict[int, Silence]:
        said: dict[tuple[str, int, str], list[Dismissal]] = defaultdict(list)
        for dismissal in self.dismissals(of, ended=False):
            said[dismissal.wiki, dismissal.page_id, dismissal.rule].append(dismissal)
        found: dict[int, Silence] = {}
        for (wiki, page_id, rule), dismissals in said.items():
            for row in self.rows(
                f"SELECT {FINDING_COLUMNS}, id FROM findings"  # noqa: S608  # constant
                " WHERE wiki = ? AND page_id = ? AND rule = ? AND gone IS NULL",
                (wiki, page_id, rule),
            ):
                finding, number = read_finding(row), row[-1]
                facts, _why = self.facts(wiki, finding.revision)
                if facts is None and number in known:
                    # What it rests on cannot be looked at now: it stays as it was.
                    found[number] = known[number]
                    continue
                rests_on = prints(finding.evidence, facts)
                by = next((one for one in dismissals if rests_on & one.prints), None)
                if by and rests_on <= frozenset().union(*(one.prints for one in dismissals)):
                    found[number] = (Quiet.DISMISSED.value, by.uuid)
        return found


def _overrules(standing: Standing, severity: str, first_seen: datetime) -> bool:
    if standing.verdict is Verdict.IRRELEVANT:
        return True
    return severity != "error" and standing.since is not None and first_seen <= standing.since
