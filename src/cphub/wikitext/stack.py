"""The openers that wait for their closers, and what comes of them.

Runs of braces are matched by their length as MediaWiki's preprocessor does, a closer matches
only the innermost opener, and what stays open is text.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from cphub.wikitext.brackets import call, link, seen
from cphub.wikitext.nodes import BASE, LAST, Node
from cphub.wikitext.words import Words


class _Frame:
    """An opener that waits for its closer, with the text since."""

    __slots__ = ("chunks", "count", "cuts", "depth", "first", "kind")

    def __init__(self, kind: str, count: int, first: int, depth: int) -> None:
        self.kind = kind
        self.count = count
        self.first = first
        self.depth = depth
        self.chunks: list[str] = []
        self.cuts: list[int] = []

    def parts(self) -> list[str]:
        cuts = [-1, *self.cuts, len(self.chunks)]
        chunks = self.chunks
        return ["".join(chunks[a + 1 : b]) for a, b in pairwise(cuts)]

    def opener(self) -> str:
        return {"{": "{" * self.count, "[": "[[", "ref": ""}[self.kind]


class Stack:
    """What is open, what was found, and the text that is left."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.nodes: list[Node] = []
        self.root = _Frame("root", 0, 0, 0)
        self.stack = [self.root]
        self.top = self.root
        self.in_reference = False
        self.unclosed = 0
        self.shallower: list[tuple[int, int]] = []  # nodes whose outer opener never closed

    def add(self, node: Node) -> None:
        """Put a node where the text stands."""
        node.in_reference = self.in_reference
        self.top.chunks.append(chr(min(BASE + len(self.nodes), LAST)))
        self.nodes.append(node)

    def open(self, kind: str, count: int) -> None:
        """Begin to wait for a closer."""
        self.top = _Frame(kind, count, len(self.nodes), self.depth())
        self.stack.append(self.top)

    def depth(self) -> int:
        """Return the depth of a call that begins here."""
        top = self.top
        # A parser function is no template: what stands in it stands on the page itself.
        inside = top.kind == "{" and not (top.chunks and top.chunks[0].lstrip()[:1] == "#")
        return top.depth + inside

    def pop(self) -> _Frame:
        """Take the innermost opener off."""
        frame = self.stack.pop()
        self.top = self.stack[-1]
        return frame

    def close_braces(self, count: int) -> None:
        """Close what a run of `count` braces closes."""
        while count >= 2 and self.top.kind == "{":  # noqa: PLR2004  # braces come in twos
            frame = self.pop()
            used = min(3, frame.count, count)
            count -= used
            left = frame.count - used
            if left == 1:
                self.top.chunks.append("{")
            elif left:
                self.open("{", left)
                self.top.first = frame.first
            self.add(self._braces(frame, used))
        if count:
            self.top.chunks.append("}" * count)

    def _braces(self, frame: _Frame, used: int) -> Node:
        parts = frame.parts()
        if used == 3:  # noqa: PLR2004  # three braces: an argument, "{{{1|default}}}"
            return Node("argument", shown=seen(parts[1], self.nodes) if parts[1:] else "")
        return call(parts, frame.depth, self.words)

    def close_brackets(self) -> None:
        """Close the innermost link, if that is what is open."""
        if self.top.kind != "[":
            self.top.chunks.append("]]")
            return
        frame = self.pop()
        self.add(link(frame.parts(), self.nodes, self.words))

    def give_up(self, depth: int) -> None:
        """Turn the openers above `depth` in the stack into text."""
        frames = self.stack[depth + 1 :]
        keep = self.stack[depth]
        for frame in frames:
            keep.chunks.append(frame.opener())
            keep.chunks.extend(frame.chunks)
            if frame.kind == "{":
                self.shallower.append((frame.first, len(self.nodes)))
        self.unclosed += len(frames)
        del self.stack[depth + 1 :]
        self.top = keep

    def mend_depths(self) -> None:
        """Make calls less deep whose outer opener never closed."""
        if not self.shallower:
            return
        starts = sorted(start for start, _ in self.shallower)
        ends = sorted(end for _, end in self.shallower)
        for index, node in enumerate(self.nodes):
            if node.depth:
                outer = bisect_right(starts, index) - bisect_right(ends, index)
                node.depth = max(0, node.depth - outer)
