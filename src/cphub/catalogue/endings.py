"""The end of a source's harvest: its listing becomes what the source holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cphub.catalogue.listings import NOT_STORED, Listings
from cphub.catalogue.pages import Stored, state_after
from cphub.catalogue.rows import read_member
from cphub.catalogue.runs import Counts
from cphub.model.pages import State


class Endings(Listings):
    """The part of the catalogue that keeps which pages a source holds, and since when."""

    def end_sources(
        self, run: int, sources: Sequence[str], *, complete: bool = True
    ) -> tuple[Counts, dict[str, Counts]]:
        """Make the listings the sources' pages: who joined, who left, what is called otherwise.

        With `complete` false (the listings were cut short) nothing leaves a source. The
        listings are dropped. One transaction.

        Returns:
            What the harvest did in all (a page in two sources counts once) and by source,
            requests aside.

        Raises:
            Stopped: another harvest has gone on with one of the sources.
        """
        with self.write():
            first_runs = {source: self._end(run, source, complete=complete) for source in sources}
            gone = {
                source: {*self._leave(run, source), *self._deleted(source, first_run)}
                if complete
                else set()
                for source, first_run in first_runs.items()
            }
            counts = {
                source: self._count([source], first_run, gone[source])
                for source, first_run in first_runs.items()
            }
            first = min(first_runs.values(), default=run)
            total = self._count(sources, first, set().union(*gone.values()))
            for source in sources:
                self._forget(source)
            return total, counts

    def counts_so_far(self, run: int, sources: Sequence[str]) -> Counts:
        """Count what a harvest that is not at its end did; `failed` is not fetched yet."""
        row = self.row(
            "SELECT min(first_run) FROM cursors WHERE run = ? AND source IN"  # noqa: S608  # marks
            f" ({', '.join('?' * len(sources))})",
            (run, *sources),
        )
        return self._count(sources, row[0], ()) if row and row[0] is not None else Counts()

    def drop_sources(self, run: int, names: Collection[str]) -> dict[str, int]:
        """End the memberships and listings of sources that are none of `names`; one transaction.

        The sources and their pages stay known; a harvest of a source takes its pages back.

        Returns:
            How many pages each of these sources held.
        """
        dropped = {}
        with self.write():
            for source in self.unfinished():
                if source not in names:
                    self._forget(source)
            for (source,) in self.rows(
                "SELECT DISTINCT source FROM memberships WHERE until IS NULL ORDER BY source"
            ):
                if source not in names:
                    dropped[source] = len(self._leave(run, source))
        return dropped

    def _end(self, run: int, source: str, *, complete: bool) -> int:
        """Take over a source's listing; return the run that began it."""
        self._own(run, source)
        row = self.row("SELECT done, first_run FROM cursors WHERE source = ?", (source,))
        if row is None or (complete and not row[0]):
            raise ValueError(f"the listing of {source} is not finished")
        self._rename_listed(run, source)
        self._join(run, source, self._started(run))
        return int(row[1])

    def _rename_listed(self, run: int, source: str) -> None:
        """Take over what a listing tells of pages whose text was not fetched."""
        rows = self.rows(
            "SELECT pages.wiki, page_id, pages.namespace, pages.title, pages.language,"
            " pages.state, listings.namespace, listings.title, listings.language, listings.state"
            " FROM listings JOIN pages USING (wiki, page_id)"
            " WHERE listings.source = ? AND listings.fetched = 0"
            " AND listings.state <> 'missing' ORDER BY pages.wiki, page_id",
            (source,),
        )
        for row in rows:
            stored = Stored(row[2], row[3], row[4], read_member(State, row[5]))
            listed = Stored(row[6], row[7], row[8], read_member(State, row[9]))
            self._update((run, *row[:2]), stored, listed, state_after(stored, listed))

    def _join(self, run: int, source: str, started: str) -> None:
        open_member = (
            "memberships.source = listings.source AND memberships.wiki = listings.wiki"
            " AND memberships.page_id = listings.page_id AND memberships.until IS NULL"
        )
        joining = (
            " FROM listings JOIN pages USING (wiki, page_id)"  # noqa: S608  # a constant
            f" WHERE listings.source = ? AND NOT EXISTS (SELECT 1 FROM memberships"
            f" WHERE {open_member}) ORDER BY wiki, page_id"
        )
        self.run(
            "INSERT INTO changes (wiki, page_id, run, timestamp, kind, old, new)"
            f" SELECT wiki, page_id, ?, ?, 'joined', '', listings.source {joining}",
            (run, started, source),
        )
        self.run(
            "INSERT INTO memberships (wiki, page_id, source, via, since)"
            f" SELECT wiki, page_id, listings.source, listings.via, ? {joining}"
            # Left and back within the same second: still one membership.
            " ON CONFLICT (wiki, page_id, source, since)"
            " DO UPDATE SET until = NULL",
            (started, source),
        )
        self.run(
            "UPDATE memberships SET via = listings.via FROM listings"  # noqa: S608  # a constant
            f" WHERE listings.source = ? AND {open_member} AND memberships.via <> listings.via",
            (source,),
        )

    def _leave(self, run: int, source: str) -> list[int]:
        """End the memberships of pages that are listed no more, and return their ids."""
        rows = self.rows(
            "SELECT wiki, page_id FROM memberships WHERE source = ? AND until IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM listings WHERE listings.source = memberships.source"
            " AND listings.wiki = memberships.wiki AND listings.page_id = memberships.page_id)"
            " ORDER BY wiki, page_id",
            (source,),
        )
        for wiki, page_id in rows:
            self.run(
                "UPDATE memberships SET until = ?"
                " WHERE wiki = ? AND page_id = ? AND source = ? AND until IS NULL",
                (self._started(run), wiki, page_id, source),
            )
            self._note((run, wiki, page_id), "left", source, "")
        return [page_id for _, page_id in rows]

    def _deleted(self, source: str, first_run: int) -> list[int]:
        """Return the ids of pages that the source still names but that were deleted."""
        rows = self.rows(
            "SELECT DISTINCT page_id FROM listings JOIN changes USING (wiki, page_id)"
            " WHERE listings.source = ? AND listings.state = 'missing'"
            " AND changes.kind = 'deleted' AND changes.run >= ?",
            (source, first_run),
        )
        return [page_id for (page_id,) in rows]

    def _count(self, sources: Sequence[str], first_run: int, gone: Collection[int]) -> Counts:
        """Count what became of the sources' pages since `first_run`, each page once."""
        marks = ", ".join("?" * len(sources))
        (listed, new, changed, unchanged, failed) = self.rows(
            "SELECT count(*), sum(is_new), sum(is_changed AND NOT is_new),"  # noqa: S608  # constants and marks
            " sum(NOT (is_new OR is_changed OR is_failed)), sum(is_failed) FROM ("
            "SELECT max(EXISTS (SELECT 1 FROM changes"
            " WHERE changes.wiki = listings.wiki AND changes.page_id = listings.page_id"
            " AND run >= ? AND kind = 'new')) AS is_new,"
            " max(EXISTS (SELECT 1 FROM changes WHERE changes.wiki = listings.wiki"
            " AND changes.page_id = listings.page_id AND run >= ?"
            " AND kind NOT IN ('new', 'joined', 'left'))) AS is_changed,"
            f" min({NOT_STORED}) AS is_failed FROM listings"
            " LEFT JOIN pages ON pages.wiki = listings.wiki AND pages.page_id = listings.page_id"
            f" WHERE listings.source IN ({marks}) AND listings.state <> 'missing'"
            " GROUP BY listings.wiki, listings.page_id)",
            (first_run, first_run, *sources),
        )[0]
        return Counts(listed, new or 0, changed or 0, unchanged or 0, len(gone), failed or 0)
