"""A Wikibase, such as Wikidata or Metabase: its numbers, and what it is known to have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cphub.model.addresses import link_address

WIKIDATA = "www.wikidata.org"
"""The host of Wikidata."""

ITEM = re.compile("Q[1-9][0-9]{0,11}")
"""The number of an item."""

PROPERTY = re.compile("P[1-9][0-9]{0,11}")
"""The number of a property."""

_ENTITY = re.compile(rf"https?://[^\s/]+(?:/[^\s/]+)*/entity/({ITEM.pattern})")
_MOMENT = re.compile(r"\+?([0-9]{4,}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|\+00:00)")
_AMOUNT = re.compile(r"\+?([0-9]+)(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Wikibase:
    """`[wikibase]` of cphub.toml: the numbers that a Wikibase has for what cphub knows.

    `url` is its address, `instance` the item that every resource is an instance of, `known` a
    sheet of what it has already (`cphub.workflows.known_items`). `properties` and the tables
    after it map cphub's words (`cphub.settings.wikibase`) to numbers; "" is not wanted.
    """

    url: str = ""
    known: Path | None = None
    instance: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownItems:
    """What a Wikibase is known to have: items by the address of a page, and statements.

    Addresses are as `link_address` gives them. `statements` holds (property, value) pairs by
    item, values as `comparable` gives them.
    """

    items: Mapping[str, frozenset[str]] = field(default_factory=dict)
    statements: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)


def comparable(value: str) -> str:
    """Return the form that a value has in common however a Wikibase writes it.

    An item's address is its number, a moment its day, an amount has no sign; addresses of
    the web are as `link_address` gives them, of other texts white space is folded.

    >>> comparable("https://metabase.wikibase.cloud/entity/Q5")
    'Q5'
    """
    text = " ".join(value.split())
    for form in (_ENTITY, _MOMENT, _AMOUNT):
        if match := form.fullmatch(text):
            return match[1]
    return link_address(text) or text
