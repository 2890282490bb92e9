"""The rule `no-example`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

from cphub.data import phrases
from cphub.model.facts import Section
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import aside, is_content, kinds, vocabulary
from cphub.rules._telling import told_share
from cphub.rules._titles import is_how_to
from cphub.rules._words import count, shorten

STEPS: Final = 3
PAST: Final = 3
TOLD, FEWEST = 0.7, 4  # share of sentences that tell what was, and how many there have to be
STOPS: Final = re.compile("[.!?\u3002\u0964\u061f\uff01\uff1f]")  # as many as sentences, or more


@plugin(axis=Axis.QUALITY)
def no_example(
    subject: Subject, context: Context, *, min_words: Annotated[int, AtLeast(0)] = 80
) -> Iterator[Fault]:
    """Find how-to pages that show nothing: no list, picture, example, code or link.

    Why it matters:
        Whoever wants to do a thing needs its steps one by one, a picture of what they will
        see, or a case to follow. A page is taken for a how-to only if its title or a
        heading says so. A page that has any one of these is left alone, and so is one whose
        text says "for example", or that has three headings or more: they may be its steps. A
        story told under such a title ("How our group began") is no how-to: its title says
        so, or most of its sentences or three words or more speak of the past.

    Example:
        "How to upload a picture" that is three paragraphs of prose and nothing else.

    How to fix:
        Number the steps, and add a picture, an example, or a link to where it is done.

    Settings:
        min_words = 80: pages with fewer words in English are not judged; other languages
        are measured as in short-page.
    """
    facts, page = subject.facts, subject.page
    if any(_shows_something(section) for section in facts.sections):
        return
    if facts.links or facts.external_links or len(facts.sections) > STEPS:
        return
    if any(is_content(subject, context, template) for template in facts.templates):
        return
    known = vocabulary(context)
    if facts.words < as_long_as(min_words, page.language, spaced=facts.spaced):
        return
    titles = [section.title for section in facts.sections if section.title]
    promise = next((t for t in (page.title, *titles) if is_how_to(t, page.language, known)), "")
    if not promise or _names_an_example(subject, context) or _is_story(subject, context):
        return
    if aside(subject, context):
        return
    words = count(facts.words, "word" if facts.spaced else "character")
    text = next((section.text for section in facts.sections if section.text), "")
    yield Fault(
        Severity.WARNING,
        f"The page promises to show how, but its {words} have no list of steps, picture,"
        " example or link.",
        "Number the steps, and add a picture, an example, or a link to where it is done.",
        (Evidence(promise), Evidence(shorten(text))),
    )


def _names_an_example(subject: Subject, context: Context) -> bool:
    """Tell whether the text or a heading speaks of an example."""
    known = vocabulary(context).page_words(subject.page.language)
    words = known.headings.get("example", ()) if known else ()
    return any(
        word in text.lower()
        for section in subject.facts.sections
        for text in (section.title, section.text)
        for word in words
    )


def _is_story(subject: Subject, context: Context) -> bool:
    """Tell whether the page tells what somebody did, not how it is done."""
    if "story" in kinds(subject, context):
        return True
    page = subject.page
    known = vocabulary(context).time_words(page.language)
    if known is None:
        return False
    past = phrases((word for word in known.past if word[0] != "*"), page.language)
    if told_share(subject, context, FEWEST) >= TOLD:
        return True
    text = "\n".join(section.text for section in subject.facts.sections)
    return len(past.findall(text)) >= max(PAST, len(STOPS.findall(text)) / 4)


def _shows_something(section: Section) -> bool:
    return bool(section.lists or section.tables or section.media or section.other)
