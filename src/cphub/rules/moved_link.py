"""The rule `moved-link`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.addresses import plainly
from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.model.links import LinkState
from cphub.registry import plugin
from cphub.rules._links import evidence_of, links_that_are


@plugin(axis=Axis.LINKS, relations=("links",))
def moved_link(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find links to addresses whose servers say that they have another one for good.

    Why it matters:
        Old addresses are led on as long as somebody cares; then the link is dead. A note. Left
        alone is what differs only in https for http, in `www.` or in a slash at the end, and
        all that is left alone by dead-link.

    Example:
        `http://blog.example.org/2015/glam`, which redirects with status 301.

    How to fix:
        Put in the new address that the finding names, once you have seen that it is right.

    Settings:
        None. `cphub check-links` must have been run.
    """
    for status, links in links_that_are(subject, context, LinkState.MOVED):
        if not status.location or plainly(status.location) == plainly(status.url):
            continue
        yield Fault(
            Severity.NOTE,
            f"The link to {status.url} leads on to another address for good:"
            f" {status.location} (checked {status.checked:%Y-%m-%d}).",
            f"Link to {status.location} instead.",
            evidence_of(subject, links),
            key=status.url,
        )
