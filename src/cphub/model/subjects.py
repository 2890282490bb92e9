"""What resources are about and for whom: what the machine proposes, and people's words.

A machine's proposal is worked out of pages and thrown away when they say something else. A
person's word is kept for ever and stands over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Property(StrEnum):
    """What can be said of a resource; `cphub.model.lrmi` has LRMI's names for it."""

    LEVEL = "level"
    TOPIC = "topic"
    AUDIENCE = "audience"
    KIND = "kind"
    TIME_REQUIRED = "time_required"


class Origin(StrEnum):
    """Who says it."""

    MACHINE = "machine"
    PERSON = "person"


SINGLE = frozenset({Property.LEVEL, Property.TIME_REQUIRED})
"""A resource has one of these at most."""

REPLACING = SINGLE | {Property.KIND}
"""Whatever a person says of these replaces all that the machine proposes of them."""

SURE = 1.0
"""The confidence of a person's word."""

BOUND = 0.5
"""Below this confidence nothing is proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a page's text, title, categories and templates speak for: a row of `proposals`.

    `confidence` is between 0 and 1 (`cphub.workflows._evidence` tells how it comes about);
    `evidence` are sentences for people, the strongest first.
    """

    wiki: str
    page_id: int
    property: Property
    value: str
    confidence: float
    evidence: tuple[str, ...]
    timestamp: datetime


@dataclass(frozen=True, slots=True)
class Description:
    """One thing that a person said of a resource by one of its pages: a row of `descriptions`.

    Where it does not hold (`holds` false), the person said that the resource is not that; an
    empty `value` then is any. `uuid` is the same in every catalogue that it travels to;
    `undone` is when it was taken back.
    """

    uuid: str
    wiki: str
    page_id: int
    who: str
    property: Property
    value: str
    holds: bool
    timestamp: datetime
    undone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """One thing that holds of a resource: who says so, how surely, because of what.

    `wiki` and `page_id` are of the edition that says it. `who` is "" for the machine.
    """

    property: Property
    value: str
    origin: Origin
    confidence: float
    evidence: tuple[str, ...]
    wiki: str
    page_id: int
    timestamp: datetime
    who: str = ""


def settle(
    proposals: Iterable[Proposal], descriptions: Iterable[Description]
) -> tuple[Described, ...]:
    """Return what holds of one resource by all that is said of its editions.

    Of people's words on one thing the newest holds. Of the machine's, that of the edition
    which it is surest of. A level is proposed only where one is more likely than all others.
    They come by property as `Property` lists them, people's words first, the surest first.
    """
    said = words_that_count(descriptions)
    spoken_for = {
        one.property
        for one in said.values()
        if one.property in REPLACING and (one.holds or not one.value)
    }
    denied = {(one.property, one.value) for one in said.values()}
    held = [_of_person(one) for one in said.values() if one.holds]
    best: dict[tuple[Property, str], Proposal] = {}
    for one in proposals:
        key = one.property, one.value
        if one.confidence < BOUND or one.property in spoken_for or key in denied:
            continue
        if key not in best or _rank(one) < _rank(best[key]):
            best[key] = one
    by_property: dict[Property, list[Proposal]] = defaultdict(list)
    for one in best.values():
        by_property[one.property].append(one)
    for property_, found in by_property.items():
        if property_ in SINGLE:
            found.sort(key=_rank)
            if len(found) > 1 and found[0].confidence <= found[1].confidence:
                continue
            del found[1:]
        held += [_of_machine(one) for one in found]
    order = list(Property)
    held.sort(key=lambda one: (order.index(one.property), -one.confidence, one.value))
    return tuple(held)


def words_that_count(
    descriptions: Iterable[Description],
) -> dict[tuple[Property, str], Description]:
    """Return people's words on one resource that count, by what they are on; the newest of each."""
    said: dict[tuple[Property, str], Description] = {}
    for one in sorted(descriptions, key=lambda one: (one.timestamp, one.uuid)):
        if one.undone:
            continue
        if one.property in SINGLE or not one.value:
            for key in [key for key in said if key[0] == one.property]:
                del said[key]
        else:
            said.pop((one.property, ""), None)
        said[one.property, one.value] = one
    return said


def _rank(one: Proposal) -> tuple[float, str, int]:
    return (-one.confidence, one.wiki, one.page_id)


def _of_person(one: Description) -> Described:
    return Described(
        *(one.property, one.value, Origin.PERSON, SURE, ()),
        *(one.wiki, one.page_id, one.timestamp, one.who),
    )


def _of_machine(one: Proposal) -> Described:
    return Described(
        *(one.property, one.value, Origin.MACHINE, one.confidence, one.evidence),
        *(one.wiki, one.page_id, one.timestamp),
    )
