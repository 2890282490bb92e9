"""The rule `suspected-link`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.model.links import LinkState
from cphub.registry import plugin
from cphub.rules._links import evidence_of, links_that_are


@plugin(axis=Axis.LINKS, relations=("links",))
def suspected_link(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find links to addresses that may be dead, and that a person should look at.

    Why it matters:
        Servers often answer with a page that says "not found", or with their start page, where
        the one asked for is gone: machines take it for sound, readers are lost. And what was
        found gone once may be gone for good. Both are notes. Left alone are sections and pages
        that are records of what was, and addresses with an archived copy beside them.

    Example:
        A link to a handbook whose address now leads to the start page of its site.

    How to fix:
        Open the link. If what it was for is gone, link to where it is now, or to an archived
        copy.

    Settings:
        None. `cphub check-links` must have been run.
    """
    for status, links in links_that_are(subject, context, LinkState.SUSPECTED):
        yield Fault(
            Severity.NOTE,
            f"The link to {status.url} may be dead ({status.reason};"
            f" checked {status.checked:%Y-%m-%d}).",
            "Open it and see; if what it was for is gone, link to where that is now, or to an"
            " archived copy.",
            evidence_of(subject, links),
            key=status.url,
        )
