"""What is different since then, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Severity
from cphub.workflows._diff_data import diff_data, direction
from cphub.workflows._language_names import language_names
from cphub.workflows.diff import (
    GONE,
    NEW,
    QUIET,
    RESOLVED,
    Diff,
    FindingChange,
    PageStory,
    VerdictChange,
)

WORDS = {
    NEW: "new",
    RESOLVED: "resolved",
    GONE: "gone with the page",
    QUIET: "made quiet by a person",
}
NO_HISTORY = (
    "How far translations had come is not kept: what they miss is among the findings on the"
    " axis translation."
)
_ORDER = (NEW, RESOLVED, GONE, QUIET)
_AXES = (
    Column("axis", "Axis"),
    Column("then", "Then", numeric=True),
    Column("new", "New", numeric=True),
    Column("resolved", "Resolved", numeric=True),
    Column("gone", "Gone", numeric=True),
    Column("quiet", "Quiet", numeric=True),
    Column("now", "Now", numeric=True),
)
_FINDINGS = (
    Column("change", "Change"),
    Column("severity", "Severity"),
    Column("rule", "Rule"),
    Column("title", "Page"),
    Column("message", "Finding"),
    Column("axis", "Axis", only_data=True),
    Column("wiki", "Wiki", only_data=True),
    Column("language", "Language", languages=True, only_data=True),
    Column("page_id", "Page id", numeric=True, only_data=True),
    Column("page_edited", "Page edited since", only_data=True),
    Column("url", "Address", only_data=True),
)
_PAGES = (
    Column("change", "Change"),
    Column("title", "Page"),
    Column("wiki", "Wiki"),
    Column("language", "Language", languages=True),
    Column("details", "Details"),
    Column("noticed", "Noticed"),
    Column("page_id", "Page id", numeric=True, only_data=True),
)
_VERDICTS = (
    Column("title", "Resource"),
    Column("was", "Was"),
    Column("is", "Is"),
    Column("reviewer", "By"),
    Column("when", "When"),
    Column("resource", "Number", numeric=True, only_data=True),
)


def document_of(found: Diff, *, most: int | None = None) -> Document:
    """Return what is different since then as a document.

    Args:
        found: what it tells.
        most: rows of a table at most, which then says how many more there are.
    """
    findings = sorted(found.findings, key=_place)
    languages = {one.finding.language for one in findings} | {
        one.page.language for one in found.pages
    }
    touched = [(one.finding.wiki, one.finding.title) for one in findings if one.became == NEW]
    touched += [(one.page.wiki, one.page.title) for one in found.pages]
    return Document(
        title=f"Changes since {found.since.words}",
        lead=tuple(_lead(found)),
        sheets=(
            Sheet("axes", "By axis", _AXES, tuple(_axes(found)), empty="There are no findings."),
            _sheet("findings", "Findings", _FINDINGS, map(_finding, findings), most),
            _sheet("pages", "Pages", _PAGES, (_page(found, one) for one in found.pages), most),
            _sheet("verdicts", "Verdicts", _VERDICTS, map(_verdict, found.verdicts), most),
        ),
        data=diff_data(found, findings),
        titles=tuple(touched),
        wikis=found.wikis,
        language_names=language_names(languages, found.wikis),
    )


def _sheet(
    name: str,
    heading: str,
    columns: tuple[Column, ...],
    rows: Iterator[tuple[Cell, ...]],
    most: int | None,
) -> Sheet:
    shown = tuple(islice(rows, most))
    more = sum(1 for _ in rows)
    notes = (f"The first {len(shown):,}; {more:,} more are not shown.",) if more else ()
    return Sheet(name, heading, columns, shown, notes, "None.")


def _lead(found: Diff) -> Iterator[str]:
    yield f"As of the audit of {found.audit.started:%Y-%m-%d %H:%M} UTC (run {found.audit.id})."
    became = Counter(one.became for one in found.findings)
    severities = Counter(one.finding.severity for one in found.findings if one.became == NEW)
    which = ", ".join(
        f"{severities[one]:,} {one.value}{'s' * (severities[one] != 1)}"
        for one in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        if severities[one]
    )
    said = [
        f"{became[kind]:,} {WORDS[kind]}{f' ({which})' if kind == NEW and which else ''}"
        for kind in _ORDER
        if became[kind] or kind in {NEW, RESOLVED}
    ]
    yield f"Findings: {', '.join(said)}."
    kinds = Counter(one.kind for one in found.pages)
    pages = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
    yield f"Pages: {pages or 'none changed'}."
    if found.verdicts:
        better = sum(direction(one) == "better" for one in found.verdicts)
        worse = sum(direction(one) == "worse" for one in found.verdicts)
        yield f"Verdicts: {len(found.verdicts):,} changed, {better:,} better, {worse:,} worse."
    if found.other_rules is None:
        yield "There was no audit before: every finding is new."
    elif found.other_rules:
        named = ", ".join(found.other_rules)
        yield f"Not run in both audits, so no news of the pages: {named}."
    yield NO_HISTORY


def _place(change: FindingChange) -> tuple[int, int, str, str, str, str]:
    one = change.finding
    order = _ORDER.index(change.became)
    return order, one.severity.rank, one.rule, one.wiki, one.title, one.key


def _axes(found: Diff) -> Iterator[tuple[Cell, ...]]:
    for row in found.axes:
        figures = (row.then, row.new, row.resolved, row.gone, row.quiet, row.now)
        yield Cell(row.axis), *(Cell(f"{figure:,}", number=figure) for figure in figures)


def _finding(change: FindingChange) -> tuple[Cell, ...]:
    one = change.finding
    return (
        Cell(WORDS[change.became], state="resolved" if change.became == RESOLVED else ""),
        Cell(one.severity.value, state=one.severity.value if change.became == NEW else ""),
        Cell(one.rule),
        Cell(one.title, page=(one.wiki, one.title), language=one.language),
        Cell(one.message),
        Cell(one.axis.value),
        Cell(one.wiki),
        Cell(one.language),
        Cell(str(one.page_id), number=one.page_id),
        Cell("yes" if change.edited else "no"),
        Cell(one.url),
    )


def _page(found: Diff, story: PageStory) -> tuple[Cell, ...]:
    page = story.page
    return (
        Cell(story.kind, state=story.kind if story.kind in {"new", "hidden"} else ""),
        Cell(page.title, page=(page.wiki, page.title), language=page.language),
        Cell(page.wiki),
        Cell(page.language),
        Cell(_details(story), url=_comparison(found, story)),
        Cell(f"{page.timestamp:%Y-%m-%d}"),
        Cell(str(page.page_id), number=page.page_id),
    )


def _details(story: PageStory) -> str:
    parts = [f"was {story.was}"] if story.was else []
    parts += [kind for kind in story.kinds if kind != story.kind and kind in {"moved", "edited"}]
    if not parts and story.revisions:
        parts.append("what was edited")
    return ", ".join(parts)


def _comparison(found: Diff, story: PageStory) -> str:
    """Return where the wiki shows what was edited, "" for nowhere."""
    wiki = found.wikis.get(story.page.wiki)
    if wiki is None or story.revisions is None or story.page.state.value == "missing":
        return ""
    old, new = story.revisions
    address = wiki.url(story.page.title)
    return f"{address}{'&' if '?' in address else '?'}diff={new}&oldid={old}"


def _verdict(change: VerdictChange) -> tuple[Cell, ...]:
    edition = change.edition
    return (
        Cell(edition.title, page=(edition.wiki, edition.title), language=edition.language),
        Cell(change.was or "none", state=change.was),
        Cell(_now(change), state=change.is_),
        Cell(change.reviewer),
        Cell(f"{change.when:%Y-%m-%d}" if change.when else ""),
        Cell(str(change.resource), number=change.resource),
    )


def _now(change: VerdictChange) -> str:
    return f"{change.is_ or 'none'}{', to be reviewed again' if change.due else ''}"
