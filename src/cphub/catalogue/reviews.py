"""What people said of resources: reviews and dismissals, kept for ever.

They are said of a page, which keeps its id through edits and moves, and hold for the resource
that the page is an edition of today. Of two words on one thing the newer one holds.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from cphub.catalogue.passages import prints
from cphub.catalogue.resources import Resources
from cphub.catalogue.rows import (
    checked,
    maybe_time,
    read_day,
    read_json,
    read_member,
    read_moment,
    to_json,
    to_text,
)
from cphub.errors import UsageError
from cphub.model.findings import Finding
from cphub.model.reviews import Dismissal, Review, Said, Standing, Verdict

REVIEW_COLUMNS = "uuid, wiki, page_id, reviewer, verdict, note, owner, review_by, timestamp, undone"
DISMISSAL_COLUMNS = (
    "uuid, wiki, page_id, rule, key, prints, evidence, because, reviewer, timestamp, ended"
)
_SECOND = timedelta(seconds=1)
_OF_RESOURCE = "(wiki, page_id) IN (SELECT wiki, page_id FROM editions WHERE resource = ?)"


class Reviews(Resources):
    """The part of the catalogue that keeps people's words."""

    def save_review(
        self, page: tuple[str, int], said: Said, reviewer: str, now: datetime
    ) -> Review:
        """Keep what a person says of the resource that a page is an edition of.

        It counts as newer than all that was said of the resource before, whatever the clocks
        of those who said it showed.
        """
        with self.write():
            review = Review(_new(), *page, reviewer, said, self._moment(page, now))
            self.add_reviews([review])
            self.date_back(page, review.timestamp)
        return review

    def save_dismissal(
        self, finding: Finding, because: str, reviewer: str, now: datetime
    ) -> Dismissal:
        """Keep that a person called an open finding wrong, with the passages it rests on.

        Raises:
            UsageError: the page has changed since the finding was last looked at.
        """
        page = (finding.wiki, finding.page_id)
        with self.write():
            row = self.row("SELECT revision FROM pages WHERE wiki = ? AND page_id = ?", page)
            if row is None or row[0] != finding.revision:
                raise UsageError(
                    f"{finding.wiki}:{finding.title} has changed since {finding.rule} looked at it",
                    "`cphub audit` looks again; then dismiss what is still there.",
                )
            dismissal = Dismissal(
                *(_new(), *page, finding.rule, finding.key),
                prints(finding.evidence, self.facts(finding.wiki, finding.revision)[0]),
                " · ".join(one.text for one in finding.evidence),
                *(because, reviewer, self._moment(page, now)),
            )
            self.add_dismissals([dismissal])
        return dismissal

    def take_back(self, word: Review | Dismissal, now: datetime) -> None:
        """Mark a word as taken back; it stays in the history."""
        when = to_text(max(now, word.timestamp))
        with self.write():
            self.run(
                "UPDATE reviews SET undone = ? WHERE uuid = ? AND undone IS NULL"
                if isinstance(word, Review)
                else "UPDATE dismissals SET ended = ? WHERE uuid = ? AND ended IS NULL",
                (when, word.uuid),
            )

    def add_reviews(self, reviews: Iterable[Review]) -> int:
        """Add reviews as they are; return how many were not there yet."""
        with self.write():
            return self.run_many(
                f"INSERT INTO reviews ({REVIEW_COLUMNS}) VALUES ({', '.join('?' * 10)})"  # noqa: S608  # constants
                " ON CONFLICT (uuid) DO NOTHING",
                map(_review_row, reviews),
            )

    def add_dismissals(self, dismissals: Iterable[Dismissal]) -> int:
        """Add dismissals as they are; return how many were not there yet."""
        with self.write():
            return self.run_many(
                f"INSERT INTO dismissals ({DISMISSAL_COLUMNS}) VALUES ({', '.join('?' * 11)})"  # noqa: S608  # constants
                " ON CONFLICT (uuid) DO NOTHING",
                map(_dismissal_row, dismissals),
            )

    def reviews(self, resource: int | None = None) -> list[Review]:
        """Return what was said of a resource (of all if None), taken back or not, newest first."""
        where, values = _of(resource)
        rows = self.rows(
            f"SELECT {REVIEW_COLUMNS} FROM reviews WHERE {where}"  # noqa: S608  # constants
            " ORDER BY timestamp DESC, uuid DESC",
            values,
        )
        return [read_review(row) for row in rows]

    def dismissals(self, resource: int | None = None, *, ended: bool = True) -> list[Dismissal]:
        """Return the dismissals of a resource's findings (of all if None), newest first."""
        where, values = _of(resource)
        rows = self.rows(
            f"SELECT {DISMISSAL_COLUMNS} FROM dismissals WHERE {where}"  # noqa: S608  # constants
            f"{'' if ended else ' AND ended IS NULL'} ORDER BY timestamp DESC, uuid DESC",
            values,
        )
        return [read_dismissal(row) for row in rows]

    def words_on(self, resource: int) -> list[Review | Dismissal]:
        """Return all that was said of a resource and its findings, newest first."""
        words: list[Review | Dismissal] = [*self.reviews(resource)]
        words += self.dismissals(resource)
        return sorted(words, key=lambda one: (one.timestamp, one.uuid), reverse=True)

    def last_word(self, resource: int) -> Review | Dismissal | None:
        """Return what was last said of a resource and not taken back."""
        return next((word for word in self.words_on(resource) if word.ended is None), None)

    def standing(self, resource: int) -> Standing:
        """Return what holds of a resource by all that was said of it."""
        return standing_of(self.reviews(resource)[::-1])

    def standings(self) -> dict[int, Standing]:
        """Return what holds of every resource of which anything was said, by its number."""
        said: dict[int, list[Review]] = defaultdict(list)
        columns = ", ".join(f"reviews.{name}" for name in REVIEW_COLUMNS.split(", "))
        for row in self.rows(
            f"SELECT {columns}, editions.resource FROM reviews JOIN editions USING (wiki, page_id)"  # noqa: S608  # constants
            " WHERE undone IS NULL ORDER BY reviews.timestamp, uuid"
        ):
            said[row[-1]].append(read_review(row))
        return {number: standing_of(reviews) for number, reviews in said.items()}

    def _moment(self, page: tuple[str, int], now: datetime) -> datetime:
        """Return the time that a new word on a page's resource gets."""
        newest: list[str] = []
        for table in ("reviews", "dismissals", "descriptions"):
            row = self.row(
                f"SELECT max(timestamp) FROM {table} WHERE (wiki, page_id) IN (VALUES (?, ?)"  # noqa: S608  # constants
                " UNION SELECT wiki, page_id FROM editions WHERE resource ="
                " (SELECT resource FROM editions WHERE wiki = ? AND page_id = ?))",
                (*page, *page),
            )
            newest += [row[0]] if row and row[0] else []
        moment = now.replace(microsecond=0)
        if not newest:
            return moment
        return max(moment, read_moment(max(newest)) + _SECOND)


