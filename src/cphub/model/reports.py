"""What a report format renders: finished data, no catalogue behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cphub.model.findings import Finding
from cphub.model.links import LinkState
from cphub.model.pages import Wiki


@dataclass(frozen=True, slots=True)
class Run:
    """One harvest or audit: one row of `runs`. `status` is running, done, partial or failed.

    Of an audit, `today` is the day that the rules counted from, `rules` are those that were
    run and `rules_left_out` those that were there and were not.
    """

    id: int
    kind: str
    started: datetime
    ended: datetime | None
    status: str
    version: str
    counts: Mapping[str, int] = field(default_factory=dict)
    warnings: int = 0
    today: date | None = None
    rules: tuple[str, ...] = ()
    rules_left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A row of the summary: how many pages and resources, and findings by severity."""

    name: str
    pages: int
    resources: int
    errors: int = 0
    warnings: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Worst:
    """How many pages of a language have which finding at worst; each page counts once.

    `sound`: nothing was found. `unjudged`: nothing was found on a page that redirects, is
    missing or hidden or could not be read.
    """

    name: str
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    sound: int = 0
    unjudged: int = 0


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What checks saw of the addresses that pages link to, each address once.

    `states` counts those that were checked, the last of them at `checked`, None where none
    was; `unchecked` counts the others.
    """

    states: Mapping[LinkState, int]
    unchecked: int
    checked: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is different since the audit before: a finding that is `new` or `gone`."""

    kind: str
    rule: str
    wiki: str
    title: str
    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says, in the order in which it says it.

    `filters` are (name, value) pairs that the user asked for. Counts are by wiki, language,
    axis and rule; for axis and rule `pages` counts pages with a finding. `unchecked` lists
    (what, why) pairs of things that could not be checked. `verdicts` are what persons said of
    the resources of pages, by (wiki, page id); `quiet` counts the open findings that they made
    quiet, by why, which are nowhere else in the report.

    `worst` is by language. `trend` are audits of the same rules, this one the last, whose
    counts are of the whole catalogue as it was then (so there is none where there are
    filters); `passed_over` audits between them ran other rules. `links` is None where no
    address was ever checked. `ui_language` is the code of the language that it was translated
    to, "" for the English that the program speaks.
    """

    title: str
    audit: Run
    previous: Run | None
    harvested: datetime | None
    filters: tuple[tuple[str, str], ...]
    total: Count
    by_wiki: tuple[Count, ...]
    by_language: tuple[Count, ...]
    by_axis: tuple[Count, ...]
    by_rule: tuple[Count, ...]
    by_state: tuple[tuple[str, int], ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    unchecked: tuple[tuple[str, str], ...]
    wikis: Mapping[str, Wiki]
    language_names: Mapping[str, str]
    verdicts: Mapping[tuple[str, int], str] = field(default_factory=dict)
    quiet: tuple[tuple[str, int], ...] = ()
    worst: tuple[Worst, ...] = ()
    trend: tuple[Run, ...] = ()
    passed_over: int = 0
    links: LinkCounts | None = None
    ui_language: str = ""
