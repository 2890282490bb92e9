"""Figures of a table as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cphub.clean import clean
from cphub.locale.speaker import Speaker
from cphub.model.documents import Cell, Column, Document
from cphub.reports import _cells, _parts

MOST_BARS = 20
"""A longer chart is harder to read than its table."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its stretches as (tone, from, width) in hundredths, and in words."""

    label: str
    stretches: Sequence[tuple[str, float, float]]
    said: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, longest first, with what each tone means; `more` says how many are left out."""

    legend: Sequence[tuple[str, str]]
    bars: Sequence[Bar]
    more: str


def chart(
    document: Document, columns: Sequence[tuple[Column, list[Cell]]], said: Speaker
) -> Chart | None:
    """Return a chart of the columns whose names are states, if there are several such.

    `columns` are those that people read, each with its cells.
    """
    counted = [pair for pair in columns if pair[0].numeric and _cells.tone(pair[0].name)]
    if len(counted) < 2:  # noqa: PLR2004  # one figure a row needs no chart
        return None
    figures = [[max(cell.number or 0, 0) for cell in cells] for _, cells in counted]
    totals = [sum(row) for row in zip(*figures, strict=True)]
    if len(totals) < 2 or not any(totals):  # noqa: PLR2004  # nothing to compare
        return None
    tones = _tones([column for column, _ in counted])
    labels = [pair for pair in columns if not pair[0].numeric]
    bars = [
        Bar(
            ", ".join(_label(document, column, cells[at]) for column, cells in labels),
            _stretches([row[at] for row in figures], tones, max(totals)),
            _said([row[at] for row in figures], counted),
        )
        for at in sorted(range(len(totals)), key=lambda at: -totals[at])[:MOST_BARS]
        if totals[at]
    ]
    legend = [
        (tone, clean(column.heading))
        for (column, _), tone, row in zip(counted, tones, figures, strict=True)
        if any(row)
    ]
    left = sum(map(bool, totals)) - len(bars)
    return Chart(legend, bars, said.t("{number} more in the table.", number=left) if left else "")


def _label(document: Document, column: Column, cell: Cell) -> str:
    text = clean(cell.text)
    return clean(_parts.language(document, text)) if column.languages else text


def _tones(columns: Sequence[Column]) -> list[str]:
    """Return the tone of each column; of those that share one the later ones are paler."""
    found: list[str] = []
    for column in columns:
        tone = _cells.tone(column.name)
        found.append(f"{tone} again" if tone in found else tone)
    return found


def _stretches(
    figures: Sequence[float], tones: Sequence[str], longest: float
) -> list[tuple[str, float, float]]:
    found, at = [], 0.0
    for figure, tone in zip(figures, tones, strict=True):
        width = round(100 * figure / longest, 2)
        if width:
            found.append((tone, round(at, 2), width))
        at += width
    return found


def _said(figures: Sequence[float], counted: Sequence[tuple[Column, list[Cell]]]) -> str:
    pairs = zip(figures, counted, strict=True)
    return ", ".join(
        f"{clean(column.heading)} {figure:,.15g}" for figure, (column, _) in pairs if figure
    )
