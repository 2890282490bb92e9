"""Sentences with places for values: match one, and fill the other language's.

`{name}` stands for any text, `{name:type}` for one of a type:

- `number` `1,200`, `percent` `45%`, `day` `2026-11-22`, `moment` `2026-11-22 09:30`
- `count` a number with its unit, `3 words`, which has its own entry with plurals
- `list` names in quotation marks, which may end in `and 3 more`
- `language` a language with its code, `svenska (sv)`; `languages` several, as in a list
- `phrase` words that the program says, if they have an entry; else as they are
- `parts` several of such with commas or semicolons between

A value only ever moves: it is not looked into for places, nor is anything in it run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SLOT: Final = re.compile(r"\{([a-z_][a-z_0-9]*)(?::([a-z]+))?\}")
TYPES: Final[Mapping[str, re.Pattern[str]]] = {
    "number": re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?"),
    "percent": re.compile(r"[0-9]+(?:\.[0-9]+)?%"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "moment": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"),
    "count": re.compile(r"-?[0-9][0-9,]* \S.*"),
    "language": re.compile(".+", re.DOTALL),
    "languages": re.compile(".+", re.DOTALL),
    "list": re.compile(".+", re.DOTALL),
    "phrase": re.compile(".+", re.DOTALL),
    "parts": re.compile(".+", re.DOTALL),
    "": re.compile(".+", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a place of a sentence, and of what type the place is."""

    text: str
    type: str


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places: `literals` stand before, between and after them."""

    text: str
    literals: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> int:
        """How much of it is given: of two that match, the one with more is meant."""
        return sum(map(len, self.literals))

    def match(self, text: str) -> dict[str, Value] | None:
        """Return what stands in the places, None if this is not the sentence.

        Each literal is looked for from the left, and if that gives values of wrong types,
        from the right: no text takes longer than its length.
        """
        head, tail = self.literals[0], self.literals[-1]
        if not (text.startswith(head) and text.endswith(tail)):
            return None
        inner = text[len(head) : len(text) - len(tail)] if tail else text[len(head) :]
        if len(head) + len(tail) >= len(text):
            return None
        for split in (self._from_left, self._from_right):
            parts = split(inner)
            if parts is not None and all(
                TYPES[kind].fullmatch(part)
                for part, (_, kind) in zip(parts, self.slots, strict=True)
            ):
                return {
                    name: Value(part, kind)
                    for part, (name, kind) in zip(parts, self.slots, strict=True)
                }
        return None

    def _from_left(self, text: str) -> list[str] | None:
        parts: list[str] = []
        at = 0
        for literal in self.literals[1:-1]:
            found = text.find(literal, at)
            if found < 0:
                return None
            parts.append(text[at:found])
            at = found + len(literal)
        return [*parts, text[at:]]

    def _from_right(self, text: str) -> list[str] | None:
        parts: list[str] = []
        end = len(text)
        for literal in reversed(self.literals[1:-1]):
            found = text.rfind(literal, 0, end)
            if found < 0:
                return None
            parts.insert(0, text[found + len(literal) : end])
            end = found
        return [text[:end], *parts]


def template(text: str) -> Template:
    """Return a message with its places.

    Raises:
        ValueError: two places have nothing between them, or a type is none.
    """
    pieces = SLOT.split(text)
    literals, names, kinds = pieces[::3], pieces[1::3], pieces[2::3]
    slots = tuple((name, kind or "") for name, kind in zip(names, kinds, strict=True))
    if not all(literals[1:-1]):
        raise ValueError(f"two values with nothing between them: {text!r}")
    if unknown := {kind for _, kind in slots} - TYPES.keys():
        raise ValueError(f"no types of values: {', '.join(sorted(unknown))}: {text!r}")
    return Template(text, tuple(literals), slots)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a message with values in its places; one without a value stays as it is."""
    return SLOT.sub(lambda place: values.get(place[1], place[0]), text)
