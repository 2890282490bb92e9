"""Resources: a piece of learning material and its editions in other languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cphub.model.pages import State


class Tie(StrEnum):
    """Why a page is an edition of its resource, the strongest reason first.

    `person`: somebody said so; `translation`: a translation page of Translate or a language
    subpage; `langlink`: an interlanguage link; `wikidata`: the same item; `alone`: the page
    is a resource of one.
    """

    PERSON = "person"
    TRANSLATION = "translation"
    LANGLINK = "langlink"
    WIKIDATA = "wikidata"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Edition:
    """A resource's page in one language."""

    wiki: str
    page_id: int
    title: str
    language: str
    url: str
    state: State
    revision: int
    timestamp: datetime
    edited_by_person: datetime | None
    is_source: bool
    tie: Tie


@dataclass(frozen=True, slots=True)
class Resource:
    """A piece of learning material; its editions with the source first, then by language.

    `id` stays the same over harvests. A resource whose source edition cannot be told has
    none with `is_source`.
    """

    id: int
    editions: tuple[Edition, ...]

    @property
    def source(self) -> Edition | None:
        """The edition that the others are made from; None where that cannot be told."""
        return next((edition for edition in self.editions if edition.is_source), None)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page that is said to be an edition and that is not in the catalogue.

    `tie` is what says so: an interlanguage link or a Wikidata sitelink.
    """

    language: str
    title: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Sitelink:
    """A page that a Wikidata item has on a site, by the site's name there (`svwiki`)."""

    site: str
    title: str
    url: str


class TranslationState(StrEnum):
    """What a resource is in one language."""

    SOURCE = "source"
    COMPLETE = "complete"
    PARTIAL = "partial"
    OUTDATED = "outdated"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Translation:
    """A resource in one language, with the reason in words.

    The counts are translation units where Translate keeps them, None otherwise or where they
    are not known. `edition` is None where there is no page. Where it is `closed` the page may
    not be translated into the language, so that nothing is wanting.
    """

    language: str
    state: TranslationState
    reason: str
    total: int | None = None
    translated: int | None = None
    fuzzy: int | None = None
    proofread: int | None = None
    edition: Edition | None = None
    closed: bool = False
