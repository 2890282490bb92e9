"""The rule `marked-outdated`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cphub.data import Meaning
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, marks
from cphub.rules._words import call, in_place, place

SAYS: Final = {
    Meaning.OUTDATED: "as out of date",
    Meaning.UPDATE: "as in need of an update",
    Meaning.SUPERSEDED: "as superseded by another page",
}
MEANINGS: Final = frozenset(SAYS)


@plugin(axis=Axis.FRESHNESS)
def marked_outdated(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find pages and sections that somebody marked as out of date.

    Why it matters:
        Somebody who knows the matter has said that the text is wrong by now, and left it
        there for learners to follow. Templates are known by what they mean, in the wiki's
        language and under all their redirects. `{{Historical}}` and `{{Archive}}` settle a
        page and are no fault.

    Example:
        `{{Update|reason=the upload form has changed}}` over the section "Upload".

    How to fix:
        Correct the text and remove the template. If nobody needs the text any more, mark it
        as historical, or redirect the page to the one that took its place.

    Settings:
        None.
    """
    found = list(marks(subject, context, MEANINGS))
    if not found or aside(subject, context):
        return
    for template, entry in found:
        section = place(subject.facts, template.section)
        what = f'The section "{section}"' if section else "The page"
        yield Fault(
            Severity.ERROR,
            f"{what} is marked {SAYS[entry.meaning]} with {{{{{template.name}}}}}.",
            "Redirect the page to the one that took its place, or mark it as historical."
            if entry.meaning is Meaning.SUPERSEDED
            else "Correct the text"
            + in_place(subject.facts, template.section)
            + " and remove the template.",
            (Evidence(call(template), section),),
            key=f"{section}/{template.name}",
        )
