"""Divide the scanned text into sections, and those into paragraphs, items and rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cphub.wikitext.nodes import BASE, LAST, NODE, NODES, Node
from cphub.wikitext.plain import CELL

PARAGRAPH, ITEM, ROW, APART = "paragraph", "item", "row", "apart"
_HEADING = re.compile(r"^=.*$", re.MULTILINE)
_ONLY_NODES = re.compile(rf"[\s{NODES}]+")
_LABELLED = re.compile(rf"\[[{NODES}][^\[\]]*\]")  # an address with its label
_HTML = re.compile(r"(?i)<(blockquote|table)\b[^<>]*>")
_HTML_ROW = re.compile(r"(?i)<tr\b[^<>]*>")
_HTML_CELL = re.compile(r"(?i)<t[dh]\b[^<>]*>")
_BOX = re.compile(r"(?i)<(/?)(?:div|center|li|ul|ol|dd|td|th|p|table|section)\b[^<>]*(?<!/)>")
_HTML_ITEM = re.compile(r"(?i)<li\b")


@dataclass(slots=True)
class Draft:
    """A section before its markup is taken off.

    `blocks` are (kind, wikitext) pairs; kinds are paragraph, item, row (cells between
    `CELL`) and apart (preformatted: content, but no prose). `terms` are the items that are
    terms of a definition list alone. `until` is how many nodes the text has up to the
    section's end.
    """

    level: int
    title: str
    blocks: list[tuple[str, str]] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)
    until: int = 0
    lists: int = 0
    tables: int = 0
    templates: int = 0
    other: bool = False


def divide(text: str, nodes: list[Node]) -> list[Draft]:
    """Return the sections of `text` in order, the lead first."""
    drafts = [Draft(0, "")]
    reader = _Lines(nodes)
    start = 0
    for match in _HEADING.finditer(text):
        heading = _heading(match[0])
        if heading:
            reader.read(text[start : match.start()], drafts[-1])
            drafts[-1].until = _seen(text, start, match.start(), drafts)
            drafts.append(Draft(*heading))
            start = match.start()
            reader.skip = True
    reader.read(text[start:], drafts[-1])
    drafts[-1].until = len(nodes)
    return drafts


def _heading(line: str) -> tuple[int, str] | None:
    line = line.rstrip()
    left = len(line) - len(line.lstrip("="))
    right = len(line) - len(line.rstrip("="))
    if left == len(line):
        level = min(6, (left - 1) // 2)
        return (level, line[level:-level]) if level else None
    level = min(left, right, 6)
    return (level, line[level:-level].strip()) if level else None


def _seen(text: str, start: int, end: int, drafts: list[Draft]) -> int:
    found = NODE.findall(text, start, end)
    before = drafts[-2].until if len(drafts) > 1 else 0
    return ord(found[-1]) - BASE + 1 if found and ord(found[-1]) < LAST else before


class _Lines:
    """Reads lines into blocks; a table may go on over a heading, as it does in MediaWiki."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.blocks = any(node.kind == "block" for node in nodes)
        self.depth = 0  # of tables
        self.skip = False  # the first line is the section's heading
        self.row: list[str] = []
        self.boxes = 0  # open block tags of HTML: in them a first space means nothing

    def read(self, raw: str, draft: Draft) -> None:
        if self.skip:
            raw = raw.partition("\n")[2]
        if "<" in raw:
            raw = self._html(raw, draft)
        paragraph: list[str] = []
        for line in raw.split("\n"):
            if "<" in line:
                self.boxes += sum(-1 if tag == "/" else 1 for tag in _BOX.findall(line))
            if not self._apart(line, paragraph, draft):
                paragraph.append(line)
        self._flush(paragraph, draft)
        if self.row:
            self._end_row(draft)

    def _apart(self, line: str, paragraph: list[str], draft: Draft) -> bool:
        """Take a line that is no part of a paragraph; tell whether it was one."""
        mark = line[:1]
        take: Callable[[str, Draft], None] | None
        if self.depth or (mark and mark in "{: " and line.lstrip(": \t").startswith("{|")):
            take = self._table
        elif not mark or line.isspace() or line.startswith("----"):
            take = None
        elif mark in "*#;:":
            take = self._item
        elif mark == " " and self._is_preformatted(line):
            take = self._preformatted
        elif mark >= "\U000f0000" and _ONLY_NODES.fullmatch(line):
            take = self._alone
        else:
            return False
        self._flush(paragraph, draft)
        if take:
            take(line, draft)
        return True

    @staticmethod
    def _preformatted(line: str, draft: Draft) -> None:
        draft.other = True
        draft.blocks.append((APART, line))

    def _is_preformatted(self, line: str) -> bool:
        return self.boxes <= 0 and "<" not in line and not _ONLY_NODES.fullmatch(line)

    def _flush(self, paragraph: list[str], draft: Draft) -> None:
        if paragraph:
            draft.blocks.append((PARAGRAPH, "\n".join(paragraph)))
            if self.blocks and any(node.kind == "block" for node in self._in(paragraph)):
                draft.other = True
            paragraph.clear()

    def _in(self, lines: list[str]) -> list[Node]:
        found = NODE.findall("".join(lines))
        return [self.nodes[ord(char) - BASE] for char in found if ord(char) < LAST]

    def _item(self, line: str, draft: Draft) -> None:
        rest = line.lstrip("*#;: \t")
        if rest:
            listed = line.lstrip(":")[:1] in "*#;"
            draft.lists += listed
            draft.blocks.append((ITEM if listed else PARAGRAPH, rest))
            if line[: -len(rest)].endswith((";", "; ")) and ":" not in rest:
                draft.terms.add(rest)
            if "#" in line[: -len(rest)]:
                self._number(rest)
            if self.blocks and any(node.kind == "block" for node in self._in([rest])):
                draft.other = True

    def _number(self, item: str) -> None:
        """Mark the addresses in a numbered item; one that is nothing but links is no step."""
        if not any(char.isalpha() for char in _LABELLED.sub("", item)):
            return
        texts = [item]
        while texts:
            for node in self._in([texts.pop()]):
                node.in_step = node.kind == "url"
                texts += [part for part in node.parts if NODE.search(part)]

    def _alone(self, line: str, draft: Draft) -> None:
        """Take a line on which nothing but templates, files and the like stands."""
        for node in self._in([line]):
            if node.kind == "template" and not node.name.startswith(":"):
                draft.templates += 1
            elif node.kind in {"template", "block", "function"} or node.name in _SEEN:
                draft.other = draft.other or node.name not in _SILENT
            elif node.kind in {"link", "interwiki", "argument", "url"}:
                draft.blocks.append((PARAGRAPH, line))
                break

    def _table(self, line: str, draft: Draft) -> None:
        bare = line.strip().lstrip(": ")
        if bare.startswith("{|"):
            self.depth += 1
            draft.tables += 1
        elif bare.startswith("|}"):
            self._end_row(draft)
            self.depth -= 1
        elif bare.startswith(("|-", "|+")):
            self._end_row(draft)
            if bare[1] == "+":
                self.row.append(_cell(bare[2:]))
        elif bare.startswith(("|", "!")):
            body = bare[1:]
            if bare[0] == "!":
                body = body.replace("!!", "||")
            self.row.extend(_cell(cell) for cell in body.split("||"))
        elif bare:
            self.row.append(bare.lstrip("*#;: "))
            if bare[0] == "#":
                self._number(self.row[-1])

    def _end_row(self, draft: Draft) -> None:
        if self.row:
            draft.blocks.append((ROW, CELL.join(self.row)))
            self.row = []

    def _html(self, raw: str, draft: Draft) -> str:
        """Take quotations out, and make rows of tables that are written in HTML."""
        draft.lists += len(_HTML_ITEM.findall(raw))
        lower = raw.lower()
        lower = lower if len(lower) == len(raw) else raw  # ẞ and the like: positions must hold
        if "<blockquote" not in lower and "<table" not in lower:
            return raw
        kept, last = [], 0
        open_ended = set()
        for match in _HTML.finditer(raw):
            tag = match[1].lower()
            if match.start() < last or tag in open_ended:
                continue
            close = lower.find(f"</{tag}", match.end())
            if close < 0:
                open_ended.add(tag)
                continue
            kept.append(raw[last : match.start()])
            inside = raw[match.end() : close]
            last = close
            if tag == "blockquote":
                draft.other = True
                continue
            draft.tables += 1
            for row in _HTML_ROW.split(inside):
                cells = [cell.replace("\n", " ") for cell in _HTML_CELL.split(row)]
                if "".join(cells).strip():
                    draft.blocks.append((ROW, CELL.join(cells)))
        return "\n".join([*kept, raw[last:]])


# Tags in a line of prose whose content a reader sees.
_SEEN = frozenset({"code", "nowiki", "maplink"})
# Parser functions that show nothing where they stand.
_SILENT = frozenset({"defaultsort", "displaytitle", "noexternallanglinks", "#seo", "#vardefine"})


def _cell(text: str) -> str:
    """Return a cell's content without its attributes."""
    head, bar, rest = text.partition("|")
    return rest.strip() if bar and "[" not in head else text.strip()
