"""The rule `unmarked-changes`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._words import count


@plugin(axis=Axis.TRANSLATION)
def unmarked_changes(
    subject: Subject, context: Context, *, min_paragraphs: Annotated[int, AtLeast(0)] = 1
) -> Iterator[Fault]:
    """Find translatable pages with paragraphs that translators are not shown.

    Why it matters:
        What was added to a translatable page after it was last marked for translation stands
        in no language but its own: the Translate extension offers only paragraphs that carry
        a `<!--T:n-->` mark. Pages that were never marked are left alone.

    Example:
        A section "Insurance" was added between `<translate>` tags in spring; the sections
        around it are translated into twelve languages, this one into none.

    How to fix:
        Ask a translation administrator to mark the page for translation again.

    Settings:
        min_paragraphs = 1: fewer unmarked paragraphs than this are not reported.
    """
    facts = subject.facts.translate
    if not facts.units or len(facts.unmarked) < max(1, min_paragraphs):
        return
    if aside(subject, context):
        return
    paragraphs = count(len(facts.unmarked), "paragraph is", "paragraphs are")
    yield Fault(
        Severity.WARNING,
        f"{paragraphs} not marked for translation, while {len(facts.units)} are.",
        "Ask a translation administrator to mark the page for translation again.",
        tuple(Evidence(text) for text in facts.unmarked),
    )
