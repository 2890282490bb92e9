"""The rule `orphan-page`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, edition_of


@plugin(axis=Axis.QUALITY, relations=("incoming",))
def orphan_page(
    subject: Subject, context: Context, *, entry_pages: tuple[str, ...] = ()
) -> Iterator[Fault]:
    """Find pages that no other page of the catalogue links to.

    Why it matters:
        Learners come from page to page. One that nothing leads to is found only by those
        who know its name. The catalogue sees only what was harvested, so the finding is a
        note. Translations are left alone, for the language bar leads to them, and so are
        the pages that people start from.

    Example:
        A guide to captions that neither the guide to uploading nor any overview names.

    How to fix:
        Link to it from the page that comes before it and from the overview.

    Settings:
        entry_pages = []: titles of pages that people start from.
    """
    page = subject.page
    if subject.relations.incoming != 0 or page.title in entry_pages or edition_of(subject):
        return
    if not aside(subject, context):
        yield Fault(
            Severity.NOTE,
            "No other page of the catalogue links to this one.",
            "Link to it from the page that comes before it and from the overview.",
        )
