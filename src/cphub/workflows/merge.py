"""Merge somebody else's catalogue: pages, what people said of them, what checks of links saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cphub.catalogue import Catalogue
from cphub.catalogue.imports import Taken
from cphub.catalogue.link_travels import take_links
from cphub.catalogue.reviews import standing_of
from cphub.catalogue.travels import Words, take_words
from cphub.model.resources import Resource
from cphub.model.reviews import Review, Standing
from cphub.model.subjects import SINGLE, Description, words_that_count
from cphub.workflows._resources import tie
from cphub.workflows.clock import now
from cphub.workflows.import_catalogue import taking


@dataclass(frozen=True, slots=True)
class Conflict:
    """A resource of which the two catalogues say different things; the newer one holds."""

    resource: Resource
    ours: Standing
    theirs: Standing


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the two catalogues say of what a resource is about and for whom; the newer holds."""

    resource: Resource
    ours: Description
    theirs: Description


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merger. `links` is how many newer checks of addresses came."""

    taken: Taken
    words: Words
    conflicts: tuple[Conflict, ...]
    links: int = 0
    contradictions: tuple[Contradiction, ...] = ()


def merge_catalogue(own: Path, other: Path, *, clock: Callable[[], datetime] = now) -> Merged:
    """Take the pages of `other` as an import does, all that people said there, and link checks.

    Nothing of one's own is lost, and doing it again changes nothing. Of two verdicts on one
    resource the newer one holds, whoever merges; those that neither side knew the other's
    of are conflicts.

    Raises:
        UsageError: they are one and the same file.
        CatalogueError: one of them cannot be read, or one's own not be written.
    """
    with taking(own, other, clock) as (catalogue, offered, taken):
        ours = {review.uuid for review in catalogue.reviews()}
        described = {one.uuid for words in catalogue.all_descriptions().values() for one in words}
        words = take_words(catalogue, offered, clock())
        links, wrong = take_links(catalogue, offered, clock())
        tie(catalogue, clock())
        catalogue.settle()
        theirs = {str(uuid) for (uuid,) in words.seen.get("reviews", ())}
        conflicts = tuple(_conflicts(catalogue, ours, theirs))
        theirs = {str(uuid) for (uuid,) in words.seen.get("descriptions", ())}
        contradictions = tuple(_contradictions(catalogue, described, theirs))
        taken.rejected += [*words.rejected, *wrong]
    return Merged(taken, words, conflicts, links, contradictions)


def _conflicts(
    catalogue: Catalogue, ours: Collection[str], theirs: Collection[str]
) -> Iterable[Conflict]:
    said: dict[int, list[Review]] = defaultdict(list)
    numbers = catalogue.resource_numbers()
    for review in reversed(catalogue.reviews()):
        if number := numbers.get((review.wiki, review.page_id)):
            said[number].append(review)
    for number, reviews in sorted(said.items()):
        mine = standing_of([review for review in reviews if review.uuid in ours])
        other = standing_of([review for review in reviews if review.uuid in theirs])
        differ = mine.verdict and other.verdict and mine.verdict != other.verdict
        if differ and mine.uuid not in theirs and other.uuid not in ours:
            resource = catalogue.resource(number)
            if resource is not None:
                yield Conflict(resource, mine, other)


def _contradictions(
    catalogue: Catalogue, ours: Collection[str], theirs: Collection[str]
) -> Iterable[Contradiction]:
    for number, said in sorted(catalogue.all_descriptions().items()):
        mine = _by_thing(one for one in said if one.uuid in ours)
        others = _by_thing(one for one in said if one.uuid in theirs)
        for thing in sorted(mine.keys() & others.keys()):
            one, other = mine[thing], others[thing]
            differ = (one.value, one.holds) != (other.value, other.holds)
            if differ and one.uuid not in theirs and other.uuid not in ours:
                resource = catalogue.resource(number)
                if resource is not None:
                    yield Contradiction(resource, one, other)


def _by_thing(said: Iterable[Description]) -> dict[tuple[str, str], Description]:
    """Return the words that count by what cannot be said in two ways: a level, a topic is one."""
    return {
        (what.value, "" if what in SINGLE else value): one
        for (what, value), one in words_that_count(said).items()
    }
