"""Read what a Wikibase has already: a sheet that its query service gave."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from cphub.errors import UsageError
from cphub.model.addresses import link_address
from cphub.model.wikibase import ITEM, PROPERTY, KnownItems, comparable
from cphub.settings.files import LARGEST, open_to_read
from cphub.workflows._sheet import FilledSheet, SheetRow, read_sheet

_NEEDED = ("url", "qid")
_GUIDE = "docs/linked-data.md has the query that gives such a file."


def known_items(path: Path) -> KnownItems:
    """Return the items and statements that a file tells of.

    It is a sheet with the columns `url` (of a page) and `qid` (its item) and, for each
    statement of the item, `property` and `value`. Items and properties may be written as
    their numbers or their addresses. A row whose `url` no page can have says nothing.

    Raises:
        UsageError: it cannot be read, or is no such sheet.
    """
    try:
        with open_to_read(path) as opened:
            sheet = read_sheet(opened.read(LARGEST + 1))  # what is larger is refused
        return _known(sheet)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", _GUIDE) from error
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error


def _known(sheet: FilledSheet) -> KnownItems:
    for name in _NEEDED:
        if name not in sheet.columns:
            raise UsageError(f"the sheet has no column {name}", _GUIDE)
    items: dict[str, set[str]] = defaultdict(set)
    statements: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in sheet.rows:
        item = _number(row, "qid", ITEM)
        if address := link_address(row.cells.get("url", "")):
            items[address].add(item)
        if row.cells.get("property"):
            property_ = _number(row, "property", PROPERTY)
            statements[item].add((property_, comparable(row.cells.get("value", ""))))
    return KnownItems(
        {address: frozenset(held) for address, held in items.items()},
        {item: frozenset(held) for item, held in statements.items()},
    )


def _number(row: SheetRow, column: str, form: re.Pattern[str]) -> str:
    """Return the number that ends a cell: all of it, or the last part of an address."""
    cell = row.cells.get(column, "")
    number = cell.rpartition("/")[2]
    if not form.fullmatch(number):
        raise UsageError(f"line {row.line} of the sheet has no {column}, but “{cell[:60]}”", _GUIDE)
    return number
