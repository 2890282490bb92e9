"""The report as a wiki page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cphub.clean import clean
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Finding
from cphub.model.reports import Change, Report
from cphub.registry import plugin
from cphub.reports import _cells, _parts
from cphub.reports._addresses import web_address

# MediaWiki's $wgMaxArticleSize unless a wiki sets it otherwise, in bytes.
MAX_BYTES = 2_097_152

_MARKUP = str.maketrans({c: f"&#{ord(c)};" for c in "[]{}|~'_#*:;=!-<>&"})
# "ISBN 978…" is a link of its own where magic links are on.
_MAGIC = re.compile(r"(ISBN|RFC|PMID) ", re.IGNORECASE)
_COLUMNS = (
    "Severity",
    "Wiki",
    "Page",
    "Language",
    "Rule",
    "Finding",
    "Evidence",
    "To do",
    "Since",
)
# Wikimedia's design tokens (Codex), with a colour for the text so that dark skins stay legible.
_TONES = {"good": "#dff2eb", "middling": "#fdf2d5", "bad": "#ffe9e5", "neutral": "#eaecf0"}
_TABLE = '{| class="wikitable sortable plainlinks"'


def remark(report: Report | Document) -> str:
    """Return a warning when the page is bigger than MediaWiki takes."""
    size = len(wikitext(report).encode())
    if size <= MAX_BYTES:
        return ""
    return (
        f"The page has {size} bytes and most wikis take {MAX_BYTES} at most; narrow the report "
        "by wiki, language, axis or severity."
    )


@plugin(suffix=".wikitext", binary=False, remark=remark)
def wikitext(report: Report | Document) -> str:
    """Write a page for a wiki: summary and findings as tables that readers can sort.

    Nothing that comes from an audited page can transclude, categorise, sign, link or open a
    tag: it is shown as text. Languages are named by the wiki that the report stands on.
    """
    lines = _document(report) if isinstance(report, Document) else _lines(report)
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return `text` as wikitext that shows it and does nothing else."""
    return _quoted(clean(text))


def _quoted(text: str) -> str:
    return _MAGIC.sub(r"\1&#32;", text.translate(_MARKUP))


def link(text: str, url: str) -> str:
    """Return an external link, or only its text where the address is none to follow."""
    address = web_address(url)
    shown = escape(text)
    return f"[{address} {shown}]" if address and shown else shown


def language(code: str) -> str:
    """Return a language by its own name, which the wiki itself fills in, with its code."""
    if not code:
        return "not known"
    if not _cells.CODE.fullmatch(code):
        return escape(code)
    return f"{{{{#language:{code}}}}} ({code})"


def _lines(report: Report) -> Iterator[str]:
    yield f"== {escape(report.title)} =="
    yield " ".join(escape(sentence) for sentence in _parts.origin(report))
    yield ""
    yield escape(_parts.totals(report))
    for table in _parts.tables(report):
        yield ""
        yield from _table(table)
    yield ""
    yield "=== What changed ==="
    yield from _changes(report)
    if report.unchecked:
        yield ""
        yield "=== What could not be checked ==="
        for what, why in report.unchecked:
            yield f"* {escape(what)}: {escape(why)}"
    yield ""
    yield "=== Findings ==="
    yield from _findings(report)


def _table(table: _parts.Table) -> Iterator[str]:
    yield _TABLE
    yield "! " + " !! ".join((table.heading, *table.columns))
    for name, figures in table.rows:
        shown = language(name) if table.languages else escape(name)
        yield "|-"
        yield "| " + " || ".join((shown, *map(str, figures)))
    yield "|}"


def _changes(report: Report) -> Iterator[str]:
    sentence, groups = _parts.changes(report)
    yield escape(sentence)
    for heading, shown, more in groups:
        yield f"* {heading}:"
        yield from map(_change, shown)
        if more:
            yield f"** and {more} more"


