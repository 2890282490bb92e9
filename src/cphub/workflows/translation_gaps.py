"""What to translate next into a language, and what not before it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.resources import Edition
from cphub.settings import Settings
from cphub.workflows._filters import Filters
from cphub.workflows._language_names import language_names
from cphub.workflows._translation_gaps import Gap, Sources, counted, sorted_out, sources_of
from cphub.workflows._translation_view import NONE, only, view
from cphub.workflows._translation_words import percent, state_words
from cphub.workflows.queue import LINKS_UNKNOWN

_GAPS = (
    Column("title", "Resource"),
    Column("wiki", "Wiki"),
    Column("language", "Into", languages=True),
    Column("state", "State"),
    Column("why", "Why"),
    Column("views", "Views in 60 days", numeric=True, only_data=True),
    Column("links", "Links to it", numeric=True, only_data=True),
    Column("languages", "Languages", numeric=True, only_data=True),
    Column("total", "Units", numeric=True, only_data=True),
    Column("translated", "Translated", numeric=True, only_data=True),
    Column("fuzzy", "Outdated", numeric=True, only_data=True),
    Column("errors", "Errors", numeric=True, only_data=True),
    Column("warnings", "Warnings", numeric=True, only_data=True),
    Column("address", "Where to", only_data=True),
)
_NOT_YET = (Column("title", "Resource"), Column("wiki", "Wiki"), Column("why", "Why not"))


def gaps(
    catalogue: Catalogue, settings: Settings, filters: Filters, *, most: int | None = None
) -> Document:
    """Return what to translate next into languages, the most useful first.

    Sorted by how far the resource reaches (`cphub.model.weight`), in how many languages it is
    there already, and how few faults the source has. A source that is stale itself, by an open
    error or by a person's word, is no gap, and is told apart.

    Args:
        catalogue: only read.
        settings: the hub's languages, and its vocabulary.
        filters: wikis, sources and languages to be about; the hub's languages if none.
        most: how many gaps to tell, all if None.

    Raises:
        UsageError: a filter names something that is not there, or there is no language.
        CatalogueError: the catalogue cannot be read.
    """
    languages = filters.language or settings.languages
    if not languages:
        raise UsageError("into which language?", "name it with --language, or in cphub.toml")
    with catalogue.read():
        wanted = Filters(wiki=filters.wiki, source=filters.source, language=languages)
        seen = view(catalogue, settings, wanted)
        sources = sources_of(catalogue, settings)
    found, not_yet, others = sorted_out(seen, sources)
    shown = found if most is None else found[:most]
    names = language_names({*languages, *(gap.source.language for gap in found)}, seen.wikis)
    return Document(
        title="What to translate next",
        lead=_lead(found, shown, others, sources, filters),
        sheets=(
            Sheet(
                "gaps",
                "",
                _GAPS,
                tuple(map(_row, shown)),
                empty="No gap was found." if seen.rows else NONE,
                entries=True,
            ),
            *_told_apart(not_yet),
        ),
        data={
            "gaps": [_data(gap) for gap in shown],
            "not_yet": [
                {"wiki": one.wiki, "title": one.title, "language": one.language, "why": why}
                for one, why in not_yet
            ],
        },
        titles=tuple((gap.source.wiki, gap.source.title) for gap in shown),
        wikis=seen.wikis,
        language_names=names,
    )


def _lead(
    found: Sequence[Gap],
    shown: Sequence[Gap],
    others: Counter[str],
    sources: Sources,
    filters: Filters,
) -> tuple[str, ...]:
    said = [f"{counted(len(found), 'gap')}, the most useful first."]
    if len(shown) < len(found):
        said[0] = f"The {len(shown):,} most useful of {counted(len(found), 'gap')}."
    said += only(filters)
    if sources.incoming is None:
        said.append(LINKS_UNKNOWN)
    if others["unknown"]:
        said.append(f"{counted(others['unknown'], 'translation')} could not be judged.")
    if others["closed"]:
        said.append(f"{others['closed']:,} may not be made: the page is closed to the language.")
    return tuple(said)


def _told_apart(not_yet: Sequence[tuple[Edition, str]]) -> tuple[Sheet, ...]:
    if not not_yet:
        return ()
    rows = tuple((_name(one), Cell(one.wiki), Cell(why)) for one, why in not_yet)
    heading = "Not before the source is mended"
    return (Sheet("not-yet", heading, _NOT_YET, rows, entries=True),)


def _row(gap: Gap) -> tuple[Cell, ...]:
    one = gap.translation
    page = None if gap.address else (gap.source.wiki, gap.source.title)
    figures = (
        gap.reach.views,
        gap.reach.links,
        gap.languages,
        one.total,
        one.translated,
        one.fuzzy,
    )
    return (
        Cell(gap.source.title, page=page, url=gap.address, language=gap.source.language),
        Cell(gap.source.wiki),
        Cell(one.language),
        Cell(state_words(one), number=percent(one), state=one.state.value),
        Cell(gap.why),
        *(
            Cell("" if number is None else str(number), number=number)
            for number in (*figures, gap.errors, gap.warnings)
        ),
        Cell(gap.address),
    )


def _name(edition: Edition) -> Cell:
    return Cell(edition.title, page=(edition.wiki, edition.title), language=edition.language)


def _data(gap: Gap) -> dict[str, Any]:
    one = gap.translation
    return {
        "language": one.language,
        "source": {
            "wiki": gap.source.wiki,
            "title": gap.source.title,
            "language": gap.source.language,
        },
        "state": one.state.value,
        "total": one.total,
        "translated": one.translated,
        "fuzzy": one.fuzzy,
        "views": gap.reach.views,
        "links": gap.reach.links,
        "languages": gap.languages,
        "errors": gap.errors,
        "warnings": gap.warnings,
        "why": gap.why,
        "url": gap.address or None,
    }
