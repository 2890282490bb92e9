"""Pages with translation markup: which there are, and which to ask Translate about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cphub.catalogue.pages import unpack
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import STALE, to_text
from cphub.catalogue.runs import Runs

SCANNED = 200
"""Texts that one transaction looks through."""

_NEWEST = """max(pages.revision, coalesce((SELECT max(sub.revision) FROM pages AS sub
    WHERE sub.title > pages.title || '/' AND sub.title < pages.title || '0'
    AND +sub.wiki = pages.wiki), 0))"""
"""The newest revision of a page and its subpages: its translations are among them. The
character after "/" is "0"; the plus keeps SQLite from looking through the whole wiki."""


@dataclass(frozen=True, slots=True)
class Translatable:
    """A page to ask Translate about; `newest` is the newest revision of it and its subpages."""

    page_id: int
    title: str
    newest: int


class Translatables(Runs):
    """The part of the catalogue that knows which pages have translation markup."""

    def scan_markup(self, wiki: str, has_markup: Callable[[str], bool]) -> int:
        """Note which pages have translation markup, by texts that are new since the last scan.

        Every batch of texts is its own transaction.

        Returns:
            How many texts were looked through.
        """
        count = 0
        while batch := self._unscanned(wiki):
            found = {page_id: has_markup(unpack(text)) for _, page_id, text in batch}
            with self.write():
                self.run_many(
                    "INSERT INTO translatable_pages (wiki, page_id) VALUES (?, ?)"
                    " ON CONFLICT DO NOTHING",
                    [(wiki, page_id) for page_id, marked in found.items() if marked],
                )
                self.run_many(
                    "DELETE FROM translatable_pages WHERE wiki = ? AND page_id = ?",
                    [(wiki, page_id) for page_id, marked in found.items() if not marked],
                )
                self.run(
                    "INSERT INTO markup_scans VALUES (?, ?)"
                    " ON CONFLICT (wiki) DO UPDATE SET text_id = excluded.text_id",
                    (wiki, batch[-1][0]),
                )
            count += len(batch)
        return count

    def translatable_wanted(self, wiki: str, older_than: datetime) -> list[Translatable]:
        """Return the held pages with translation markup that Translate is to be asked about.

        These are pages never asked about, last before `older_than`, whose last answer broke
        off, or that were edited since, or a subpage of theirs (which their translations are).
        """
        rows = self.rows(
            "SELECT page_id, title, newest FROM"  # noqa: S608  # constants
            f" (SELECT pages.page_id, pages.title, {_NEWEST} AS newest, asked, complete,"
            " group_id, newest_revision FROM translatable_pages JOIN pages USING (wiki, page_id)"
            f" WHERE pages.wiki = ? AND pages.state IN ('current', 'unparsed') AND {HELD})"
            f" WHERE {STALE} OR newest > newest_revision"
            " OR (group_id <> '' AND complete = 0) ORDER BY page_id",
            (wiki, to_text(older_than)),
        )
        return [Translatable(*row) for row in rows]

    def subpage_languages(self, wiki: str) -> set[str]:
        """Return the languages of subpages that translatable pages have (`Guide/sv`)."""
        rows = self.rows(
            "SELECT DISTINCT sub.language FROM translatable_pages"
            " JOIN pages USING (wiki, page_id) JOIN pages AS sub ON +sub.wiki = pages.wiki"
            " AND sub.title > pages.title || '/' AND sub.title < pages.title || '0'"
            " WHERE pages.wiki = ? AND sub.title = pages.title || '/' || sub.language",
            (wiki,),
        )
        return {language for (language,) in rows}

    def _unscanned(self, wiki: str) -> list[tuple[int, int, bytes]]:
        """Return the next texts of pages' newest revisions: (text's id, page id, text)."""
        return self.rows(
            "SELECT texts.id, pages.page_id, texts.text FROM texts"
            " JOIN pages ON pages.wiki = texts.wiki AND pages.revision = texts.revision"
            " AND pages.page_id = texts.page_id"
            " WHERE +texts.wiki = ? AND pages.content_model = 'wikitext' AND texts.id > coalesce("
            "(SELECT text_id FROM markup_scans WHERE markup_scans.wiki = ?), 0)"
            " ORDER BY texts.id LIMIT ?",
            (wiki, wiki, SCANNED),
        )
