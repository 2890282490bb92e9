"""The rule `short-page`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._moved import says_moved
from cphub.rules._pages import aside, is_content, is_overview
from cphub.rules._words import count, shorten

MUCH_ELSE: Final = 3
TO_WATCH_OR_READ: Final = (".webm", ".ogv", ".ogg", ".mp4", ".mpg", ".mpeg", ".pdf", ".djvu")


@plugin(axis=Axis.COMPLETENESS)
def short_page(
    subject: Subject, context: Context, *, min_words: Annotated[int, AtLeast(0)] = 60
) -> Iterator[Fault]:
    """Find pages with too little text to learn from.

    Why it matters:
        A page of a few sentences was mostly begun and left. Left alone are pages whose
        content is not running text: overviews and disambiguation pages, pages that only say
        where their content went (moved-page has them), and pages that consist of templates,
        tables, pictures, a video or a document, or of other pages' text.

    Example:
        "To upload a picture, use the upload form." and nothing else.

    How to fix:
        Write what a learner needs next, or merge the page into a fuller one.

    Settings:
        min_words = 60: fewer words than this in English are too few. Other languages are
        measured by how many words, or letters where words are not spaced, say the same:
        fewer in Finnish (44), about twice as many letters in Chinese (108).

    Where the figures come from:
        AutoWikiBrowser's tagger takes an article of up to 300 characters for a stub, in
        English about 50 words; a page to learn from needs a little more. What other languages
        need was measured on MediaWiki's own interface texts in them.
    """
    facts = subject.facts
    least = as_long_as(min_words, subject.page.language, spaced=facts.spaced)
    if facts.words >= least or facts.redirect:
        return
    if _has_much_else(subject, context) or is_overview(subject, context) or aside(subject, context):
        return
    if says_moved(subject, context):
        return
    counted = count(facts.words, "word" if facts.spaced else "character")
    text = next((section.text for section in facts.sections if section.text), "")
    yield Fault(
        Severity.WARNING if facts.words else Severity.ERROR,
        f"The page has {counted} of text; fewer than {least} are too few to learn from."
        if facts.words
        else "The page has no text.",
        "Write what a learner needs next, or merge the page into a fuller one.",
        (Evidence(shorten(text)),) if text else (),
    )


def _has_much_else(subject: Subject, context: Context) -> bool:
    """Tell whether the page's content is something else than running text."""
    facts = subject.facts
    if any(section.tables or section.other for section in facts.sections):
        return True
    if any(name.lower().endswith(TO_WATCH_OR_READ) for name in facts.media):
        return True
    blocks = [
        template
        for template in facts.templates
        if template.depth == 0
        and facts.sections[template.section].templates
        and is_content(subject, context, template)
    ]
    shown = sum(section.media for section in facts.sections) + len(blocks)
    return (
        shown >= MUCH_ELSE
        or (facts.words == 0 and shown > 0)
        or any(len(template.parameters) >= MUCH_ELSE for template in blocks)
    )
