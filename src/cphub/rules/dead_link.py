"""The rule `dead-link`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Fault, Subject
from cphub.model.links import LinkState
from cphub.registry import plugin
from cphub.rules._links import evidence_of, links_that_are, severity_of


@plugin(axis=Axis.LINKS, relations=("links",))
def dead_link(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find links to addresses that are dead: gone at two checks, days apart.

    Why it matters:
        A step that begins with "open this page" ends there. It is an error in a step: an item
        of a numbered list, or wherever a page or section whose title promises to show how says
        more than its lead. Elsewhere it is a warning: in references, lists of links, signatures
        and the like, and in numbered lists of overviews and events. Left alone are sections
        and pages that are records of what was, and addresses that the page gives an archived
        copy of. Only what `cphub check-links` saw counts.

    Example:
        "Log in at [https://tools.example.org/upload the upload tool]", which answers 404.

    How to fix:
        Link to where the content is now, or to an archived copy, or take the link out.

    Settings:
        None. `cphub check-links` must have been run.

    Where the figures come from:
        An address is called dead after answers of 404, 410 or "no such host" at two checks,
        three days or more apart, with none between that found it there.
    """
    for status, links in links_that_are(subject, context, LinkState.DEAD):
        since = status.first_failed or status.checked
        yield Fault(
            severity_of(subject, context, links),
            f"The link to {status.url} is dead ({status.reason}; gone since"
            f" {since:%Y-%m-%d}, checked again {status.checked:%Y-%m-%d}).",
            "Link to where the content is now, or to an archived copy"
            f" (https://web.archive.org/web/{since:%Y}/{status.url}), or take the link out.",
            evidence_of(subject, links),
            key=status.url,
        )
