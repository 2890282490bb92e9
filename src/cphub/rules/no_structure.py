"""The rule `no-structure`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.facts import Section
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import aside
from cphub.rules._words import count, in_place, shorten


@plugin(axis=Axis.QUALITY)
def no_structure(
    subject: Subject,
    context: Context,
    *,
    max_words: Annotated[int, AtLeast(0)] = 300,
    max_section_words: Annotated[int, AtLeast(0)] = 600,
) -> Iterator[Fault]:
    """Find walls of text: long stretches with no heading, list, table or picture.

    Why it matters:
        People who want to learn how to do a thing look for their place in a text. Without
        headings there is none to find, no table of contents, and no place to link to.

    Example:
        Eight paragraphs on copyright with not a single heading.

    How to fix:
        Divide the text by headings that name the steps or questions; make lists of steps.

    Settings:
        max_words = 300: a page with more words in English than this needs a heading, list,
        table or picture; other languages are measured as in short-page.
        max_section_words = 600: so does a section with more words than this.
    """
    facts = subject.facts
    language, spaced = subject.page.language, facts.spaced
    limit = as_long_as(max_words, language, spaced=spaced)
    if facts.words <= limit:
        return
    section_limit = as_long_as(max_section_words, language, spaced=spaced)
    bare = len(facts.sections) == 1
    walls = [
        (index, section)
        for index, section in enumerate(facts.sections)
        if section.words > (limit if bare else section_limit) and _is_a_wall(section)
    ]
    if not walls or aside(subject, context):
        return
    for index, section in walls:
        words = count(section.words, "word" if spaced else "character")
        yield Fault(
            Severity.WARNING,
            f"{words} stand{in_place(facts, index)} with no heading, list, table or picture.",
            "Divide the text by headings that name the steps or questions.",
            (Evidence(shorten(section.text), section.title),),
            key=section.title,
        )


def _is_a_wall(section: Section) -> bool:
    return not (section.lists or section.tables or section.media or section.other)
