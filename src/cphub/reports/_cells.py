"""What the formats for people ask of a document's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cphub.clean import clean
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.reports._addresses import web_address

CODE = re.compile(r"[a-z]{2,}(?:-[a-z0-9]+)*")
"""Codes of languages that may stand in markup."""
FIX = "fix"
"""The column whose texts are cphub's own words of what to do, with its commands in them."""
_COMMAND = re.compile("`(cphub [^`]*)`")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}$")
"""A day, which is not broken at its hyphens, be its column ever so narrow."""

# MediaWiki 1.39's languages with `$rtl`, and those whose plain code stands for such a variant.
_RTL = re.compile(
    "aeb(-arab)?|ar[cqyz]?|azb|bcc|bgn|bqi|ckb|dv|fa|glk|he|khw|kk-(arab|cn)|k[su]-arab|lki|lrc"
    "|luz|ms-arab|mzn|nqo|pnb|prs|ps|sdh?|(skr|ug)(-arab)?|ur|yi"
)
_TONES = {
    "good": "good complete source current done resolved better sound ok",
    "middling": "warning partial outdated incomplete stopped running moved suspected",
    "bad": "error missing failed gone expired hidden worse dead",
    "neutral": "note unknown redirect irrelevant unparsed new",
    "faint": "unjudged",
}
_TONE = {state: tone for tone, states in _TONES.items() for state in states.split()}


def for_people(sheet: Sheet) -> Iterator[tuple[Column, list[Cell]]]:
    """Yield the columns that people read, each with its cells."""
    for number, column in enumerate(sheet.columns):
        if not column.only_data:
            yield column, [row[number] for row in sheet.rows]


def address(document: Document, cell: Cell) -> str:
    """Return where a cell links to, encoded; "" for nowhere that a browser may follow."""
    if cell.page is not None and cell.page[0] in document.wikis:
        title = cell.page[1].encode(errors="replace").decode()
        return web_address(document.wikis[cell.page[0]].url(title))
    return web_address(cell.url)


def direction(code: str) -> str:
    """Return `rtl` or `ltr` for the code of a language."""
    return "rtl" if _RTL.fullmatch(code.lower()) else "ltr"


def of_language(column: Column, cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield the attributes that tell a cell's language and direction, in HTML and wikitext."""
    if CODE.fullmatch(cell.language):
        yield "lang", cell.language
        yield "dir", direction(cell.language)
    elif not (column.numeric or column.languages):
        yield "dir", "auto"


def tone(state: str) -> str:
    """Return `good`, `middling`, `bad`, `neutral` or `faint`; "" for a state that says none."""
    return _TONE.get(state, "")


def commands(text: str) -> list[tuple[str, bool]]:
    """Return a sentence of cphub's own, cleaned, in pieces, with whether each is a command."""
    parts = _COMMAND.split(clean(text))
    return [(part, at % 2 == 1) for at, part in enumerate(parts) if part]


def pieces(cell: Cell) -> list[tuple[str, bool]]:
    """Return the cleaned text in pieces, with whether each stands out."""
    text = clean(cell.text)
    # Marks are places in the text as it is; where cleaning moved them they mean nothing.
    if text != cell.text or not cell.marks:
        return [(text, False)]
    found, at = [], 0
    for start, end in cell.marks:
        if at <= start < end <= len(text):
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in (*found, (text[at:], False)) if piece[0]]