def standing_of(reviews: Sequence[Review]) -> Standing:
    """Return what holds by reviews of one resource, the oldest first."""
    held: dict[str, Any] = {}
    for review in reviews:
        said = review.said
        if review.undone:
            continue
        held["said"] = review.timestamp
        if said.verdict is not None:
            verdict = read_member(Verdict, said.verdict) if said.verdict else None
            held |= {"verdict": verdict, "since": review.timestamp if verdict else None}
            held |= {"reviewer": review.reviewer if verdict else "", "review_by": None}
            held["uuid"] = review.uuid
        if said.review_by is not None:
            held["review_by"] = read_day(said.review_by) if said.review_by else None
        if said.note is not None:
            held["noted_by"] = review.reviewer if said.note else ""
        held |= {
            name: value
            for name, value in (("note", said.note), ("owner", said.owner))
            if value is not None
        }
    return Standing(**held)


@checked
def read_review(row: tuple[Any, ...]) -> Review:
    """Read a row of REVIEW_COLUMNS."""
    said = Said(*row[4:8])
    if said.review_by:
        read_day(said.review_by)
    moment = read_moment(row[8])
    return Review(row[0], row[1], row[2], row[3], said, moment, maybe_time(row[9]))


@checked
def read_dismissal(row: tuple[Any, ...]) -> Dismissal:
    """Read a row of DISMISSAL_COLUMNS."""
    found = read_json(row[5], frozenset[str])
    moment = read_moment(row[9])
    return Dismissal(
        *(row[0], row[1], row[2], row[3], row[4], found, row[6], row[7], row[8]),
        *(moment, maybe_time(row[10])),
    )


def _review_row(review: Review) -> tuple[object, ...]:
    said = review.said
    return (
        *(review.uuid, review.wiki, review.page_id, review.reviewer),
        *(said.verdict, said.note, said.owner, said.review_by),
        *(to_text(review.timestamp), to_text(review.undone) if review.undone else None),
    )


def _dismissal_row(dismissal: Dismissal) -> tuple[object, ...]:
    one = dismissal
    return (
        *(one.uuid, one.wiki, one.page_id, one.rule, one.key, to_json(sorted(one.prints))),
        *(one.evidence, one.because, one.reviewer, to_text(one.timestamp)),
        to_text(one.ended) if one.ended else None,
    )


def _of(resource: int | None) -> tuple[str, tuple[int, ...]]:
    return ("1", ()) if resource is None else (_OF_RESOURCE, (resource,))


def _new() -> str:
    return uuid.uuid4().hex
