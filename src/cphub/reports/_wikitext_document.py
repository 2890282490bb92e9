"""A document of tables as a wiki page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.reports import _cells
from cphub.reports._wikitext_call import arguments, value
from cphub.reports._wikitext_sections import Section, Sections
from cphub.reports._wikitext_text import escape, language, link, page_link, quoted, sentence

# Wikimedia's design tokens (Codex), with a colour for the text so that dark skins stay legible.
_TONES = {"good": "#dff2eb", "middling": "#fdf2d5", "bad": "#ffe9e5", "neutral": "#eaecf0"}

TABLE = '{| class="wikitable sortable plainlinks"'


def of_document(document: Document, prefixes: Mapping[str, str], template: str) -> Sections:
    """Return a document as a page; see `wikitext` for the prefixes and the template."""
    lead = (" ".join(map(sentence, document.lead)),) if document.lead else ()
    sections = (_sheet(document, sheet, prefixes, template) for sheet in document.sheets)
    return Sections(
        f"== {escape(document.title)} ==", lead, tuple(sections), speaker(document.ui_language)
    )


def _sheet(document: Document, sheet: Sheet, prefixes: Mapping[str, str], template: str) -> Section:
    head = [f"=== {escape(sheet.heading)} ==="] if sheet.heading else []
    for note in sheet.notes:
        head += [sentence(note), ""]
    name = escape(sheet.heading or sheet.name)
    if not sheet.rows:
        return Section(name, (*head, sentence(sheet.empty)))
    if template:
        calls = tuple(_call(document, sheet, row, prefixes) for row in sheet.rows)
        return Section(name, tuple(head), (), calls, (), template)
    columns = list(_cells.for_people(sheet))
    rows = []
    for row in zip(*(cells for _, cells in columns), strict=True):
        pairs = zip((column for column, _ in columns), row, strict=True)
        shown = (f"| {_cell(document, column, cell, prefixes)}" for column, cell in pairs)
        rows.append("\n".join(("|-", *shown)))
    headings = " !! ".join(escape(column.heading) for column, _ in columns)
    return Section(name, tuple(head), (TABLE, f"! {headings}"), tuple(rows), ("|}",))


def _call(
    document: Document, sheet: Sheet, row: tuple[Cell, ...], prefixes: Mapping[str, str]
) -> str:
    """Return the arguments for a row: its sheet, and its cells by the names of CSV's header."""
    values = [("sheet", value(sheet.name))]
    for column, cell in zip(sheet.columns, row, strict=True):
        linked = bool(cell.parts or cell.page or cell.url)
        if column.numeric and cell.number is not None:
            shown = f"{cell.number:.15g}"
        elif column.languages or not (linked or cell.marks):
            shown = value(cell.text)
        else:
            shown = _text(document, cell, prefixes)
        values.append((column.name, shown))
    return arguments(values)


def _cell(document: Document, column: Column, cell: Cell, prefixes: Mapping[str, str]) -> str:
    attributes = "".join(f'{name}="{value}" ' for name, value in _attributes(column, cell))
    if column.name == _cells.FIX:
        text = sentence(cell.text)
    elif column.languages:
        text = language(clean(cell.text), speaker(document.ui_language))
    else:
        text = _text(document, cell, prefixes)
    return f"{attributes}| {text}" if attributes else text


def _text(document: Document, cell: Cell, prefixes: Mapping[str, str]) -> str:
    if cell.parts:
        return ", ".join(_part(document, part, prefixes) for part in cell.parts)
    if _cells.address(document, cell) or (cell.page and cell.page[0] in prefixes):
        return _link(document, cell, prefixes)
    return "".join(
        f"<mark>{quoted(piece)}</mark>" if marked else quoted(piece)
        for piece, marked in _cells.pieces(cell)
    )


def _link(document: Document, cell: Cell, prefixes: Mapping[str, str]) -> str:
    address = _cells.address(document, cell)
    if cell.page is None:
        return link(cell.text, address)
    return page_link(prefixes, cell.page, cell.text, address)


def _part(document: Document, part: Cell, prefixes: Mapping[str, str]) -> str:
    """Return one of several things in a cell, kept apart from its neighbours' direction."""
    text = _link(document, part, prefixes)
    if not _cells.CODE.fullmatch(part.language):
        return text
    return f'<bdi lang="{part.language}">{text}</bdi>'


def _attributes(column: Column, cell: Cell) -> Iterable[tuple[str, str]]:
    if cell.number is not None:
        yield "data-sort-value", f"{cell.number:.15g}"
    yield from _cells.of_language(column, cell)
    style = "text-align:right" if column.numeric else ""
    if tone := _TONES.get(_cells.tone(cell.state)):
        style = f"{style}{';' if style else ''}background:{tone};color:#202122"
    if _cells.DAY.match(cell.text):
        style = f"{style}{';' if style else ''}white-space:nowrap"
    if style:
        yield "style", style
