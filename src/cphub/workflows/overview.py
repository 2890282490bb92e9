"""The map of the material: by topic and level, what there is, in which languages, how sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from cphub.catalogue import Catalogue
from cphub.data.subjects import SubjectVocabulary
from cphub.model.findings import Axis, Severity
from cphub.model.pages import State, Wiki
from cphub.model.reports import Run
from cphub.model.reviews import Standing
from cphub.model.subjects import Described, Origin, Property
from cphub.settings import Settings
from cphub.workflows._filters import Filters, not_there
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._overview_looked import Looked
from cphub.workflows.propose import subjects_of

Page = tuple[str, int, str, str, bool]
"""Wiki, page id, title, language, and whether its text could not be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A resource on the map; `pages` are its editions, the source first, if it is known.

    `worst` is the worst severity by axis, of open findings; `not_looked_at` are the axes of
    which no rule had anything to go by. `changed`: an edition changed
    after the last audit; `unseen`: all are new since. `described` is what it is about and for
    whom, by a person or as the machine proposes.
    """

    resource: int
    pages: tuple[Page, ...]
    topics: tuple[str, ...]
    level: str
    level_proposed: bool
    standing: Standing
    worst: Mapping[str, str]
    not_looked_at: frozenset[str]
    changed: bool
    unseen: bool
    described: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The map. `topics` are those that occur, in the vocabulary's order, then by name.

    `audit` is the last one, None where there was none.
    """

    today: date
    audit: Run | None
    filters: Filters
    axes: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[Place, ...]
    subjects: SubjectVocabulary
    wikis: Mapping[str, Wiki]


def overview(catalogue: Catalogue, settings: Settings, filters: Filters, today: date) -> Overview:
    """Return the map of the material.

    Args:
        catalogue: only read.
        settings: the hub's topics, in their order.
        filters: wikis that a resource has an edition on, sources that hold one of its
            editions, languages of its editions; axes, rules and severities of findings.
        today: the day on which reviews are overdue.

    Raises:
        UsageError: a filter names something that is not there.
        CatalogueError: the catalogue cannot be read.
    """
    subjects = subjects_of(settings)
    with catalogue.read(), collecting_seldom():
        audits = catalogue.runs("audit", limit=1)
        audit = audits[0] if audits else None
        wikis = catalogue.wikis()
        chosen = filters.wiki or filters.source
        ids = catalogue.chosen_resources(filters.wiki, filters.source) if chosen else None
        pages: dict[int, list[Page]] = defaultdict(list)
        spoken: set[str] = set()
        for resource, wiki, page_id, title, language, _source, state in catalogue.mapped_pages(ids):
            spoken.add(language)
            unread = state in {State.HIDDEN, State.UNPARSED}
            pages[resource].append((wiki, page_id, title, language, unread))
        _check(catalogue, filters, wikis, {*spoken, *settings.languages}, audit)
        if filters.language:
            wanted = frozenset(filters.language)
            pages = {n: held for n, held in pages.items() if any(one[3] in wanted for one in held)}
        rules = filters.rule or (audit.rules if audit else ())
        looked = Looked(catalogue, audit, rules)
        worst = catalogue.worst_severities(
            rules,
            filters.severity or tuple(severity.value for severity in Severity),
        )
        changed = catalogue.changed_since(audit.id) if audit else {}
        described = catalogue.all_subjects(None if ids is None else pages.keys())
        standings = catalogue.standings()
    none = Standing()
    places = tuple(
        _place(
            number,
            held,
            described.get(number, ()),
            standings.get(number, none),
            worst,
            changed,
            looked,
        )
        for number, held in pages.items()
    )
    return Overview(
        today,
        audit,
        filters,
        filters.axis or tuple(axis.value for axis in Axis),
        _topics(places, subjects),
        tuple(sorted(places, key=lambda place: _order(place, subjects))),
        subjects,
        wikis,
    )


def _place(  # noqa: PLR0917  # what a place is made of
    number: int,
    pages: Collection[Page],
    described: Collection[Described],
    standing: Standing,
    worst: Mapping[int, Mapping[str, str]],
    changed: Mapping[int, bool],
    looked: Looked,
) -> Place:
    level = next((one for one in described if one.property is Property.LEVEL), None)
    return Place(
        number,
        tuple(pages),
        tuple(one.value for one in described if one.property is Property.TOPIC),
        level.value if level else "",
        level is not None and level.origin is Origin.MACHINE,
        standing,
        found := worst.get(number, {}),
        looked.not_at([one[:2] for one in pages], unseen=changed.get(number, False)).difference(
            found
        ),
        number in changed,
        changed.get(number, False),
        tuple(described),
    )


def _topics(places: Collection[Place], subjects: SubjectVocabulary) -> tuple[str, ...]:
    there = {topic for place in places for topic in place.topics}
    known = [name for name in subjects.topics if name in there]
    return (*known, *sorted(there - {*known}))


def _order(place: Place, subjects: SubjectVocabulary) -> tuple[int, str, str, int]:
    """Return what places are sorted by: the level, those without one last, then the title."""
    levels = list(subjects.of(Property.LEVEL))
    rank = levels.index(place.level) if place.level in levels else len(levels)
    wiki, _page_id, title, *_ = place.pages[0]
    return rank, title, wiki, place.resource


def _check(
    catalogue: Catalogue,
    filters: Filters,
    wikis: Collection[str],
    languages: Collection[str],
    audit: Run | None,
) -> None:
    known: dict[str, Collection[str]] = {
        "wiki": wikis,
        "source": {source.name for source in catalogue.sources()},
        "language": languages,
        "axis": {axis.value for axis in Axis},
        "rule": {*audit.rules, *audit.rules_left_out} if audit else (),
        "severity": {severity.value for severity in Severity},
    }
    for name, value in filters.pairs():
        if value not in known[name]:
            raise not_there(name, value, known[name])
