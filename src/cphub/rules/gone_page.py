"""The rule `gone-page`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.model.pages import State
from cphub.registry import plugin
from cphub.rules._words import listing


@plugin(axis=Axis.FRESHNESS, states=(State.MISSING,))
def gone_page(subject: Subject, context: Context) -> Iterator[Fault]:  # noqa: ARG001  # a rule's shape
    """Find pages that one of the hub's sources still lists but that no longer exist.

    Why it matters:
        The hub sends people to a page that was deleted, and nobody may have noticed. A page
        that no source lists any more is left alone.

    Example:
        A list of lessons names "Tutorial for beginners", which was deleted in March.

    How to fix:
        Take the title off the list, or ask for the page to be restored.

    Settings:
        None.
    """
    page = subject.page
    if page.sources:
        yield Fault(
            Severity.ERROR,
            f"The page no longer exists; it was first missed on"
            f" {page.state_since.date().isoformat()} and is still listed by"
            f" {listing(page.sources)}.",
            "Take the title off the list, or ask for the page to be restored.",
        )
