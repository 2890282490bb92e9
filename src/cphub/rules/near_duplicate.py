"""The rule `near-duplicate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.data import language_of
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Similar, Subject
from cphub.registry import Between, plugin
from cphub.rules._pages import aside
from cphub.rules._words import count

NEARLY_ALL = 0.95


@plugin(axis=Axis.QUALITY, relations=("similar",))
def near_duplicate(
    subject: Subject, context: Context, *, min_share: Annotated[float, Between(0, 1)] = 0.7
) -> Iterator[Fault]:
    """Find pages that say nearly the same as another page, on this wiki or another.

    Why it matters:
        Two copies are kept up to date by nobody: one is corrected, learners find the other.
        Translations of each other, and a page and its own subpages, are left alone. A page
        has one finding, which names all the pages like it, the most similar first; of a
        crowd of more than twenty alike, each further page is named beside the first one alone.

    Example:
        "Uploading" on Meta-Wiki and "Help:Uploading" on Commons with 95 % of their text in
        common.

    How to fix:
        Keep the best one, redirect the others to it, and move over what only they say.

    Settings:
        min_share = 0.7: from what share of text in common, 0 to 1, two pages are reported.
    """
    similar = [
        other
        for other in subject.relations.similar
        if other.share >= min_share and not _belongs_together(subject, other)
    ]
    if not similar or aside(subject, context):
        return
    similar.sort(key=lambda one: (-one.share, one.wiki, one.title))
    most = similar[0]
    where = "" if most.wiki == subject.page.wiki else f" on {most.wiki}"
    others = count(len(similar) - 1, "other page")
    more = f", and {min_share:.0%} of it or more in {others}" if len(similar) > 1 else ""
    yield Fault(
        Severity.WARNING if most.share >= NEARLY_ALL else Severity.NOTE,
        f'About {most.share:.0%} of the text stands in "{most.title}"{where} too{more}.',
        "Keep the best one, redirect the others to it, and move over what only they say.",
        tuple(Evidence(f"{other.share:.0%}: {other.url or other.title}") for other in similar),
    )


def _belongs_together(subject: Subject, other: Similar) -> bool:
    """Tell whether the two are editions of one resource, or one is the other's subpage."""
    page = subject.page
    if language_of(page.language) != language_of(other.language):
        return True
    if other.title in {title for _, title in page.langlinks}:
        return True
    if other.wiki != page.wiki:
        return False
    base, slash, code = other.title.rpartition("/")
    theirs = base if slash and code in subject.wiki.languages else other.title
    return page.title.startswith(f"{theirs}/") or theirs.startswith(f"{page.title}/")
