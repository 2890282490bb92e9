"""The map of the material as linked data: what is known of each resource, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from cphub.catalogue import Catalogue
from cphub.data.subjects import SubjectVocabulary
from cphub.errors import UsageError
from cphub.model.addresses import host_of
from cphub.model.documents import Document
from cphub.model.linked import LinkedDocument, LinkedEdition, LinkedResource
from cphub.model.lrmi import lrmi
from cphub.model.resources import Edition, Resource, Tie
from cphub.model.subjects import Described, Origin, Property
from cphub.model.wikibase import WIKIDATA, KnownItems
from cphub.settings import Settings
from cphub.wiki.wikidata import WIKIDATA as REPOSITORY
from cphub.workflows.describe import duration
from cphub.workflows.known_items import known_items
from cphub.workflows.overview import Overview, Place

Items = Mapping[tuple[str, int], str]


def linked_document(
    catalogue: Catalogue,
    settings: Settings,
    found: Overview,
    document: Document,
    *,
    wikibase: bool = True,
) -> LinkedDocument:
    """Return a map's document with its resources, and what a Wikibase has of them already.

    Args:
        catalogue: only read.
        settings: the Wikibase.
        found: the map.
        document: the same as tables.
        wikibase: whether it goes into a Wikibase; else nothing is read of what that has.

    Raises:
        UsageError: what the settings name as known of the Wikibase cannot be read.
        CatalogueError: the catalogue cannot be read.
    """
    file = settings.wikibase.known if wikibase else None
    return LinkedDocument(
        **{each.name: getattr(document, each.name) for each in fields(Document)},
        linked=linked_resources(catalogue, settings, found),
        wikibase=settings.wikibase,
        known=known_items(file) if file else KnownItems(),
    )


def linked_resources(
    catalogue: Catalogue, settings: Settings, found: Overview
) -> tuple[LinkedResource, ...]:
    """Return the resources of a map in its order, each with all that people may rely on.

    What the machine proposes is counted and left out: who reads linked data cannot ask
    whether anybody looked.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    numbers = [place.resource for place in found.places]
    with catalogue.read():
        resources = {one.id: one for one in catalogue.resources(numbers)}
        subjects = catalogue.all_subjects(numbers)
        items = {(wiki, page_id): item for wiki, page_id, item in catalogue.tie_items()}
        hosts = {
            wiki: _host(settings, repository)
            for wiki, repository in catalogue.repositories().items()
        }
    return tuple(
        _linked(found, place, resources[place.resource], subjects, items, hosts)
        for place in found.places
        if place.resource in resources
    )


def _linked(  # noqa: PLR0917  # what a resource is made of
    found: Overview,
    place: Place,
    resource: Resource,
    subjects: Mapping[int, tuple[Described, ...]],
    items: Items,
    hosts: Mapping[str, str],
) -> LinkedResource:
    held = subjects.get(resource.id, ())
    said = tuple(one for one in held if one.origin is Origin.PERSON and _can_be_told(one))
    holds = place.standing.holds(found.today)
    return LinkedResource(
        resource.id,
        tuple(_edition(one, items, hosts) for one in resource.editions),
        said,
        _lrmi(said, found.subjects),
        sum(one.origin is Origin.MACHINE for one in held),
        place.standing.verdict if holds else None,
        place.standing.since if holds else None,
    )


def _edition(one: Edition, items: Items, hosts: Mapping[str, str]) -> LinkedEdition:
    item = items.get((one.wiki, one.page_id), "")
    return LinkedEdition(
        one.title,
        one.language,
        one.url,
        one.timestamp,
        one.is_source,
        one.tie in {Tie.TRANSLATION, Tie.PERSON} and not one.is_source,
        item,
        hosts.get(one.wiki, "") if item else "",
    )


def _lrmi(said: tuple[Described, ...], vocabulary: SubjectVocabulary) -> dict[str, object]:
    return lrmi(said, (), vocabulary.lrmi)


def _can_be_told(one: Described) -> bool:
    """Tell whether a value is one: it may come from a catalogue that somebody else made."""
    if one.property is not Property.TIME_REQUIRED:
        return bool(one.value.strip())
    try:
        return duration(one.value) == one.value
    except UsageError:
        return False


def _host(settings: Settings, repository: str) -> str:
    """Return the host of a Wikibase by the name that the catalogue knows it by."""
    if repository == REPOSITORY.name:
        return WIKIDATA
    wiki = settings.wikis.get(repository)
    return host_of(wiki.api) if wiki else ""
