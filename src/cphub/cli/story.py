"""A page's story in words, a line each: what `cphub show` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.cli.tables import count

if TYPE_CHECKING:
    from cphub.model.facts import Facts
    from cphub.model.findings import Evidence, Finding
    from cphub.model.links import LinkStatus
    from cphub.model.pages import Page
    from cphub.model.resources import Edition, Resource
    from cphub.workflows.show import PageStory

MOST_CHANGES = 20
MOST_EVIDENCE = 5
MOST_LINKS = 30
CONTEXT = 60
"""Characters of prose shown on each side of a piece of evidence."""


def story_lines(story: PageStory) -> Iterator[str]:
    """Yield all that is known of a page, safe to print."""
    yield clean(story.page.title)
    yield clean(story.url)
    yield ""
    yield from (f"{name}: {clean(value)}" for name, value in _fields(story))
    yield from _said(story)
    yield from _findings(story)
    yield from _quiet(story)
    if story.past:
        yield from _heading("Gone")
        for finding, gone in story.past:
            yield f"  {_day(gone)} {finding.rule}: {clean(finding.message)}"
    if story.facts:
        yield from _outline(story.facts)
        yield from _links_out(story.facts, story.links)
    if story.changes:
        yield from _heading("What happened, newest first")
        for change in story.changes[:MOST_CHANGES]:
            what = clean(f"{change.old} → {change.new}") if change.old or change.new else ""
            yield f"  {_day(change.timestamp)} {change.kind} {what}".rstrip()
        yield from _more(len(story.changes) - MOST_CHANGES)


def _fields(story: PageStory) -> Iterator[tuple[str, str]]:
    page = story.page
    yield "wiki", f"{page.wiki} ({story.wiki.sitename})"
    yield "page id", str(page.page_id)
    yield "language", page.language
    if story.resource:
        yield from _resource(story.resource, page)
    yield from _subjects(story)
    yield "state", f"{page.state.value} since {_day(page.state_since)}"
    yield "revision", f"{page.revision} of {_day(page.timestamp)}, {count(page.length, 'byte')}"
    yield "last edited by a person", _edited(page)
    if story.facts:
        yield from _facts(story.facts)
    elif story.unread:
        yield "text", story.unread
    held = [m for m in story.memberships if m.until is None]
    names = [f"{m.source} ({m.via})" if m.via else m.source for m in held]
    yield "sources", ", ".join(names) or "none any more"
    if page.categories:
        yield "categories", ", ".join(category.title for category in page.categories)
    if page.langlinks:
        yield "languages", ", ".join(code for code, _title in page.langlinks)


def _resource(resource: Resource, page: Page) -> Iterator[tuple[str, str]]:
    own = (page.wiki, page.page_id)
    role = ", this is the source edition" if (s := resource.source) and _at(s) == own else ""
    yield "resource", f"{resource.id}{role}"
    others = [
        f"{edition.language}{' (source)' if edition.is_source else ''}: "
        f"{edition.wiki}:{edition.title}"
        for edition in resource.editions
        if _at(edition) != own
    ]
    if others:
        yield "other editions", "; ".join(others)


def _subjects(story: PageStory) -> Iterator[tuple[str, str]]:
    """Yield what the resource is about, each with who says so and why."""
    from cphub.workflows.subject_documents import NAMES, why  # noqa: PLC0415  # it loads SQLite

    for one in story.subjects:
        sure = "" if one.who else f"{one.confidence:.0%}: "
        yield NAMES[one.property], f"{one.value} ({sure}{why(one)})"
    if story.views:
        yield "read", f"{count(story.views.views, 'time')} in {count(story.views.days, 'day')}"


def _at(edition: Edition) -> tuple[str, int]:
    return (edition.wiki, edition.page_id)


def _facts(facts: Facts) -> Iterator[tuple[str, str]]:
    unit = "word" if facts.spaced else "character"
    yield "text", f"{count(facts.words, unit)}, {_language(facts)}"
    if facts.redirect:
        yield "leads to", facts.redirect
    sections = facts.sections
    parts = [
        count(len(sections) - 1, "section"),
        count(sum(section.lists for section in sections), "list item"),
        count(sum(section.tables for section in sections), "table"),
        count(len(facts.media), "media file"),
        count(facts.references, "reference"),
    ]
    yield "made of", ", ".join(parts)
    if facts.templates:
        yield "templates", ", ".join(sorted({template.name for template in facts.templates}))


def _language(facts: Facts) -> str:
    told = facts.language
    if told.code == "und":
        return "language not told from the text"
    other = f", partly as {told.other}" if told.other else ""
    return f"reads as {told.code}{other}"


def _edited(page: Page) -> str:
    if page.edited_by_person is None:
        return "not known"
    substance = page.edited_in_substance
    if substance is None or substance == page.edited_by_person:
        return _day(page.edited_by_person)
    return f"{_day(page.edited_by_person)}; in substance {_day(substance)}"


def _findings(story: PageStory) -> Iterator[str]:
    if not story.findings:
        yield ""
        yield "No open findings."
        return
    yield from _heading("Findings")
    for finding in story.findings:
        yield f"  {finding.severity.value} {finding.rule}: {clean(finding.message)}"
        yield from _evidence(finding, story.facts)
        yield f"    to do: {clean(finding.fix)}"
        yield f"    first seen {_day(finding.first_seen)}"


def _quiet(story: PageStory) -> Iterator[str]:
    if not story.quiet:
        return
    yield from _heading("Quiet, because somebody said so")
    for finding, why in story.quiet:
        yield f"  {why.value}: {finding.severity.value} {finding.rule}: {clean(finding.message)}"


def _said(story: PageStory) -> Iterator[str]:
    """Say what people said of the resource, what was taken back left out."""
    # These load SQLite.
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.review_documents import sentences, words_of  # noqa: PLC0415

    words = [word for word in story.words if word.ended is None]
    if not words:
        return
    today = now().date()
    yield from _heading("Reviews")
    yield from (f"  {clean(sentence)}" for sentence in sentences(story.standing, today))
    for word in words[:MOST_CHANGES]:
        yield f"  {_day(word.timestamp)} {clean(word.reviewer)}: {clean(words_of(word))}"
    yield from _more(len(words) - MOST_CHANGES)


def _evidence(finding: Finding, facts: Facts | None) -> Iterator[str]:
    for evidence in finding.evidence[:MOST_EVIDENCE]:
        where = f" (in {clean(evidence.section)})" if evidence.section else ""
        yield f"    evidence: {clean(evidence.text)}{where}"
        if around := context(evidence, facts):
            yield f"      {clean(around)}"


def context(evidence: Evidence, facts: Facts | None) -> str:
    """Return the prose that a piece of evidence stands in, "" where it is no part of it."""
    for section in facts.sections if facts else ():
        at = section.text.find(evidence.text)
        if at < 0 or (evidence.section and clean(evidence.section) != clean(section.title)):
            continue
        end = at + len(evidence.text)
        start, stop = max(0, at - CONTEXT), min(len(section.text), end + CONTEXT)
        if (start, stop) == (at, end):
            return ""
        before = "…" if start else ""
        after = "…" if stop < len(section.text) else ""
        return f"{before}{section.text[start:stop]}{after}"
    return ""


def _outline(facts: Facts) -> Iterator[str]:
    if len(facts.sections) == 1:
        return
    yield from _heading("Sections")
    unit = "word" if facts.spaced else "character"
    for section in facts.sections[1:]:
        depth = "  " * max(1, section.level - 1)
        yield f"{depth}{clean(section.title)} ({count(section.words, unit)})"


def _links_out(facts: Facts, known: Mapping[str, LinkStatus]) -> Iterator[str]:
    from cphub.workflows.links_document import seen  # noqa: PLC0415  # it loads SQLite

    pages = [
        f"{link.interwiki}:{link.title}" if link.interwiki else link.title for link in facts.links
    ]
    yield from _listed("Links to pages", pages)
    yield from _listed(
        "Links to other sites", [seen(link.url, known) for link in facts.external_links]
    )


def _listed(heading: str, entries: Sequence[str]) -> Iterator[str]:
    unique = list(dict.fromkeys(entries))
    if not unique:
        return
    yield from _heading(heading)
    yield from (f"  {clean(entry)}" for entry in unique[:MOST_LINKS])
    yield from _more(len(unique) - MOST_LINKS)


def _more(number: int) -> Iterable[str]:
    return [f"  and {number} more"] if number > 0 else []


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield f"{text}:"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
