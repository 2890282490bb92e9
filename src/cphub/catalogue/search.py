"""The search: resources whose pages have the words, the best first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cphub.catalogue.rows import read_member, read_moment
from cphub.catalogue.search_near import SearchNear
from cphub.catalogue.search_query import Query, Width
from cphub.catalogue.search_wanted import Wanted
from cphub.catalogue.search_words import fold
from cphub.model.pages import State

# bm25's weights of title, headings, lead and text: who looks for a word wants the page about it.
_RANKED = (
    "SELECT rowid, -rank FROM search WHERE search MATCH ?"
    " AND rank MATCH 'bm25(12.0, 4.0, 2.0, 1.0)' ORDER BY rank LIMIT ? OFFSET ?"
)
POOL = 150
"""Pages at the least that are weighed against one another by more than their words."""

BROAD = 5_000
"""Pages from which on titles and headings are looked at first: ranking takes 2 µs a page,
counting a fiftieth of that, and of so many the best have the words in their titles."""

CHUNK = 1_000
"""Pages that are looked up at once."""

NONE_KNOWN: Mapping[int, float] = MappingProxyType({})

_WEIGHTS = {
    State.CURRENT: 1.0,
    State.UNPARSED: 0.9,
    State.REDIRECT: 0.5,
    State.HIDDEN: 0.3,
    State.MISSING: 0.2,
}
_FINDING_WEIGHTS = {"error": 0.8, "warning": 0.95}
_WIDTH_WEIGHTS = {Width.ALL: 1.0, Width.STEMS: 0.6, Width.ANY: 0.4}
_TITLE = 2.0  # of a page that is called exactly what was looked for
_SUBPAGE = 1.5  # of one whose last part is
_ELSEWHERE = 0.6  # of words found in another language than the one asked for


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found. `findings` counts its open findings by severity."""

    wiki: str
    page_id: int
    title: str
    language: str
    state: State
    revision: int
    timestamp: datetime
    resource: int | None
    score: float
    width: Width
    findings: Counter[str] = field(default_factory=Counter)


class Search(SearchNear):
    """The part of the catalogue that finds pages by their words."""

    def search(
        self,
        query: Query,
        wanted: Wanted,
        *,
        limit: int,
        weights: Mapping[int, float] = NONE_KNOWN,
    ) -> list[list[Hit]]:
        """Return what was found: at most `limit` resources, each with its pages, best first.

        `weights` are of resources, by their number: what people said of them. Pages with all
        the words come first, then those with all the stems; pages with some of the words only
        where there are no others.
        """
        groups: dict[Any, list[Hit]] = {}
        for width in query.widths() if query.terms else ():
            if width is Width.ANY and groups:
                break
            for hit in self._hits(query, width, wanted, limit, weights):
                key = (hit.wiki, hit.page_id) if hit.resource is None else hit.resource
                group = groups.setdefault(key, [])
                if all((hit.wiki, hit.page_id) != (one.wiki, one.page_id) for one in group):
                    group.append(hit)
            if len(groups) >= limit:
                break
        found = [sorted(group, key=_best_first) for group in groups.values()]
        return sorted(found, key=lambda group: _best_first(group[0]))[:limit]

    def _hits(
        self,
        query: Query,
        width: Width,
        wanted: Wanted,
        limit: int,
        weights: Mapping[int, float],
    ) -> list[Hit]:
        """Return the best pages of one meaning, of as many resources as are wanted."""
        hits: list[Hit] = []
        resources = set()
        passing: set[int] | None = None
        for ranked in self._ranked(query, width):
            scores = ranked
            if passing is not None:
                scores = {number: ranked[number] for number in ranked.keys() & passing}
            for row in self._pages_of(scores, wanted):
                score = scores[row[0]] * weights.get(row[8], 1.0)
                hit = _hit(row, query, score, width, wanted)
                if wanted.within is None or (hit.wiki, hit.page_id) in wanted.within:
                    hits.append(hit)
                    resources.add(hit.resource or (hit.wiki, hit.page_id))
            if len(resources) >= limit or passing == set():
                break
            if passing is None:
                # Few of the best pass the filters: the rest need not be looked up one by one.
                passing = self._passing(wanted)
        return hits

    def _passing(self, wanted: Wanted) -> set[int] | None:
        """Return the pages that pass those filters that can be asked for all; None for none."""
        found = [
            {number for (number,) in self.rows(sql, values)} for sql, values in wanted.questions()
        ]
        return set.intersection(*found) if found else None

    def _ranked(self, query: Query, width: Width) -> Iterator[dict[int, float]]:
        """Yield pages with their scores, best first, in chunks that grow.

        Of a broad question those come first that have the words in title or headings.
        """
        match, whole = query.match(width), query.match(width, whole=True)
        seen: set[int] = set()
        asked = [match]
        if any(self._is_broad(words) for words in dict.fromkeys((whole, match))):
            places = (("title", whole), ("title headings", whole), ("title headings", match))
            asked = [*(f"{{{place}}} : ({words})" for place, words in places), match]
        for question in asked:
            size, at = POOL, 0
            while size and (rows := self.rows(_RANKED, (question, size, at))):
                at, size = at + len(rows), -1 if len(rows) == size else 0
                for start in range(0, len(rows), CHUNK):
                    yield {
                        number: score
                        for number, score in rows[start : start + CHUNK]
                        if number not in seen
                    }
                seen.update(number for number, _score in rows)

    def _is_broad(self, match: str) -> bool:
        row = self.row("SELECT count(*) FROM search WHERE search MATCH ?", (match,))
        return row is not None and row[0] > BROAD

    def _pages_of(self, ids: Collection[int], wanted: Wanted) -> list[tuple[Any, ...]]:
        conditions, values = wanted.conditions()
        return self.rows(
            "SELECT search_pages.id, pages.wiki, pages.page_id, title,"  # noqa: S608  # constants
            " coalesce(editions.language, pages.language), state,"
            " revision, timestamp, resource,"
            " (SELECT group_concat(severity) FROM findings WHERE findings.wiki = pages.wiki"
            " AND findings.page_id = pages.page_id AND gone IS NULL)"
            " FROM json_each(?) AS ids JOIN search_pages ON search_pages.id = ids.value"
            " JOIN pages USING (wiki, page_id) LEFT JOIN editions USING (wiki, page_id)"
            f" WHERE {' AND '.join(conditions)}",
            (json.dumps(list(ids)), *values),
        )


def _hit(row: tuple[Any, ...], query: Query, score: float, width: Width, wanted: Wanted) -> Hit:
    _id, wiki, page_id, title, language, state, revision, timestamp, resource, severities = row
    findings = Counter((severities or "").split(",") if severities else ())
    weight = _WEIGHTS[read_member(State, state)] * _WIDTH_WEIGHTS[width]
    weight *= min((_FINDING_WEIGHTS.get(name, 1.0) for name in findings), default=1.0)
    called = query.folded
    if fold(title) == called:
        weight *= _TITLE
    elif fold(title.rpartition("/")[2].rpartition(":")[2]) == called:
        weight *= _SUBPAGE
    if wanted.languages and language not in wanted.languages:
        weight *= _ELSEWHERE
    return Hit(
        wiki,
        page_id,
        title,
        language,
        read_member(State, state),
        revision,
        read_moment(timestamp),
        resource,
        score * weight,
        width,
        findings,
    )


def _best_first(hit: Hit) -> tuple[float, str, str, int]:
    return (-hit.score, hit.wiki, hit.title, hit.page_id)
