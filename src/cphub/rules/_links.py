"""What checks saw of a page's external links, and where the links stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cphub.model.addresses import archived, link_address
from cphub.model.facts import ExternalLink
from cphub.model.findings import Context, Evidence, Severity, Subject
from cphub.model.links import LinkState, LinkStatus
from cphub.rules._pages import aside, vocabulary
from cphub.rules._sections import PAST, stands_in
from cphub.rules._titles import is_how_to
from cphub.rules._words import place, shorten

ASIDE = frozenset({"references", "external-links", "see-also"})


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
    """Return how bad it is that an address is dead: an error where the reader needs it.

    That is in a guide: on a page, or in a section, whose title promises to show how.
    """
    return (
        Severity.ERROR
        if any(_in_guide(subject, context, link) for link in links)
        else Severity.WARNING
    )


def _in_guide(subject: Subject, context: Context, link: ExternalLink) -> bool:
    if link.in_reference or stands_in(subject, context, link.section, ASIDE):
        return False
    language, words = subject.page.language, vocabulary(context)
    titles = (subject.page.title, place(subject.facts, link.section))
    return any(title and is_how_to(title, language, words) for title in titles)


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
