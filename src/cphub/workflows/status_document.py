"""The hub at a glance, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.pages import State
from cphub.model.reports import Run
from cphub.workflows._chart import chart, lines_of
from cphub.workflows._language_names import language_names
from cphub.workflows._status_data import SEVERITIES, VERDICTS, status_data
from cphub.workflows._status_lead import count, lead_of, sizes
from cphub.workflows.status import Repair, Status

ORDER = (
    "By how often it is read (or linked to) \N{MULTIPLICATION SIGN} languages"
    " \N{MULTIPLICATION SIGN} severity."
)
_CLIP = 34  # of a title, where a line is 80 cells
_CLIP_RULE = 20  # likewise of a rule
_VERDICTS = (Column("verdict", "Verdict"), Column("resources", "Resources", numeric=True))
_OVERDUE = (Column("owner", "Owner"), Column("resources", "Overdue", numeric=True))
_TREND = (
    Column("severity", "Findings"),
    Column("trend", "Audits"),
    Column("first", "First", numeric=True),
    Column("last", "Last", numeric=True),
)
_SOURCES = (
    Column("source", "Source"),
    Column("wiki", "Wiki"),
    Column("kind", "Kind"),
    *(Column(state.value, state.value.capitalize(), numeric=True) for state in State),
)
_RUNS = (
    Column("run", "Run", numeric=True),
    Column("kind", "Kind"),
    Column("started", "Began"),
    Column("status", "Ended as"),
    Column("warnings", "Warnings", numeric=True),
    *(Column(f"{name}s", f"Open {name}s", numeric=True) for name in SEVERITIES),
)


def document_of(found: Status, *, short: bool = False, plain: bool = False) -> Document:
    """Return the hub at a glance as a document.

    Args:
        found: what it tells.
        short: what fits a screen: sentences, and the repairs as the only table.
        plain: charts in ASCII.
    """
    trend, repairs = _trend(found, short=short, plain=plain), _repairs(found, short=short)
    editions = [repair.edition for repair in found.repairs]
    return Document(
        # On a screen of 24 lines each counts.
        title=f"The hub on {found.today}{f': {sizes(found)}' if short else ''}",
        lead=tuple(lead_of(found, short=short)),
        sheets=(trend, repairs) if short else (repairs, *_sheets(found), trend, *_runs(found)),
        data=status_data(found),
        titles=tuple((edition.wiki, edition.title) for edition in editions),
        wikis=found.wikis,
        language_names=language_names({one.language for one in editions}, found.wikis),
    )


def _sheets(found: Status) -> Iterator[Sheet]:
    rows = [(Cell(one, state=one), _figure(found.verdicts.get(one, 0))) for one in VERDICTS]
    rows.append((Cell("none"), _figure(found.verdicts.get("", 0))))
    yield Sheet("verdicts", "Verdicts", _VERDICTS, tuple(rows))
    yield Sheet(
        "overdue",
        "To be reviewed again",
        _OVERDUE,
        tuple((Cell(name or "no owner"), _figure(n)) for name, n in found.overdue.items()),
        empty="No review is overdue.",
    )


def _runs(found: Status) -> Iterator[Sheet]:
    yield Sheet("sources", "Sources", _SOURCES, tuple(_source_rows(found)), empty="None yet.")
    runs = sorted((*found.harvests, *found.audits), key=lambda run: run.id, reverse=True)
    yield Sheet("runs", "Last runs", _RUNS, tuple(map(_run_row, runs)), empty="None yet.")


def _trend(found: Status, *, short: bool, plain: bool) -> Sheet:
    rows = []
    for name in SEVERITIES if found.trend else ():
        figures = [run.counts.get(f"{name}s", 0) for run in found.trend]
        drawn = chart(figures, plain=plain)
        cells = (Cell(f"{name}s", state=name), Cell(drawn))
        rows.append((*cells, _figure(figures[0]), _figure(figures[-1])))
    notes = []
    if found.trend and not short:
        first, last = found.trend[0], found.trend[-1]
        notes.append(
            f"{count(len(found.trend), 'audit')}, {first.started:%Y-%m-%d} to"
            f" {last.started:%Y-%m-%d}."
        )
    if found.passed_over:
        notes.append(f"Without {count(found.passed_over, 'audit')} of other rules.")
    return Sheet(
        "trend",
        "" if short else "Trend",
        _TREND,
        tuple(rows),
        notes=(" ".join(notes),) if notes else (),
        empty="Nothing was audited yet.",
        lines=lines_of(found.trend),
    )


def _repairs(found: Status, *, short: bool) -> Sheet:
    columns = (
        Column("title", "What helps most" if short else "Resource"),
        Column("findings", "Findings"),
        Column("why", "Why", only_data=short),
        Column("reach", "Reach", numeric=True, only_data=not short),
        Column("languages", "Lang.", numeric=True, only_data=not short),
        Column("severity", "Sev.", numeric=True, only_data=not short),
    )
    return Sheet(
        "repairs",
        "" if short else "The repairs that would help most",
        columns,
        tuple(_repair_row(repair, short=short) for repair in found.repairs),
        notes=() if short else (ORDER,),
        empty="No repair is known to be needed." if found.audits else "Nothing was audited yet.",
    )


def _repair_row(repair: Repair, *, short: bool) -> tuple[Cell, ...]:
    edition, waiting = repair.edition, repair.waiting
    title = _clipped(edition.title, _CLIP) if short else edition.title
    rules = ", ".join(rule for rule, _ in repair.rules)
    if short:
        more = len(repair.rules) - 1
        tail = f" +{more}" if more > 0 else ""
        rules = _clipped(rules.partition(",")[0], _CLIP_RULE) + tail
    return (
        Cell(title, page=(edition.wiki, edition.title), language=edition.language),
        Cell(rules, state=repair.rules[0][1] if repair.rules else ""),
        Cell(waiting.why),
        _figure(waiting.reach.number if waiting.reach.known else None),
        _figure(waiting.languages),
        _figure(waiting.severity),
    )


def _source_rows(found: Status) -> Iterator[tuple[Cell, ...]]:
    pages = {(one.source, one.state): one.pages for one in found.holdings}
    for name, (wiki, kind) in found.kinds.items():
        counts = (_figure(pages.get((name, state), 0)) for state in State)
        yield Cell(name), Cell(wiki), Cell(kind), *counts


def _run_row(run: Run) -> tuple[Cell, ...]:
    return (
        _figure(run.id),
        Cell(run.kind),
        Cell(f"{run.started:%Y-%m-%d %H:%M} UTC"),
        Cell(run.status, state=run.status),
        _figure(run.warnings),
        *(_figure(run.counts.get(f"{name}s")) for name in SEVERITIES),
    )


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _figure(number: float | None) -> Cell:
    return Cell("" if number is None else f"{number:,}", number=number)
