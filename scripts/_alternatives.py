"""What an expression may give: texts, and values that are only known when the program runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 120
"""Sentences that one expression may give; more are too many to translate."""
PHRASES = {
    "kind",
    "reason",
    "how",
    "why",
    "message",
    "fix",
    "severity",
    "since",
    "state",
    "status",
    "verdict",
    "was",
    "is",
    "unread",
    "what",
    "label",
}
"""Names of values that are words of the program's own."""
TYPES = {
    **dict.fromkeys(PHRASES, "phrase"),
    **dict.fromkeys(("today", "review_by"), "day"),
    "code": "language",
    **dict.fromkeys(("translated", "total", "fuzzy", "left", "proofread", "share"), "number"),
    **dict.fromkeys(("max_age_days", "as_of_days", "tag_age_days", "days", "hops"), "number"),
    **dict.fromkeys(("others", "kinds", "quiet", "filters", "axes", "ordered", "items"), "parts"),
}
"""Types of values that are told by their names alone."""

Piece = str | tuple[str, str]  # a text, or the (name, type) of a value
Chosen = frozenset[tuple[str, int | str]]


@dataclass(frozen=True)
class Alternative:
    """One thing that an expression may give, and which way each name was taken for it."""

    pieces: tuple[Piece, ...]
    chosen: Chosen = frozenset()

    @property
    def is_text(self) -> bool:
        return all(isinstance(piece, str) for piece in self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def mapped(self, change: Callable[[str], str]) -> Alternative:
        """Return it with its texts changed."""
        return Alternative(
            tuple(change(p) if isinstance(p, str) else p for p in self.pieces), self.chosen
        )

    def stripped(self) -> Alternative:
        """Return it without space at its ends."""
        pieces = list(self.pieces)
        if pieces and isinstance(pieces[0], str):
            pieces[0] = pieces[0].lstrip()
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] = pieces[-1].rstrip()
        return Alternative(tuple(piece for piece in pieces if piece), self.chosen)


Alternatives = list[Alternative]


def value(name: str, kind: str = "") -> Alternatives:
    """Return what is only known when the program runs."""
    name = name.strip("_").lower() or "value"
    return [Alternative(((name, kind or TYPES.get(name, "")),))]


def joined(parts: Iterable[Alternatives]) -> Alternatives:
    """Return all that comes of one thing after another, each name taken one way."""
    found = [Alternative(())]
    for part in parts:
        found = [
            Alternative(one.pieces + other.pieces, one.chosen | other.chosen)
            for one in found
            for other in part
            if _agree(one.chosen, other.chosen)
        ]
        if len(found) > MOST:
            found = found[:MOST]
    return found


def _agree(one: Chosen, other: Chosen) -> bool:
    taken = dict(one)
    return all(taken.get(name, way) == way for name, way in other)


def msgid(one: Alternative) -> str:
    """Return a sentence with its values as `{name}` or `{name:type}`, each name once."""
    taken: dict[str, int] = {}
    said = []
    values_ = [piece for piece in one.pieces if not isinstance(piece, str)]
    only = len(values_) == 1 and values_[0][1] == "number"
    before = False
    for piece in one.pieces:
        if isinstance(piece, str):
            said.append(piece)
            before = before and not piece
            continue
        if before:  # two values side by side are one
            continue
        name, kind = piece
        name = "n" if only else name
        taken[name] = taken.get(name, 0) + 1
        name = name if taken[name] == 1 else f"{name}{taken[name]}"
        said.append(f"{{{name}:{kind}}}" if kind else f"{{{name}}}")
        before = True
    return "".join(said)


def calmed(found: Alternatives, name: str) -> Alternatives:
    """Give a value that has no better name the name it is called by."""
    return [
        Alternative(((name.strip("_").lower(), one.pieces[0][1]),), one.chosen)
        if len(one.pieces) == 1 and isinstance(one.pieces[0], tuple) and one.pieces[0][0] == "value"
        else one
        for one in found
    ]


def unique(found: Iterable[Alternative]) -> Alternatives:
    return list(dict.fromkeys(found))[: MOST + 1]


def is_counted(one: Alternative) -> bool:
    return any(not isinstance(piece, str) and piece[1] == "count" for piece in one.pieces)
