"""What resources are about: people's words, kept for ever, and what the machine proposes."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from cphub.catalogue.reviews import Reviews
from cphub.catalogue.rows import checked, maybe_time, read_json, read_member, read_moment, to_text
from cphub.model.subjects import (
    BOUND,
    SINGLE,
    Described,
    Description,
    Property,
    Proposal,
    settle,
)

DESCRIPTION_COLUMNS = "uuid, wiki, page_id, who, property, value, holds, timestamp, undone"
PROPOSAL_COLUMNS = "wiki, page_id, property, value, confidence, evidence, timestamp"
_CHUNK = 500

Key = tuple[str, int]


class Subjects(Reviews):
    """The part of the catalogue that knows what resources are about."""

    def save_descriptions(
        self,
        page: Key,
        said: Iterable[tuple[Property, str, bool]],
        who: str,
        now: datetime,
    ) -> list[Description]:
        """Keep what a person says of the resource that a page is an edition of.

        It counts as newer than all that was said of the resource before.

        Args:
            page: the wiki's short name and the page's id.
            said: property, value, and whether the resource is that.
            who: who says so.
            now: what the time is.
        """
        with self.write():
            moment = self._moment(page, now)
            words = [
                Description(uuid.uuid4().hex, *page, who, what, value, holds, moment)
                for what, value, holds in said
            ]
            self.run_many(
                f"INSERT INTO descriptions ({DESCRIPTION_COLUMNS})"  # noqa: S608  # constants
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO NOTHING",
                map(_row, words),
            )
        return words

    def take_back_descriptions(self, words: Iterable[Description], now: datetime) -> None:
        """Mark words as taken back; they stay in the history."""
        with self.write():
            self.run_many(
                "UPDATE descriptions SET undone = ? WHERE uuid = ? AND undone IS NULL",
                ((to_text(max(now, one.timestamp)), one.uuid) for one in words),
            )

    def descriptions(self, resource: int) -> list[Description]:
        """Return what was said of a resource, taken back or not, newest first."""
        rows = self.rows(
            f"SELECT {DESCRIPTION_COLUMNS} FROM descriptions WHERE (wiki, page_id) IN"  # noqa: S608  # constants
            " (SELECT wiki, page_id FROM editions WHERE resource = ?)"
            " ORDER BY timestamp DESC, uuid DESC",
            (resource,),
        )
        return [read_description(row) for row in rows]

    def all_descriptions(self) -> dict[int, list[Description]]:
        """Return what was said of every resource, taken back or not, by its number."""
        said: dict[int, list[Description]] = defaultdict(list)
        for number, *row in self.each(
            f"SELECT resource, {_named('descriptions', DESCRIPTION_COLUMNS)} FROM editions"  # noqa: S608  # constants
            " JOIN descriptions USING (wiki, page_id) ORDER BY resource"
        ):
            said[number].append(read_description(tuple(row)))
        return said

    def subjects(self, resource: int) -> tuple[Described, ...]:
        """Return what holds of one resource."""
        return self.all_subjects([resource]).get(resource, ())

    def all_subjects(
        self, resources: Collection[int] | None = None
    ) -> dict[int, tuple[Described, ...]]:
        """Return what holds of resources (all if None) by their numbers; none is left out.

        That is what `cphub.model.subjects.settle` makes of people's words and the machine's
        proposals of all editions.
        """
        if resources is None:
            return self._subjects("1", ())
        wanted = sorted(set(resources))
        found: dict[int, tuple[Described, ...]] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            found |= self._subjects(f"editions.resource IN ({marks})", chunk)
        return found

    def resources_about(self, what: Property, values: Collection[str]) -> set[int]:
        """Return the numbers of resources of which one of `values` holds."""
        wanted = sorted(set(values))
        marks = ", ".join("?" * len(wanted))
        proposed = self.rows(
            "SELECT DISTINCT resource FROM proposals JOIN editions USING (wiki, page_id)"  # noqa: S608  # marks
            " JOIN pages USING (wiki, page_id)"
            f" WHERE property = ? AND value IN ({marks}) AND confidence >= ?"
            " AND state NOT IN ('missing', 'redirect')",
            (what, *wanted, BOUND),
        )
        said = self.rows(
            "SELECT DISTINCT resource FROM descriptions JOIN editions USING (wiki, page_id)"
            " WHERE property = ? AND undone IS NULL",
            (what,),
        )
        found, spoken = {number for (number,) in proposed}, {number for (number,) in said}
        # Only where a person spoke, or one value rules out the others, is there more to it.
        open_ = found | spoken if what in SINGLE else spoken
        return (found - open_) | {
            number
            for number, held in self.all_subjects(open_).items()
            if any(one.property is what and one.value in wanted for one in held)
        }

    def described_values(self, what: Property) -> set[str]:
        """Return the values of a property that anybody said or proposes."""
        rows = self.rows(
            "SELECT value FROM proposals WHERE property = ?"
            " UNION SELECT value FROM descriptions WHERE property = ? AND undone IS NULL"
            " AND value <> ''",
            (what, what),
        )
        return {value for (value,) in rows}

    def _subjects(self, where: str, values: Collection[Any]) -> dict[int, tuple[Described, ...]]:
        said: dict[int, list[Description]] = defaultdict(list)
        for number, *row in self.each(
            f"SELECT resource, {_named('descriptions', DESCRIPTION_COLUMNS)} FROM editions"  # noqa: S608  # constants
            f" JOIN descriptions USING (wiki, page_id) WHERE {where}",
            tuple(values),
        ):
            said[number].append(read_description(tuple(row)))
        proposed: dict[int, list[Proposal]] = defaultdict(list)
        for number, *row in self.each(
            f"SELECT resource, {_named('proposals', PROPOSAL_COLUMNS)} FROM editions"  # noqa: S608  # constants
            " JOIN proposals USING (wiki, page_id) JOIN pages USING (wiki, page_id)"
            f" WHERE {where} AND state NOT IN ('missing', 'redirect')",
            tuple(values),
        ):
            proposed[number].append(read_proposal(tuple(row)))
        return {
            number: held
            for number in sorted({*said, *proposed})
            if (held := settle(proposed.get(number, ()), said.get(number, ())))
        }


def _named(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{name}" for name in columns.split(", "))


@checked
def read_description(row: tuple[Any, ...]) -> Description:
    """Read a row of DESCRIPTION_COLUMNS."""
    return Description(
        *(row[0], row[1], row[2], row[3], read_member(Property, row[4]), row[5], bool(row[6])),
        *(read_moment(row[7]), maybe_time(row[8])),
    )


@checked
def read_proposal(row: tuple[Any, ...]) -> Proposal:
    """Read a row of PROPOSAL_COLUMNS."""
    return Proposal(
        *(row[0], row[1], read_member(Property, row[2]), row[3], float(row[4])),
        *(read_json(row[5], tuple[str, ...]), read_moment(row[6])),
    )


def _row(one: Description) -> tuple[object, ...]:
    return (
        *(one.uuid, one.wiki, one.page_id, one.who, one.property, one.value, one.holds),
        *(to_text(one.timestamp), to_text(one.undone) if one.undone else None),
    )
