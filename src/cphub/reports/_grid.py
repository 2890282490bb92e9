"""A document on a terminal: tables that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.reports import _cells, _parts
from cphub.reports._terminal import Paper, isolated
from cphub.reports._widths import GAP, Shown, blocks, folded, keys, total

if TYPE_CHECKING:
    from rich.text import Text

SCREEN = 20  # rows after which a terminal is shown the heading again
_STYLES = {"good": "green", "middling": "yellow", "bad": "red", "neutral": "cyan"}


def write_document(paper: Paper, document: Document) -> None:
    """Write title, lead and every sheet."""
    paper.say(document.title, style="bold")
    for sentence in document.lead:
        paper.say(sentence)
    for sheet in document.sheets:
        paper.write("")
        if sheet.heading:
            paper.say(sheet.heading, style="bold")
        for note in sheet.notes:
            paper.say(note)
        if not sheet.rows:
            paper.say(sheet.empty)
        elif sheet.entries:
            _write_entries(paper, document, sheet)
        else:
            _write_table(paper, document, sheet)


def _write_entries(paper: Paper, document: Document, sheet: Sheet) -> None:
    from rich.cells import cell_len  # noqa: PLC0415  # keeps --help quick
    from rich.text import Text  # noqa: PLC0415  # likewise

    columns = [column for column, _ in _cells.for_people(sheet)]
    kept = [not column.only_data for column in sheet.columns]
    for number, row in enumerate(sheet.rows):
        if number:
            paper.write("")
        first, *others = (cell for cell, keep in zip(row, kept, strict=True) if keep)
        paper.say(first.text, style="bold")
        if (address := _cells.address(document, first)) and address != first.text:
            paper.write(f"  {address}")
        line = Text()
        colon = speaker(document.ui_language).t(":")
        for column, cell in zip(columns[1:], others, strict=True):
            if not clean(cell.text):
                continue
            told = _text(document, column, cell, colour=paper.colour, codes=False)
            heading = "" if column.prose else clean(column.heading)
            if heading:
                fits = cell_len(heading) + told.cell_len + 4 <= paper.width
                told = Text.assemble(f"{heading}{colon} ", isolated(told) if fits else told)
            # What is short shares a line.
            if heading and line and line.cell_len + told.cell_len + 4 <= paper.width:
                line.append(", ").append_text(told)
                continue
            _write_folded(paper, line)
            line = told
            if not heading:
                _write_folded(paper, line)
                line = Text()
        _write_folded(paper, line)


def _write_folded(paper: Paper, text: Text) -> None:
    from rich.text import Text  # noqa: PLC0415  # keeps --help quick

    for line in paper.fold(text, paper.width - 2) if text else ():
        paper.write(Text.assemble("  ", line))


def _write_table(paper: Paper, document: Document, sheet: Sheet) -> None:
    every = list(_cells.for_people(sheet))
    # Where room is short, a column with nothing in it takes none.
    told = [every[0], *((one, cells) for one, cells in every[1:] if any(c.text for c in cells))]
    legend: dict[str, str] = {}
    for columns, codes, letters in (
        (every, False, False),
        (told, False, False),
        (told, True, False),
        (told, True, True),
    ):
        legend = _legend(columns) if letters else {}
        shown = [
            _shown(paper, document, column, cells, codes=codes, legend=legend)
            for column, cells in columns
        ]
        widths = [column.widest for column in shown]
        if total(widths) <= paper.width:
            break
    if legend:
        said = speaker(document.ui_language)
        paper.say(", ".join(f"{letter} {said.say(state)}" for state, letter in legend.items()))
    first = 1
    if total(widths) > paper.width:
        first = keys(shown, paper.width)
        widths = folded(shown, widths, paper.width, first)
    for number, block in enumerate(blocks(widths, paper.width, first)):
        if number:
            paper.write("")
        _write_block(paper, [shown[i] for i in block], [widths[i] for i in block])


def _shown(
    paper: Paper,
    document: Document,
    column: Column,
    cells: Sequence[Cell],
    *,
    codes: bool,
    legend: dict[str, str],
) -> Shown:
    from rich.text import Text  # noqa: PLC0415  # keeps --help quick

    lettered = legend and _is_of_states(cells)
    texts = tuple(
        _text(
            document,
            column,
            replace(cell, text=legend[cell.state], marks=()) if lettered and cell.state else cell,
            colour=paper.colour,
            codes=codes,
        )
        for cell in cells
    )
    folds = not column.numeric and not lettered
    return Shown(Text(clean(column.heading), style="bold"), texts, column.numeric, folds)


def _text(document: Document, column: Column, cell: Cell, *, colour: bool, codes: bool) -> Text:
    from rich.text import Text  # noqa: PLC0415  # keeps --help quick

    if column.languages:
        return Text(clean(cell.text if codes else _parts.language(document, cell.text)))
    style = _STYLES.get(_cells.tone(cell.state), "") if colour else ""
    text = Text(style=style)
    for piece, marked in _cells.pieces(cell):
        # Where bold cannot be seen, asterisks say it.
        text.append(piece if colour or not marked else f"*{piece}*", "bold" if marked else None)
    return text


def _is_of_states(cells: Iterable[Cell]) -> bool:
    """Tell whether cells say a state and nothing else: a figure or a day would be lost."""
    return all(cell.number is None and cell.text == cell.state for cell in cells)


def _legend(columns: Iterable[tuple[Column, Sequence[Cell]]]) -> dict[str, str]:
    """Return a letter for each state, in the order of the states' names."""
    states = {cell.state for _, cells in columns if _is_of_states(cells) for cell in cells}
    legend: dict[str, str] = {}
    for state in sorted(states - {""}):
        free = (letter for letter in state.upper() if letter not in legend.values())
        legend[state] = next(free, state)
    return legend


def _write_block(paper: Paper, columns: Sequence[Shown], widths: Sequence[int]) -> None:
    # The first columns and one more are always together: narrow terminals get them cut.
    if total(widths) > paper.width:
        widths = [(paper.width + GAP) // len(widths) - GAP] * len(widths)
    for number, row in enumerate(zip(*(column.cells for column in columns), strict=True)):
        # On a terminal the heading of a long table scrolls away.
        if not number or (number % SCREEN == 0 and not paper.plain):
            _write_row(paper, columns, widths, [column.heading for column in columns])
            if not paper.plain:
                paper.write("─" * total(widths))
        _write_row(paper, columns, widths, row)


def _write_row(
    paper: Paper, columns: Sequence[Shown], widths: Sequence[int], row: Sequence[Text]
) -> None:
    from rich.text import Text  # noqa: PLC0415  # keeps --help quick

    cells = [paper.fold(cell, width) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=Text()):
        line = Text()
        for number, (column, width, part) in enumerate(zip(columns, widths, parts, strict=True)):
            pad = " " * (width - part.cell_len)
            gap = " " * GAP if number else ""
            line.append(gap + pad if column.right else gap)
            line.append_text(isolated(part))
            line.append("" if column.right else pad)
        paper.write(line)
