"""Commands of QuickStatements, version 1: how a value is written, and what cannot be.

The grammar is what https://www.wikidata.org/wiki/Help:QuickStatements documents and the tool's
`importDataFromV1` and `parseValueV1` read. A text stands between the first and the last double
quote; it has no escapes, so those within it stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cphub.clean import clean

CREATE = "CREATE"
LAST = "LAST"

# Between tripled quotes QuickStatements 3.0 takes a text for another kind of value.
_TRIPLED = re.compile('"".*""')
_DAY = 11  # the precision of a moment


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a command has it, and in the form of `cphub.model.wikibase.comparable`."""

    written: str
    compared: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its qualifiers and its one reference, as (property, value) pairs."""

    property: str
    value: Value
    qualifiers: tuple[tuple[str, Value], ...] = ()
    reference: tuple[tuple[str, Value], ...] = ()

    def on(self, item: str) -> str:
        """Return the command that adds the statement to an item."""
        parts = [item, self.property, self.value.written]
        for property_, value in self.qualifiers:
            parts += [property_, value.written]
        for property_, value in self.reference:
            parts += [property_.replace("P", "S", 1), value.written]
        return line(parts)


def line(parts: Iterable[str]) -> str:
    """Return a command of these parts."""
    return "\t".join(parts) + "\n"


def item(number: str) -> Value:
    """Return an item."""
    return Value(number, number)


def text(words: str) -> Value | None:
    """Return a text or an address, None where there is none or no command can hold it.

    White space is folded, as a Wikibase does. QuickStatements takes `|` for the end of a part.
    """
    cleaned = clean(words)
    if not cleaned or "|" in cleaned or _TRIPLED.fullmatch(cleaned):
        return None
    return Value(f'"{cleaned}"', cleaned)


def monolingual(language: str, words: str) -> Value | None:
    """Return a text in a language, by a code that `_tags.label_code` gave; None as `text`."""
    plain = text(words)
    if plain is None or not language:
        return None
    return Value(f"{language}:{plain.written}", f"{language}:{plain.compared}")


def day(moment: datetime) -> Value:
    """Return the day of a moment in UTC."""
    return Value(f"+{moment:%Y-%m-%d}T00:00:00Z/{_DAY}", f"{moment:%Y-%m-%d}")


def amount(number: int, unit: str) -> Value:
    """Return an amount of a unit, which is an item of the same Wikibase."""
    return Value(f"{number}{unit.replace('Q', 'U', 1)}", str(number))
