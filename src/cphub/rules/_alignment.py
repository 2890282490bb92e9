"""Lay the sections of a page beside those of its edition in another language.

Words cannot be compared over languages. What can: numbers, links, names that stay as they
are, headings that look alike, levels, sizes, lists and tables, and the order of it all. The
alignment is the best one of all that keep the order (Needleman and Wunsch, 1970).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cphub.model.facts import Facts, Section

MOST: Final = 80
"""Sections of a page that are compared; of more nothing is said."""

ALIKE: Final = 60
"""From what likeness of letters on, in percent, two headings are the same one spelt otherwise."""

SHARED: Final = 0.3
"""From what share of their marks in common on two sections are surely the same one."""

# What each likeness counts for; sections that go together only by their place have less than 1.
MARKS: Final = 2.0
HEADING: Final = 1.5
LEVEL: Final = 0.3
SIZE: Final = 0.3
SHAPE: Final = 0.3
AGAINST: Final = 0.6
"""What is taken away where one has so many marks and the other not one of them."""

MANY: Final = 3

_MARK: Final = re.compile(r"\d[\d.,:]*\d|\b\w*[A-Z]\w{3,}\b")
_SCHEME: Final = re.compile(r"^[a-z]*:?//(?:www\.)?|/$")


@dataclass(frozen=True, slots=True)
class Block:
    """A section by its number among the page's, with the marks that a translation keeps."""

    number: int
    section: Section
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two pages' sections beside each other, by their places in the lists of blocks.

    `pairs` are the places that go together, `sure` how many of them for more reasons than
    their place. `margins` say of each place of the source without a counterpart how much worse
    the best alignment is that gives it one.
    """

    pairs: dict[int, int]
    sure: int
    margins: dict[int, float]


def blocks(facts: Facts, left_out: frozenset[int] = frozenset()) -> list[Block]:
    """Return a page's sections without the lead and those that are left out, by number."""
    marks = section_marks(facts)
    return [
        Block(number, section, marks[number])
        for number, section in enumerate(facts.sections)
        if number and number not in left_out
    ]


def section_marks(facts: Facts) -> list[frozenset[str]]:
    """Return what a translation keeps of each section: links, numbers, words with capitals."""
    marks = [set(_MARK.findall(section.text)) for section in facts.sections]
    for link in facts.links:
        marks[link.section].add(f"[[{link.title.partition('/')[0]}]]")
    for address in facts.external_links:
        marks[address.section].add(_SCHEME.sub("", address.url))
    return list(map(frozenset, marks))


def align(source: Sequence[Block], edition: Sequence[Block]) -> Aligned | None:
    """Return the best alignment of two pages; None if one has no sections, or too many."""
    if not source or not edition or max(len(source), len(edition)) > MOST:
        return None
    likeness = _likeness(source, edition)
    scores = [[score for score, _ in row] for row in likeness]
    before = _table(scores)
    after = _table([row[::-1] for row in scores[::-1]])
    height, width = len(source), len(edition)
    best = before[height][width]
    pairs = _pairs(scores, before)
    margins = {
        place: best
        - max(
            before[place][other]
            + scores[place][other]
            + after[height - place - 1][width - other - 1]
            for other in range(width)
        )
        for place in range(height)
        if place not in pairs
    }
    sure = sum(likeness[place][other][1] for place, other in pairs.items())
    return Aligned(pairs, sure, margins)


def _likeness(source: Sequence[Block], edition: Sequence[Block]) -> list[list[tuple[float, bool]]]:
    """Return how alike each two sections are, and whether they surely are the same one."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # loads C, only where editions are compared

    # A mark that stands in every section tells none.
    spread = Counter(mark for block in source for mark in block.marks)
    spread += Counter(mark for block in edition for mark in block.marks)
    sizes = [sum(block.section.words for block in side) or 1 for side in (source, edition)]
    rows = []
    for one in source:
        row = []
        for other in edition:
            marks = _weight(one.marks & other.marks, spread)
            share = marks / (max(_weight(one.marks, spread), _weight(other.marks, spread)) or 1)
            heading = fuzz.ratio(one.section.title.casefold(), other.section.title.casefold())
            known = heading if heading >= ALIKE else 0
            parts = one.section.words / sizes[0], other.section.words / sizes[1]
            score = MARKS * share + HEADING * known / 100
            score += LEVEL * (one.section.level == other.section.level)
            score += SIZE * (min(parts) / max(parts) if max(parts) else 1)
            score += SHAPE * (_shape(one.section) == _shape(other.section))
            score -= AGAINST * (not share and max(len(one.marks), len(other.marks)) >= MANY)
            row.append((score, share >= SHARED or bool(known)))
        rows.append(row)
    return rows


def _weight(marks: frozenset[str], spread: Counter[str]) -> float:
    return sum(1 / spread[mark] for mark in marks)


def _shape(section: Section) -> tuple[bool, bool, bool]:
    return section.lists > 0, section.tables > 0, section.media > 0


def _table(scores: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the best score of the first so many sections of both pages."""
    width = len(scores[0])
    table = [[0.0] * (width + 1)]
    for row in scores:
        above, line = table[-1], [0.0]
        for other, score in enumerate(row):
            line.append(max(above[other + 1], line[other], above[other] + score))
        table.append(line)
    return table


def _pairs(scores: Sequence[Sequence[float]], table: Sequence[Sequence[float]]) -> dict[int, int]:
    pairs = {}
    place, other = len(scores), len(scores[0])
    while place and other:
        if table[place][other] == table[place - 1][other]:
            place -= 1
        elif table[place][other] == table[place][other - 1]:
            other -= 1
        else:
            place, other = place - 1, other - 1
            pairs[place] = other
    return pairs
