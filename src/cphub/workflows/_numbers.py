"""The numbers of resources: they stay what they are as long as it can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cphub.catalogue.ties import EditionRow, ResourceRow
from cphub.workflows._ties import Key, Numbered


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number of each group, new resources with their founding pages, what merged.

    `merged` are (number, what it became part of); None says that it stands on its own again.
    """

    of: Sequence[int]
    new: Sequence[tuple[int, Key]]
    merged: Sequence[tuple[int, int | None]]


def number_groups(
    groups: Sequence[Sequence[int]],
    pages: Numbered,
    old: Sequence[EditionRow],
    resources: Sequence[ResourceRow],
) -> Numbers:
    """Give each group of pages the number of a resource.

    A number goes with the former source edition, else with most of its former pages. A group
    to which several go keeps the lowest, and the others become part of it. One to which none
    goes takes back a number that its pages had founded before it was merged, or gets a new
    one.
    """
    group_of = {page: index for index, group in enumerate(groups) for page in group}
    before = {pages.number[row.wiki, row.page_id]: row for row in old}
    heirs = _heirs(before, group_of)
    claims: dict[int, list[int]] = {}
    for number, heir in heirs.items():
        claims.setdefault(heir, []).append(number)
    merged: list[tuple[int, int | None]] = []
    away = {pages.number[row.founder]: row.id for row in reversed(resources) if row.merged_into}
    numbers: list[int] = []
    new: list[tuple[int, Key]] = []
    following = max((row.id for row in resources), default=0) + 1
    for index, group in enumerate(groups):
        if index in claims:
            number, *others = sorted(claims[index])
            merged += [(other, number) for other in others]
        elif returning := sorted(away[page] for page in group if page in away):
            number = returning[0]
            merged.append((number, None))
        else:
            number = following
            following += 1
            first = pages.rows[group[0]]
            new.append((number, (first[0], first[1])))
        numbers.append(number)
    return Numbers(numbers, new, _flat(merged, resources))


def _heirs(before: Mapping[int, EditionRow], group_of: Mapping[int, int]) -> dict[int, int]:
    """Return the group that each former number goes to."""
    votes: dict[int, Counter[int]] = {}
    for page, row in before.items():
        # A source outweighs any number of others.
        weight = len(before) + 1 if row.is_source else 1
        votes.setdefault(row.resource, Counter())[group_of[page]] += weight
    return {
        number: min(counted, key=lambda group: (-counted[group], group))
        for number, counted in votes.items()
    }


def _flat(
    merged: Sequence[tuple[int, int | None]], resources: Sequence[ResourceRow]
) -> list[tuple[int, int | None]]:
    """Add what had become part of a number that now becomes part of another one."""
    into = dict(merged)
    return [
        *merged,
        *(
            (row.id, into[row.merged_into])
            for row in resources
            if row.merged_into in into and row.id not in into
        ),
    ]
