"""The report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Finding
from cphub.model.reports import Change, Report
from cphub.registry import plugin
from cphub.reports import _cells, _parts
from cphub.reports._addresses import web_address

# What means something in CommonMark or GitHub's Markdown wherever it stands …
_ANYWHERE = re.compile(r"[\\`*_\[\]{}<>|~&$^#@]|:(?=//)|(?<=www)\.")
# … and what does so only where a block begins.
_AT_START = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")
_BACKTICKS = re.compile("`+")


@plugin(suffix=".md", also={".markdown": {}}, binary=False)
def markdown(report: Report | Document) -> str:
    """Write a report to read and to share: summary, what changed, then all findings.

    CommonMark with GitHub's tables. Every finding has a link to its page, its evidence and
    what to do. Long lists of changes and of evidence are cut short, and say by how much;
    CSV and JSON have all of it.
    """
    lines = _document(report) if isinstance(report, Document) else _lines(report)
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return `text` as Markdown that shows it and does nothing else."""
    return _AT_START.sub(_escape_start, _inside(clean(text)))


def _inside(text: str) -> str:
    """Escape cleaned text that no block begins with."""
    return _ANYWHERE.sub(r"\\\g<0>", text)


def sentence(text: str) -> str:
    """Return a sentence of cphub's own, its commands as code."""
    shown = "".join(
        code(piece) if is_command else _inside(piece) for piece, is_command in _cells.commands(text)
    )
    return _AT_START.sub(_escape_start, shown)


def code(text: str) -> str:
    """Return `text` as a code span, in which nothing is markup."""
    text = clean(text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def link(text: str, url: str) -> str:
    """Return a link, or only its text where the address is none to follow."""
    address = web_address(url)
    shown = escape(text)
    return f"[{shown}]({address})" if address and shown else shown


def _escape_start(match: re.Match[str]) -> str:
    # A list's number is no punctuation: its dot or bracket takes the backslash.
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _lines(report: Report) -> Iterator[str]:
    said = speaker(report.ui_language)
    yield f"# {escape(report.title)}"
    yield ""
    yield " ".join(escape(said.say(sentence)) for sentence in _parts.origin(report))
    yield ""
    yield f"## {said.t('Summary')}"
    yield ""
    yield escape(said.say(_parts.totals(report)))
    for table in _parts.tables(report):
        yield ""
        yield from _table(report, table)
    yield ""
    yield f"## {said.t('What changed')}"
    yield ""
    yield from _changes(report)
    if report.unchecked:
        yield ""
        yield f"## {said.t('What could not be checked')}"
        yield ""
        for what, why in report.unchecked:
            yield f"- {escape(said.say(what))}{said.t(':')} {escape(why)}"
    yield ""
    yield f"## {said.t('Findings')}"
    yield ""
    yield from _findings(report)


def _table(report: Report, table: _parts.Table) -> Iterator[str]:
    said = speaker(report.ui_language)
    figure = str if said.is_english else said.number
    named = ((_parts.row_name(report, table, n), figures) for n, figures in table.rows)
    cells = ((escape(name), *map(figure, figures)) for name, figures in named)
    numeric = (False, *(True for _ in table.columns))
    yield from _rows(map(said.say, (table.heading, *table.columns)), numeric, cells)


def _rows(
    headings: Iterable[str], numeric: Iterable[bool], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"| {' | '.join('---:' if right else '---' for right in numeric)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _document(document: Document) -> Iterator[str]:
    yield f"# {escape(document.title)}"
    if document.lead:
        yield ""
        yield " ".join(map(sentence, document.lead))
    for sheet in document.sheets:
        yield ""
        yield from _sheet(document, sheet)


def _sheet(document: Document, sheet: Sheet) -> Iterator[str]:
    if sheet.heading:
        yield f"## {escape(sheet.heading)}"
        yield ""
    for note in sheet.notes:
        yield sentence(note)
        yield ""
    if not sheet.rows:
        yield sentence(sheet.empty)
        return
    columns = list(_cells.for_people(sheet))
    cells = [[_cell(document, column, cell) for cell in cells] for column, cells in columns]
    headings = [escape(column.heading) for column, _ in columns]
    yield from _rows(headings, [column.numeric for column, _ in columns], zip(*cells, strict=True))


def _cell(document: Document, column: Column, cell: Cell) -> str:
    if column.name == _cells.FIX:
        return sentence(cell.text)
    if column.languages:
        return escape(_parts.language(document, cell.text))
    if cell.parts:
        return ", ".join(link(one.text, _cells.address(document, one)) for one in cell.parts)
    if address := _cells.address(document, cell):
        return link(cell.text, address)
    return "".join(
        f"**{_inside(text)}**" if marked else _inside(text) for text, marked in _cells.pieces(cell)
    )


def _changes(report: Report) -> Iterator[str]:
    said = speaker(report.ui_language)
    summary, groups = _parts.changes(report)
    yield escape(said.say(summary))
    for heading, shown, more in groups:
        yield ""
        yield f"{said.say(heading)}{said.t(':')}"
        yield ""
        yield from map(_change, shown)
        if more:
            yield f"- {said.t('and {more} more', more=more)}"


def _change(change: Change) -> str:
    page = link(change.title, change.url)
    return f"- {page} ({escape(change.wiki)}): {escape(change.message)} ({code(change.rule)})"


def _findings(report: Report) -> Iterator[str]:
    speaks = speaker(report.ui_language)
    if not report.findings:
        yield escape(speaks.say(_parts.nothing(report)))
        return
    explain = speaks.t("`cphub explain RULE` says how a rule judges.")
    yield f"{speaks.t(_parts.READING)} {explain}"
    for severity, pages in _parts.by_severity(report):
        yield ""
        yield f"### {speaks.say(_parts.number(sum(map(len, pages)), severity.value))}"
        yield ""
        for findings in pages:
            first = findings[0]
            where = f"{first.wiki}, {_parts.language(report, first.language)}"
            said = _parts.verdict(report, first)
            review = f". {escape(speaks.say(said))}" if said else ""
            yield f"- {link(first.title, first.url)} ({escape(where)}){review}"
            for finding in findings:
                yield from _finding(finding, speaks.t)


def _finding(finding: Finding, t: Callable[..., str]) -> Iterator[str]:
    since = t("since {since:day}", since=_parts.day(finding.first_seen))
    yield f"  - {escape(finding.message)} ({code(finding.rule)}, {since})"
    for evidence in finding.evidence[: _parts.MOST_EVIDENCE]:
        text, section = code(_parts.clip(clean(evidence.text))), escape(evidence.section)
        said = t("Evidence: {text}, in “{section}”", text=text, section=section)
        yield f"    - {said if section else t('Evidence: {text}', text=text)}"
    more = len(finding.evidence) - _parts.MOST_EVIDENCE
    if more > 0:
        yield f"    - {t('Evidence: {more:number} more', more=more)}"
    if finding.fix:
        yield f"    - {t('To do: {fix}', fix=sentence(finding.fix))}"
