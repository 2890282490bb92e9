"""What only the whole catalogue can tell of a page: who links to it, who says the same.

Worked out once an audit, and only if a rule that is run asks for it (its plug-in attribute
`relations` names fields of `Relations`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from operator import eq

from cphub.catalogue import Catalogue
from cphub.catalogue.readings import Outline
from cphub.model.facts import Facts
from cphub.model.findings import Context, Relations, Similar
from cphub.model.links import LinkStatus
from cphub.model.pages import Page, State, Wiki
from cphub.model.weight import Views
from cphub.workflows._interwiki import wikis_by_prefix
from cphub.workflows._link_relations import interwiki_of, links_of
from cphub.workflows._relevance import topics
from cphub.workflows._translation_relations import Families, families

ROWS = 4
"""Places of the signature in one band (Leskovec, Rajaraman, Ullman: Mining of Massive
Datasets, 3.4)."""

BANDS = 2
"""Bands that two pages must share to be compared. Of 16 bands of 4, pairs with 80 % in common
share that many in 99.7 % of all cases, with 70 % in 93 %, with 60 % in 61 %; one band would
bring in every pair with a few sentences in common."""

LEAST_SHARE = 0.6
"""Pairs with less in common than this are no candidates for anything."""

CROWD = 20
"""Pages of one band that are compared with one another; in a greater crowd the first ones
stand for all."""

Key = tuple[str, int]


@dataclass
class Surroundings:
    """The relations of all pages, by (wiki, page id)."""

    incoming: Mapping[Key, int] | None = None
    similar: Mapping[Key, tuple[Similar, ...]] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    families: Families = field(default_factory=Families)
    topics: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    views: Mapping[Key, Views] = field(default_factory=dict)
    links: Mapping[str, LinkStatus] = field(default_factory=dict)
    prefixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, page: Page, facts: Facts) -> Relations:
        """Return the relations of one page."""
        key = (page.wiki, page.page_id)
        known = self.titles.get(page.wiki, {})
        views = self.views.get(key)
        return Relations(
            incoming=None if self.incoming is None else self.incoming.get(key, 0),
            missing_links=_missing(
                (link.title for link in facts.links if not link.interwiki), known
            ),
            missing_files=_missing(facts.media, known),
            similar=self.similar.get(key, ()),
            target=facts.redirect if page.state is State.REDIRECT else "",
            resource=self.families.resources.get(key),
            translations=self.families.translations.get(key),
            translation=self.families.translation.get(key),
            source_changes=self.families.changes.get(key),
            source_facts=self.families.source_facts(key),
            topics=self.topics.get(key),
            views=views.views if views else None,
            view_days=views.days if views else 0,
            links=links_of(facts, self.links),
            **interwiki_of(facts, self.prefixes.get(page.wiki, {}), self.titles),
        )


def surroundings(
    catalogue: Catalogue,
    version: str,
    wikis: Mapping[str, Wiki],
    needed: Collection[str],
    context: Context,
) -> Surroundings:
    """Work out the relations that are `needed`, by their names in `Relations`."""
    found = Surroundings()
    if "missing_interwiki" in needed:
        found.prefixes = wikis_by_prefix(wikis)
    if {"missing_links", "missing_files", "missing_interwiki"} & set(needed):
        there = catalogue.there()
        found.titles = {name: _known(catalogue.titles(name), there[name]) for name in wikis}
    found.families = families(catalogue, needed, context)
    found.topics = topics(catalogue) if "topics" in needed else {}
    found.views = catalogue.page_views() if "views" in needed else {}
    found.links = catalogue.link_statuses() if "links" in needed else {}
    if not {"incoming", "similar"} & set(needed):
        return found
    links = _Links(wikis, catalogue.held_titles())
    alike = _Alike(wikis)
    for wiki, page_id, title, language, outline in catalogue.outlines(version):
        if "incoming" in needed:
            links.add((wiki, page_id), outline)
        if "similar" in needed and outline.signature:
            alike.add((wiki, page_id), title, language, outline.signature)
    if "incoming" in needed:
        found.incoming = links.counts()
    found.similar = alike.pairs()
    return found


def _known(titles: Mapping[str, str | None], there: Mapping[str, bool]) -> dict[str, str | None]:
    """Return what is known of `titles`: a page that is held is seen more often than asked for."""
    known = dict(titles)
    for title in titles.keys() & there.keys():
        if not there[title]:
            known[title] = None
        elif known[title] is None:
            known[title] = ""
    return known


def _missing(titles: Iterable[str], known: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return those titles that the wiki does not have; None if it was asked about none."""
    if not known:
        return None
    asked = sorted({title for title in titles if title in known})
    return tuple(title for title in asked if known[title] is None) if asked else None


