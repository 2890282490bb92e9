"""What the scanner finds, and the characters that stand for it in the text that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BASE = 0xF0000
LAST = 0x10FFFD  # also stands for all nodes after the 131,069th
NODES = "\U000f0000-\U0010fffd"
NODE = re.compile(f"[{NODES}]")


@dataclass(slots=True)
class Node:
    """Something found in the text.

    `kind` is template, function, variable, argument, link, interwiki, language, file,
    category, url, ref, block, media or hidden. `shown` is what a reader sees of it inside a
    sentence, `name` its title, address or tag, `parts` a template's parameters or a file's
    options as they stand (other nodes in them as their characters). `in_step` is true of an
    address in an item of a numbered list.
    """

    kind: str
    name: str = ""
    shown: str = ""
    parts: list[str] = field(default_factory=list)
    in_reference: bool = False
    depth: int = 0
    label: str = ""
    in_step: bool = False


@dataclass(slots=True)
class Scan:
    """A text after the pass: what is left of it, its nodes in order, and what was odd.

    `source` is the text as it was scanned.

    `units` are the ids of translation units, `translated` the spans of the source text
    inside `<translate>`, `unclosed` how many openers never closed.
    """

    source: str
    text: str
    nodes: list[Node]
    units: list[str]
    translated: list[tuple[int, int]]
    unclosed: int
    galleries: list[str]


def show(text: str, nodes: list[Node], *, addresses: bool = False) -> str:
    """Return `text` with what a reader sees of the nodes in it."""

    def shown(match: re.Match[str]) -> str:
        node = nodes[ord(match[0]) - BASE]
        return node.name if addresses and node.kind == "url" else node.shown

    return NODE.sub(shown, text)
