"""What a map of the material shows: resources with their editions, worst findings and changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cphub.catalogue.findings import OPEN
from cphub.catalogue.histories import Histories
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import read_member, to_json
from cphub.model.pages import State

RANKS = ("error", "warning", "note")


class Maps(Histories):
    """The part of the catalogue that a map is drawn from."""

    def mapped_pages(
        self, ids: Collection[int] | None = None
    ) -> Iterator[tuple[int, str, int, str, str, bool, str]]:
        """Yield (resource, wiki, page id, title, language, is source, state) of what can be read.

        By resource, the source first, then by language. With `ids` only those resources.
        """
        chosen = "" if ids is None else " AND resource IN (SELECT value FROM json_each(?))"
        yield from self.each(
            "SELECT resource, pages.wiki, pages.page_id, title, editions.language, is_source, state"  # noqa: S608  # constants
            " FROM editions JOIN pages USING (wiki, page_id)"
            f" WHERE state NOT IN ('missing', 'redirect') AND {HELD}{chosen}"
            " ORDER BY resource, is_source DESC, editions.language, pages.wiki, title",
            () if ids is None else (to_json(sorted(ids)),),
        )

    def count_held(self) -> dict[State, int]:
        """Return how many pages sources hold, by what they are."""
        rows = self.rows(
            f"SELECT state, count(*) FROM pages WHERE {HELD} GROUP BY state ORDER BY state"  # noqa: S608  # constant
        )
        return {read_member(State, state): number for state, number in rows}

    def worst_severities(
        self, rules: Collection[str], severities: Collection[str] = RANKS
    ) -> dict[int, dict[str, str]]:
        """Return how bad what `rules` find in each resource is at worst, by number and axis."""
        worst: dict[int, dict[str, str]] = {}
        for resource, axis, rank in self.each(
            "SELECT resource, axis,"  # noqa: S608  # constant
            " min(CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END)"
            " FROM findings JOIN editions USING (wiki, page_id)"
            " WHERE rule IN (SELECT value FROM json_each(?))"
            f" AND severity IN (SELECT value FROM json_each(?)) AND {OPEN} GROUP BY resource, axis",
            (to_json(sorted(rules)), to_json(sorted(severities))),
        ):
            worst.setdefault(resource, {})[axis] = RANKS[rank]
        return worst

    def changed_since(self, run: int) -> dict[int, bool]:
        """Return the resources with an edition that changed after a run; true: all are new."""
        return {
            resource: bool(new)
            for resource, new in self.rows(
                "SELECT resource, min(coalesce(new, 0)) FROM editions LEFT JOIN (SELECT wiki,"
                " page_id, max(kind = 'new') AS new FROM changes WHERE run > ? AND kind IN"
                " ('new', 'edited', 'restored') GROUP BY wiki, page_id) USING (wiki, page_id)"
                " GROUP BY resource HAVING count(new)",
                (run,),
            )
        }
