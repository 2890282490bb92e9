"""All that is known of a page as a document, for formats that are not read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Finding
from cphub.model.links import LinkStatus
from cphub.workflows.links_document import WORDS
from cphub.workflows.show import PageStory

_FINDINGS = (
    Column("severity", "Severity"),
    Column("rule", "Rule"),
    Column("message", "Finding", prose=True),
    Column("fix", "To do"),
)
_LINKS = (
    Column("url", "Address"),
    Column("status", "Status"),
    Column("reason", "Why"),
    Column("checked", "Checked"),
    Column("location", "New address"),
)


def show_document(story: PageStory) -> Document:
    """Return a page's story: what is open on it, and what is known of each address it links to."""
    page, links = story.page, list(links_of_story(story))
    changed = f"revision {page.revision} of {page.timestamp:%Y-%m-%d}"
    return Document(
        title=page.title,
        lead=(f"{story.url}: {page.state.value}, {page.language}, {changed}.",),
        sheets=(
            Sheet(
                *("findings", "Findings", _FINDINGS, tuple(map(_finding_row, story.findings))),
                empty="No open findings.",
                entries=True,
            ),
            Sheet(
                *("links", "Links to other sites", _LINKS),
                tuple(_link_row(url, known) for url, known in links),
                empty="No links to other sites.",
                entries=True,
            ),
        ),
        data={
            "page": {
                "wiki": page.wiki,
                "page_id": page.page_id,
                "title": page.title,
                "url": story.url,
                "language": page.language,
                "state": page.state.value,
                "revision": page.revision,
                "timestamp": page.timestamp,
                "edited_by_person": page.edited_by_person,
                "edited_in_substance": page.edited_in_substance,
                "length": page.length,
                "sources": [one.source for one in story.memberships if one.until is None],
            },
            "resource": story.resource.id if story.resource else None,
            "findings": [_finding_data(one) for one in story.findings],
            "links": [_link_data(url, known) for url, known in links],
        },
        titles=((page.wiki, page.title),),
        wikis={page.wiki: story.wiki},
    )


def links_of_story(story: PageStory) -> Iterator[tuple[str, LinkStatus | None]]:
    """Yield the page's addresses outside its wiki, each once, with what a check saw."""
    found = story.facts.external_links if story.facts else ()
    for url in dict.fromkeys(link.url for link in found):
        yield url, story.links.get(url)


def _finding_row(one: Finding) -> tuple[Cell, ...]:
    severity = one.severity.value
    return (Cell(severity, state=severity), Cell(one.rule), Cell(one.message), Cell(one.fix))


def _link_row(url: str, known: LinkStatus | None) -> tuple[Cell, ...]:
    if known is None:
        return (Cell(url, url=url), Cell("not checked"), Cell(""), Cell(""), Cell(""))
    return (
        Cell(url, url=url),
        Cell(WORDS[known.status], state=known.status.value),
        Cell(known.reason),
        Cell(f"{known.checked:%Y-%m-%d}"),
        Cell(known.location, url=known.location),
    )


def _finding_data(one: Finding) -> Mapping[str, Any]:
    return {
        "rule": one.rule,
        "axis": one.axis.value,
        "severity": one.severity.value,
        "message": one.message,
        "evidence": [{"text": each.text, "section": each.section} for each in one.evidence],
        "fix": one.fix,
        "first_seen": one.first_seen,
    }


def _link_data(url: str, known: LinkStatus | None) -> Mapping[str, Any]:
    return {
        "url": url,
        "status": known.status.value if known else None,
        "reason": known.reason if known else None,
        "checked": known.checked if known else None,
        "location": known.location or None if known else None,
    }