def _change(change: Change) -> str:
    page = link(change.title, change.url)
    return f"** {page} ({escape(change.wiki)}): {escape(change.message)} ({escape(change.rule)})"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        yield escape(_parts.nothing(report))
        return
    yield escape(_parts.READING)
    yield _TABLE
    yield f"! {' !! '.join(_COLUMNS)}"
    for _, pages in _parts.by_severity(report):
        for findings in pages:
            for finding in findings:
                yield "|-"
                yield from _finding(finding, _parts.verdict(report, finding))
    yield "|}"


def _finding(finding: Finding, said: str) -> Iterator[str]:
    # Sorted by severity, "error" must come before "note": by rank, not by letter.
    yield f'| data-sort-value="{finding.severity.rank}" | {finding.severity.value}'
    yield f"| {escape(finding.wiki)}"
    review = f"<br />{escape(said)}" if said else ""
    yield f'| dir="auto" | {link(finding.title, finding.url)}{review}'
    yield f"| {language(finding.language)}"
    yield f"| {escape(finding.rule)}"
    yield f"| {escape(finding.message)}"
    yield f'| dir="auto" | {_evidence(finding)}'
    yield f"| {escape(finding.fix)}"
    yield f"| {_parts.day(finding.first_seen)}"


def _evidence(finding: Finding) -> str:
    shown = []
    for evidence in finding.evidence[: _parts.MOST_EVIDENCE]:
        section = f" (in “{escape(evidence.section)}”)" if evidence.section else ""
        shown.append(escape(_parts.clip(clean(evidence.text))) + section)
    more = len(finding.evidence) - _parts.MOST_EVIDENCE
    if more > 0:
        shown.append(f"{more} more")
    return "<br />".join(shown)


def _document(document: Document) -> Iterator[str]:
    yield f"== {escape(document.title)} =="
    if document.lead:
        yield " ".join(map(escape, document.lead))
    for sheet in document.sheets:
        yield ""
        yield from _sheet(document, sheet)


def _sheet(document: Document, sheet: Sheet) -> Iterator[str]:
    if sheet.heading:
        yield f"=== {escape(sheet.heading)} ==="
    for note in sheet.notes:
        yield escape(note)
        yield ""
    if not sheet.rows:
        yield escape(sheet.empty)
        return
    columns = list(_cells.for_people(sheet))
    yield _TABLE
    yield f"! {' !! '.join(escape(column.heading) for column, _ in columns)}"
    for row in zip(*(cells for _, cells in columns), strict=True):
        yield "|-"
        for (column, _), cell in zip(columns, row, strict=True):
            yield f"| {_cell(document, column, cell)}"
    yield "|}"


def _cell(document: Document, column: Column, cell: Cell) -> str:
    attributes = "".join(f'{name}="{value}" ' for name, value in _attributes(column, cell))
    if column.languages:
        text = language(clean(cell.text))
    elif cell.parts:
        text = ", ".join(_part(document, part) for part in cell.parts)
    elif address := _cells.address(document, cell):
        text = link(cell.text, address)
    else:
        text = "".join(
            f"<mark>{_quoted(piece)}</mark>" if marked else _quoted(piece)
            for piece, marked in _cells.pieces(cell)
        )
    return f"{attributes}| {text}" if attributes else text


def _part(document: Document, part: Cell) -> str:
    """Return one of several things in a cell, kept apart from its neighbours' direction."""
    text = link(part.text, _cells.address(document, part))
    if not _cells.CODE.fullmatch(part.language):
        return text
    return f'<bdi lang="{part.language}">{text}</bdi>'


def _attributes(column: Column, cell: Cell) -> Iterable[tuple[str, str]]:
    if cell.number is not None:
        yield "data-sort-value", f"{cell.number:.15g}"
    if _cells.CODE.fullmatch(cell.language):
        yield "lang", cell.language
        yield "dir", _cells.direction(cell.language)
    elif not (column.numeric or column.languages):
        yield "dir", "auto"
    style = "text-align:right" if column.numeric else ""
    if tone := _TONES.get(_cells.tone(cell.state)):
        style = f"{style}{';' if style else ''}background:{tone};color:#202122"
    if _cells.DAY.match(cell.text):
        style = f"{style}{';' if style else ''}white-space:nowrap"
    if style:
        yield "style", style
