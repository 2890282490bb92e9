"""Resources as linked data: what is known of each, ready for other people's databases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cphub.model.addresses import link_address
from cphub.model.documents import Document
from cphub.model.reviews import Verdict
from cphub.model.subjects import Described

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
class LinkedEdition:
    """An edition as linked data. `modified` is when its text was last changed.

    It is `translated` where it is known for a translation, and not only linked as the page
    on the same thing in another language. `item` is the page's item (`Q42`), `repository`
    the host of the Wikibase that has it; "" where none is known.
    """

    title: str
    language: str
    url: str
    modified: datetime
    is_source: bool = False
    translated: bool = False
    item: str = ""
    repository: str = ""


@dataclass(frozen=True, slots=True)
class LinkedResource:
    """A resource as linked data; `editions` with the source first, if it is known.

    Of what it is about, `subjects` is what people said, `lrmi` the same as
    `cphub.model.lrmi` writes it, and `proposed` how many of the machine's proposals are not
    among them. `verdict` is the one that holds, `reviewed` when it was said.
    """

    number: int
    editions: tuple[LinkedEdition, ...]
    subjects: tuple[Described, ...] = ()
    lrmi: Mapping[str, Any] = field(default_factory=dict)
    proposed: int = 0
    verdict: Verdict | None = None
    reviewed: datetime | None = None

    @property
    def source(self) -> LinkedEdition | None:
        """The edition that the others are made from, or the only one; None if not known."""
        first = self.editions[0]
        return first if first.is_source or len(self.editions) == 1 else None


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


@dataclass(frozen=True, slots=True)
class LinkedDocument(Document):
    """A document with the resources that it is about, for the formats of linked data.

    `wikibase` is the one that they are brought into, `known` what it has already.
    """

    linked: tuple[LinkedResource, ...] = ()
    wikibase: Wikibase = Wikibase()
    known: KnownItems = KnownItems()


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
