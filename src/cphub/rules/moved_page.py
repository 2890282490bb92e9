"""The rule `moved-page`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.model.pages import State
from cphub.registry import plugin
from cphub.rules._moved import says_moved
from cphub.rules._pages import ELSEWHERE, aside, marks
from cphub.rules._words import call, shorten


@plugin(axis=Axis.FRESHNESS, states=(State.CURRENT, State.REDIRECT))
def moved_page(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find pages whose content is now under another title.

    Why it matters:
        A page that only leads elsewhere counts as learning material, and the lists that name
        it are out of date. Found are pages that are still in one of the hub's sources but
        have become a redirect, and soft redirects: by a template, or by a sentence with a
        link on a page that says nothing else ("This page has moved to [[Uploading]]", 25
        words in English at most). A redirect that is in a category was put
        there to be found and is left alone.

    Example:
        A list of lessons names "Uploading"; that page is now a redirect to "Help:Upload".

    How to fix:
        Name the new title where the old one is listed.

    Settings:
        None.
    """
    page, facts = subject.page, subject.facts
    if page.state is State.REDIRECT:
        became_one = page.state_since != page.first_seen
        if not page.sources or (page.categories and not became_one):
            return
        target = subject.relations.target or facts.redirect
        yield Fault(
            Severity.WARNING,
            f'The page has become a redirect to "{target}".'
            if target
            else "The page has become a redirect.",
            f'Name "{target}" where this title is listed.'
            if target
            else "Name the new title where this one is listed.",
            (Evidence(f"#REDIRECT [[{target}]]"),) if target else (),
        )
        return
    for template, _ in marks(subject, context, ELSEWHERE):
        if facts.sections[template.section].level:
            continue
        target = next((value for name, value in template.parameters if name == "1"), "")
        yield Fault(
            Severity.WARNING,
            f'The page only leads to "{target}".' if target else "The page only leads elsewhere.",
            "Name the new title where this one is listed, or make the page a redirect.",
            (Evidence(call(template)),),
        )
        return
    if not says_moved(subject, context) or aside(subject, context):
        return
    yield Fault(
        Severity.WARNING,
        f'The page only leads to "{facts.links[0].title}".',
        "Name the new title where this one is listed, or make the page a redirect.",
        (Evidence(shorten(" ".join(section.text for section in facts.sections))),),
    )
