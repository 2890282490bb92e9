"""A report or a document in the reader's language: the program's words, never the data's."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final, overload

from cphub.locale.figures import as_day
from cphub.locale.speaker import Speaker, speaker
from cphub.locale.templates import TYPES
from cphub.model.documents import Cell, Column, Document, Lines, Sheet
from cphub.model.findings import Evidence, Finding
from cphub.model.reports import Change, Report

_DAY: Final = len("2026-11-22")
_MOMENT: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?: UTC)?)?")
DATA: Final = frozenset(
    {
        *("address", "addresses", "codes", "edition", "evidence", "fix_url", "location", "name"),
        *("new", "note", "old", "owner_name", "page", "reviewer", "rule", "rules", "section"),
        *("snippet", "source", "source_title", "title", "topics", "translation", "unit"),
        *("url", "who", "wiki", "wikis", "edition_wiki", "source_wiki", "replaced_by"),
    }
)
"""Names of columns whose texts are the data's own words, whatever they look like."""
OWN_EVIDENCE: Final = {
    **dict.fromkeys(("hard-to-read", "missing-translation", "untouched-page"), re.compile("")),
    "outdated-translation": re.compile(r"(?:new|gone): |[^:]+ \([a-z-]+\): "),
}
"""Rules whose evidence is said by the program, where it begins so; that of the others, and the
rest of it, is quoted from the page."""
_REASONS: Final = frozenset({("subjects", "evidence")})
"""Sheets and their columns where evidence is a reason and not quoted."""
_LABELS: Final = frozenset({"level", "topic", "topics", "value"})
"""Columns that have labels of topics and the like, with commas between."""
NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})
_CODES: Final = frozenset({("results", "editions")})
"""Sheets and their columns of which a cell has codes of languages with commas between."""


@overload
def translated(
    report: Report, language: str, *, iso_days: bool = False, labels: Mapping[str, str] = ...
) -> Report: ...
@overload
def translated(
    report: Document,
    language: str,
    *,
    done: Collection[str] = (),
    iso_days: bool = False,
    labels: Mapping[str, str] = ...,
) -> Document: ...


def translated(
    report: Report | Document,
    language: str,
    *,
    done: Collection[str] = (),
    iso_days: bool = False,
    labels: Mapping[str, str] = NO_LABELS,
) -> Report | Document:
    """Return a report in the language that a code asks for.

    Of a `Report` that is what was found and why; headings are the formats' business, which
    know the language by `ui_language`. What is not known in the language stays English.
    Columns of the names in `done` are in the language already. With `iso_days` cells that are
    days, or lists of codes, stay as they are: spreadsheets sort texts as such. `labels` are
    what topics and the like are called in the language, by their English labels.

    Raises:
        UsageError: reports do not speak the language, or one near it.
    """
    said = speaker(language)
    if said.is_english:
        return report
    if isinstance(report, Document):
        return _document(_labelled(report, labels), said, done, iso_days=iso_days)
    return _report(report, said)


def _report(report: Report, said: Speaker) -> Report:
    return replace(
        report,
        title=said.say(report.title),
        changes=tuple(_change(change, said) for change in report.changes),
        findings=tuple(_finding(finding, said) for finding in report.findings),
        unchecked=tuple((what, said.say(why)) for what, why in report.unchecked),
        verdicts={key: said.say(verdict) for key, verdict in report.verdicts.items()},
        language_names=_names(report, said),
        ui_language=said.language,
    )


def _finding(finding: Finding, said: Speaker) -> Finding:
    told = said_evidence(finding, said)
    return replace(told, message=said.say(finding.message), fix=said.say(finding.fix))


def said_evidence(finding: Finding, said: Speaker) -> Finding:
    """Return a finding with what the program says as its evidence in the language."""
    own = OWN_EVIDENCE.get(finding.rule)
    if own is None:
        return finding
    evidence = finding.evidence
    told = tuple(_evidence(one, said) if own.match(one.text) else one for one in evidence)
    return replace(finding, evidence=told)


def _evidence(evidence: Evidence, said: Speaker) -> Evidence:
    return replace(evidence, text=said.whole(evidence.text) or evidence.text)


def _change(change: Change, said: Speaker) -> Change:
    return replace(change, message=said.say(change.message))


def _names(report: Report | Document, said: Speaker) -> dict[str, str]:
    names = report.language_names
    return {code: said.language_name(code) or name for code, name in names.items()}


