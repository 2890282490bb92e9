"""What the HTML template shows: each sheet with its rows as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.locale.speaker import Speaker
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.reports import _cells
from cphub.reports._html_chart import Chart, chart
from cphub.reports._html_lines import Drawing, drawing

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_CHOICES = 40
"""A column with more different texts is searched; one with fewer gets a list to choose from."""

LONGEST_CHOICE = 40
"""Longer texts are read, not chosen."""

LONGEST_NARROW = 100
"""Longer texts are given room, so that no row of them gets higher than a phone."""

_PLAIN = Column("", "")
_PERCENTAGE = re.compile(r"(\d+)\s?%")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading.

    `room`: `wide` or `prose` if its texts need room beside the others; `choices` if its rows
    can be chosen by what stands in it.
    """

    text: str
    numeric: bool
    room: str
    choices: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, ready to be shown; a row is the markup of its cells.

    `named`: its first column names the rows.
    """

    id: str
    heading: str
    notes: Sequence[Markup]
    empty: Markup
    headings: Sequence[Heading]
    rows: Sequence[Markup]
    named: bool
    chart: Chart | None
    drawing: Drawing | None


def tables(document: Document, said: Speaker) -> list[Table]:
    """Return the document's sheets; `said` says what charts leave out."""
    return [_table(document, sheet, at, said) for at, sheet in enumerate(document.sheets, 1)]


def sentence(text: str) -> Markup:
    """Return a sentence of cphub's own as markup, its commands as code."""
    from markupsafe import Markup, escape  # noqa: PLC0415  # loads when a page is written

    # What is not markup of this file went through `escape`.
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if is_command else escape(piece)
        for piece, is_command in _cells.commands(text)
    )


def _table(document: Document, sheet: Sheet, at: int, said: Speaker) -> Table:
    columns = list(_cells.for_people(sheet))
    linked = (n for n, (_, cells) in enumerate(columns) if any(c.page or c.url for c in cells))
    naming = next(linked, 0)
    return Table(
        id=f"table-{at}",
        heading=clean(sheet.heading),
        notes=[sentence(note) for note in sheet.notes],
        empty=sentence(sheet.empty),
        headings=[_heading(column, cells) for column, cells in columns],
        rows=list(_rows(document, columns, naming)),
        named=naming == 0,
        chart=None if sheet.lines else chart(document, columns, said),
        drawing=drawing(sheet.lines, said) if sheet.lines else None,
    )


def _heading(column: Column, cells: Sequence[Cell]) -> Heading:
    different = {cell.text for cell in cells}
    choices = not (column.numeric or column.prose) and 1 < len(different) <= MOST_CHOICES
    # What hardly ever comes twice is no choice.
    choices = choices and len(different) * 2 <= len(cells)
    # Nor are sentences and links.
    choices = choices and max(map(len, different)) <= LONGEST_CHOICE
    choices = choices and not any((cell.page or cell.url) and not cell.state for cell in cells)
    longest = 0 if column.numeric else max(map(len, different), default=0)
    room = "prose" if column.prose or longest > LONGEST_CHOICE else ""
    room = "wide" if longest > LONGEST_NARROW else room
    return Heading(clean(column.heading), column.numeric, room, choices)


def _rows(
    document: Document, columns: Sequence[tuple[Column, Sequence[Cell]]], naming: int
) -> Iterator[Markup]:
    """Yield each row; `naming` is the column whose cells name their rows.

    Not in the template: for 20,000 rows jinja2 takes several times as long.
    """
    from markupsafe import Markup  # noqa: PLC0415  # loads when a page is written

    tags = [
        ('<th scope="row"', "</th>") if number == naming else ("<td", "</td>")
        for number in range(len(columns))
    ]
    shown = [
        [
            f"{start}{_attributes(column, cell)}>{_content(document, column, cell)}{end}"
            for cell in cells
        ]
        for (start, end), (column, cells) in zip(tags, columns, strict=True)
    ]
    for row in zip(*shown, strict=True):
        # What is not markup of this file went through `escape`.
        yield Markup("".join(row))  # noqa: S704


def _attributes(column: Column, cell: Cell) -> str:
    from markupsafe import escape  # noqa: PLC0415  # loads when a page is written

    return "".join(f' {name}="{escape(value)}"' for name, value in _named_attributes(column, cell))


def _named_attributes(column: Column, cell: Cell) -> Iterator[tuple[str, str]]:
    if cell.number is not None:
        yield "data-sort", f"{cell.number:.15g}"
    yield from _cells.of_language(column, cell)
    classes = [name for name in (_cells.tone(cell.state), _heat(column, cell)) if name]
    if column.numeric:
        classes.append("figure")
    if _cells.DAY.match(cell.text):
        classes.append("day")
    if classes:
        yield "class", " ".join(classes)


def _heat(column: Column, cell: Cell) -> str:
    """Return how warm a percentage is, in tenths: as it is shown, for its number may be a share."""
    shown = _PERCENTAGE.fullmatch(cell.text) if column.numeric and cell.number is not None else None
    return f"heat-{min(int(shown[1]) // 10, 10)}" if shown else ""


def _content(document: Document, column: Column, cell: Cell) -> str:
    """Return what stands in a cell, as markup."""
    from markupsafe import escape  # noqa: PLC0415  # loads when a page is written

    if column.name == _cells.FIX:
        return str(sentence(cell.text))
    if column.languages:
        code = clean(cell.text)
        name = clean(document.language_names.get(code, ""))
        return f"<bdi>{escape(name)}</bdi> ({escape(code)})" if name else str(escape(code))
    if cell.parts:
        shown = (
            f"<bdi{_attributes(_PLAIN, part)}>{_content(document, _PLAIN, part)}</bdi>"
            for part in cell.parts
        )
        return ("<br>" if column.prose else ", ").join(shown)
    text = "".join(
        f"<mark>{escape(piece)}</mark>" if marked else escape(piece)
        for piece, marked in _cells.pieces(cell)
    )
    address = _cells.address(document, cell) if text else ""
    return f'<a href="{escape(address)}">{text}</a>' if address else text
