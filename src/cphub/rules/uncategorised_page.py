"""The rule `uncategorised-page`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside

USER = 2


@plugin(axis=Axis.COMPLETENESS)
def uncategorised_page(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find pages that are in no category.

    Why it matters:
        Categories are how learning material is found on a wiki, by people and by lists such
        as the hub's own. Hidden categories are for maintenance and don't count. Users' own
        pages are left alone; for a subpage, which its parent may lead to, the finding is a
        note.

    Example:
        A guide with no `[[Category:…]]` in it or in its templates.

    How to fix:
        Put the page in the category that its neighbours are in.

    Settings:
        None.
    """
    page = subject.page
    if subject.facts.categories or page.namespace == USER:
        return
    if not all(category.hidden for category in page.categories) or aside(subject, context):
        return
    hidden = " but hidden ones" if page.categories else ""
    yield Fault(
        Severity.NOTE if "/" in page.title else Severity.WARNING,
        f"The page is in no category{hidden}.",
        "Put the page in the category that its neighbours are in.",
    )
