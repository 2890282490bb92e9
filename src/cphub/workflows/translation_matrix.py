"""Resources and languages: what each resource is in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cphub.catalogue import Catalogue
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.resources import Resource, Translation, TranslationState
from cphub.settings import Settings
from cphub.workflows._filters import Filters
from cphub.workflows._language_names import language_names
from cphub.workflows._translation_view import NONE, View, first, only, view
from cphub.workflows._translation_words import CLOSED, name_of, percent, state_words

_LETTERS = {
    TranslationState.SOURCE: "S",
    TranslationState.COMPLETE: "C",
    TranslationState.PARTIAL: "P",
    TranslationState.OUTDATED: "O",
    TranslationState.MISSING: "M",
    TranslationState.UNKNOWN: "U",
    CLOSED: "X",
}
_MEANINGS = {
    TranslationState.SOURCE: "source",
    TranslationState.COMPLETE: "complete",
    TranslationState.PARTIAL: "partial",
    TranslationState.OUTDATED: "outdated",
    TranslationState.MISSING: "missing",
    TranslationState.UNKNOWN: "unknown",
    CLOSED: "not to be translated into this language",
}
_RANKS = {
    TranslationState.SOURCE: 101,
    TranslationState.COMPLETE: 100,
    TranslationState.PARTIAL: 0,
    TranslationState.OUTDATED: 0,
    TranslationState.MISSING: 0,
    TranslationState.UNKNOWN: -1,
    CLOSED: -2,
}
_STATES = (
    Column("source_wiki", "Wiki"),
    Column("source_title", "Resource"),
    Column("language", "Language", languages=True),
    Column("state", "State"),
    Column("total", "Units", numeric=True),
    Column("translated", "Translated", numeric=True),
    Column("fuzzy", "Outdated", numeric=True),
    Column("proofread", "Proofread", numeric=True),
    Column("reason", "Why"),
    Column("title", "Page"),
)


def matrix(
    catalogue: Catalogue,
    settings: Settings,
    filters: Filters,
    *,
    short: bool = False,
    detailed: bool = False,
) -> Document:
    """Return a table of resources and languages, with what each resource is in each.

    Args:
        catalogue: only read.
        settings: the hub's languages, and its vocabulary.
        filters: wikis, sources and languages to be about.
        short: letters with a legend, codes for languages.
        detailed: with a second table that has a row for each state, with its reason.

    Raises:
        UsageError: a filter names something that is not there.
        CatalogueError: the catalogue cannot be read.
    """
    seen = view(catalogue, settings, filters)
    names = language_names(seen.languages, seen.wikis)
    several = len({first(resource).wiki for resource, _ in seen.rows}) > 1
    prefixed = short and several
    rows = tuple(
        _row(seen, resource, made, short=short, prefixed=prefixed) for resource, made in seen.rows
    )
    columns = (
        Column("wiki", "Wiki", only_data=prefixed or not several),
        Column("title", "Resource"),
        *(Column(code, _heading(code, names, short=short)) for code in seen.languages),
    )
    sheets = [Sheet("matrix", "", columns, rows, _notes(seen, names, short=short), NONE)]
    if detailed:
        sheets.append(Sheet("states", "States", _STATES, tuple(_states(seen)), empty=NONE))
    return Document(
        title="Translations",
        lead=_lead(seen, filters),
        sheets=tuple(sheets),
        data={"resources": [_data(seen, resource, made) for resource, made in seen.rows]},
        titles=tuple((first(resource).wiki, first(resource).title) for resource, _ in seen.rows),
        wikis=seen.wikis,
        language_names=names,
    )


def _row(
    seen: View,
    resource: Resource,
    made: Mapping[str, Translation],
    *,
    short: bool,
    prefixed: bool,
) -> tuple[Cell, ...]:
    edition = first(resource)
    title = f"{edition.wiki}: {edition.title}" if prefixed else edition.title
    return (
        Cell(edition.wiki),
        Cell(title, page=(edition.wiki, edition.title), language=edition.language),
        *(_cell(seen, resource, made[code], short=short) for code in seen.languages),
    )


def _cell(seen: View, resource: Resource, made: Translation, *, short: bool) -> Cell:
    name, share = name_of(made), percent(made)
    part = made.state in {TranslationState.PARTIAL, TranslationState.OUTDATED}
    text = (
        f"{_LETTERS[name]}{share if part and share is not None else ''}"
        if short
        else state_words(made)
    )
    work = part or (made.state is TranslationState.MISSING and not made.closed)
    address = seen.address(resource, made.language) if work else ""
    page = None if address else _page(resource, made)
    rank = share if part and share is not None else _RANKS[name]
    return Cell(text, number=rank, page=page, url=address, state="" if made.closed else name)


def _page(resource: Resource, made: Translation) -> tuple[str, str] | None:
    """Return where a translation is: where Translate wrote it if no source holds that page."""
    if made.edition:
        return made.edition.wiki, made.edition.title
    source = resource.source
    return (source.wiki, f"{source.title}/{made.language}") if source and made.translated else None


def _heading(code: str, names: Mapping[str, str], *, short: bool) -> str:
    return code if short or code not in names else f"{names[code]} ({code})"


def _notes(seen: View, names: Mapping[str, str], *, short: bool) -> tuple[str, ...]:
    """Return the legend of what occurs, and the languages' names."""
    if not short:
        return ()
    found = {name_of(one) for _, made in seen.rows for one in made.values()}
    legend = ", ".join(f"{_LETTERS[name]} {_MEANINGS[name]}" for name in _MEANINGS if name in found)
    if {TranslationState.PARTIAL, TranslationState.OUTDATED} & found:
        legend += "; a figure is the percentage of units translated and up to date"
    named = ", ".join(f"{code} {names[code]}" for code in seen.languages if code in names)
    return tuple(f"{text}." for text in (legend, named) if text)


def _lead(seen: View, filters: Filters) -> tuple[str, ...]:
    """Return how many resources and languages there are, and what was left out."""
    resources, languages = len(seen.rows), len(seen.languages)
    counted = f"{resources:,} resource{'s' * (resources != 1)}"
    return (f"{counted}, {languages} language{'s' * (languages != 1)}.", *only(filters))


def _states(seen: View) -> Iterable[tuple[Cell, ...]]:
    for resource, made in seen.rows:
        edition = first(resource)
        for code in seen.languages:
            one = made[code]
            yield (
                Cell(edition.wiki),
                Cell(edition.title, page=(edition.wiki, edition.title)),
                Cell(code),
                Cell(name_of(one), state="" if one.closed else one.state.value),
                *map(_figure, (one.total, one.translated, one.fuzzy, one.proofread)),
                Cell(one.reason),
                Cell(one.edition.title if one.edition else ""),
            )


def _figure(number: int | None) -> Cell:
    return Cell("" if number is None else str(number), number=number)


def _data(seen: View, resource: Resource, made: Mapping[str, Translation]) -> dict[str, Any]:
    source = resource.source
    codes = dict.fromkeys(([source.language] if source else []) + list(seen.languages))
    return {
        "source": source
        and {"wiki": source.wiki, "title": source.title, "language": source.language},
        "editions": [_edition(made[code]) for code in codes],
    }


def _edition(one: Translation) -> dict[str, Any]:
    return {
        "language": one.language,
        "wiki": one.edition.wiki if one.edition else None,
        "title": one.edition.title if one.edition else None,
        "state": one.state.value,
        "total": one.total,
        "translated": one.translated,
        "fuzzy": one.fuzzy,
        "reason": one.reason,
    }
