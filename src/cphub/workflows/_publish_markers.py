"""The markers on a wiki page between which cphub writes, and nowhere else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cphub.errors import UsageError

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a marker may be called."""

ROOM = 400
"""Bytes that markers take, at most."""

_OPENS = re.compile(r"<!--|<(nowiki|pre|syntaxhighlight|source)(?=[\s/>])[^>]*>", re.IGNORECASE)
_MARKER = re.compile(r"\s*cphub:(start|end)(?:\s+([a-z0-9-]+))?\s*")
_NOTE = "Written by cphub, which overwrites all edits from here to cphub:end."
_HEAD = re.compile(rf"\n<!-- {re.escape(_NOTE)} ([0-9a-f]{{16}}) ([0-9a-f]{{16}}) -->\n")


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's text, taken apart at markers: what stands before, between and after them."""

    before: str
    between: str
    after: str

    @property
    def body(self) -> str:
        """What stands between, without cphub's own note."""
        head = _HEAD.match(self.between)
        return (self.between[head.end() :] if head else self.between).strip("\n")

    @property
    def meaning(self) -> str:
        """The print of what cphub wrote there last, "" where it wrote nothing."""
        head = _HEAD.match(self.between)
        return head[1] if head else ""

    @property
    def touched(self) -> bool:
        """Tell whether somebody else has changed what cphub wrote between the markers."""
        head = _HEAD.match(self.between)
        return head[2] != printed(self.body) if head else bool(self.body.strip())


def printed(text: str) -> str:
    """Return a print by which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def wrapped(name: str, body: str, meaning: str) -> str:
    """Return `body` between markers called `name`; `meaning` is the print of what it says."""
    body = body.strip("\n")
    head = f"<!-- {_NOTE} {meaning} {printed(body)} -->"
    return f"<!-- cphub:start {name} -->\n{head}\n{body}\n<!-- cphub:end {name} -->"


def lines(name: str) -> str:
    """Return the two markers that a person puts on a page."""
    return f"<!-- cphub:start {name} --> and <!-- cphub:end {name} -->"


def has_markers(text: str) -> bool:
    """Tell whether a text holds a marker of any name."""
    return any(True for _ in _markers(text))


def marked(text: str, name: str, title: str) -> Marked | None:
    """Take a page's text apart at the markers called `name`, or at ones without a name.

    Returns None where it has none. Markers in `nowiki`, `pre` and the like are text.

    Raises:
        UsageError: the markers do not make one pair.
    """
    every = list(_markers(text))
    ours = [one for one in every if one[1] == name] or [one for one in every if not one[1]]
    if not ours:
        return None
    kinds = [kind for kind, *_ in ours]
    if kinds != ["start", "end"]:
        raise UsageError(
            f"{title} has {' and '.join(kinds)} markers where one start and one end belong",
            f"leave one pair of them: {lines(name)}",
        )
    (_, _, start, begin), (_, _, end, rest) = ours
    if any(begin <= at < end for _, _, at, _ in every):
        raise UsageError(
            f"on {title} markers of another report stand inside those of {name}",
            "move them outside, or that report would be overwritten",
        )
    return Marked(text[:start], text[begin:end], text[rest:])


def _markers(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the kind, name, start and end of each marker, in one pass over the text."""
    at, unclosed = 0, set()
    while opens := _OPENS.search(text, at):
        tag = (opens[1] or "").lower()
        closing = f"</{tag}" if tag else "-->"
        at = opens.end()
        if opens[0].endswith("/>") or closing in unclosed:
            continue
        end = text.find(closing, at) if not tag else _find(text, closing, at)
        if end < 0:
            unclosed.add(closing)
            continue
        found = None if tag else _MARKER.fullmatch(text, at, end)
        at = end + len(closing)
        if found:
            yield found[1], found[2] or "", opens.start(), at


def _find(text: str, closing: str, at: int) -> int:
    found = re.compile(re.escape(closing), re.IGNORECASE).search(text, at)
    return found.start() if found else -1
