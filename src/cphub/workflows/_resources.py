"""Tie the pages of a catalogue into resources.

Ties are taken the surest first: language subpages, interlanguage links (those that lead back
before those that do not), Wikidata items; what persons tied is one in any case. Machines never
put two pages of one wiki and language into one resource, but for the copy in the source's
language that Translate makes (`Guide/en` of `Guide`), nor two pages that a person untied, be
it by way of others that persons tied. Ties that would are left out and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from cphub.catalogue import Catalogue, RunWarning
from cphub.catalogue.ties import EditionRow, Word
from cphub.model.pages import Wiki
from cphub.model.resources import Tie
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._grouping import Edge, Grouping
from cphub.workflows._interwiki import wikis_by_prefix
from cphub.workflows._numbers import Numbers, number_groups
from cphub.workflows._sources_of import Lore, source_of
from cphub.workflows._ties import Numbered, Subpages, item_ties, langlink_ties, subpage_ties

_ALONE = Tie.ALONE.value

VERSION = "1"
"""Of the rules of this file and those it uses: another one ties everything anew."""

MOST_NAMED = 6
"""Pages that a warning names."""


@dataclass(frozen=True, slots=True)
class Tied:
    """What tying did: how many resources there are, editions that differ, what was left apart.

    `moved` counts pages that are now editions of another resource than before.
    """

    resources: int
    changed: int
    moved: int
    warnings: tuple[RunWarning, ...] = ()


@dataclass
class _Made:
    """Groups under way, with the strongest tie of each page."""

    grouping: Grouping
    best: dict[int, tuple[str, int]] = field(default_factory=dict)
    contested: list[tuple[Tie, list[Edge]]] = field(default_factory=list)

    def join(self, tie: Tie, edges: Sequence[Edge], *, exclusive: bool = True) -> None:
        left_out, best = set(self.grouping.join(edges, exclusive=exclusive)), self.best
        if self.grouping.contested:
            self.contested.append((tie, self.grouping.contested))
            self.grouping.contested = []
        found: dict[int, tuple[str, int]] = {}
        for one, other in sorted(edges):
            if one in found and other in found:
                continue
            if not left_out or (one, other) not in left_out:
                found.setdefault(one, (tie.value, other))
                found.setdefault(other, (tie.value, one))
        self.best = best | found if tie is Tie.PERSON else found | best


@dataclass(frozen=True, slots=True)
class _Told:
    """What rows of editions are made of besides the groups."""

    pages: Numbered
    languages: Sequence[str]
    best: Mapping[int, tuple[str, int]]
    lore: Lore


def tie(catalogue: Catalogue, noticed: datetime) -> Tied:
    """Work out which pages are editions of one resource; save what differs, in one transaction.

    Doing it again changes nothing. A resource keeps its number as long as one of its pages
    is an edition of it: of a split the part with the source edition keeps it, of a merger
    the oldest number stays.

    Raises:
        CatalogueError: the catalogue cannot be read or written.
    """
    with collecting_seldom(), catalogue.write():
        wikis = catalogue.wikis()
        pages = Numbered(catalogue.tie_pages())
        words = catalogue.words()
        subpages = subpage_ties(pages, wikis)
        languages = [subpages.languages.get(index, row[3]) for index, row in enumerate(pages.rows)]
        tied, untied = _said(pages, words)
        made = _Made(Grouping(_places(pages, languages), untied))
        made.join(Tie.TRANSLATION, subpages.edges, exclusive=False)
        _join_others(catalogue, wikis, pages, made)
        # Last, so that a page that a person added keeps nothing else out.
        made.join(Tie.PERSON, tied, exclusive=False)
        groups = made.grouping.groups()
        old = catalogue.edition_rows()
        numbers = number_groups(groups, pages, old, catalogue.resource_rows())
        lore = _lore(catalogue, pages, words, subpages)
        new = [
            row
            for group, number in zip(groups, numbers.of, strict=True)
            for row in _rows(group, number, _Told(pages, languages, made.best, lore))
        ]
        result = _save(catalogue, numbers, new, old, noticed)
        warnings = tuple(_warnings(pages, languages, made))
    return Tied(len(groups), *result, warnings)


def tie_if_stale(catalogue: Catalogue, noticed: datetime) -> Tied | None:
    """Tie the pages where something was harvested or imported since that was done last."""
    return None if catalogue.is_tied(VERSION) else tie(catalogue, noticed)


def _join_others(
    catalogue: Catalogue, wikis: dict[str, Wiki], pages: Numbered, made: _Made
) -> None:
    prefixes = wikis_by_prefix(wikis)
    mutual, single = langlink_ties(
        pages, catalogue.tie_langlinks(prefixes), prefixes, catalogue.tie_redirects()
    )
    made.join(Tie.LANGLINK, mutual)
    made.join(Tie.LANGLINK, single)
    repositories = catalogue.repositories()
    if repositories:
        items = catalogue.tie_items()
        made.join(Tie.WIKIDATA, item_ties(pages, items, catalogue.tie_sitelinks(), repositories))


def _places(pages: Numbered, languages: Sequence[str]) -> list[int | None]:
    """Number the pairs of wiki and language; a page that is not there takes no place."""
    known: dict[tuple[str, str], int] = {}
    return [
        known.setdefault((row[0], language), len(known)) if pages.there[index] else None
        for index, (row, language) in enumerate(zip(pages.rows, languages, strict=True))
    ]


def _said(pages: Numbered, words: Sequence[Word]) -> tuple[list[Edge], list[Edge]]:
    """Return the pages that persons tied, and those that they untied.

    Who ties A to B and unties B from C has also said that A is not C.
    """
    tied: list[Edge] = []
    for word in words:
        if word.kind == "tied":
            one, other = sorted(pages.number[key] for key in word.pair)
            tied.append((one, other))
    same = Grouping([None] * len(pages.rows))
    same.join(tied, exclusive=False)
    with_others = {group[0]: group for group in same.groups() if len(group) > 1}
    untied: list[Edge] = []
    for word in words:
        if word.kind == "untied":
            roots = [same.find(pages.number[key]) for key in word.pair]
            if roots[0] != roots[1]:
                here, there = (with_others.get(root, [root]) for root in roots)
                untied += product(here, there)
    return tied, untied


def _lore(catalogue: Catalogue, pages: Numbered, words: Iterable[Word], subpages: Subpages) -> Lore:
    named: dict[int, int] = {}
    for rank, word in enumerate(words):  # the newest first
        if word.kind == "source":
            named.setdefault(pages.number[word.pair[0]], rank)
    births = {pages.number[key]: moment for key, moment in catalogue.births().items() if moment}
    return Lore(named, subpages.base, births)


def _rows(group: Sequence[int], number: int, told: _Told) -> Iterable[EditionRow]:
    source = source_of(group, told.pages, told.lore)
    for page in group:
        wiki, page_id, *_about = told.pages.rows[page]
        why, end = told.best.get(page, (_ALONE, page))
        via = (None, None) if end == page else told.pages.rows[end][:2]
        yield EditionRow(wiki, page_id, number, told.languages[page], page == source, why, *via)


def _save(
    catalogue: Catalogue,
    numbers: Numbers,
    new: Iterable[EditionRow],
    old: Iterable[EditionRow],
    noticed: datetime,
) -> tuple[int, int]:
    """Save what differs; return how many editions do, and how many changed their resource."""
    before = {row[:2]: row for row in old}
    changed = [(row, known) for row in new if (known := before.get(row[:2])) != row]
    catalogue.save_resources(numbers.new, numbers.merged, noticed)
    if changed:
        catalogue.save_editions(changed, noticed)
    catalogue.save_tying(VERSION, noticed)
    moved = sum(known is not None and known.resource != row.resource for row, known in changed)
    return len(changed), moved


def _warnings(pages: Numbered, languages: Sequence[str], made: _Made) -> Iterable[RunWarning]:
    """Tell of ties that were left out because two pages of one place would come together."""
    for why, edges in made.contested:
        near = Grouping([None] * len(pages.rows))
        near.join(edges, exclusive=False)
        together: dict[int, set[int]] = {}
        for one, other in edges:
            together.setdefault(near.find(one), set()).update((one, other))
        for numbers in together.values():
            named = [
                f"{pages.rows[page][0]}:{pages.rows[page][2]} ({languages[page]})"
                for page in sorted(numbers)
            ]
            more = len(named) - MOST_NAMED
            listed = ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
            wiki = pages.rows[min(numbers)][0]
            yield RunWarning(
                wiki, "", f"{why.value}-tie", f"{listed} were left apart: not one resource"
            )
