"""What waits for a person: figures of all resources, to be put into an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cphub.catalogue.findings import OPEN
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import read_moment
from cphub.catalogue.silences import Silences


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many rules find an error, a warning or a note at worst in a resource.

    `newest` is when the newest of these findings was first seen.
    """

    errors: int
    warnings: int
    notes: int
    newest: datetime


class Queues(Silences):
    """The part of the catalogue that tells how much resources matter."""

    def troubles(self) -> dict[int, Trouble]:
        """Return what speaks against each resource that has open findings, by its number."""
        return {
            number: Trouble(errors, warnings, notes, read_moment(newest))
            for number, errors, warnings, notes, newest in self.rows(
                "SELECT resource, sum(worst = 0), sum(worst = 1), sum(worst = 2), max(newest)"  # noqa: S608  # constant
                " FROM (SELECT resource, max(first_seen) AS newest,"
                " min(CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END) AS worst"
                f" FROM findings JOIN editions USING (wiki, page_id) WHERE {OPEN}"
                " GROUP BY resource, rule) GROUP BY resource"
            )
        }

    def edition_places(self) -> Iterator[tuple[int, str, int, str]]:
        """Yield (resource, wiki, page id, language) of the editions that are there to be read."""
        yield from self.each(
            "SELECT resource, pages.wiki, pages.page_id, editions.language"  # noqa: S608  # constant
            " FROM editions JOIN pages USING (wiki, page_id)"
            f" WHERE state NOT IN ('missing', 'redirect') AND {HELD}"
        )
