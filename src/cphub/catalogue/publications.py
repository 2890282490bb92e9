"""The log of what was published where: publications and their edits, each as it is made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cphub import __version__
from cphub.catalogue.connection import Connection
from cphub.catalogue.rows import checked, maybe_time, read_moment, to_text

_EDIT_COLUMNS = "id, publication, title, page_id, before, after, sha1, timestamp, undoes"
_COLUMNS = "id, wiki, title, name, report, filters, run, account, version, started, ended, undone"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: the page's revision before it (0 for none) and its own.

    `after` is None where it was about to be made and nobody has looked whether it was; equal
    to `before` where there was nothing to change. `sha1` is of the page's text after it.
    `undoes` is the number of the edit that it takes back.
    """

    id: int
    publication: int
    title: str
    page_id: int
    before: int
    after: int | None
    sha1: str
    timestamp: datetime
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A report on a wiki's page and perhaps its subpages; `name` is that of its markers.

    `filters` is what was asked for, in words; `run` the audit that it tells of. `ended` is
    None where it was stopped half-way.
    """

    id: int
    wiki: str
    title: str
    name: str
    report: str
    filters: str
    run: int | None
    account: str
    version: str
    started: datetime
    ended: datetime | None
    undone: datetime | None
    edits: tuple[Edit, ...] = ()

    @property
    def open_edits(self) -> tuple[Edit, ...]:
        """The edits that were made and not taken back, in their order.

        An edit that takes one back takes all earlier ones of the page back.
        """
        back = {e.page_id: e.id for e in self.edits if e.undoes and e.after is not None}
        return tuple(
            edit
            for edit in self.edits
            if edit.undoes is None
            and edit.after not in {None, edit.before}
            and edit.id > back.get(edit.page_id, 0)
        )


class Publications(Connection):
    """The part of the catalogue that keeps the log of publications."""

    def start_publication(  # noqa: PLR0917  # a row
        self,
        place: tuple[str, str, str],
        report: str,
        filters: str,
        run: int | None,
        account: str,
        started: datetime,
    ) -> int:
        """Begin a publication at (wiki, title, name of the markers); return its number."""
        with self.write():
            self.run(
                "INSERT INTO publications (wiki, title, name, report, filters, run, account,"
                " version, started) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*place, report, filters, run, account, __version__, to_text(started)),
            )
            return self._newest("publications")

    def begin_edit(  # noqa: PLR0917  # likewise
        self,
        publication: int,
        page: tuple[str, int],
        before: int,
        sha1: str,
        moment: datetime,
        undoes: int | None = None,
    ) -> int:
        """Keep that a page (title, page id) is about to be edited; return the edit's number."""
        with self.write():
            self.run(
                "INSERT INTO publication_edits (publication, title, page_id, before, sha1,"
                " timestamp, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (publication, *page, before, sha1, to_text(moment), undoes),
            )
            return self._newest("publication_edits")

    def end_edit(self, edit: int, page_id: int, before: int, after: int) -> None:
        """Keep that an edit was made, and of what revisions it is."""
        with self.write():
            self.run(
                "UPDATE publication_edits SET page_id = ?, before = ?, after = ? WHERE id = ?",
                (page_id, before, after, edit),
            )

    def forget_edit(self, edit: int) -> None:
        """Forget an edit that was about to be made and was not."""
        with self.write():
            self.run("DELETE FROM publication_edits WHERE id = ? AND after IS NULL", (edit,))

    def forget_empty_publications(self) -> None:
        """Forget publications of which nothing was ever written."""
        with self.write():
            self.run(
                "DELETE FROM publications WHERE NOT EXISTS"
                " (SELECT 1 FROM publication_edits WHERE publication = publications.id)"
            )

    def end_publication(self, publication: int, moment: datetime, *, undone: bool = False) -> None:
        """Keep that all edits of a publication are made, or taken back."""
        column = "undone" if undone else "ended"
        with self.write():
            self.run(
                f"UPDATE publications SET {column} = ? WHERE id = ?",  # noqa: S608  # one of two
                (to_text(moment), publication),
            )

    def publications(self, wiki: str = "", title: str = "") -> list[Publication]:
        """Return all publications, or those of a wiki or at a page, the newest first."""
        edits: defaultdict[int, list[Edit]] = defaultdict(list)
        for row in self.rows(f"SELECT {_EDIT_COLUMNS} FROM publication_edits ORDER BY id"):  # noqa: S608  # constant
            edits[row[1]].append(edit(row))
        found = self.rows(
            f"SELECT {_COLUMNS} FROM publications"  # noqa: S608  # constant
            " WHERE ? IN ('', wiki) AND ? IN ('', title) ORDER BY id DESC",
            (wiki, title),
        )
        return [publication(row, tuple(edits[row[0]])) for row in found]

    def _newest(self, table: str) -> int:
        row = self.row(f"SELECT max(id) FROM {table}")  # noqa: S608  # one of two
        return int(row[0]) if row else 0


@checked
def edit(row: tuple[Any, ...]) -> Edit:
    """Read a row of `publication_edits`."""
    values = (*row[:7], read_moment(row[7]), row[8])
    return Edit(*values)


@checked
def publication(row: tuple[Any, ...], edits: tuple[Edit, ...]) -> Publication:
    """Read a row of `publications`."""
    moments = (read_moment(row[9]), maybe_time(row[10]), maybe_time(row[11]))
    values = (*row[:9], *moments, edits)
    return Publication(*values)
