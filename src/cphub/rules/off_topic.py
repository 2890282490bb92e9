"""The rule `off-topic`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import aside, is_overview
from cphub.rules._words import shorten


@plugin(axis=Axis.RELEVANCE, relations=("topics",))
def off_topic(
    subject: Subject, context: Context, *, min_words: Annotated[int, AtLeast(1)] = 150
) -> Iterator[Fault]:
    """Find resources that say nothing of any of the hub's topics, in any of their languages.

    Why it matters:
        A source takes in more than was meant: a category is used for something else, a
        subpage is somebody's draft. What is not about the hub's topics makes the rest harder
        to find. The rule is silent where cphub.toml names no topics, where an edition was
        not read, where the topics have no words in the page's language, and where a single
        word of a topic stands anywhere, in title, categories, headings or text.

    Example:
        Topics are uploading and copyright, and a page in the hub's category is the menu of a
        Christmas party.

    How to fix:
        If it is about one of the topics, say so with `cphub describe`, or add the words that
        it uses to the topic in cphub.toml. If it is not, take it out of the source.

    Settings:
        min_words = 150: pages with fewer words in English are not judged; other languages
        are measured as in short-page.
    """
    facts = subject.facts
    if subject.relations.topics != ():
        return
    if facts.words < as_long_as(min_words, subject.page.language, spaced=facts.spaced):
        return
    if aside(subject, context) or is_overview(subject, context):
        return
    text = next((section.text for section in facts.sections if section.text), subject.page.title)
    yield Fault(
        Severity.NOTE,
        "None of the hub's topics was found in it, in any language.",
        "Say what it is about with `cphub describe`, or take it out of the source.",
        (Evidence(shorten(text)),),
    )
