"""Resources as linked data: what is known of each, ready for other people's databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cphub.model.documents import Document
from cphub.model.reviews import Verdict
from cphub.model.subjects import Described
from cphub.model.wikibase import KnownItems, Wikibase


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
class LinkedDocument(Document):
    """A document with the resources that it is about, for the formats of linked data.

    `wikibase` is the one that they are brought into, `known` what it has already.
    """

    linked: tuple[LinkedResource, ...] = ()
    wikibase: Wikibase = field(default_factory=Wikibase)
    known: KnownItems = field(default_factory=KnownItems)
