"""What is to be published, what would be done, and what was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cphub.workflows._filters import Filters
from cphub.workflows._publish_drafts import Draft
from cphub.workflows._publish_edits import Written


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be published: a report's word, where (`meta:Project:Page`), about what.

    `name` is that of its markers; "" for the report's word. `row_template` is called for each
    row in place of a table (`cphub.reports.wikitext`). `ui_language` is the language that it
    speaks, "" for English.
    """

    report: str
    to: str
    filters: Filters = field(default_factory=Filters)
    name: str = ""
    row_template: str = ""
    ui_language: str = ""

    @property
    def marker(self) -> str:
        """The name of the markers between which it stands."""
        return self.name or self.report


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done: pages to write, as whom on which wiki, with what summary.

    `goes_on`: this goes on with a publication that was stopped.
    """

    wiki: str
    account: str
    summary: str
    drafts: tuple[Draft, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was planned and what was done; `agreed` is False where somebody said no."""

    plan: Plan
    written: tuple[Written, ...] = ()
    agreed: bool = True


Confirm = Callable[[Plan], bool]
"""Shows a plan and returns whether it is to be done."""
