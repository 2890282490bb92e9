"""The rule `marked-incomplete`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cphub.data import Meaning
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, marks
from cphub.rules._words import call, in_place, place

SAYS: Final = {
    Meaning.STUB: "as a stub",
    Meaning.DRAFT: "as a draft",
    Meaning.UNDER_CONSTRUCTION: "as under construction",
    Meaning.EXPAND: "as in need of more text",
    Meaning.EMPTY_SECTION: "as empty",
    Meaning.LEAD_MISSING: "as lacking its introduction",
}
MEANINGS: Final = frozenset(SAYS)


@plugin(axis=Axis.COMPLETENESS)
def marked_incomplete(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find pages and sections that somebody marked as unfinished.

    Why it matters:
        Stubs, drafts, pages under construction and sections to expand were begun by somebody
        who said so and seldom came back. Templates are known by what they mean, in the
        wiki's language and under all their redirects.

    Example:
        `{{Expand section|examples of good captions}}` under "Captions".

    How to fix:
        Write what is missing and remove the template; remove it too where the text has
        grown meanwhile.

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
            f"Write what is missing{in_place(subject.facts, template.section)}"
            " and remove the template.",
            (Evidence(call(template), section),),
            key=f"{section}/{template.name}",
        )
