"""What checks saw of a page's external links, and where the links stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from cphub.model.addresses import archived, link_address
from cphub.model.facts import ExternalLink
from cphub.model.findings import Context, Evidence, Severity, Subject
from cphub.model.links import LinkState, LinkStatus
from cphub.rules._pages import aside, is_overview, kinds, vocabulary
from cphub.rules._sections import PAST, stands_in
from cphub.rules._titles import is_how_to
from cphub.rules._words import place, shorten

BESIDE: Final = frozenset(
    {"references", "external-links", "see-also", "navigation", "licence", "participants"}
    | {"discussion"}
)
"""Sections in which nothing is shown, whatever the page is for."""

NO_STEPS: Final = frozenset({"event", "story", "overview"})
"""Kinds of page whose numbered lists are programmes and chronicles."""


def links_that_are(
    subject: Subject, context: Context, state: LinkState
) -> Iterator[tuple[LinkStatus, list[ExternalLink]]]:
    """Yield addresses of the page that are in a state, each with its links, by address.

    Left out are links in sections that tell the past, and addresses that the page gives an
    archived copy of as well.
    """
    known = subject.relations.links
    if not known or aside(subject, context):
        return
    found: dict[str, list[ExternalLink]] = {}
    for link in subject.facts.external_links:
        status = known.get(link.url)
        if status is None or status.status is not state:
            continue
        if not stands_in(subject, context, link.section, PAST):
            found.setdefault(status.url, []).append(link)
    if not found:
        return
    copies = {archived(link_address(link.url)) for link in subject.facts.external_links}
    by_url = {status.url: status for status in known.values()}
    for url in sorted(found):
        if url not in copies:
            yield by_url[url], found[url]


def severity_of(subject: Subject, context: Context, links: Collection[ExternalLink]) -> Severity:
    """Return how bad it is that an address is dead: an error where a reader needs it to go on."""
    needed = any(_is_needed(subject, context, link) for link in links)
    return Severity.ERROR if needed else Severity.WARNING


def _is_needed(subject: Subject, context: Context, link: ExternalLink) -> bool:
    """Tell whether a link stands in a step: in a numbered list, or where a guide shows how.

    References and sections beside the point are none; nor are the numbered lists of pages
    that list things or tell of something that was. What a guide says before its first section
    leads in, unless it has no sections.
    """
    if link.in_reference or stands_in(subject, context, link.section, BESIDE):
        return False
    sections, page, words = subject.facts.sections, subject.page, vocabulary(context)
    if link.in_step and sections[link.section].lists > 1:
        listed = is_overview(subject, context) or kinds(subject, context) & NO_STEPS
        if not listed:
            return True
    place = link.section
    while place > 0:
        if is_how_to(sections[place].title, page.language, words):
            return True
        place = sections[place].parent
    body = link.section > 0 or len(sections) == 1
    return body and is_how_to(page.title, page.language, words)


def evidence_of(subject: Subject, links: Collection[ExternalLink]) -> tuple[Evidence, ...]:
    """Return the links as they stand in the text, each with its section."""
    return tuple(
        dict.fromkeys(
            Evidence(
                shorten(f"[{link.url} {link.label}]" if link.label else link.url, link.url),
                place(subject.facts, link.section),
            )
            for link in links
        )
    )
