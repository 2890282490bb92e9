"""The rule `red-links`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._words import count, listing, place

USERS = frozenset({2, 3})
# What every wiki understands, whatever its own words are.
ENGLISH = frozenset({"user", "talk", "user talk", "project talk", "file talk", "help talk"})


@plugin(axis=Axis.COMPLETENESS, relations=("missing_links",))
def red_links(
    subject: Subject, context: Context, *, min_links: Annotated[int, AtLeast(0)] = 2
) -> Iterator[Fault]:
    """Find pages that link to pages which do not exist.

    Why it matters:
        A learner who follows the link finds an empty form. On a page to learn from, a red
        link is mostly a page that was renamed, deleted or never written. A single one among
        others is how wikis grow, and is left alone unless it leads to a part of the page
        itself or half of the page's links are red. Only links that the wiki was asked about
        count; links to users' own pages and to talk pages don't.

    Example:
        "Next: [[Help:Upload step 2]]", which was never written.

    How to fix:
        Link to where the content is now, write the page, or remove the link.

    Settings:
        min_links = 2: fewer red links than this are not reported, but for those two cases.
    """
    missing = subject.relations.missing_links
    if not missing:
        return
    personal = _personal(subject)
    titles = sorted(t for t in set(missing) if _namespace(t) not in personal)
    few = len(titles) < min_links and not _matter(subject, titles)
    if not titles or few or aside(subject, context):
        return
    places = {link.title: link.section for link in reversed(subject.facts.links)}
    yield Fault(
        Severity.WARNING,
        f"{count(len(titles), 'link leads', 'links lead')} to a page that does not exist:"
        f" {listing(titles)}.",
        "Link to where the content is now, write the page, or remove the link.",
        tuple(
            Evidence(f"[[{title}]]", place(subject.facts, places.get(title, 0))) for title in titles
        ),
    )


def _matter(subject: Subject, titles: list[str]) -> bool:
    """Tell whether even a few red links leave readers stuck."""
    page = subject.page.title
    own = {link.title for link in subject.facts.links if not link.interwiki}
    return any(t.startswith(f"{page}/") for t in titles) or len(titles) * 2 >= len(own)


def _personal(subject: Subject) -> frozenset[str]:
    """Return the names of the namespaces of users and of talk, in lower case."""
    return ENGLISH.union(
        name.casefold()
        for space in subject.wiki.namespaces
        if space.id in USERS or space.id % 2
        for name in (space.name, space.canonical, *space.aliases)
    )


def _namespace(title: str) -> str:
    prefix, colon, _ = title.partition(":")
    return prefix.casefold() if colon else ""
