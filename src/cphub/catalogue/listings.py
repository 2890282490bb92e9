"""The harvest under way: what its sources list, and what becomes of it at the end.

A listing's rows and the cursor that leads to the next batch are saved in one transaction,
so a harvest that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cphub.catalogue.pages import Pages
from cphub.catalogue.rows import read_json, read_moment, to_json
from cphub.errors import Stopped
from cphub.model.pages import Listed

LISTING_AGE = timedelta(hours=24)
"""An unfinished listing older than this is begun again."""

NOT_STORED = """listings.state IN ('current', 'redirect') AND listings.fetched = 0
    AND (pages.page_id IS NULL OR pages.revision <> listings.revision
        OR (pages.state <> 'hidden' AND NOT EXISTS (SELECT 1 FROM texts
            WHERE texts.wiki = pages.wiki AND texts.revision = pages.revision)))"""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a source's listing stands: go on with `resume` (None: from its beginning).

    `done` says that the listing is whole and only texts are left to fetch; `listed` is how
    many pages it has so far.
    """

    resume: Mapping[str, Any] | None
    done: bool
    listed: int


class Listings(Pages):
    """The part of the catalogue that a harvest under way is kept in."""

    def begin_listing(self, run: int, source: str) -> Cursor:
        """Begin the listing of a source, or go on with one less than 24 hours old.

        One that ended with nothing is begun again: it may have failed for being empty.

        From now on the listing belongs to this run: another harvest of the same source
        that is still alive is stopped at its next save.
        """
        with self.write():
            started = self._started(run)
            row = self.row(
                "SELECT run, started, resume, done FROM cursors WHERE source = ?", (source,)
            )
            listed = self._listed(source)
            fruitless = bool(row and row[3]) and not listed  # ended with nothing: look again
            # A clock may have been ahead then, or be set back a little since.
            age = abs(read_moment(started) - read_moment(row[1])) if row else LISTING_AGE
            if row and not fruitless and age < LISTING_AGE:
                self.run(
                    "UPDATE runs SET status = 'partial' WHERE id = ? AND id <> ?"
                    " AND status = 'running'",
                    (row[0], run),
                )
                self.run("UPDATE cursors SET run = ? WHERE source = ?", (run, source))
                return Cursor(
                    read_json(row[2], dict[str, Any]) if row[2] else None, bool(row[3]), listed
                )
            self._forget(source)
            self.run(
                "INSERT INTO cursors (source, run, first_run, started) VALUES (?, ?, ?, ?)",
                (source, run, run, started),
            )
            return Cursor(None, done=False, listed=0)

    def save_listing(
        self,
        run: int,
        source: str,
        listed: Sequence[tuple[Listed, str]],
        resume: Mapping[str, Any] | None,
        *,
        missing: Collection[str] = (),
    ) -> None:
        """Save a batch of a listing together with the cursor that leads to the next one.

        Args:
            run: the run that the listing belongs to.
            source: the source's name.
            listed: pages, each with what the source reached it by (a subcategory, or "").
            resume: what the next batch is asked with, any JSON; None says that this batch
                is the last one.
            missing: titles that the source names and the wiki does not have. A page that
                was called so stays with the source, until a look at it tells otherwise.

        Raises:
            Stopped: another harvest has gone on with this source.
        """
        with self.write():
            wiki = self._own(run, source)
            self.run_many(
                "INSERT INTO listings"
                " (source, wiki, page_id, namespace, title, language, state, revision, via)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (wiki, page_id, source) DO UPDATE SET"
                " namespace = excluded.namespace, title = excluded.title,"
                " language = excluded.language, state = excluded.state,"
                " revision = excluded.revision WHERE excluded.revision >= listings.revision",
                (
                    (
                        *(source, wiki, page.page_id, page.namespace, page.title),
                        *(page.language, page.state.value, page.revision, via),
                    )
                    for page, via in listed
                ),
            )
            self.run_many(
                "INSERT OR IGNORE INTO listings"
                " (source, wiki, page_id, namespace, title, language, state, revision, via)"
                " SELECT source, wiki, page_id, namespace, title, language, 'missing', revision,"
                " via FROM pages JOIN memberships USING (wiki, page_id)"
                " WHERE wiki = ? AND title = ? AND source = ? AND until IS NULL",
                ((wiki, title, source) for title in missing),
            )
            self.run(
                "UPDATE cursors SET resume = ?, done = ? WHERE source = ?",
                (None if resume is None else to_json(dict(resume)), resume is None, source),
            )

    def pending(self, wiki: str, sources: Collection[str], *, full: bool = False) -> list[int]:
        """Return the ids of listed pages whose text is to be fetched, in their order.

        These are the pages whose listed revision the catalogue does not have; with `full`
        all of them. A page that this harvest has fetched already is not among them.
        """
        marks = ", ".join("?" * len(sources))
        wanted = "listings.fetched = 0" if full else NOT_STORED
        rows = self.rows(
            "SELECT DISTINCT listings.page_id FROM listings"  # noqa: S608  # constants and marks
            " LEFT JOIN pages ON pages.wiki = listings.wiki AND pages.page_id = listings.page_id"
            f" WHERE listings.wiki = ? AND listings.source IN ({marks})"
            f" AND listings.state IN ('current', 'redirect') AND {wanted}"
            " ORDER BY listings.page_id",
            (wiki, *sources),
        )
        return [page_id for (page_id,) in rows]

    def gone_candidates(self, source: str) -> list[int]:
        """Return the ids of the source's pages that its listing has no more, or as missing."""
        rows = self.rows(
            "SELECT page_id FROM memberships JOIN sources ON sources.name = memberships.source"
            " AND sources.wiki = memberships.wiki"
            " WHERE source = ? AND until IS NULL AND NOT EXISTS (SELECT 1 FROM listings"
            " WHERE listings.source = memberships.source AND listings.wiki = memberships.wiki"
            " AND listings.page_id = memberships.page_id AND listings.state <> 'missing')"
            " ORDER BY page_id",
            (source,),
        )
        return [page_id for (page_id,) in rows]

    def unfinished(self) -> dict[str, int]:
        """Return how many pages each source's listing under way has; killed harvests leave one."""
        rows = self.rows(
            "SELECT cursors.source, count(page_id) FROM cursors LEFT JOIN listings USING (source)"
            " GROUP BY cursors.source ORDER BY cursors.source"
        )
        return dict(rows)

    def _own(self, run: int, source: str) -> str:
        """Return the source's wiki; raise Stopped where another run has its listing."""
        row = self.row(
            "SELECT cursors.run, sources.wiki FROM cursors"
            " JOIN sources ON sources.name = cursors.source WHERE source = ?",
            (source,),
        )
        if row is None or row[0] != run:
            raise Stopped(
                f"Another harvest of '{source}' has taken over",
                "Let it finish; what this one fetched is saved.",
            )
        return str(row[1])

    def _listed(self, source: str) -> int:
        row = self.row("SELECT count(*) FROM listings WHERE source = ?", (source,))
        return int(row[0]) if row else 0

    def _forget(self, source: str) -> None:
        self.run("DELETE FROM listings WHERE source = ?", (source,))
        self.run("DELETE FROM cursors WHERE source = ?", (source,))