class _Links:
    """Who links to whom, gathered page by page; only links to pages of the catalogue."""

    def __init__(self, wikis: Mapping[str, Wiki], titles: Mapping[str, Mapping[str, int]]) -> None:
        self._titles = titles
        self._redirects: dict[Key, str] = {}
        self._linking: dict[Key, set[Key]] = defaultdict(set)
        self._prefixes = wikis_by_prefix(wikis)

    def add(self, key: Key, outline: Outline) -> None:
        wiki, _page_id = key
        if outline.redirect:
            self._redirects[key] = outline.redirect
            return
        titles, linking = self._titles[wiki], self._linking
        for link in outline.links:
            there, known = wiki, titles
            if link.interwiki:
                there = self._prefixes[wiki].get(link.interwiki, "")
                known = self._titles.get(there, {})
            page_id = known.get(link.title)
            if page_id is None and ":" in link.title:
                page_id = known.get(_meant(link.title))
            if page_id is not None:
                linking[there, page_id].add(key)
        for template in outline.templates:
            # A page that is shown inside another one is led to as well.
            if ":" in template.name:
                page_id = titles.get(template.name.removeprefix(":"))
                if page_id is not None:
                    linking[wiki, page_id].add(key)

    def counts(self) -> dict[Key, int]:
        """Return how many other pages link to each page, redirects followed once."""
        for (wiki, page_id), target in self._redirects.items():
            aim = self._titles[wiki].get(target)
            if aim is not None:
                self._linking[wiki, aim] |= self._linking.get((wiki, page_id), set())
        return {key: len(linking - {key}) for key, linking in self._linking.items()}


class _Alike:
    """Pages by the bands of their signatures."""

    def __init__(self, wikis: Mapping[str, Wiki]) -> None:
        self._wikis = wikis
        self._pages: list[tuple[Key, str, str, tuple[int, ...]]] = []
        self._bands: dict[tuple[int, ...], list[int]] = defaultdict(list)

    def add(self, key: Key, title: str, language: str, signature: tuple[int, ...]) -> None:
        number = len(self._pages)
        self._pages.append((key, title, language, signature))
        for start in range(0, len(signature), ROWS):
            self._bands[start, *signature[start : start + ROWS]].append(number)

    def pairs(self) -> dict[Key, tuple[Similar, ...]]:
        """Return the similar pages of each page, the most similar first."""
        shared: Counter[tuple[int, int]] = Counter()
        for band in self._bands.values():
            if len(band) > 1:
                shared.update(combinations(band[:CROWD], 2))
                shared.update((band[0], other) for other in band[CROWD:])
        found: dict[int, list[tuple[float, str, str, int]]] = defaultdict(list)
        for (one, other), bands in shared.items():
            if bands < BANDS:
                continue
            share = _share(self._pages[one][3], self._pages[other][3])
            if share >= LEAST_SHARE:
                found[one].append(self._rank(other, share))
                found[other].append(self._rank(one, share))
        return {
            self._pages[number][0]: tuple(self._similar(*rank) for rank in sorted(ranks))
            for number, ranks in found.items()
        }

    def _rank(self, number: int, share: float) -> tuple[float, str, str, int]:
        """Return what similar pages are sorted by, the most similar first."""
        (wiki, _page_id), title, _language, _signature = self._pages[number]
        return -share, wiki, title, number

    def _similar(self, negated: float, wiki: str, title: str, number: int) -> Similar:
        language = self._pages[number][2]
        return Similar(wiki, title, language, self._wikis[wiki].url(title), -negated)


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate the Jaccard similarity: the share of places that agree."""
    agree: int = sum(map(eq, one, other))
    return agree / len(one)


def _meant(title: str) -> str:
    """Return the page that a link leads to; `Special:MyLanguage/X` leads to X."""
    head, slash, rest = title.partition("/")
    return rest if slash and head.casefold().endswith(":mylanguage") else title
