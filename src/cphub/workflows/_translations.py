"""The states of many resources' translations, from all that the catalogue knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.catalogue.comparisons import Compared, Marks
from cphub.model.comparisons import Comparison
from cphub.model.resources import Edition, Elsewhere, Resource, Translation
from cphub.model.translations import Baseline, TranslatablePage, UnitCounts
from cphub.wikitext.units import unit_counts
from cphub.workflows._compare_sources import Comparer, Moment, pairs, translatable
from cphub.workflows._translation_states import (
    Key,
    Known,
    Since,
    is_translate_page,
    needs_counts,
    translations,
)
from cphub.workflows._unit_marks import empty_editions, unit_marks


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue says of resources, by the (wiki, page id) of their sources."""

    pages: Mapping[Key, TranslatablePage]
    baselines: Mapping[Moment, Baseline]
    comparisons: Mapping[Compared, Comparison]
    elsewhere: Mapping[int, Collection[Elsewhere]]
    marks: Mapping[Key, Marks]
    empty: Collection[Key]


def tell(catalogue: Catalogue, resources: Collection[Resource], *, every: bool = False) -> Told:
    """Return what the catalogue says of resources; `every`: they are all that there are."""
    ids = None if every else [resource.id for resource in resources]
    pages = translatable(catalogue, resources, ids)
    return Told(
        pages,
        catalogue.baselines_of(ids),
        catalogue.comparisons(ids),
        _elsewhere(catalogue, ids),
        unit_marks(catalogue, _to_count(resources, pages)),
        empty_editions(catalogue, ids),
    )


def _elsewhere(
    catalogue: Catalogue, ids: Collection[int] | None
) -> Mapping[int, Collection[Elsewhere]]:
    """Return the editions that resources are said to have and that are not in the catalogue."""
    if ids is None:
        return catalogue.elsewhere()
    return {number: pages for one in ids for number, pages in catalogue.elsewhere(one).items()}


def states(
    resources: Iterable[Resource], languages: Collection[str], told: Told, comparer: Comparer
) -> Iterator[tuple[Resource, tuple[Translation, ...]]]:
    """Yield resources with what each is in its own languages and in `languages`.

    Comparisons that no audit has made yet are made here, and not kept.

    Args:
        resources: which ones.
        languages: those that the hub wants material in.
        told: what is known of them.
        comparer: compares two texts.
    """
    for resource in resources:
        yield resource, translations(resource, languages, _known(resource, told, comparer))


def changes(resource: Resource, told: Told, comparer: Comparer) -> dict[Key, Comparison]:
    """Return how the source changed after editions made by hand, where that is known."""
    source = resource.source
    found = {
        key: _since(which, source.language if source else "", told, comparer).comparison
        for key, which in pairs(resource, told.pages, told.baselines).items()
    }
    return {key: one for key, one in found.items() if one is not None}


def _to_count(resources: Iterable[Resource], pages: Mapping[Key, TranslatablePage]) -> set[Key]:
    """Return the pages whose marks are to be read: translation pages and their sources."""
    found = set()
    for resource in resources:
        source = resource.source
        if source and any(needs_counts(resource, pages.get(_key(source)))):
            found |= {_key(one) for one in (source, *_translate_pages(resource, source))}
    return found


def _translate_pages(resource: Resource, source: Edition) -> list[Edition]:
    """Return the pages that Translate writes of a source, the one in its own language too."""
    return [one for one in resource.editions if is_translate_page(source, one)]


def _known(resource: Resource, told: Told, comparer: Comparer) -> Known:
    source = resource.source
    if source is None:
        return Known()
    page = told.pages.get(_key(source))
    return Known(
        page=page,
        counted={
            _key(edition): counts
            for edition in needs_counts(resource, page)
            if (counts := _counts(resource, source, edition, told.marks)) is not None
        },
        since={
            key: _since(which, source.language, told, comparer)
            for key, which in pairs(resource, told.pages, told.baselines).items()
        },
        elsewhere={page.language: page for page in told.elsewhere.get(resource.id, ())},
        empty=told.empty,
    )


def _counts(
    resource: Resource, source: Edition, edition: Edition, marks: Mapping[Key, Marks]
) -> UnitCounts | None:
    """Count units by the marks in a translation page's text, None where it was not read."""
    of_source, of_edition = marks.get(_key(source)), marks.get(_key(edition))
    if of_source is None or of_edition is None or not of_source.translate.units:
        return None
    return unit_counts(
        of_source.translate,
        of_edition.translate,
        edition.language,
        title=_title(resource, source, of_edition, marks),
    )


def _title(
    resource: Resource, source: Edition, of_edition: Marks, marks: Mapping[Key, Marks]
) -> bool | None:
    """Tell whether a page's title is translated; None where titles of the page are not.

    A translated title is set as the page's display title, in the source's own language too.
    Where that page is not there to tell, titles are translated, as Translate does by default.
    """
    if of_edition.display_title:
        return True
    pages = _translate_pages(resource, source)
    shown = [one for one in pages if (told := marks.get(_key(one))) and told.display_title]
    own = [one for one in pages if one.language == source.language and _key(one) in marks]
    return None if own and not shown else False


def _since(which: Compared | str, language: str, told: Told, comparer: Comparer) -> Since:
    if isinstance(which, str):
        return Since(None, which)
    comparison = told.comparisons.get(which) or comparer(which, language)
    return Since(comparison, "" if comparison else "the catalogue does not have the text")


def _key(edition: Edition) -> Key:
    return edition.wiki, edition.page_id
