"""Resources as the catalogue keeps them: which pages are editions of one another.

Which they are is worked out by `cphub.workflows._resources.tie`; here it is read. A resource
is shown with those of its editions that a source holds and that are there to be read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import maybe_time, read_member, read_moment
from cphub.catalogue.selections import Selections
from cphub.errors import CatalogueError
from cphub.model.pages import Page, State, Wiki
from cphub.model.resources import Edition, Resource, Tie

_COLUMNS = (
    "editions.resource, pages.wiki, pages.page_id, title, editions.language, state, revision,"
    " timestamp, edited_by_person, is_source, tie"
)
_THERE = f"state NOT IN ('missing', 'redirect') AND {HELD}"
_ORDER = "editions.resource, is_source DESC, editions.language, pages.wiki, title, pages.page_id"
_CHUNK = 500
_NUMBER = re.compile("[0-9]{1,18}")

_STATES = {state.value: state for state in State}
_TIES = {tie.value: tie for tie in Tie}


@dataclass(frozen=True, slots=True)
class TieReason:
    """Why a page is an edition: the tie, the page at its other end, and since when.

    `via` is None where the page is alone, or where the other end is no page of the catalogue
    (a source page that is known but that no source holds).
    """

    tie: Tie
    via: tuple[str, str] | None
    since: datetime


class Resources(Selections):
    """The part of the catalogue that knows which pages are editions of one resource."""

    def resources(
        self, ids: Collection[int] | None = None, *, gone: bool = False
    ) -> Iterator[Resource]:
        """Yield resources by id, each with its editions: the source first, then by language.

        Args:
            ids: those to yield; all if None. Ids that were merged away are passed over.
            gone: also editions that are missing, redirects, or held by no source any more,
                and resources that have no other ones.
        """
        where = "1" if gone else _THERE
        if ids is None:
            yield from self._resources(where, ())
            return
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            yield from self._resources(f"editions.resource IN ({marks}) AND {where}", chunk)

    def resource(self, number: int, *, gone: bool = True) -> Resource | None:
        """Return a resource by its number; one that was merged away is the one it became.

        With `gone` also the editions that are missing, redirects, or held by no source.
        None where there is none, or without `gone` none with an edition to be read.
        """
        row = self.row(
            "SELECT coalesce(merged_into, id) FROM resources WHERE id = ?",
            (number,),
        )
        return next(self.resources([row[0]], gone=gone), None) if row else None

    def resource_of(self, wiki: str, page_id: int, *, gone: bool = True) -> Resource | None:
        """Return the resource that a page is an edition of, None where it is not tied yet."""
        row = self.row(
            "SELECT resource FROM editions WHERE wiki = ? AND page_id = ?", (wiki, page_id)
        )
        return next(self.resources([row[0]], gone=gone), None) if row else None

    def resource_numbers(self) -> dict[tuple[str, int], int]:
        """Return the number of the resource of every page, by (wiki, page id)."""
        return {
            (wiki, page_id): number
            for wiki, page_id, number in self.rows("SELECT wiki, page_id, resource FROM editions")
        }

    def find_resources(self, name: str) -> list[tuple[Resource, Page | None]]:
        """Return the resources that `name` means: `#12`, `12`, or a page as `find_pages` has it.

        Each comes with the page that was named, None where it was named by its number. A
        page whose title is a number comes before the resource of that number, unless the
        number is written with `#`.
        """
        name = name.strip()
        found: dict[int, tuple[Resource, Page | None]] = {}
        for page in self.find_pages(name) if not name.startswith("#") else ():
            if resource := self.resource_of(page.wiki, page.page_id):
                found.setdefault(resource.id, (resource, page))
        digits = name.removeprefix("#").strip()
        if not found and _NUMBER.fullmatch(digits) and (resource := self.resource(int(digits))):
            return [(resource, None)]
        return list(found.values())

    def tie_reasons(self, number: int) -> dict[tuple[str, int], TieReason]:
        """Return why each page is an edition of a resource, by (wiki, page id)."""
        rows = self.rows(
            "SELECT editions.wiki, editions.page_id, tie, via_wiki, via.title, since FROM editions"
            " LEFT JOIN pages AS via ON via.wiki = via_wiki AND via.page_id = via_page_id"
            " WHERE resource = ? ORDER BY editions.wiki, editions.page_id",
            (number,),
        )
        return {
            (wiki, page_id): TieReason(
                read_member(Tie, tie),
                (via_wiki, via_title) if via_title is not None else None,
                read_moment(since),
            )
            for wiki, page_id, tie, via_wiki, via_title, since in rows
        }

    def merged_away(self, number: int) -> list[tuple[int, datetime]]:
        """Return the resources that became part of this one, each with when."""
        rows = self.rows(
            "SELECT id, merged FROM resources WHERE merged_into = ? ORDER BY id", (number,)
        )
        return [(other, read_moment(merged)) for other, merged in rows]

    def _resources(self, where: str, values: Collection[int]) -> Iterator[Resource]:
        wikis = self.wikis()
        rows = self.each(
            f"SELECT {_COLUMNS} FROM editions JOIN pages USING (wiki, page_id)"  # noqa: S608  # constants
            f" WHERE {where} ORDER BY {_ORDER}",
            tuple(values),
        )
        try:
            for number, group in groupby(rows, itemgetter(0)):
                yield Resource(number, tuple(_edition(row, wikis) for row in group))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise CatalogueError(
                "the catalogue has a row that no cphub wrote, in editions"
                f" ({type(error).__name__}: {str(error)[:80]})",
                "Restore it from a backup, or move it away and harvest again.",
            ) from error


def _edition(row: tuple[Any, ...], wikis: dict[str, Wiki]) -> Edition:
    return Edition(
        row[1],
        row[2],
        row[3],
        row[4],
        wikis[row[1]].url(row[3]),
        _STATES[row[5]],
        row[6],
        read_moment(row[7]),
        maybe_time(row[8]),
        bool(row[9]),
        _TIES[row[10]],
    )
