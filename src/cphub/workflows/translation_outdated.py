"""Which units or sections of translations are outdated, with the source's old and new words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cphub.catalogue import Catalogue
from cphub.model.comparisons import SectionChange
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.resources import Edition, Resource, Translation, TranslationState
from cphub.settings import Settings
from cphub.workflows._compare_sources import Comparer
from cphub.workflows._filters import Filters
from cphub.workflows._language_names import language_names
from cphub.workflows._translation_gaps import counted
from cphub.workflows._translation_view import NONE, View, only, view
from cphub.workflows._translations import changes, tell
from cphub.workflows._unit_marks import unit_marks
from cphub.workflows._units import wanting
from cphub.workflows.audit import vocabulary_of

UNIT = "unit"

_COLUMNS = (
    Column("title", "Resource"),
    Column("language", "Language", languages=True),
    Column("section", "Section"),
    Column("change", "Change"),
    Column("old", "The source said"),
    Column("new", "The source says"),
    Column("translation", "The translation says"),
    Column("wiki", "Wiki", only_data=True),
    Column("edition_wiki", "Wiki of the edition", only_data=True),
    Column("edition", "Edition", only_data=True),
    Column("unit", "Unit", only_data=True),
    Column("address", "Where to", only_data=True),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit or a section that is outdated; what is not known of it is ""."""

    section: str
    change: str
    old: str
    new: str
    translation: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """A translation that is outdated, and where; `why` says why that cannot be told."""

    source: Edition
    translation: Translation
    passages: tuple[Passage, ...]
    address: str
    why: str = ""


def outdated(catalogue: Catalogue, settings: Settings, filters: Filters) -> Document:
    """Return which units or sections of translations are outdated.

    Args:
        catalogue: only read.
        settings: the hub's languages, and its vocabulary.
        filters: wikis, sources and languages to be about.

    Raises:
        UsageError: a filter names something that is not there.
        CatalogueError: the catalogue cannot be read.
    """
    with catalogue.read():
        seen = view(catalogue, settings, filters)
        found = list(_behind(catalogue, settings, seen))
    unknown = sum(
        one.state is TranslationState.UNKNOWN and one.edition is not None
        for _, made in seen.rows
        for one in made.values()
        if one.language in seen.languages
    )
    return Document(
        title="Outdated translations",
        lead=_lead(found, unknown, filters),
        sheets=(
            Sheet(
                "outdated",
                "",
                _COLUMNS,
                tuple(row for one in found for row in _rows(one)),
                empty="No translation is known to be outdated." if seen.rows else NONE,
                entries=True,
            ),
        ),
        data={"outdated": [_data(one) for one in found]},
        titles=tuple((page.wiki, page.title) for page in map(_page, found)),
        wikis=seen.wikis,
        language_names=language_names(
            {one.source.language for one in found} | set(seen.languages), seen.wikis
        ),
    )


def _behind(catalogue: Catalogue, settings: Settings, seen: View) -> Iterator[Behind]:
    rows = [
        (resource, one)
        for resource, made in seen.rows
        for one in made.values()
        if one.state is TranslationState.OUTDATED and one.language in seen.languages
    ]
    told = tell(catalogue, list({resource.id: resource for resource, _ in rows}.values()))
    comparer = Comparer(catalogue, lambda: vocabulary_of(settings))
    for resource, one in rows:
        source = resource.source
        if source is None:
            continue
        address = seen.address(resource, one.language)
        if one.fuzzy is not None:
            passages, why = _units(catalogue, resource, one)
        else:
            edition = one.edition
            known = changes(resource, told, comparer)
            comparison = known.get((edition.wiki, edition.page_id)) if edition else None
            passages = tuple(map(_section, comparison.changed)) if comparison else ()
            why, address = "", edition.url if edition else ""
        yield Behind(source, one, passages, address, why)


def _units(
    catalogue: Catalogue, resource: Resource, one: Translation
) -> tuple[tuple[Passage, ...], str]:
    wanted = wanting(catalogue, resource, one)
    found = tuple(
        Passage(
            each.section,
            UNIT,
            each.before,
            each.unit.to_translate,
            each.translation,
            each.unit.id,
        )
        for each in wanted.units
        if each.outdated
    )
    edition = one.edition
    if not wanted.why or edition is None:
        return found, wanted.why
    # Which units they are cannot be told, but their old translations are marked in the page.
    key = edition.wiki, edition.page_id
    marks = unit_marks(catalogue, [key]).get(key)
    texts = marks.translate.fuzzy if marks else ()
    return tuple(Passage("", UNIT, "", "", text) for text in texts), wanted.why


def _section(section: SectionChange) -> Passage:
    said = [one for one in section.sentences if one.substance]
    return Passage(
        section.title,
        section.change.value,
        " ".join(one.old for one in said if one.old),
        " ".join(one.new for one in said if one.new),
    )


def _lead(found: list[Behind], unknown: int, filters: Filters) -> tuple[str, ...]:
    passages = sum(len(one.passages) for one in found)
    said = [f"{counted(len(found), 'outdated translation')}, {counted(passages, 'passage')}."]
    said += only(filters)
    if unknown:
        said.append(f"{counted(unknown, 'translation')} could not be judged.")
    return tuple(said)


def _page(one: Behind) -> Edition:
    return one.translation.edition or one.source


def _rows(one: Behind) -> Iterator[tuple[Cell, ...]]:
    told, source = one.translation, one.source
    passages = one.passages or (Passage("", one.why or told.reason, "", ""),)
    for passage in passages:
        page = None if one.address else (source.wiki, source.title)
        yield (
            Cell(source.title, page=page, url=one.address, language=source.language),
            Cell(told.language),
            Cell(passage.section, language=source.language),
            Cell(passage.change, state=told.state.value),
            Cell(passage.old, language=source.language),
            Cell(passage.new, language=source.language),
            Cell(passage.translation, language=told.language),
            Cell(source.wiki),
            Cell(told.edition.wiki if told.edition else ""),
            Cell(told.edition.title if told.edition else ""),
            Cell(passage.unit),
            Cell(one.address),
        )


def _data(one: Behind) -> dict[str, Any]:
    told, source = one.translation, one.source
    return {
        "source": {"wiki": source.wiki, "title": source.title, "language": source.language},
        "edition": told.edition and {"wiki": told.edition.wiki, "title": told.edition.title},
        "language": told.language,
        "reason": told.reason,
        "url": one.address or None,
        "changes": [
            {
                "section": passage.section,
                "unit": passage.unit or None,
                "change": passage.change,
                "old": passage.old or None,
                "new": passage.new or None,
                "translation": passage.translation or None,
            }
            for passage in one.passages
        ],
    }
