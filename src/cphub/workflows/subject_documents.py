"""What a resource is about and for whom, as a document: what holds, why, and who said what."""

from __future__ import annotations

from cphub.catalogue import Catalogue
from cphub.data.subjects import TABLES, SubjectVocabulary
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.lrmi import lrmi
from cphub.model.resources import Edition
from cphub.model.subjects import Described, Description, Origin, Property
from cphub.workflows._language_names import language_names
from cphub.workflows.resource import find_resource

NAMES = {
    Property.LEVEL: "level",
    Property.TOPIC: "topic",
    Property.AUDIENCE: "audience",
    Property.KIND: "kind",
    Property.TIME_REQUIRED: "time required",
}
_SUBJECTS = (
    Column("property", "What"),
    Column("value", "Is"),
    Column("origin", "Says"),
    Column("confidence", "How sure", numeric=True),
    Column("evidence", "Because"),
    Column("page", "Page"),
    Column("wiki", "Wiki", only_data=True),
)
_HISTORY = (
    Column("timestamp", "When"),
    Column("who", "Who"),
    Column("said", "What"),
    Column("page", "Page"),
    Column("undone", "Taken back"),
)

Titles = dict[tuple[str, int], Edition]


def show_subjects(catalogue: Catalogue, vocabulary: SubjectVocabulary, name: str) -> Document:
    """Return what is said and proposed of the resource that `name` means.

    Raises:
        UsageError: there is no such resource, or there are several.
    """
    with catalogue.read():
        resource, _page = find_resource(catalogue, name)
        subjects = catalogue.subjects(resource.id)
        words = catalogue.descriptions(resource.id)
        wikis = catalogue.wikis()
        behind = catalogue.count_unproposed()
    editions = {(one.wiki, one.page_id): one for one in resource.editions}
    first = resource.source or resource.editions[0]
    languages = sorted({one.language for one in resource.editions})
    lead = [f"Resource {resource.id}."]
    if not vocabulary.topics:
        lead.append("cphub.toml names no topics, so none is looked for.")
    if behind:
        pages = "1 page" if behind == 1 else f"{behind:,} pages"
        lead.append(f"{pages} changed since subjects were looked for; `cphub audit` looks.")
    return Document(
        title=first.title,
        lead=tuple(lead),
        sheets=(
            Sheet(
                "subjects",
                "What it is about, and for whom",
                _SUBJECTS,
                tuple(_row(one, vocabulary, editions) for one in subjects),
                empty="Nothing is known yet. `cphub describe RESOURCE --level beginner` says it.",
            ),
            Sheet(
                "history",
                "What people said",
                _HISTORY,
                tuple(_said(one, vocabulary, editions) for one in words),
                empty="Nobody said anything yet.",
            ),
        ),
        data={
            "resource": resource.id,
            "subjects": [_data(one) for one in subjects],
            "lrmi": lrmi(subjects, languages, vocabulary.lrmi),
            "history": [_history(one) for one in words],
        },
        titles=tuple((one.wiki, one.title) for one in resource.editions),
        wikis=wikis,
        language_names=language_names(set(languages), wikis),
    )


def label(vocabulary: SubjectVocabulary, one: Described | Description) -> str:
    """Return a value's name for people; one that cphub.toml no longer has is told."""
    if one.property not in TABLES or not one.value:
        return one.value
    gone = "" if one.value in vocabulary.of(one.property) else " (no longer in cphub.toml)"
    return vocabulary.label(one.property, one.value) + gone


def why(one: Described) -> str:
    """Say who says it, and what the machine proposes it for."""
    if one.origin is Origin.PERSON:
        return f"{one.who} said so on {one.timestamp:%Y-%m-%d}"
    return "; ".join(one.evidence)


def _row(one: Described, vocabulary: SubjectVocabulary, editions: Titles) -> tuple[Cell, ...]:
    edition = editions.get((one.wiki, one.page_id))
    by_person = one.origin is Origin.PERSON
    return (
        Cell(NAMES[one.property]),
        Cell(label(vocabulary, one)),
        Cell(one.who if by_person else "the machine"),
        Cell(f"{one.confidence:.0%}", number=one.confidence),
        Cell(why(one)),
        _page(edition),
        Cell(one.wiki),
    )


def _said(one: Description, vocabulary: SubjectVocabulary, editions: Titles) -> tuple[Cell, ...]:
    value = label(vocabulary, one) or "any"
    return (
        Cell(f"{one.timestamp:%Y-%m-%d %H:%M}"),
        Cell(one.who),
        Cell(f"{NAMES[one.property]}: {'' if one.holds else 'not '}{value}"),
        _page(editions.get((one.wiki, one.page_id))),
        Cell(f"{one.undone:%Y-%m-%d %H:%M}" if one.undone else ""),
    )


def _page(edition: Edition | None) -> Cell:
    if edition is None:
        return Cell("")
    return Cell(edition.title, page=(edition.wiki, edition.title), language=edition.language)


def _data(one: Described) -> dict[str, object]:
    return {
        "property": one.property.value,
        "value": one.value,
        "origin": one.origin.value,
        "confidence": one.confidence,
        "evidence": list(one.evidence),
        "wiki": one.wiki,
        "page_id": one.page_id,
        "timestamp": one.timestamp,
        "who": one.who,
    }


def _history(one: Description) -> dict[str, object]:
    return {
        "uuid": one.uuid,
        "property": one.property.value,
        "value": one.value,
        "holds": one.holds,
        "who": one.who,
        "wiki": one.wiki,
        "page_id": one.page_id,
        "timestamp": one.timestamp,
        "undone": one.undone,
    }
