"""What ties pages to one another, read off what harvests brought: pure functions.

Pages are numbered as they come, by wiki and page id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cphub.model.pages import State, Wiki
from cphub.workflows._grouping import Edge

Key = tuple[str, int]

TRANSLATE = "Translate"
"""The extension's name in siteinfo."""

NOT_HELD = -1
"""Stands for the page above a language subpage that is not in the catalogue."""

_MISSING = State.MISSING.value
_GONE = {_MISSING, State.REDIRECT.value}


@dataclass
class Numbered:
    """The pages of a catalogue by number, with what finds them.

    `rows` are (wiki, page id, title, language, state). Where several pages were called the
    same, a title means the one that is there. `there` says of each page whether it can be
    read: it is neither missing nor a redirect; `readable` finds those by wiki and title.
    """

    rows: Sequence[tuple[str, int, str, str, str]]
    number: dict[Key, int] = field(init=False)
    by_title: dict[str, dict[str, int]] = field(init=False)
    readable: dict[str, dict[str, int]] = field(init=False)
    there: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        """Number the pages."""
        self.number = {(row[0], row[1]): index for index, row in enumerate(self.rows)}
        self.by_title, self.readable = defaultdict(dict), defaultdict(dict)
        self.there = [row[4] not in _GONE for row in self.rows]
        for index, (wiki, _page_id, title, _language, state) in enumerate(self.rows):
            if state != _MISSING or title not in self.by_title[wiki]:
                self.by_title[wiki][title] = index
            if self.there[index]:
                self.readable[wiki][title] = index


@dataclass(frozen=True, slots=True)
class Subpages:
    """What language subpages tell: ties, the languages of pages, and what they stand under.

    `languages` has pages whose language is another one than their wiki says. `base` maps a
    language subpage to the page that it stands under, NOT_HELD where that is not in the
    catalogue.
    """

    edges: list[Edge]
    languages: dict[int, str]
    base: dict[int, int]


def subpage_ties(pages: Numbered, wikis: Mapping[str, Wiki]) -> Subpages:
    """Tie `Guide/sv` to `Guide` where `sv` is a language of the wiki.

    Translate's own copy in the source's language (`Guide/en`) is tied like any other. Where
    `Guide` itself is not in the catalogue, subpages are tied to one another if the wiki has
    Translate, which makes none without a source page.
    """
    found = Subpages([], {}, {})
    siblings: dict[tuple[str, str], int] = {}
    for index, (wiki, _page_id, title, language, _state) in enumerate(pages.rows):
        base, slash, code = title.rpartition("/")
        if not slash or not base or code not in wikis[wiki].languages:
            continue
        above = pages.by_title[wiki].get(base)
        if above is not None:
            found.edges.append((min(index, above), max(index, above)))
            found.base[index] = above
        elif TRANSLATE not in wikis[wiki].extensions:
            continue
        else:
            found.base[index] = NOT_HELD
            first = siblings.setdefault((wiki, base), index)
            if first != index:
                found.edges.append((first, index))
        # A wiki without Translate says its own language of every page.
        if language in {"", wikis[wiki].language} and language != code:
            found.languages[index] = code
    return found


def langlink_ties(
    pages: Numbered,
    links: Iterable[tuple[str, int, str, str]],
    prefixes: Mapping[str, Mapping[str, str]],
    redirects: Mapping[tuple[str, str], str],
) -> tuple[list[Edge], list[Edge]]:
    """Return the pages that interlanguage links tie: those that link to each other, the others.

    Links lead to wikis by the prefixes that the linking wiki has for them. A redirect is
    followed once. Links of pages that are not there, and to pages that the catalogue does not
    have, tie nothing.
    """
    count = len(pages.rows)
    led: set[int] = set()  # the two pages in one number: a tenth of the time that pairs take
    for wiki, page_id, prefix, title in links:
        page = pages.number.get((wiki, page_id))
        if page is None or not pages.there[page]:
            continue
        there = prefixes[wiki][prefix]
        aim = pages.readable[there].get(title)
        if aim is None:
            aim = _aim(pages, there, title, redirects)
        if aim is not None and aim != page:
            led.add(page * count + aim)
    mutual, single = [], []
    for way in led:
        page, aim = divmod(way, count)
        if aim * count + page not in led:
            single.append((page, aim) if page < aim else (aim, page))
        elif page < aim:
            mutual.append((page, aim))
    return sorted(mutual), sorted(single)


def item_ties(
    pages: Numbered,
    items: Iterable[tuple[str, int, str]],
    sitelinks: Iterable[tuple[str, str, str, str]],
    repositories: Mapping[str, str],
) -> list[Edge]:
    """Tie pages that have the same Wikidata item.

    Args:
        pages: all pages.
        items: (wiki, page id, item).
        sitelinks: (repository, item, wiki, title) of wikis of the catalogue.
        repositories: where each wiki's items are kept; items of different repositories have
            nothing to do with one another.
    """
    found: dict[tuple[str, str], set[int]] = {}
    for wiki, page_id, item in items:
        page = pages.number.get((wiki, page_id))
        if page is not None and wiki in repositories and pages.there[page]:
            found.setdefault((repositories[wiki], item), set()).add(page)
    for repository, item, wiki, title in sitelinks:
        aim = pages.readable[wiki].get(title)
        if aim is not None and (repository, item) in found:
            found[repository, item].add(aim)
    edges = set()
    for numbers in found.values():
        first, *others = sorted(numbers)
        edges |= {(first, other) for other in others}
    return sorted(edges)


def _aim(
    pages: Numbered, wiki: str, title: str, redirects: Mapping[tuple[str, str], str]
) -> int | None:
    """Return the page that a link leads to, a redirect followed once."""
    titles = pages.readable[wiki]
    title = _plain(title)
    for name in (title, title[:1].upper() + title[1:]):
        page = titles.get(name)
        if page is None and (wiki, name) in redirects:
            page = titles.get(_plain(redirects[wiki, name]))
        if page is not None:
            return page
    return None


def _plain(title: str) -> str:
    """Return a title without a section and underscores."""
    return title.partition("#")[0].replace("_", " ").strip()
