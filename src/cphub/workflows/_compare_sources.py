"""Compare what sources said at their editions' last edits by persons with what they say now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import islice

from cphub.catalogue import Catalogue
from cphub.catalogue.comparisons import Compared
from cphub.data import Vocabulary
from cphub.model.comparisons import Comparison
from cphub.model.progress import Progress
from cphub.model.resources import Resource
from cphub.model.translations import Baseline, TranslatablePage
from cphub.wikitext.comparison import compare
from cphub.wikitext.words import Words
from cphub.workflows._translation_states import is_translate_page, needs_comparison
from cphub.workflows._unit_marks import unit_marks

VERSION = "1"
"""Of the comparison: another one compares everything anew."""

BATCH = 50
"""Comparisons saved in one transaction."""

Key = tuple[str, int]
Moment = tuple[str, int, datetime]


class Comparer:
    """Compares texts of a catalogue; the vocabulary is loaded when there is something to do."""

    def __init__(self, catalogue: Catalogue, vocabulary: Callable[[], Vocabulary]) -> None:
        self._catalogue = catalogue
        self._load = vocabulary

    def __call__(self, which: Compared, language: str) -> Comparison | None:
        """Compare two texts of a page, None where the catalogue does not have both."""
        texts = [self._catalogue.text(which.wiki, number) for number in (which.old, which.new)]
        old, new = texts
        if old is None or new is None:
            return None
        return compare(old, new, self._words[which.wiki], language, self._vocabulary)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return self._load()

    @cached_property
    def _words(self) -> Mapping[str, Words]:
        return {name: Words.of(wiki) for name, wiki in self._catalogue.wikis().items()}


def compare_sources(catalogue: Catalogue, vocabulary: Vocabulary, progress: Progress) -> int:
    """Compare and save what was not compared by this version and vocabulary yet.

    Ended half-way, what was compared stays.

    Args:
        catalogue: opened for writing.
        vocabulary: tells maintenance tags from content.
        progress: told of every comparison.

    Returns:
        How many texts were compared.
    """
    version = f"{VERSION}-{vocabulary.digest[:12]}"
    resources = list(catalogue.resources())
    pages, baselines = translatable(catalogue, resources), catalogue.baselines_of()
    known = catalogue.compared(version)
    wanted: dict[Compared, str] = {}
    for resource in resources:
        for which in pairs(resource, pages, baselines).values():
            if isinstance(which, Compared) and which not in known and resource.source:
                wanted[which] = resource.source.language
    if not wanted:
        return 0
    progress.start("catalogue", len(wanted), "comparing sources with what they said")
    made = _made(Comparer(catalogue, lambda: vocabulary), wanted, progress)
    while batch := list(islice(made, BATCH)):
        catalogue.save_comparisons(version, batch)
    return len(wanted)


def translatable(
    catalogue: Catalogue, resources: Collection[Resource], ids: Collection[int] | None = None
) -> dict[Key, TranslatablePage]:
    """Return what Translate says of the sources of resources (`ids`; None: these are all).

    Among them are pages with units on wikis that were not asked, or that have no Translate:
    their translations tell by themselves what is outdated in them.
    """
    pages = catalogue.translatable_sources(ids)
    others = {
        (source.wiki, source.page_id)
        for resource in resources
        if (source := resource.source) and (source.wiki, source.page_id) not in pages
        if any(is_translate_page(source, one) for one in resource.editions)
    }
    for key, marks in unit_marks(catalogue, others).items():
        if marks.translate.units:
            pages[key] = TranslatablePage(*key, None, False, False, None)  # noqa: FBT003  # fields
    return pages


def pairs(
    resource: Resource,
    pages: Mapping[Key, TranslatablePage],
    baselines: Mapping[Moment, Baseline],
) -> dict[Key, Compared | str]:
    """Return by edition which texts of its source tell how that changed, or why none do."""
    source = resource.source
    if source is None:
        return {}
    found: dict[Key, Compared | str] = {}
    for edition in needs_comparison(resource, pages.get((source.wiki, source.page_id))):
        if edition.edited_by_person is None:
            continue
        told = baselines.get((source.wiki, source.page_id, edition.edited_by_person))
        if told is None:
            which: Compared | str = "the wiki was not asked yet"
        elif told.revision is None:
            which = told.why
        else:
            which = Compared(source.wiki, source.page_id, told.revision, source.revision)
        found[edition.wiki, edition.page_id] = which
    return found


def _made(
    comparer: Comparer, wanted: Mapping[Compared, str], progress: Progress
) -> Iterator[tuple[Compared, Comparison]]:
    for which, language in wanted.items():
        if (comparison := comparer(which, language)) is not None:
            yield which, comparison
        progress.advance("catalogue", 1)
