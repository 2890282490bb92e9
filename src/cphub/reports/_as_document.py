"""The audit's report as a document of tables, for formats that render nothing but tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.locale.translated import translated
from cphub.model.documents import Cell, Column, Document, Lines, Series, Sheet
from cphub.model.findings import Evidence, Finding
from cphub.model.reports import Change, Count, Report, Run, Worst
from cphub.reports import _parts

SAID = ("message", "fix", "evidence", "review")
"""Columns whose texts a report has in its language itself."""
FINDINGS = "findings"
"""The name of the sheet that has them."""

_FIGURES = (
    Column("error", "Errors", numeric=True),
    Column("warning", "Warnings", numeric=True),
    Column("note", "Notes", numeric=True),
)
_PAGES = Column("pages", "Pages", numeric=True)
_RESOURCES = Column("resources", "Resources", numeric=True)
_WITH_FINDINGS = Column("pages", "Pages with findings", numeric=True)
_WORST = (
    Column("languages", "Language", languages=True),
    *(
        Column(name, heading, numeric=True)
        for name, heading in zip(
            ("error", "warning", "note", "sound", "unjudged"), _parts.WORSTS, strict=True
        )
    ),
)
_TREND = (Column("run", "Audit", numeric=True), Column("started", "Day"), *_FIGURES)
_LINKS = (Column("status", "Status"), Column("addresses", "Addresses", numeric=True))
_CHANGES = (
    Column("kind", "Change"),
    Column("title", "Page"),
    Column("wiki", "Wiki"),
    Column("rule", "Rule"),
    Column("message", "Finding", prose=True),
    Column("url", "Address", only_data=True),
)
_FINDINGS = (
    Column("severity", "Severity"),
    Column("title", "Page"),
    Column("wiki", "Wiki"),
    Column("language", "Language", languages=True),
    Column("axis", "Axis"),
    Column("rule", "Rule"),
    Column("message", "Finding", prose=True),
    Column("evidence", "Evidence", prose=True),
    Column("fix", "To do", prose=True),
    Column("first_seen", "Since"),
    Column("review", "Review", prose=True),
    Column("page_id", "Page id", numeric=True, only_data=True),
    Column("revision", "Revision", numeric=True, only_data=True),
    Column("url", "Address", only_data=True),
)


def in_its_language(report: Report | Document, *, whole: bool) -> Document:
    """Return a report as a document in the language that it was translated to.

    The `whole` is for spreadsheets, where days stay as they sort.
    """
    if isinstance(report, Document):
        return report
    document = as_document(report, whole=whole)
    if not report.ui_language:
        return document
    return translated(document, report.ui_language, done=SAID, iso_days=whole)


def as_document(report: Report, *, whole: bool) -> Document:
    """Return `report` as a document: the summary's tables, what changed, the findings.

    With `whole` all evidence and all changes are in it, uncut; else as much as people read.
    """
    changes, unchecked = _changes(report, whole=whole), _unchecked(report)
    return Document(
        title=report.title,
        lead=(*_parts.origin(report), _parts.totals(report)),
        sheets=(
            *_summary(report),
            *_history(report),
            changes,
            *unchecked,
            _findings(report, whole=whole),
        ),
        wikis=report.wikis,
        language_names=report.language_names,
    )


def _summary(report: Report) -> Iterator[Sheet]:
    for name, heading, counts, figures in (
        ("axes", "Axis", report.by_axis, (_WITH_FINDINGS,)),
        ("wikis", "Wiki", report.by_wiki, (_PAGES, _RESOURCES)),
        ("languages", "Language", report.by_language, (_PAGES, _RESOURCES)),
        ("rules", "Rule", report.by_rule, (_WITH_FINDINGS,)),
    ):
        if counts:
            first = Column(name, heading, languages=name == "languages")
            rows = tuple(_count(row, figures) for row in counts)
            yield Sheet(name, f"By {heading.lower()}", (first, *figures, *_FIGURES), rows)
        if name == "languages" and report.worst:
            rows = tuple(_worst(row) for row in report.worst)
            yield Sheet("worst", _parts.WORST, _WORST, rows)
    if report.by_state:
        rows = tuple((Cell(state, state=state), _figure(n)) for state, n in report.by_state)
        yield Sheet("states", "By state", (Column("state", "State"), _PAGES), rows)


def _count(row: Count, figures: Sequence[Column]) -> tuple[Cell, ...]:
    counted = [row.pages, row.resources] if _RESOURCES in figures else [row.pages]
    return (Cell(row.name), *map(_figure, (*counted, row.errors, row.warnings, row.notes)))


def _worst(row: Worst) -> tuple[Cell, ...]:
    figures = (row.errors, row.warnings, row.notes, row.sound, row.unjudged)
    return (Cell(row.name), *map(_figure, figures))


def _figure(number: int) -> Cell:
    return Cell(f"{number:,}", number=number)


def _history(report: Report) -> Iterator[Sheet]:
    """Yield the trend, if there is one, and what became of links, if any was checked."""
    if _parts.trend(report):
        rows = tuple(_audit(run) for run in report.trend)
        yield Sheet("trend", "Trend", _TREND, rows, lines=_lines(report.trend))
    links = report.links
    if links is not None and links.checked is not None:
        counts = [
            (Cell(_parts.LINKS[one], state=one), links.states.get(one, 0)) for one in _parts.LINKS
        ]
        counts.append((Cell("not checked"), links.unchecked))
        rows = tuple((cell, _figure(number)) for cell, number in counts if number)
        yield Sheet(
            "links", "External links", _LINKS, rows, (f"Last checked {_parts.day(links.checked)}.",)
        )


def _audit(run: Run) -> tuple[Cell, ...]:
    figures = (run.counts.get(name, 0) for name in _parts.SEVERITIES)
    return (_figure(run.id), Cell(_parts.day(run.started)), *map(_figure, figures))


def _lines(audits: Sequence[Run]) -> Lines:
    series = tuple(
        Series(column.heading, column.name, tuple(run.counts.get(name, 0) for run in audits))
        for column, name in zip(_FIGURES, _parts.SEVERITIES, strict=True)
    )
    return Lines(tuple(_parts.day(run.started) for run in audits), series)


def _changes(report: Report, *, whole: bool) -> Sheet:
    sentence, groups = _parts.changes(report)
    notes, shown = [sentence], []
    for heading, listed, more in groups:
        every = [change for change in report.changes if change.kind == listed[0].kind]
        shown += [_change(heading, change) for change in (every if whole else listed)]
        if more and not whole:
            notes.append(f"{heading}: {len(listed)} are listed, and {more} more are not.")
    return Sheet("changes", "What changed", _CHANGES, tuple(shown), tuple(notes), empty="")


def _change(heading: str, change: Change) -> tuple[Cell, ...]:
    return (
        Cell(heading, state="worse" if change.kind == "new" else "better"),
        Cell(change.title, url=change.url),
        Cell(change.wiki),
        Cell(change.rule),
        Cell(change.message),
        Cell(change.url),
    )


def _unchecked(report: Report) -> Iterator[Sheet]:
    if report.unchecked:
        columns = (Column("what", "What"), Column("why", "Why", prose=True))
        rows = tuple((Cell(what), Cell(why)) for what, why in report.unchecked)
        yield Sheet("unchecked", "What could not be checked", columns, rows)


def _findings(report: Report, *, whole: bool) -> Sheet:
    findings = [
        finding
        for _, pages in _parts.by_severity(report)
        for of_page in pages
        for finding in of_page
    ]
    said = bool(report.verdicts)
    t = speaker(report.ui_language).t
    rows = (
        _finding(finding, _parts.verdict(report, finding), t, whole=whole) for finding in findings
    )
    at = [number for number, column in enumerate(_FINDINGS) if said or column.name != "review"]
    return Sheet(
        FINDINGS,
        "Findings",
        tuple(_FINDINGS[number] for number in at),
        tuple(tuple(row[number] for number in at) for row in rows),
        (_parts.READING,) if findings else (),
        empty=_parts.nothing(report),
    )


def _finding(
    finding: Finding, said: str, t: Callable[..., str], *, whole: bool
) -> tuple[Cell, ...]:
    severity = finding.severity
    return (
        Cell(severity.value, number=severity.rank, state=severity.value),
        Cell(finding.title, url=finding.url, language=finding.language),
        Cell(finding.wiki),
        Cell(finding.language),
        Cell(finding.axis.value),
        Cell(finding.rule),
        Cell(finding.message),
        _evidence(finding.evidence, t, whole=whole),
        Cell(finding.fix),
        Cell(_parts.day(finding.first_seen)),
        Cell(said.removeprefix("Review: ")),
        Cell(str(finding.page_id), finding.page_id),
        Cell(str(finding.revision), finding.revision),
        Cell(finding.url),
    )


def _evidence(evidence: Sequence[Evidence], t: Callable[..., str], *, whole: bool) -> Cell:
    """Return the evidence; in parts what is quoted stands apart from what is said of it."""
    shown = evidence if whole else evidence[: _parts.MOST_EVIDENCE]
    said, parts = [], []
    for one in shown:
        text, section = clean(one.text), clean(one.section)
        text = text if whole else _parts.clip(text)
        both = {"text": text, "section": section}
        said.append(t("{text} (in “{section}”)", **both) if section else text)
        parts.append(Cell(text))
        parts += [Cell(t("in “{section}”", section=section))] if section else []
    if more := len(evidence) - len(shown):
        said.append(t("{more} more", more=more))
        parts.append(Cell(said[-1]))
    return Cell(" | ".join(said), parts=tuple(parts))
