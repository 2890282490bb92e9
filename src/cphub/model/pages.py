"""Wikis, pages and runs: what harvest brings into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote


class State(StrEnum):
    """What a page is; stored, never an absence."""

    CURRENT = "current"
    REDIRECT = "redirect"
    MISSING = "missing"
    HIDDEN = "hidden"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace as siteinfo tells it; `case` is `first-letter` or `case-sensitive`."""

    id: int
    name: str
    canonical: str
    aliases: tuple[str, ...] = ()
    content: bool = False
    case: str = "first-letter"


@dataclass(frozen=True, slots=True)
class Wiki:
    """One MediaWiki site, known by the short `name` it has in cphub.toml.

    `languages` maps language codes to their own names, `interwiki` prefixes to addresses,
    `magic_words` a magic word's id (`redirect`, `notoc`) to its local forms.
    `broken_files_category` and `bots` are "" and () where the wiki did not say.
    """

    name: str
    api: str
    wikiid: str
    sitename: str
    language: str
    server: str
    article_path: str
    generator: str
    rtl: bool = False
    max_article_size: int = 2_097_152
    namespaces: tuple[Namespace, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    interwiki: Mapping[str, str] = field(default_factory=dict)
    magic_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    broken_files_category: str = ""
    bots: tuple[str, ...] = ()

    def url(self, title: str) -> str:
        """Return the address at which people read the page called `title`."""
        server = self.server
        if server.startswith("//"):
            server = f"{self.api.partition(':')[0]}:{server}"
        path = quote(title.replace(" ", "_"), safe="/:~!$*(),;@")
        return server + self.article_path.replace("$1", path)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as a listing tells it: its newest revision without text.

    `user` is "" where the name is hidden. `parent` is the revision before this one, 0 for
    a page's first.
    """

    page_id: int
    namespace: int
    title: str
    language: str
    state: State
    revision: int
    parent: int
    timestamp: datetime
    user: str
    minor: bool
    length: int
    content_model: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category that a page is in, by its title with namespace."""

    title: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page with its text and what else only the API knows of it.

    `text` is None where the revision's text is hidden.
    `langlinks` are (language or interwiki prefix, title) pairs.
    """

    listed: Listed
    text: str | None
    categories: tuple[Category, ...] = ()
    langlinks: tuple[tuple[str, str], ...] = ()
    page_props: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the catalogue has it: one row of `pages`.

    `revision` and the fields after it are those of the revision whose text is stored.
    `edited_by_person` is when somebody who is no bot last edited it, minor edits included;
    `edited_in_substance` the same without minor edits; None where that is not known.
    """

    wiki: str
    page_id: int
    namespace: int
    title: str
    language: str
    state: State
    state_since: datetime
    revision: int
    parent: int
    timestamp: datetime
    user: str
    minor: bool
    length: int
    content_model: str
    edited_by_person: datetime | None
    edited_in_substance: datetime | None
    first_seen: datetime
    categories: tuple[Category, ...] = ()
    langlinks: tuple[tuple[str, str], ...] = ()
    page_props: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
