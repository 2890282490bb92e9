"""What a page has to be besides having the words: filters, as SQL asks for them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import to_text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a found page has to be; what is empty lets all through.

    `languages` are of the page or of another edition of its resource, `axes_ok` axes on
    which it has no error and no warning, `since` when it was edited at the earliest,
    `within` (wiki, page id) pairs that it has to be one of.
    """

    languages: tuple[str, ...] = ()
    wikis: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    axes_ok: tuple[str, ...] = ()
    since: datetime | None = None
    within: Collection[tuple[str, int]] | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is wanted."""
        return self != Wanted()

    def conditions(self) -> tuple[list[str], list[Any]]:
        """Return what SQL asks of pages, and the values in it; `within` is not in it."""
        conditions: list[str] = [HELD]
        values: list[Any] = []
        if self.wikis:
            conditions.append(f"pages.wiki IN ({_marks(self.wikis)})")
            values += self.wikis
        if self.languages:
            marks = _marks(self.languages)
            conditions.append(
                f"(coalesce(editions.language, pages.language) IN ({marks})"  # noqa: S608  # marks
                " OR EXISTS (SELECT 1 FROM editions AS other"
                " JOIN pages AS its USING (wiki, page_id) WHERE other.resource = editions.resource"
                f" AND other.language IN ({marks}) AND its.state NOT IN ('missing', 'redirect')"
                " AND EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = other.wiki"
                " AND memberships.page_id = other.page_id AND until IS NULL)))"
            )
            values += [*self.languages, *self.languages]
        if self.sources:
            conditions.append(
                "EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = pages.wiki"  # noqa: S608  # marks
                " AND memberships.page_id = pages.page_id AND until IS NULL"
                f" AND source IN ({_marks(self.sources)}))"
            )
            values += self.sources
        if self.axes_ok:
            conditions.append(
                "NOT EXISTS (SELECT 1 FROM findings WHERE findings.wiki = pages.wiki"  # noqa: S608  # marks
                " AND findings.page_id = pages.page_id AND gone IS NULL AND severity <> 'note'"
                f" AND axis IN ({_marks(self.axes_ok)}))"
            )
            values += self.axes_ok
        if self.since:
            conditions.append("timestamp >= ?")
            values.append(to_text(self.since))
        return conditions, values

    def questions(self) -> list[tuple[str, list[Any]]]:
        """Return questions, each for the numbers in the index of all that one filter lets through.

        For filters that few pages pass; those that can only be asked of each page have none.
        """
        asked: list[tuple[str, list[Any]]] = []
        pages = "SELECT search_pages.id FROM search_pages JOIN"
        if self.within is not None:
            sql = (
                f"{pages} json_each(?) ON wiki = json_extract(value, '$[0]')"
                " AND page_id = json_extract(value, '$[1]')"
            )
            asked.append((sql, [json.dumps([list(pair) for pair in self.within])]))
        if self.sources:
            sql = f"{pages} memberships USING (wiki, page_id) WHERE until IS NULL AND source IN"
            asked.append((f"{sql} ({_marks(self.sources)})", [*self.sources]))
        if self.languages:
            marks = _marks(self.languages)
            theirs = f"SELECT resource FROM editions WHERE language IN ({marks})"  # noqa: S608  # marks
            sql = (
                f"{pages} editions USING (wiki, page_id) WHERE resource IN ({theirs})"
                f" UNION {pages} pages USING (wiki, page_id) WHERE language IN ({marks})"
            )
            asked.append((sql, [*self.languages, *self.languages]))
        return asked


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
