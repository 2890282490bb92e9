"""Tools that Toolhub calls deprecated, met on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cphub.data.toolhub import Retired
from cphub.model.facts import Mention
from cphub.model.findings import Context, Subject

SENTENCE: Final = re.compile(r"[^.!?\u3002\n]*[.!?\u3002\n]?")


def retired(context: Context) -> Retired:
    """Return what Toolhub tells, with its type, which the model cannot know."""
    known: Retired | None = context.retired
    return known or Retired()


def mentions(subject: Subject, context: Context) -> Iterator[Mention]:
    """Yield where the page links to such tools or names them."""
    known = retired(context)
    if not known.services:
        return
    for link in subject.facts.external_links:
        if service := known.at(link.url):
            sentence = _around(subject.facts.sections[link.section].text, link.label)
            yield Mention(
                *("services", service.id, "address", link.url, sentence or link.label),
                link.section,
                in_reference=link.in_reference,
            )
    for number, section in enumerate(subject.facts.sections):
        for service, match in known.named_in(section.text):
            sentence = _around(section.text, match[0])
            yield Mention("services", service.id, "prose", match[0], sentence, number)


def _around(text: str, words: str) -> str:
    """Return the sentence that words stand in, "" where they do not."""
    if not words or words not in text:
        return ""
    return next((s[0].strip() for s in SENTENCE.finditer(text) if words in s[0]), words)
