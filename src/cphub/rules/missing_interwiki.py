"""The rule `missing-interwiki`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside
from cphub.rules._sections import PAST, stands_in
from cphub.rules._words import count, listing, place


@plugin(axis=Axis.LINKS, relations=("missing_interwiki",))
def missing_interwiki(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find links to pages of other wikis that do not exist there, or are redirects.

    Why it matters:
        A link to another wiki looks the same whether or not there is a page: readers see only
        after a click that it was renamed, deleted or never written. Commons' files that were
        deleted are found in this way, too. That is a warning; a link to a redirect still works,
        and is a note. Sections and pages that are records of what was are left alone. Only
        what `cphub check-links` asked the other wiki about counts.

    Example:
        `[[:commons:Commons:GLAM/Guide]]`, which was deleted.

    How to fix:
        Link to where the content is now, or take the link out.

    Settings:
        None. `cphub check-links` must have been run.
    """
    relations = subject.relations
    told = set(relations.missing_interwiki or ()) | set(relations.redirected_interwiki)
    if not told or aside(subject, context):
        return
    places = {
        f"{link.interwiki}:{link.title}": link.section
        for link in reversed(subject.facts.links)
        if link.interwiki and not stands_in(subject, context, link.section, PAST)
    }

    def shown(names: list[str]) -> tuple[Evidence, ...]:
        return tuple(Evidence(f"[[:{name}]]", place(subject.facts, places[name])) for name in names)

    missing = [name for name in relations.missing_interwiki or () if name in places]
    if missing:
        number = count(len(missing), "link leads", "links lead")
        yield Fault(
            Severity.WARNING,
            f"{number} to a page that another wiki does not have: {listing(missing)}.",
            "Link to where the content is now, or take the link out.",
            shown(missing),
        )
    redirected = sorted(name for name in relations.redirected_interwiki if name in places)
    if redirected:
        number = count(len(redirected), "link leads", "links lead")
        targets = [relations.redirected_interwiki[name] for name in redirected]
        yield Fault(
            Severity.NOTE,
            f"{number} to a redirect on another wiki: {listing(redirected)}.",
            f"Link to the page itself: {listing(targets)}.",
            shown(redirected),
            key="redirects",
        )
