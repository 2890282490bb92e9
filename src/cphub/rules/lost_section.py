"""The rule `lost-section`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Annotated, Final

from cphub.model.comparisons import Change
from cphub.model.facts import Facts
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._alignment import Aligned, Block, align, blocks, section_marks
from cphub.rules._pages import aside, vocabulary
from cphub.rules._sections import NOT_THE_AUTHORS
from cphub.rules._words import count, listing, shorten

LEAST: Final = 2  # sections of an edition that is laid beside its source
PART: Final = 3  # at most one in so many sections may be lost, or it is a shorter text
SURE: Final = 0.6  # of the sections that go together, how many must do so for sure
MARGIN: Final = 0.5  # how much worse every alignment must be that finds the section
HALF: Final = 0.5
SHOWN: Final = 160


@plugin(
    axis=Axis.TRANSLATION, relations=("resource", "translation", "source_changes", "source_facts")
)
def lost_section(
    subject: Subject, context: Context, *, min_words: Annotated[int, AtLeast(1)] = 30
) -> Iterator[Fault]:
    """Find editions made by hand in which a section of their source has no counterpart.

    Why it matters:
        A section that was left out when the page was translated, or fell out later, is missed
        by nobody who reads the one language only. Sections are laid beside each other by their
        order, headings, links, numbers, names and sizes. Only what is sure is reported:
        everything else must go together, most of it by more than its place, and the text may
        not have moved into a neighbouring section. Shorter and freely written editions are
        left alone; sections that are new in the source are `outdated-translation`'s.

    Example:
        "Photo walk" has five sections, the Swedish edition four: "Ask for permission" is not
        among them.

    How to fix:
        Translate the section, or leave it out on purpose and dismiss the finding.

    Settings:
        min_words = 30: shorter sections of the source are not reported.
    """
    source = subject.relations.source_facts
    if source is None or subject.relations.translation is None or aside(subject, context):
        return
    theirs = _blocks(source, _language(subject), context, _new(subject))
    ours = _blocks(subject.facts, subject.page.language, context, frozenset())
    missing = len(theirs) - len(ours)
    if len(ours) < LEAST or not 0 < missing <= len(theirs) // PART:
        return
    found = align(theirs, ours)
    if found is None or len(found.pairs) != len(ours) or found.sure < SURE * len(ours):
        return
    rate = _rate(found, theirs, ours)
    lost = [
        theirs[place]
        for place, margin in found.margins.items()
        if margin >= MARGIN
        and theirs[place].section.words >= min_words
        and not _moved(place, found, theirs, ours, rate)
        and not _elsewhere(theirs[place], theirs, subject.facts)
    ]
    if len(lost) != missing:
        return
    titles = [block.section.title for block in lost]
    sections = count(len(lost), "section of the source is", "sections of the source are")
    yield Fault(
        Severity.NOTE,
        f"{sections} not here: {listing(titles)}.",
        "Translate what is missing, or dismiss this where it was left out on purpose.",
        tuple(
            Evidence(shorten(block.section.text, longest=SHOWN), block.section.title)
            for block in lost
        ),
    )


def _language(subject: Subject) -> str:
    resource = subject.relations.resource
    source = resource.source if resource else None
    return source.language if source else ""


def _new(subject: Subject) -> frozenset[str]:
    """Return the titles of sections that the source got after the edition was made."""
    changes = subject.relations.source_changes
    return (
        frozenset(one.title for one in changes.sections if one.change is Change.NEW)
        if (changes)
        else frozenset()
    )


def _blocks(facts: Facts, language: str, context: Context, new: frozenset[str]) -> list[Block]:
    """Return the sections of the page's own text: no references, no talk, nothing new."""
    words = vocabulary(context)
    left_out = frozenset(
        number
        for number, section in enumerate(facts.sections)
        if section.title in new or words.heading(section.title, language) in NOT_THE_AUTHORS
    )
    return blocks(facts, left_out)


def _rate(found: Aligned, theirs: Sequence[Block], ours: Sequence[Block]) -> float:
    """Return how many words the edition has for one of the source's."""
    return median(
        (ours[other].section.words + 1) / (theirs[place].section.words + 1)
        for place, other in found.pairs.items()
    )


def _moved(
    place: int, found: Aligned, theirs: Sequence[Block], ours: Sequence[Block], rate: float
) -> bool:
    """Tell whether the section may stand in the one before or after it in the edition."""
    words = theirs[place].section.words * HALF
    return any(
        ours[found.pairs[near]].section.words > rate * (theirs[near].section.words + words)
        for near in (place - 1, place + 1)
        if near in found.pairs
    )


def _elsewhere(lost: Block, theirs: Sequence[Block], ours: Facts) -> bool:
    """Tell whether marks that only the section has in the source stand in the edition."""
    own = lost.marks.difference(*(block.marks for block in theirs if block is not lost))
    there = own & frozenset().union(*section_marks(ours))
    return len(there) > HALF * len(own)
