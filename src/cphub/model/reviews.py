"""What people said of resources, and which of the machine's findings that makes quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a person found a resource to be."""

    GOOD = "good"
    EXPIRED = "expired"
    IRRELEVANT = "irrelevant"
    INCOMPLETE = "incomplete"


class Quiet(StrEnum):
    """Why an open finding is quiet: dismissed itself, or overruled by a verdict."""

    DISMISSED = "dismissed"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class Said:
    """What one review says; None is "nothing about that", "" takes back what was said before.

    `review_by` is a day as ISO 8601, "" for never.
    """

    verdict: str | None = None
    note: str | None = None
    owner: str | None = None
    review_by: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One thing that a person said of a resource by one of its pages: a row of `reviews`.

    `uuid` is the same in every catalogue that it travels to; `undone` is when it was taken
    back.
    """

    uuid: str
    wiki: str
    page_id: int
    reviewer: str
    said: Said
    timestamp: datetime
    undone: datetime | None = None

    @property
    def ended(self) -> datetime | None:
        """When it was taken back, as a dismissal has it."""
        return self.undone


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that a person called wrong on this page: a row of `dismissals`.

    `prints` are those of the passages that the finding rested on (`cphub.catalogue.passages`),
    `evidence` its words for people. `ended` is when it was taken back.
    """

    uuid: str
    wiki: str
    page_id: int
    rule: str
    key: str
    prints: frozenset[str]
    evidence: str
    because: str
    reviewer: str
    timestamp: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a resource by all that was said of it: the newest of each kind.

    `verdict` is None where there is none, `since` and `reviewer` are when and by whom it was
    said. `review_by` is None where the verdict is to hold for ever, or there is none. `said`
    is when anything was last said, `noted_by` who gave the note.
    """

    verdict: Verdict | None = None
    since: datetime | None = None
    reviewer: str = ""
    review_by: date | None = None
    note: str = ""
    owner: str = ""
    said: datetime | None = None
    uuid: str = ""
    noted_by: str = ""

    def holds(self, today: date) -> bool:
        """Tell whether the verdict overrules the rules: it does until its date comes."""
        return self.verdict is not None and (self.review_by is None or today < self.review_by)

    def overdue(self, today: date) -> bool:
        """Tell whether the date has come by which the resource was to be reviewed again."""
        return self.review_by is not None and today >= self.review_by
