"""Resources as documents: one with its editions and why they are, and the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cphub.catalogue import Catalogue
from cphub.catalogue.resources import TieReason
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.pages import State
from cphub.model.resources import Edition, Resource, Tie
from cphub.workflows._language_names import language_names
from cphub.workflows.resource import find_resource

REASONS = {
    Tie.PERSON: "a person tied it to {}",
    Tie.TRANSLATION: "language subpage, with {}",
    Tie.LANGLINK: "interlanguage link with {}",
    Tie.WIKIDATA: "same Wikidata item as {}",
    Tie.ALONE: "the only edition",
}
_EDITIONS = (
    Column("language", "Language", languages=True),
    Column("page", "Page"),
    Column("wiki", "Wiki"),
    Column("role", "Role"),
    Column("state", "State"),
    Column("reason", "Why it is an edition"),
    Column("since", "Since", only_data=True),
)
_RESOURCES = (
    Column("resource", "Resource", numeric=True),
    Column("page", "Source or first edition"),
    Column("wiki", "Wiki"),
    Column("languages", "Languages", numeric=True),
    Column("codes", "Which"),
)


def show_resource(catalogue: Catalogue, name: str) -> Document:
    """Return what is known of the resource that `name` means.

    Raises:
        UsageError: there is no such resource, or there are several.
    """
    with catalogue.read():
        resource, _page = find_resource(catalogue, name)
        reasons = catalogue.tie_reasons(resource.id)
        merged = catalogue.merged_away(resource.id)
        moves = catalogue.edition_changes(resource.id)
        elsewhere = catalogue.elsewhere(resource.id).get(resource.id, ())
        wikis = catalogue.wikis()
    source = resource.source
    lead = [
        f"Resource {resource.id}. "
        + (
            f"The source edition is “{source.title}” on {source.wiki}."
            if source
            else "Which edition is the source cannot be told."
        )
    ]
    lead += [f"Resource {number} became part of it on {day:%Y-%m-%d}." for number, day in merged]
    lead += [
        f"{when:%Y-%m-%d}: “{title}” on {wiki} "
        + (f"came from resource {old}." if new == resource.id else f"left for resource {new}.")
        for when, wiki, title, old, new, _tie in moves
    ]
    if elsewhere:
        named = ", ".join(f"{page.title} ({page.language})" for page in elsewhere)
        lead.append(f"Said to be editions, and in no source: {named}.")
    rows = tuple(_row(edition, reasons) for edition in resource.editions)
    return Document(
        title=_name(resource),
        lead=tuple(lead),
        sheets=(Sheet("editions", "Editions", _EDITIONS, rows),),
        data={"resource": _data(resource, reasons)},
        titles=tuple((edition.wiki, edition.title) for edition in resource.editions),
        wikis=wikis,
        language_names=language_names({e.language for e in resource.editions}, wikis),
    )


def list_resources(catalogue: Catalogue, *, single: bool = False) -> Document:
    """Return the list of resources that have several editions; with `single` of all."""
    with catalogue.read():
        found = [
            resource for resource in catalogue.resources() if single or len(resource.editions) > 1
        ]
        wikis = catalogue.wikis()
    return Document(
        title="Resources",
        lead=(f"{len(found):,} resources" + ("." if single else " with several editions."),),
        sheets=(
            Sheet(
                "resources",
                "Resources",
                _RESOURCES,
                tuple(_listed(resource) for resource in found),
                empty="None yet: `cphub harvest` brings pages, and ties them.",
            ),
        ),
        data={"resources": [_data(resource, {}) for resource in found]},
        titles=tuple((r.editions[0].wiki, r.editions[0].title) for r in found),
        wikis=wikis,
    )


def _row(edition: Edition, reasons: Mapping[tuple[str, int], TieReason]) -> tuple[Cell, ...]:
    reason = reasons[edition.wiki, edition.page_id]
    return (
        Cell(edition.language),
        _page_cell(edition),
        Cell(edition.wiki),
        Cell("source" if edition.is_source else ""),
        Cell(edition.state.value, state="" if edition.state is State.CURRENT else "missing"),
        Cell(_why(edition, reason)),
        Cell(f"{reason.since:%Y-%m-%d}"),
    )


def _why(edition: Edition, reason: TieReason) -> str:
    """Return why a page is an edition; nothing of the source, which the others are made from."""
    return "" if edition.is_source else reason_words(edition.tie, reason)


def reason_words(tie: Tie, reason: TieReason) -> str:
    """Return in words why a page is an edition."""
    there = f"{reason.via[0]}: {reason.via[1]}" if reason.via else "others"
    return REASONS[tie].format(there)


def _listed(resource: Resource) -> tuple[Cell, ...]:
    first = resource.editions[0]
    codes = list(dict.fromkeys(edition.language for edition in resource.editions))
    return (
        Cell(str(resource.id), number=resource.id),
        _page_cell(first),
        Cell(first.wiki),
        Cell(str(len(codes)), number=len(codes)),
        Cell(", ".join(codes)),
    )


def _page_cell(edition: Edition) -> Cell:
    return Cell(
        edition.title,
        page=(edition.wiki, edition.title),
        url=edition.url,
        language=edition.language,
    )


def _name(resource: Resource) -> str:
    return (resource.source or resource.editions[0]).title


def _data(resource: Resource, reasons: Mapping[tuple[str, int], TieReason]) -> dict[str, Any]:
    return {
        "id": resource.id,
        "editions": list(_editions(resource.editions, reasons)),
    }


def _editions(
    editions: Iterable[Edition], reasons: Mapping[tuple[str, int], TieReason]
) -> Iterable[dict[str, Any]]:
    for edition in editions:
        reason = reasons.get((edition.wiki, edition.page_id))
        yield {
            "wiki": edition.wiki,
            "page_id": edition.page_id,
            "title": edition.title,
            "language": edition.language,
            "url": edition.url,
            "state": edition.state.value,
            "is_source": edition.is_source,
            "tie": edition.tie.value,
            **({"reason": _why(edition, reason)} if reason else {}),
        }
