"""What a report counts: the pages that sources hold, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass

from cphub.catalogue.lookups import Lookups
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import read_member
from cphub.model.pages import State


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that a source holds, as far as a report counts it.

    `why` says why its text could not be read, where that is so.
    """

    wiki: str
    page_id: int
    title: str
    language: str
    state: State
    why: str


class Selections(Lookups):
    """The part of the catalogue that answers for many pages."""

    def held_pages(self) -> list[HeldPage]:
        """Return the pages that a source holds, by wiki and page id."""
        rows = self.rows(
            "SELECT pages.wiki, page_id, title, pages.language, state, coalesce(facts.error, '')"  # noqa: S608  # constant
            " FROM pages LEFT JOIN facts ON pages.state = 'unparsed'"
            " AND facts.wiki = pages.wiki AND facts.revision = pages.revision"
            f" WHERE {HELD} ORDER BY pages.wiki, page_id"
        )
        return [
            HeldPage(wiki, page_id, title, language, read_member(State, state), why)
            for wiki, page_id, title, language, state, why in rows
        ]

    def there(self) -> dict[str, dict[str, bool]]:
        """Return whether there is a page of a title, by wiki, as pages that sources hold tell."""
        found: dict[str, dict[str, bool]] = {name: {} for name in self.wikis()}
        for wiki, title, there in self.each(
            f"SELECT wiki, title, max(state <> 'missing') FROM pages WHERE {HELD}"  # noqa: S608  # constant
            " GROUP BY wiki, title"
        ):
            found[wiki][title] = bool(there)
        return found

    def held_titles(self) -> dict[str, dict[str, int]]:
        """Return the page ids of the pages that a source holds, by wiki and title."""
        titles: dict[str, dict[str, int]] = {name: {} for name in self.wikis()}
        for wiki, title, page_id in self.each(
            f"SELECT wiki, title, page_id FROM pages WHERE {HELD} ORDER BY wiki, page_id"  # noqa: S608  # constant
        ):
            titles[wiki][title] = page_id
        return titles

    def members(self, source: str) -> set[tuple[str, int]]:
        """Return the (wiki, page id) of each page that a source holds."""
        return set(
            self.rows(
                "SELECT wiki, page_id FROM memberships WHERE source = ? AND until IS NULL",
                (source,),
            )
        )
