"""What was published where and when, as a document."""

from __future__ import annotations

from typing import Any

from cphub.catalogue import Catalogue
from cphub.catalogue.publications import Edit, Publication
from cphub.model.documents import Cell, Column, Document, Sheet

_COLUMNS = (
    Column("started", "When"),
    Column("report", "Report"),
    Column("wiki", "Wiki"),
    Column("title", "Page"),
    Column("pages", "Pages", numeric=True),
    Column("state", "State"),
    Column("account", "Account"),
    Column("filters", "Only"),
    Column("audit", "Audit", numeric=True, only_data=True),
    Column("version", "Version", only_data=True),
)
_EDITS = (
    Column("publication", "Publication", numeric=True),
    Column("title", "Page"),
    Column("timestamp", "When"),
    Column("before", "Revision before", numeric=True),
    Column("after", "Revision", numeric=True),
    Column("what", "What"),
)


def publication_log(catalogue: Catalogue, *, edits: bool = False) -> Document:
    """Return all publications, the newest first.

    Args:
        catalogue: only read.
        edits: with a table of their edits.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    with catalogue.read():
        found = catalogue.publications()
        wikis = catalogue.wikis()
    rows = tuple(map(_row, found))
    empty = "Nothing was published yet."
    sheets = [Sheet("publications", "", _COLUMNS, rows, empty=empty)]
    if edits:
        of_edits = tuple(_edit_row(edit) for one in found for edit in one.edits)
        sheets.append(Sheet("edits", "Edits", _EDITS, of_edits, empty=empty))
    return Document(
        title="Publications",
        lead=(f"{len(found):,} publication{'s' * (len(found) != 1)}.",),
        sheets=tuple(sheets),
        data={"publications": [_data(one) for one in found]},
        titles=tuple(dict.fromkeys((one.wiki, one.title) for one in found)),
        wikis=wikis,
    )


def _state(one: Publication) -> str:
    if one.undone:
        return "taken back"
    return "stands" if one.ended else "stopped half-way"


def _row(one: Publication) -> tuple[Cell, ...]:
    named = one.report if one.name == one.report else f"{one.report} ({one.name})"
    pages = len({edit.page_id or edit.title for edit in one.edits})
    return (
        Cell(f"{one.started:%Y-%m-%d %H:%M}"),
        Cell(named),
        Cell(one.wiki),
        Cell(one.title, page=(one.wiki, one.title)),
        Cell(str(pages), number=pages),
        Cell(_state(one)),
        Cell(one.account),
        Cell(one.filters),
        Cell(str(one.run or ""), number=one.run),
        Cell(one.version),
    )


def _edit_row(edit: Edit) -> tuple[Cell, ...]:
    what = "not known yet" if edit.after is None else "makes the page"
    if edit.after is not None and edit.before:
        what = "edits it"
    return (
        Cell(str(edit.publication), number=edit.publication),
        Cell(edit.title),
        Cell(f"{edit.timestamp:%Y-%m-%d %H:%M}"),
        Cell(str(edit.before), number=edit.before),
        Cell(str(edit.after or ""), number=edit.after),
        Cell("takes back" if edit.undoes else what),
    )


def _data(one: Publication) -> dict[str, Any]:
    return {
        "id": one.id,
        "wiki": one.wiki,
        "title": one.title,
        "name": one.name,
        "report": one.report,
        "filters": one.filters,
        "audit": one.run,
        "account": one.account,
        "version": one.version,
        "started": one.started,
        "ended": one.ended,
        "undone": one.undone,
        "edits": [
            {
                "title": edit.title,
                "page_id": edit.page_id,
                "before": edit.before,
                "after": edit.after,
                "timestamp": edit.timestamp,
                "undoes": edit.undoes,
            }
            for edit in one.edits
        ],
    }