def _labelled(document: Document, labels: Mapping[str, str]) -> Document:
    """Return a document with topics and the like called as `labels` have it."""
    if not labels:
        return document
    return replace(document, sheets=tuple(_with_labels(one, labels) for one in document.sheets))


def _with_labels(sheet: Sheet, labels: Mapping[str, str]) -> Sheet:
    at = [number for number, column in enumerate(sheet.columns) if column.name in _LABELS]
    rows = []
    for row in sheet.rows:
        cells = list(row)
        for number in at:
            names = cells[number].text.split(", ")
            text = ", ".join(labels.get(name, name) for name in names)
            cells[number] = replace(cells[number], text=text)
        rows.append(tuple(cells))
    return replace(sheet, heading=labels.get(sheet.heading, sheet.heading), rows=tuple(rows))


def _document(
    document: Document, said: Speaker, done: Collection[str], *, iso_days: bool
) -> Document:
    names = _names(document, said)
    return replace(
        document,
        title=said.say(document.title),
        lead=tuple(map(said.say, document.lead)),
        sheets=tuple(_sheet(sheet, said, done, iso_days=iso_days) for sheet in document.sheets),
        language_names=names,
        ui_language=said.language,
    )


def _sheet(sheet: Sheet, said: Speaker, done: Collection[str], *, iso_days: bool) -> Sheet:
    columns = tuple(replace(column, heading=said.say(column.heading)) for column in sheet.columns)
    cells = [_telling(sheet, column, said, done, iso_days=iso_days) for column in sheet.columns]
    return replace(
        sheet,
        heading=said.say(sheet.heading),
        columns=columns,
        rows=tuple(
            tuple(cell(one) for cell, one in zip(cells, row, strict=True)) for row in sheet.rows
        ),
        notes=tuple(map(said.say, sheet.notes)),
        empty=said.say(sheet.empty),
        lines=_lines(sheet.lines, said) if sheet.lines else None,
    )


def _telling(
    sheet: Sheet, column: Column, said: Speaker, done: Collection[str], *, iso_days: bool
) -> Callable[[Cell], Cell]:
    """Return what puts the cells of a column into the language."""
    at = (sheet.name, column.name)
    if column.name in done:
        return _as_it_is
    if at in _CODES:
        return _as_it_is if iso_days else partial(_named, said)
    quoted = column.name in DATA and at not in _REASONS
    return partial(_cell, column, said, iso_days=iso_days, quoted=quoted)


def _as_it_is(cell: Cell) -> Cell:
    return cell


def _named(said: Speaker, cell: Cell) -> Cell:
    return replace(cell, text=said.languages(cell.text)) if cell.text else cell


def _lines(lines: Lines, said: Speaker) -> Lines:
    points = tuple(_moment(point, said) or said.say(point) for point in lines.points)
    series = tuple(replace(one, heading=said.say(one.heading)) for one in lines.series)
    return Lines(points, series)


def _cell(column: Column, said: Speaker, cell: Cell, *, iso_days: bool, quoted: bool) -> Cell:
    """Return a cell; names, codes, quotations and what is for programs stay as they are."""
    text = cell.text
    data = column.only_data or column.languages or cell.page or cell.language
    if not text or data or (iso_days and _MOMENT.fullmatch(text)):
        return cell
    if cell.number is not None and TYPES["number"].fullmatch(text):
        return replace(cell, text=said.number(cell.number)) if column.numeric else cell
    if moment := _moment(text, said):
        # Sorted by the moment, however the locale writes it.
        number = cell.number if cell.number is not None else _order(text)
        return replace(cell, text=moment, number=number)
    if cell.parts:
        parts = (_cell(column, said, part, iso_days=iso_days, quoted=quoted) for part in cell.parts)
        return replace(cell, parts=tuple(parts))
    # What is no more than the name of its state is the program's word in any column.
    if cell.marks or (quoted and text != cell.state):
        return cell
    return replace(cell, text=said.say(text))


def _moment(text: str, said: Speaker) -> str:
    """Return a day, with its time if it has one, in figures; "" of what is none."""
    day = as_day(text[:_DAY]) if _MOMENT.fullmatch(text) else None
    return f"{said.day(day)}{text[_DAY:]}" if day else ""


def _order(text: str) -> float:
    """Return a number that is the greater the later a moment is."""
    figures = "".join(filter(str.isdecimal, text))
    return float(f"{figures[:8]}.{figures[8:]}")
