"""Find resources by words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cphub.catalogue import Catalogue
from cphub.catalogue.lookups import is_address
from cphub.catalogue.search import Hit
from cphub.catalogue.search_query import Query, Width, parse
from cphub.catalogue.search_snippets import Snippet, snippet
from cphub.catalogue.search_wanted import Wanted
from cphub.errors import UsageError
from cphub.model.findings import Axis
from cphub.model.pages import Wiki
from cphub.model.resources import Edition, Tie
from cphub.model.reviews import Verdict
from cphub.settings.values import unknown
from cphub.workflows._about import About, pages_about
from cphub.workflows._find_notes import more_than, notes_on

LIMIT = 10
_WEIGHTS = {
    Verdict.GOOD: 1.1,
    Verdict.INCOMPLETE: 0.8,
    Verdict.EXPIRED: 0.4,
    Verdict.IRRELEVANT: 0.3,
}


@dataclass(frozen=True, slots=True)
class Result:
    """A resource that was found.

    `edition` is the one to read: of those found the best, of a language that was asked for
    if there is one. `editions` begin with it; the best language first. `resource` is None
    for a page that is not tied to one yet. `hit` is the best page that the words were found
    in, `snippet` is in `language`. `verdict` is what a person found it to be, None if nobody
    said.
    """

    resource: int | None
    edition: Edition
    editions: tuple[Edition, ...]
    hit: Hit
    snippet: Snippet
    language: str
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class FindResult:
    """What was found, and what a user should know of it.

    `near` are, for each word that no page has, words like it that pages have.
    """

    query: Query
    wanted: Wanted
    results: tuple[Result, ...]
    near: Mapping[str, Sequence[str]]
    notes: tuple[str, ...]
    wikis: Mapping[str, Wiki]


def find(
    catalogue: Catalogue,
    text: str,
    wanted: Wanted | None = None,
    *,
    verdicts: Sequence[str] = (),
    about: About | None = None,
    preferred: Sequence[str] = (),
    languages: Collection[str] = (),
    limit: int = LIMIT,
) -> FindResult:
    """Return the resources whose pages have the words of `text`, the best first.

    Args:
        catalogue: only read.
        text: words, or the address of a page: that is found first, and what is called so.
        wanted: what they have to be; anything if None.
        verdicts: what a person has to have found them to be; anything or nothing if empty.
        about: what they have to be about and for whom.
        preferred: languages of the reader, the best first, after those of `wanted`.
        languages: those that the hub wants material in: may be asked for where there is none.
        limit: resources at most.

    Raises:
        UsageError: there is no word in it, or `wanted` names something that is not there.
    """
    wanted = wanted or Wanted()
    verdicts = [verdict.strip().lower() for verdict in verdicts]
    query = parse(text)
    if not query.terms:
        raise UsageError(
            "there is no word in that to look for", "Type one or more: `cphub find upload images`."
        )
    with catalogue.read():
        wikis = catalogue.wikis()
        _check(catalogue, wanted, verdicts, wikis, languages)
        said = {
            number: standing.verdict
            for number, standing in catalogue.standings().items()
            if standing.verdict is not None
        }
        wanted = _judged(catalogue, wanted, verdicts, said)
        if about is not None and about.asks:
            wanted = _within(wanted, pages_about(catalogue, about))
        weights = {number: _WEIGHTS[verdict] for number, verdict in said.items()}
        named = catalogue.find_pages(text) if is_address(text) else []
        query = parse(named[0].title) if named else query
        found = catalogue.search(query, wanted, limit=limit + 1, weights=weights)
        if named:
            page = _within(wanted, {(one.wiki, one.page_id) for one in named})
            first = catalogue.search(query, page, limit=1)
            found = [*first, *(group for group in found if not _same(group, first))]
        more = len(found) > limit
        order = (*wanted.languages, *preferred)
        results = tuple(
            replace(result, verdict=said.get(result.resource or 0))
            for result in _results(catalogue, query, found[:limit], order, wikis)
        )
        exact = any(result.hit.width is not Width.ANY for result in results)
        near = {} if exact else catalogue.near(query)
        some = bool(results) and not exact
        notes = (
            *notes_on(catalogue, query, near if results else {}, some=some),
            *((more_than(limit),) if more else ()),
        )
    return FindResult(query, wanted, results, near, notes, wikis)


def _same(group: Sequence[Hit], first: Sequence[Sequence[Hit]]) -> bool:
    """Tell whether the pages of a group are those of the first result, or editions with them."""
    return any(
        (one.wiki, one.page_id) == (hit.wiki, hit.page_id)
        or (one.resource is not None and one.resource == hit.resource)
        for hit in group
        for hits in first
        for one in hits
    )


def _judged(
    catalogue: Catalogue, wanted: Wanted, verdicts: Sequence[str], said: Mapping[int, Verdict]
) -> Wanted:
    """Return what is wanted, narrowed to the pages of resources with one of the verdicts."""
    if not verdicts:
        return wanted
    numbers = [number for number, verdict in said.items() if verdict in verdicts]
    pages = {
        (edition.wiki, edition.page_id)
        for resource in (catalogue.resources(numbers, gone=True) if numbers else ())
        for edition in resource.editions
    }
    return _within(wanted, pages)


def _within(wanted: Wanted, pages: set[tuple[str, int]]) -> Wanted:
    return replace(wanted, within=pages if wanted.within is None else pages & {*wanted.within})


def _check(
    catalogue: Catalogue,
    wanted: Wanted,
    verdicts: Sequence[str],
    wikis: Collection[str],
    languages: Collection[str],
) -> None:
    for what, names, known in (
        ("wiki", wanted.wikis, wikis),
        # Only where one is asked for: they are looked for in all pages.
        (
            "language",
            wanted.languages,
            {*languages, *catalogue.languages()} if wanted.languages else (),
        ),
        ("source", wanted.sources, [source.name for source in catalogue.sources()]),
        ("axis", wanted.axes_ok, [axis.value for axis in Axis]),
        ("verdict", verdicts, [verdict.value for verdict in Verdict]),
    ):
        for name in names:
            if name not in known:
                raise UsageError(unknown(what, name, known))
    if wanted.axes_ok and not catalogue.runs("audit", limit=1):
        raise UsageError(
            "nothing was audited yet, so no page is known to be without findings",
            "`cphub audit` looks, or leave out --axis-ok.",
        )


def _results(
    catalogue: Catalogue,
    query: Query,
    found: Iterable[Sequence[Hit]],
    languages: Sequence[str],
    wikis: Mapping[str, Wiki],
) -> Iterable[Result]:
    groups = list(found)
    ids = {hits[0].resource for hits in groups if hits[0].resource is not None}
    resources = {one.id: one for one in catalogue.resources(ids)} if ids else {}
    for hits in groups:
        best = min(hits, key=lambda hit: _preference(hit.language, languages))
        own = _edition(best, wikis[best.wiki])
        resource = resources.get(best.resource or 0)
        others = [
            edition
            for edition in (resource.editions if resource else ())
            if (edition.wiki, edition.page_id) != (own.wiki, own.page_id)
        ]
        others.sort(key=lambda edition: _preference(edition.language, languages))
        editions = [own, *others]
        if others and _preference(others[0].language, languages) < _preference(
            own.language, languages
        ):
            editions.sort(key=lambda edition: _preference(edition.language, languages))
        passage = snippet(query, catalogue.sections(best.wiki, best.revision))
        yield Result(best.resource, editions[0], tuple(editions), hits[0], passage, best.language)


def _preference(language: str, languages: Sequence[str]) -> int:
    return languages.index(language) if language in languages else len(languages)


def _edition(hit: Hit, wiki: Wiki) -> Edition:
    """Return a page as an edition, also one that no resource has yet."""
    return Edition(
        wiki=hit.wiki,
        page_id=hit.page_id,
        title=hit.title,
        language=hit.language,
        url=wiki.url(hit.title),
        state=hit.state,
        revision=hit.revision,
        timestamp=hit.timestamp,
        edited_by_person=None,
        is_source=False,
        tie=Tie.ALONE,
    )
