"""The rule `missing-lead`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import aside, is_content, is_overview


@plugin(axis=Axis.COMPLETENESS)
def missing_lead(
    subject: Subject,
    context: Context,
    *,
    min_words: Annotated[int, AtLeast(0)] = 100,
    min_sections: Annotated[int, AtLeast(0)] = 3,
) -> Iterator[Fault]:
    """Find pages that begin with a heading and never say what they are about.

    Why it matters:
        The first lines tell a learner whether the page is for them, and search results and
        previews show them. Left alone are short pages, overviews, and pages that begin with
        a list, a table, or a template that may hold the introduction.

    Example:
        A page whose first line is `== Step 1: register ==`.

    How to fix:
        Say in a sentence or two for whom the page is and what it helps them to do.

    Settings:
        min_words = 100: pages with fewer words in English are not judged; other languages
        are measured as in short-page.
        min_sections = 3: nor are pages with fewer sections.
    """
    facts = subject.facts
    lead = facts.sections[0]
    if lead.words or lead.lists or lead.tables or lead.media or lead.links or lead.other:
        return
    headings = [section for section in facts.sections[1:] if section.level]
    least = as_long_as(min_words, subject.page.language, spaced=facts.spaced)
    if len(headings) < min_sections or facts.words < least:
        return
    if headings[0].level == 1 and headings[0].words:  # the page's title, written as a heading
        return
    if is_overview(subject, context) or any(
        template.section == 0 and is_content(subject, context, template)
        for template in facts.templates
    ):
        return
    if aside(subject, context):
        return
    first = headings[0].title
    yield Fault(
        Severity.WARNING,
        f'The page has no introduction: it begins with the heading "{first}".',
        "Say in a sentence or two for whom the page is and what it helps them to do.",
        (Evidence(first, first),),
    )
