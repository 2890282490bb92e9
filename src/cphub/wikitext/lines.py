"""The page as lines of plain text: paragraphs, list items, rows and headings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from cphub.wikitext.blocks import ROW, Draft
from cphub.wikitext.dates import Calendar
from cphub.wikitext.mentions import SENTENCE
from cphub.wikitext.nodes import Node
from cphub.wikitext.plain import BETWEEN, CELL, cut, plain
from cphub.wikitext.prose import sentences

TITLE = "title"


@dataclass(slots=True)
class Line:
    """A paragraph, list item, table row or heading as plain text, with its section.

    `raw` is its wikitext.
    """

    kind: str
    text: str
    section: int
    raw: str = ""
    sentences: list[str] | None = None


def lines_of(drafts: list[Draft], nodes: list[Node]) -> list[Line]:
    """Take the markup off everything at once; empty lines are left out, titles are not."""
    kinds: list[tuple[str, int]] = []
    texts: list[str] = []
    for number, draft in enumerate(drafts):
        kinds.append((TITLE, number))
        texts.append(draft.title)
        for kind, raw in draft.blocks:
            kinds.append((kind, number))
            texts.append(raw)
    shown = plain(BETWEEN.join(texts), nodes).split(BETWEEN)
    return [
        Line(kind, text.strip(), number, raw)
        for (kind, number), text, raw in zip(kinds, shown, texts, strict=True)
        if kind == TITLE or (not text.isspace() and text)
    ]


def sentences_of(line: Line, calendar: Calendar) -> list[str]:
    """Return the line's sentences; a row is one, with bars between its cells."""
    if line.sentences is None:
        if line.kind == ROW:
            cells = (cell.strip() for cell in line.text.split(CELL))
            line.sentences = [" | ".join(cell for cell in cells if cell)]
        else:
            line.sentences = list(sentences(line.text, calendar.abbreviations))
    return line.sentences


def sentence_at(line: Line, position: int, calendar: Calendar) -> str:
    """Return the sentence that a place in the line is in."""
    if line.kind == ROW:
        return cut(" | ".join(sentences_of(line, calendar)), SENTENCE)
    ends: list[int] = []
    parts = sentences_of(line, calendar)
    for part in parts:
        ends.append(line.text.find(part, ends[-1] if ends else 0) + len(part))
    if not parts:
        return ""
    return cut(parts[min(bisect_right(ends, position), len(parts) - 1)], SENTENCE)
