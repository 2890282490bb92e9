"""What cphub.toml says, as frozen dataclasses whose fields are its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cphub.model.wikibase import Wikibase

DEFAULT_CONFIG = Path("cphub.toml")
DEFAULT_CATALOG = Path("catalog.db")


@dataclass(frozen=True, slots=True)
class WikiSettings:
    """`[wikis.NAME]`: where a wiki's API is and who asks it.

    `token_file` holds a login; its form is `cphub.wiki.auth`'s business. `repository` is the
    short name of the wiki whose Wikibase has this wiki's items; Wikimedia's need none.
    """

    name: str
    api: str
    allow_insecure: bool = False
    token_file: Path | None = None
    repository: str = ""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """`[[sources]]`: a source's name, wiki and kind; `options` are its kind's own keys."""

    name: str
    wiki: str
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PolitenessSettings:
    """`[politeness]`: how gently wikis are asked.

    `per_minute` counts requests to all of Wikimedia together, `in_flight` those under way
    at once, `attempts` how often one request is tried. In seconds: `longest_retry_after` is
    the longest wait that a wiki may ask for, `budget` all waits of a run together and
    `deadline` one request from start to end.
    """

    per_minute: int = 200
    in_flight: int = 3
    attempts: int = 8
    longest_retry_after: float = 300.0
    budget: float = 900.0
    deadline: float = 120.0


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """`[report]`: what reports are called and the language they speak; "" leaves it to cphub."""

    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """`[review]`: `reviewer` is who says what is said here, "" for the contact.

    `review_by` is how long a verdict holds where nothing else is said: `1y`, `6m`, `never`.
    """

    reviewer: str = ""
    review_by: str = "1y"


@dataclass(frozen=True, slots=True)
class LinksSettings:
    """`[links]`: how gently `check-links` asks other people's servers.

    `pause` is the time between two requests to a host in seconds, `hosts` how many are asked
    at once, `deadline` the longest a request may take. With `allow_private` addresses of
    this machine and of private networks are asked too.
    """

    pause: float = 1.0
    hosts: int = 20
    deadline: float = 20.0
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All of cphub.toml; `path` is None where there is no such file.

    `catalog` is the path that counts: the environment's, else the file's, else
    `catalog.db`. `rules` maps a rule's name to its settings, `vocabulary` holds the hub's
    own entries as they are written, and so do `topics`, `audiences`, `kinds` and `levels`
    (`cphub.data.subjects` reads them).
    """

    path: Path | None = None
    contact: str = ""
    catalog: Path = DEFAULT_CATALOG
    languages: tuple[str, ...] = ()
    wikis: Mapping[str, WikiSettings] = field(default_factory=dict)
    sources: tuple[SourceSettings, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    vocabulary: Mapping[str, Any] = field(default_factory=dict)
    topics: Mapping[str, Any] = field(default_factory=dict)
    audiences: Mapping[str, Any] = field(default_factory=dict)
    kinds: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[str, Any] = field(default_factory=dict)
    politeness: PolitenessSettings = PolitenessSettings()
    report: ReportSettings = ReportSettings()
    review: ReviewSettings = ReviewSettings()
    links: LinksSettings = LinksSettings()
    wikibase: Wikibase = field(default_factory=Wikibase)

    @property
    def folder(self) -> Path:
        """The folder that relative paths in the file start from."""
        return self.path.parent if self.path else Path()
