"""`cphub show`: all that is known of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.tables import count

if TYPE_CHECKING:
    from cphub.model.findings import Finding
    from cphub.model.pages import Page
    from cphub.workflows.show import PageStory

MOST_CHANGES = 20
MOST_EVIDENCE = 5


def show(
    shared: Shared,
    page: Annotated[
        list[str],
        typer.Argument(metavar="PAGE", help="A title, WIKI:TITLE, or WIKI:PAGE-ID."),
    ],
) -> None:
    """Show all that is known of a page.

    \b
    Examples:
      cphub show Help:Uploading images
      cphub show meta:Help:Uploading images
      cphub show meta:1234
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.show import show as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        story = workflow(catalogue, " ".join(page))
    write_out("".join(f"{line}\n" for line in _lines(story)), None)


def _lines(story: PageStory) -> Iterator[str]:
    yield clean(story.page.title)
    yield clean(story.url)
    yield ""
    yield from (f"{name}: {clean(value)}" for name, value in _fields(story))
    yield from _findings("Findings", story.findings)
    if not story.findings:
        yield ""
        yield "No open findings."
    if story.past:
        yield ""
        yield "Gone:"
        for finding, gone in story.past:
            yield f"  {_day(gone)} {finding.rule}: {clean(finding.message)}"
    if story.changes:
        yield ""
        yield "What happened, newest first:"
        for change in story.changes[:MOST_CHANGES]:
            what = clean(f"{change.old} → {change.new}") if change.old or change.new else ""
            yield f"  {_day(change.timestamp)} {change.kind} {what}".rstrip()
        if len(story.changes) > MOST_CHANGES:
            yield f"  and {len(story.changes) - MOST_CHANGES} more"


def _fields(story: PageStory) -> Iterator[tuple[str, str]]:
    page = story.page
    yield "wiki", f"{page.wiki} ({story.wiki.sitename})"
    yield "page id", str(page.page_id)
    yield "language", page.language
    yield "state", f"{page.state.value} since {_day(page.state_since)}"
    yield "revision", f"{page.revision} of {_day(page.timestamp)}, {count(page.length, 'byte')}"
    yield "last edited by a person", _edited(page)
    if story.facts:
        unit = "word" if story.facts.spaced else "character"
        yield "text", f"{count(story.facts.words, unit)}, {_language(story)}"
    elif story.unread:
        yield "text", story.unread
    yield (
        "sources",
        ", ".join(
            f"{m.source} ({m.via})" if m.via else m.source
            for m in story.memberships
            if m.until is None
        )
        or "none any more",
    )
    if page.langlinks:
        yield "languages", ", ".join(code for code, _title in page.langlinks)


def _edited(page: Page) -> str:
    if page.edited_by_person is None:
        return "not known"
    substance = page.edited_in_substance
    if substance is None or substance == page.edited_by_person:
        return _day(page.edited_by_person)
    return f"{_day(page.edited_by_person)}; in substance {_day(substance)}"


def _language(story: PageStory) -> str:
    if story.facts is None or story.facts.language.code == "und":
        return "language not told from the text"
    return f"reads as {story.facts.language.code}"


def _findings(heading: str, findings: Iterable[Finding]) -> Iterator[str]:
    for number, finding in enumerate(findings):
        if not number:
            yield ""
            yield f"{heading}:"
        yield f"  {finding.severity.value} {finding.rule}: {clean(finding.message)}"
        for evidence in finding.evidence[:MOST_EVIDENCE]:
            where = f" (in {clean(evidence.section)})" if evidence.section else ""
            yield f"    evidence: {clean(evidence.text)}{where}"
        yield f"    to do: {clean(finding.fix)}"
        yield f"    first seen {_day(finding.first_seen)}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
