"""When a person last edited a page: bots do not freshen what they touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from cphub.catalogue.endings import Endings
from cphub.catalogue.rows import read_moment, to_text


class PersonEdits(Endings):
    """The part of the catalogue that knows when a person last edited a page."""

    def person_edits_wanted(
        self, wiki: str, is_bot: Callable[[str], bool], newer_than: datetime
    ) -> list[int]:
        """Return the ids of pages whose history is to be asked for a person's last edit.

        Where the newest revision itself tells (a person's), it is taken. Asked for are pages
        whose newest revision is a bot's or minor and younger than `newer_than`: an older
        one is untouched whoever made it. A history is asked for once a revision. Only pages
        that a source holds: ask after `end_sources`.
        """
        wanted = []
        with self.write():
            rows = self.rows(
                "SELECT page_id, user, minor, timestamp FROM pages"
                " WHERE wiki = ? AND state IN ('current', 'unparsed')"
                " AND history_revision IS NOT revision AND edited_in_substance IS NULL"
                " AND EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = pages.wiki"
                " AND memberships.page_id = pages.page_id AND until IS NULL) ORDER BY page_id",
                (wiki,),
            )
            told = []
            for page_id, user, minor, timestamp in rows:
                by_person = bool(user) and not is_bot(user)
                if by_person:
                    told.append((timestamp, None if minor else timestamp, wiki, page_id))
                if (minor or not by_person) and read_moment(timestamp) > newer_than:
                    wanted.append(page_id)
            self.run_many(
                "UPDATE pages SET edited_by_person = ?, edited_in_substance = ?"
                " WHERE wiki = ? AND page_id = ?",
                told,
            )
        return wanted

    def save_person_edits(
        self, wiki: str, edits: Mapping[int, tuple[datetime | None, datetime | None]]
    ) -> None:
        """Save when a person last edited pages: (any edit, edit that is not minor) by page id.

        None says that the history that was asked for has no such edit.
        """
        with self.write():
            self.run_many(
                "UPDATE pages SET edited_by_person = coalesce(?, edited_by_person),"
                " edited_in_substance = coalesce(?, edited_in_substance),"
                " history_revision = revision WHERE wiki = ? AND page_id = ?",
                [
                    (any_ and to_text(any_), substance and to_text(substance), wiki, page_id)
                    for page_id, (any_, substance) in edits.items()
                ],
            )
