"""How many resources have what at worst, by axis: what is drawn above the map."""

from __future__ import annotations

from cphub.model.documents import Cell, Column, Sheet
from cphub.workflows.overview import Overview

_COLUMNS = (
    Column("axis", "Axis"),
    Column("error", "Error", numeric=True),
    Column("warning", "Warning", numeric=True),
    Column("note", "Note", numeric=True),
    Column("sound", "Nothing found", numeric=True),
    Column("unjudged", "Not looked at", numeric=True),
)
_FOUND = ("error", "warning", "note", "sound", "unjudged")


def axes_sheet(found: Overview) -> Sheet:
    """Return the table; a resource counts once in each row."""
    rows = []
    for axis in found.axes:
        worst = [
            "unjudged" if axis in one.not_looked_at else one.worst.get(axis, "sound")
            for one in found.places
        ]
        counts = map(worst.count, _FOUND)
        rows.append((Cell(axis), *(Cell(f"{number:,}", number=number) for number in counts)))
    note = "Resources by the worst that was found of them."
    return Sheet("axes", "By axis", _COLUMNS, tuple(rows), (note,))
