"""What rules see and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cphub.model.comparisons import Comparison
from cphub.model.facts import Facts
from cphub.model.links import LinkStatus
from cphub.model.pages import Page, Wiki
from cphub.model.resources import Resource, Translation


class Axis(StrEnum):
    """The sides from which a page is judged; never added up."""

    FRESHNESS = "freshness"
    COMPLETENESS = "completeness"
    TRANSLATION = "translation"
    LINKS = "links"
    QUALITY = "quality"
    RELEVANCE = "relevance"


class Severity(StrEnum):
    """How sure a finding is: `error` sure, `warning` likely, `note` weak."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for an error, 2 for a note: sorts the worst first."""
        return ("error", "warning", "note").index(self.value)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The very words or template that a finding rests on, and the section they stand in."""

    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields; audit makes a finding of it.

    `key` tells faults of one rule on one page apart over runs; empty where there can be
    only one. It must not change while the fault stays the same.
    """

    severity: Severity
    message: str
    fix: str
    evidence: tuple[Evidence, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What a rule yields where it cannot tell, and should be able to: why, in words.

    What the rule found on the page before stands, and the audit says what was not checked.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a page as the catalogue keeps it: one row of `findings`."""

    rule: str
    axis: Axis
    severity: Severity
    wiki: str
    title: str
    language: str
    page_id: int
    revision: int
    message: str
    evidence: tuple[Evidence, ...]
    fix: str
    url: str
    first_seen: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """Another page that says nearly the same; `share` is 0 to 1 of the text."""

    wiki: str
    title: str
    language: str
    url: str
    share: float


@dataclass(frozen=True, slots=True)
class Relations:
    """What the catalogue knows of a page's surroundings; None is "not known".

    `incoming` counts links to it from other pages of the catalogue. `missing_links` and
    `missing_files` are titles that the page uses and that the wiki was asked about and
    does not have. `target` is the title that a redirect or a move leads to. `resource` is
    what the page is an edition of. `translations` are what its resource is in its own and the
    hub's languages, the source first: of source editions only, None of any other page.
    `translation` is what the resource is in the page's language where this page tells that,
    None of sources. Of an edition made by hand, `source_changes` is how its source changed
    after its last edit by a person, and `source_facts` what the source says. `topics` are those
    that its resource is about, () only where all its editions were read and say nothing of any:
    of one edition of each resource, its source if it has one, None of the others. `views` is
    how often the page was read in `view_days` days. `links` is what checks saw of its external
    links, by their addresses as the text has them. `missing_interwiki` are links to other wikis,
    `prefix:title`, that those wikis were asked about and do not have; `redirected_interwiki` maps
    those that lead to a redirect to its target.
    """

    incoming: int | None = None
    missing_links: tuple[str, ...] | None = None
    missing_files: tuple[str, ...] | None = None
    similar: tuple[Similar, ...] = ()
    target: str = ""
    resource: Resource | None = None
    translations: tuple[Translation, ...] | None = None
    translation: Translation | None = None
    source_changes: Comparison | None = None
    source_facts: Facts | None = None
    topics: tuple[str, ...] | None = None
    views: int | None = None
    view_days: int = 0
    links: Mapping[str, LinkStatus] | None = None
    missing_interwiki: tuple[str, ...] | None = None
    redirected_interwiki: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """A page as a rule sees it.

    `facts` is that of an empty text where the page's state has no text to read.
    `template_names` maps each template name of the text to the name it redirects to, where
    the wiki said so. In `memo` rules' helpers keep what they have worked out of it, since
    many rules ask the same.
    """

    page: Page
    facts: Facts
    wiki: Wiki
    relations: Relations = Relations()
    template_names: Mapping[str, str] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Context:
    """What every rule may know besides the page: the day, the hub's languages, vocabulary.

    `vocabulary` is a `cphub.data.Vocabulary`, `retired` what Toolhub adds to its services, a
    `cphub.data.toolhub.Retired` or None; typed loosely here because the model stands below.
    """

    today: date
    vocabulary: Any
    languages: tuple[str, ...] = ()
    retired: Any = None
