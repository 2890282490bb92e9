"""A workbook for spreadsheets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _cells, _parts
from cphub.reports._as_document import FINDINGS, in_its_language

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Excel's limits: characters (UTF-16 units) of a cell, rows of a sheet, characters of its name.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
_LONGEST_NAME = 31

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST = 8, 60
# What a file says of its making must not depend on when it was made.
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001  # xlsxwriter takes it as it is


def remark(report: Report | Document) -> str:
    """Return how much did not fit."""
    document = _whole(report)
    cut = sum(
        _cut(text) != text
        for sheet in document.sheets
        for row in sheet.rows
        for text in (clean(cell.text) for cell in row)
    )
    rows = sum(max(0, len(sheet.rows) + 1 - MOST_ROWS) for sheet in document.sheets)
    said = []
    if cut:
        said.append(
            f"{_parts.number(cut, 'cell')} had more than the {MOST_CHARACTERS:,} characters that a "
            "spreadsheet takes and ends in “…”; JSON has the whole."
        )
    if rows:
        said.append(
            f"{_parts.number(rows, 'row')} did not fit: a sheet takes {MOST_ROWS:,}; JSON has all."
        )
    return " ".join(said)


@plugin(suffix=".xlsx", binary=True, iso_days=True, remark=remark)
def xlsx(report: Report | Document) -> bytes:
    """Write a workbook (Excel, LibreOffice): one sheet a table, all evidence in it.

    The heading of a sheet stays in sight and has filters. All cells are text but the figures;
    days are written as they sort, `2026-11-22`, in every language;
    none is a formula or a link, whatever it looks like. The last sheet, *About*, says what
    the workbook is of. The same data gives the same bytes.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  # loads when one is written

    document = _whole(report)
    written = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(written, options) as book:
        book.set_properties({"title": _cut(clean(document.title))[:255], "created": _MADE})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "ltr": book.add_format({"valign": "top", "text_wrap": True}),
            "rtl": book.add_format({"valign": "top", "text_wrap": True, "reading_order": 2}),
        }
        # The findings first: who opens the file wants them.
        sheets = sorted(document.sheets, key=lambda sheet: sheet.name != FINDINGS)
        about = speaker(document.ui_language).t("About")
        names = _names([*(sheet.heading or document.title for sheet in sheets), about])
        for sheet in sheets:
            _write(book.add_worksheet(next(names)), document, sheet, formats)
        _about(book.add_worksheet(next(names)), document, formats)
    return written.getvalue()


def _whole(report: Report | Document) -> Document:
    return in_its_language(report, whole=True)


def _write(page: Worksheet, document: Document, sheet: Sheet, formats: dict[str, Any]) -> None:
    rows = sheet.rows[: MOST_ROWS - 1]
    for at, column in enumerate(sheet.columns):
        heading = _cut(clean(column.heading or column.name))
        page.write_string(0, at, heading, formats["head"])
        widest = len(heading) + 3  # the filter's button
        for number, row in enumerate(rows, 1):
            cell = row[at]
            if column.numeric and cell.number is not None and math.isfinite(cell.number):
                page.write_number(number, at, cell.number, formats["ltr"])
                continue
            text = _cut(_text(document, column, cell))
            right = cell.language and _cells.direction(cell.language) == "rtl"
            page.write_string(number, at, text, formats["rtl" if right else "ltr"])
            widest = max(widest, len(text))
        page.set_column(at, at, min(max(widest + 1, _NARROWEST), _WIDEST))
    page.freeze_panes(1, 0)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _text(document: Document, column: Column, cell: Cell) -> str:
    text = clean(cell.text)
    return clean(_parts.language(document, text)) if column.languages and text else text


def _about(page: Worksheet, document: Document, formats: dict[str, Any]) -> None:
    """Write what stands beside the tables: title, lead, notes, what is said of empty ones."""
    page.set_column(0, 0, 100)
    page.write_string(0, 0, _cut(clean(document.title)), formats["head"])
    lines = list(document.lead)
    for sheet in document.sheets:
        said = [*sheet.notes, *(() if sheet.rows or not sheet.empty else (sheet.empty,))]
        lines += [f"{sheet.heading}: {text}" if sheet.heading else text for text in said]
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, _cut(clean(line)), formats["ltr"])


def _cut(text: str) -> str:
    """Return what fits into a cell."""
    if len(text) * 2 <= MOST_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _names(headings: Sequence[str]) -> Iterator[str]:
    """Yield a name for each sheet: short, of allowed characters, each once."""
    taken = {"history"}  # Excel keeps it for itself
    for heading in headings:
        name = _short(" ".join(_NOT_IN_NAMES.sub(" ", clean(heading)).split()))
        name = stem = name.strip("'") or "Table"
        number = 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = _fit(stem, _LONGEST_NAME - len(ending)) + ending
        taken.add(name.casefold())
        yield name


def _short(text: str) -> str:
    """Return a name that fits: what is too long ends with a whole word, where it can."""
    fits = _fit(text, _LONGEST_NAME)
    if fits == text:
        return text
    words = _fit(text, _LONGEST_NAME - 1).rpartition(" ")[0]
    return f"{words}…" if words else fits


def _fit(text: str, units: int) -> str:
    """Return as much of `text` as fits into UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip()
