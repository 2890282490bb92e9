"""Read a sheet that came back from a spreadsheet: CSV in whatever form it was saved."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.reports.csv import unguarded
from cphub.settings.files import LARGEST

LONGEST_CELL = 100_000
_SEPARATORS = ",;\t"
_AS_CSV = "Save it as CSV UTF-8."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with anything in it: the line of the file that it begins on, its cells by column.

    `spare` says that it has more cells than the sheet has columns.
    """

    line: int
    cells: Mapping[str, str]
    spare: bool


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet's columns by their names, folded (`Review by` is `review_by`), and its rows."""

    columns: frozenset[str]
    rows: tuple[SheetRow, ...]


def read_sheet(data: bytes, *, newlines: bool = False) -> FilledSheet:
    """Return what stands in a sheet; texts are cleaned, and apostrophes of exports gone.

    Commas, semicolons or tabs may part the cells, the columns stand in any order, and there
    may be a byte order mark or Excel's `sep=;`. With `newlines` lines within cells stay lines.

    Raises:
        UsageError: it is no CSV, or has a column twice.
    """
    text = _decoded(data)
    first, newline, rest = text.partition("\n")
    skipped = 0
    separator = ""
    if match := re.fullmatch(r"\"?sep=([,;\t|])\"?\r?", first):
        separator, text, skipped = match[1], rest, 1
    separator = separator or max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [_folded(name) for name in next(reader, [])]
        if newline and not any(names):
            raise UsageError("the sheet's first line names no columns", "Leave it as exported.")
        twice = {name for name in names if name and names.count(name) > 1}
        if twice:
            raise UsageError(
                f"the sheet has a column twice: {', '.join(sorted(twice))}",
                "Its first line is to name the columns: leave that as exported.",
            )
        rows = []
        line = reader.line_num + 1
        for cells in reader:
            read = [clean(unguarded(cell.strip(), separator), newlines=newlines) for cell in cells]
            if any(read):
                found = {name: cell for name, cell in zip(names, read, strict=False) if name}
                rows.append(SheetRow(line + skipped, found, any(read[len(names) :])))
            line = reader.line_num + 1
    except csv.Error as error:
        where = reader.line_num + skipped
        if "field limit" in str(error):
            raise UsageError(
                f"line {where} of the sheet has a cell of more than {LONGEST_CELL:,} characters",
                "Shorten it.",
            ) from error
        raise UsageError(f"line {where} of the sheet is no CSV ({error})", _AS_CSV) from error
    return FilledSheet(frozenset(filter(None, names)), tuple(rows))


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UsageError(f"the sheet has more than {LARGEST // 2**20} MB", "Part it into several.")
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError("the sheet is not UTF-8 text", _AS_CSV) from error
    if "\0" in text or data.startswith(b"PK"):
        raise UsageError("the sheet is no CSV", _AS_CSV)
    return text


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", clean(unguarded(name)).casefold()).strip("_")
