"""What the Translate extension says of pages, and the old texts that translations were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Group:
    """A translatable page as Translate knows it: its message group.

    `priority` is `default`, `discouraged` or the like. `priority_languages` are the languages
    that the page is wanted in, () for all; with `priority_forced` no others can be
    translated into. `workflow_states` maps the states that a translation of it can be in
    to their names.
    """

    id: str
    source_language: str
    priority: str = "default"
    priority_languages: tuple[str, ...] = ()
    priority_forced: bool = False
    workflow_states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """Translation units of a page in one language. Outdated (`fuzzy`) ones are not `translated`."""

    language: str
    total: int
    translated: int
    fuzzy: int
    proofread: int


@dataclass(frozen=True, slots=True)
class TranslationStats:
    """What Translate last said of a page in one language.

    `complete` is false where its newest answer broke off before this language: the counts are
    then of an earlier one. `workflow_state` is "" where the translation is in none, None where
    the wiki was not asked.
    """

    counts: UnitCounts
    complete: bool
    asked: datetime
    workflow_state: str | None = None


@dataclass(frozen=True, slots=True)
class TranslatablePage:
    """A page with translation markup and what Translate last said of it.

    `group` is None where the wiki was not asked yet (`asked` is None) or Translate does not
    know the page (markup that nobody has marked). `all_languages` says that the wiki was
    asked for every language: one without counts then has not a unit translated. `complete`
    is false where the last answer broke off.
    """

    wiki: str
    page_id: int
    group: Group | None
    all_languages: bool
    complete: bool
    asked: datetime | None
    stats: Mapping[str, TranslationStats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The text that a source page had at a moment, or why that is not known.

    `moment` is a translation's last edit by a person. `revision` is the page's newest one at
    that moment; None, with `why` in words, where the wiki does not tell.
    """

    wiki: str
    page_id: int
    moment: datetime
    revision: int | None
    timestamp: datetime | None = None
    why: str = ""
