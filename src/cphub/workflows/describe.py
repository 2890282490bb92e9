"""Keep what a person says that a resource is about and for whom, and take it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cphub.catalogue import Catalogue
from cphub.data.subjects import TABLES, SubjectVocabulary
from cphub.errors import UsageError
from cphub.model.resources import Resource
from cphub.model.subjects import Described, Property
from cphub.settings.values import unknown
from cphub.workflows.clock import now
from cphub.workflows.resource import find_resource, spoken_of

NONE = "none"
"""Typed for a level or a time: the resource has none."""

_TIME = re.compile(r"P(?=[\dT])(?:\d{1,3}W|(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,3}H)?(?:\d{1,4}M)?)?)")
_SHORT = re.compile(r"(?=\d)(?:(\d{1,3}) ?h)? ?(?:(\d{1,4}) ?m(?:in)?)?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed; "" and () say nothing."""

    level: str = ""
    topics: Sequence[str] = ()
    audiences: Sequence[str] = ()
    kinds: Sequence[str] = ()
    not_topics: Sequence[str] = ()
    not_audiences: Sequence[str] = ()
    not_kinds: Sequence[str] = ()
    time_required: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What holds of a resource after a person's word."""

    resource: Resource
    subjects: tuple[Described, ...]


def describe(
    catalogue: Catalogue,
    vocabulary: SubjectVocabulary,
    name: str,
    typed: Typed,
    who: str,
    *,
    clock: Callable[[], datetime] = now,
) -> Told:
    """Keep what a person says of the resource that `name` means.

    Raises:
        UsageError: there is no such resource, or no such topic, level and so on; the same is
            said to be and not to be; nothing is said.
        CatalogueError: the catalogue cannot be written.
    """
    said = list(dict.fromkeys(_said(typed, vocabulary)))
    if not said:
        raise UsageError("nothing is said", "give --level, --topic, --audience or --kind")
    for what, value, holds in said:
        if holds and (what, value, False) in said:
            raise UsageError(f'"{value}" cannot be added and removed at once', "say one of them")
    with catalogue.write():
        resource, page = spoken_of(catalogue, name, "describe")
        edition = resource.source or resource.editions[0]
        key = (page.wiki, page.page_id) if page else (edition.wiki, edition.page_id)
        catalogue.save_descriptions(key, said, who, clock())
        return Told(resource, catalogue.subjects(resource.id))


def undo(catalogue: Catalogue, name: str, *, clock: Callable[[], datetime] = now) -> Told:
    """Take back what was last said at once of what a resource is; it stays in the history.

    Raises:
        UsageError: there is no such resource, or nothing was said that could be undone.
        CatalogueError: the catalogue cannot be written.
    """
    with catalogue.write():
        resource, _page = find_resource(catalogue, name)
        words = [one for one in catalogue.descriptions(resource.id) if one.undone is None]
        if not words:
            raise UsageError(
                f"nobody described resource {resource.id}", "the machine's proposals stay"
            )
        newest = words[0]
        last = [one for one in words if (one.timestamp, one.who) == (newest.timestamp, newest.who)]
        catalogue.take_back_descriptions(last, clock())
        return Told(resource, catalogue.subjects(resource.id))


def name_of(vocabulary: SubjectVocabulary, what: Property, text: str) -> str:
    """Return the name of the topic, audience, kind or level that a person typed.

    Its label in any language does as well.

    Raises:
        UsageError: there is none.
    """
    known = vocabulary.of(what)
    wanted = _key(text)
    for entry in known.values():
        if wanted in {_key(entry.name), *map(_key, entry.labels.values())}:
            return entry.name
    if not known:
        raise UsageError(
            f"cphub.toml names no {TABLES[what]}", f"add one: [{TABLES[what]}.NAME] with its terms"
        )
    raise UsageError(unknown(what.value, text, known))


def duration(text: str) -> str:
    """Return a time as ISO 8601 writes it (`PT30M`); `30m`, `2h` and `1h 30m` do as well.

    Raises:
        UsageError: it is none.
    """
    given = text.strip()
    if _TIME.fullmatch(given.upper()):
        return given.upper()
    if short := _SHORT.fullmatch(given.lower()):
        hours, minutes = int(short[1] or 0), int(short[2] or 0)
        if hours or minutes:
            return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
    raise UsageError(f'"{text}" is no time', "write it as PT30M, 30m, 1h 30m, P2D, or none")


def _said(typed: Typed, vocabulary: SubjectVocabulary) -> Iterator[tuple[Property, str, bool]]:
    if typed.level:
        if typed.level.strip().lower() == NONE:
            yield Property.LEVEL, "", False
        else:
            yield Property.LEVEL, name_of(vocabulary, Property.LEVEL, typed.level), True
    if typed.time_required:
        none = typed.time_required.strip().lower() == NONE
        value = "" if none else duration(typed.time_required)
        yield Property.TIME_REQUIRED, value, not none
    for what, values, holds in (
        (Property.TOPIC, typed.topics, True),
        (Property.AUDIENCE, typed.audiences, True),
        (Property.KIND, typed.kinds, True),
        (Property.TOPIC, typed.not_topics, False),
        (Property.AUDIENCE, typed.not_audiences, False),
        (Property.KIND, typed.not_kinds, False),
    ):
        for text in values:
            yield what, name_of(vocabulary, what, text), holds


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
