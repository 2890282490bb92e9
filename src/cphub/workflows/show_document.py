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
    Column("evidence", "Evidence", prose=True),
    Column("fix", "To do"),
)
_PAGE = (
    Column("title", "Page"),
    Column("wiki", "Wiki"),
    Column("language", "Language", languages=True),
    Column("state", "State"),
    Column("url", "Address"),
    Column("categories", "Categories"),
)
_SECTIONS = (
    Column("section", "Section"),
    Column("level", "Level", numeric=True),
    Column("words", "Words", numeric=True),
)
_PAGES = (Column("title", "Page"), Column("interwiki", "Wiki"))
_CHANGES = (
    Column("timestamp", "Day"),
    Column("kind", "Change"),
    Column("old", "Before"),
    Column("new", "After"),
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
        lead=(f"The page is {page.state.value}, {page.language}, {changed}.",),
        sheets=(
            Sheet(
                *("findings", "Findings", _FINDINGS, tuple(map(_finding_row, story.findings))),
                empty="No open findings.",
                entries=True,
            ),
            Sheet("page", "Page", _PAGE, (_page_row(story),), entries=True),
            Sheet(
                *("links", "Links to other sites", _LINKS),
                tuple(_link_row(url, known) for url, known in links),
                empty="No links to other sites.",
                entries=True,
            ),
            *_told(story),
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
            "categories": [one.title for one in page.categories],
            "sections": [
                {"title": one.title, "level": one.level, "words": one.words}
                for one in (story.facts.sections[1:] if story.facts else ())
            ],
            "pages": [
                {"title": title, "interwiki": interwiki or None}
                for title, interwiki in _pages(story)
            ],
            "history": [
                {"timestamp": one.timestamp, "kind": one.kind, "old": one.old, "new": one.new}
                for one in story.changes
            ],
            "past": [{**_finding_data(one), "gone": gone} for one, gone in story.past],
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


def _page_row(story: PageStory) -> tuple[Cell, ...]:
    page = story.page
    return (
        Cell(page.title, page=(page.wiki, page.title), language=page.language),
        Cell(page.wiki),
        Cell(page.language),
        Cell(page.state.value, state=page.state.value),
        Cell(story.url, url=story.url),
        Cell(", ".join(one.title for one in page.categories)),
    )


def _told(story: PageStory) -> Iterator[Sheet]:
    """Yield what the page is made of, where it leads, and what happened to it."""
    sections = story.facts.sections[1:] if story.facts else ()
    rows: Iterator[tuple[Cell, ...]] = (
        (Cell(one.title), _figure(one.level), _figure(one.words)) for one in sections
    )
    yield Sheet("sections", "Sections", _SECTIONS, tuple(rows), empty="No sections.")
    rows = ((Cell(title), Cell(interwiki)) for title, interwiki in _pages(story))
    yield Sheet("pages", "Links to pages", _PAGES, tuple(rows), empty="No links to pages.")
    rows = (
        (Cell(f"{one.timestamp:%Y-%m-%d}"), Cell(one.kind), Cell(one.old), Cell(one.new))
        for one in story.changes
    )
    empty = "Nothing has happened to it."
    yield Sheet("history", "What happened, newest first", _CHANGES, tuple(rows), empty=empty)


def _pages(story: PageStory) -> Iterator[tuple[str, str]]:
    """Yield each page that the text links to once, with the prefix of its wiki."""
    links = story.facts.links if story.facts else ()
    yield from dict.fromkeys((link.title, link.interwiki) for link in links)


def _figure(number: int) -> Cell:
    return Cell(f"{number:,}", number=number)


def _finding_row(one: Finding) -> tuple[Cell, ...]:
    severity = one.severity.value
    evidence = " | ".join(
        f"{each.text} (in “{each.section}”)" if each.section else each.text for each in one.evidence
    )
    return (
        Cell(severity, state=severity),
        Cell(one.rule),
        Cell(one.message),
        Cell(evidence),
        Cell(one.fix),
    )


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
