"""The findings as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from csv import QUOTE_ALL, writer
from io import StringIO

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _fields, _parts

SEPARATORS = {",": ",", ";": ";", "\t": "\t", "comma": ",", "semicolon": ";", "tab": "\t"}
"""What may part cells, by its names."""

# A cell that begins so is a formula to a spreadsheet (OWASP's list with the full-width and
# small forms, and the minus sign), also after white space and what is not seen. A semicolon
# ends a cell where that is the list separator (Swedish and French Excel), a comma elsewhere,
# if the file has another one. Apostrophes are counted in so that taking the first away again
# always gives the text back.
_BEGINS = (
    "(?=[\\s\"'\u00ad\u200b-\u200d\u2060]*"
    "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212])"
)
_FORMULA = {
    separator: re.compile(f"(^|[{ends}]){_BEGINS}")
    for separator, ends in ((",", ";"), (";", ";,"), ("\t", ";,"))
}
_GUARDED = {
    separator: re.compile(pattern.pattern.replace(")", ")'", 1))
    for separator, pattern in _FORMULA.items()
}
_BOM = "\ufeff"


def remark(
    report: Report | Document,
    *,
    raw: bool = False,
    sheet: str = "",
    separator: str = ",",
    bom: bool = False,  # noqa: ARG001  # it changes no cell
) -> str:
    """Return what a user should know of the file and cannot see in it.

    The tables that are not in it, and the changed cells.
    """
    said = []
    if isinstance(report, Document) and not sheet:
        names = [other.name for other in report.sheets[1:]]
        if names:
            said.append(f"A CSV file holds one table; --sheet writes another: {', '.join(names)}.")
    by = _separator(separator)
    changed = (
        0 if raw else sum(guarded(cell, by) != cell for row in _rows(report, sheet) for cell in row)
    )
    if changed:
        said.append(
            f"{_parts.number(changed, 'cell')} could be taken for a formula by a spreadsheet and "
            "got an apostrophe (') in front; --raw leaves the text as it is."
        )
    return " ".join(said)


@plugin(
    speaks="asked",
    iso_days=True,
    suffix=".csv",
    also={".tsv": {"separator": "tab"}},
    binary=False,
    remark=remark,
)
def csv(
    report: Report | Document,
    *,
    raw: bool = False,
    sheet: str = "",
    separator: str = ",",
    bom: bool = False,
) -> str:
    """Write one row a finding for spreadsheets and scripts, worst first.

    The header has the field names of the JSON form. RFC 4180: every cell quoted, lines end
    in CR LF (a file must be opened with `newline=""`). Evidence is one cell, its items
    parted by ` | `, each followed by its section. White space is folded and controls
    dropped, so a row is a line. A cell that a spreadsheet would take for a formula gets an
    apostrophe in front.

    raw: no apostrophes; for programs, never for a spreadsheet
    sheet: the table to write where there are several; the first one by default
    separator: what parts cells: `,`, `;` (Excel in Swedish, French …) or `tab`
    bom: a byte order mark in front, by which Excel knows that the file is UTF-8
    """
    by = _separator(separator)
    out = StringIO(newline="")
    rows = writer(out, delimiter=by, quoting=QUOTE_ALL, lineterminator="\r\n")
    for row in _rows(report, sheet):
        rows.writerow(row if raw else [guarded(cell, by) for cell in row])
    return _BOM * bom + out.getvalue()


def _separator(name: str) -> str:
    try:
        return SEPARATORS[name.lower()]
    except KeyError:
        raise UsageError(
            f"no CSV is parted by {clean(name)!r}", "--separator takes comma, semicolon or tab"
        ) from None


def _rows(report: Report | Document, sheet: str) -> Iterator[list[str]]:
    """Yield the header, then each row.

    Raises:
        UsageError: there is no such sheet.
    """
    if isinstance(report, Document):
        yield from _rows_of(_sheet(report, sheet))
        return
    if sheet:
        raise UsageError("a report of findings has one table: leave out --sheet")
    yield list(_fields.FINDING)
    for finding in _parts.worst_first(report.findings):
        fields = _fields.finding_fields(finding)
        fields["evidence"] = " | ".join(map(_evidence, finding.evidence))
        yield [clean(str(value)) for value in fields.values()]


def _sheet(document: Document, name: str) -> Sheet:
    for sheet in document.sheets:
        if name in {"", sheet.name}:
            return sheet
    names = ", ".join(sheet.name for sheet in document.sheets)
    raise UsageError(f"there is no table {clean(name)!r}", f"there are: {names}")


def _rows_of(sheet: Sheet) -> Iterator[list[str]]:
    yield [clean(column.name) for column in sheet.columns]
    for row in sheet.rows:
        yield [_cell(column, cell) for column, cell in zip(sheet.columns, row, strict=True)]


def _cell(column: Column, cell: Cell) -> str:
    if column.numeric and cell.number is not None:
        return f"{cell.number:.15g}"
    return clean(cell.text)


def _evidence(evidence: Evidence) -> str:
    text = clean(evidence.text)
    section = clean(evidence.section)
    return f"{text} (in {section})" if section else text


def guarded(cell: str, separator: str = ",") -> str:
    """Return a cell that no spreadsheet takes for a formula; `unguarded` gives the text back."""
    return _FORMULA[separator].sub(r"\1'", cell)


def unguarded(cell: str, separator: str = ",") -> str:
    """Return the text of a cell without the apostrophes that this format put into it.

    Args:
        cell: what `guarded` returned.
        separator: what parted the cells of the file that it is from; a spreadsheet's user may
            save it with another.
    """
    return _GUARDED.get(separator, _GUARDED[","]).sub(r"\1", cell)
