"""Keeping the index of the search: what changed since is taken in, page by page, and no more."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import msgspec

from cphub.catalogue.pages import unpack
from cphub.catalogue.resources import Resources
from cphub.catalogue.rows import fact, to_json
from cphub.catalogue.search_words import FOLDING, fold

BATCH = 1000
"""Pages in one transaction: each ends in a segment of the index, which have to be merged."""

_COLUMNS = "title, headings, lead, text"
_QUEUED = """SELECT queued.wiki, queued.page_id, pages.title, facts.facts,
    facts.id IS NULL AND content_model = 'wikitext'
        AND state IN ('current', 'redirect', 'unparsed'),
    search_pages.id, folded
    FROM (SELECT wiki, page_id FROM search_queue {which}) AS queued
    JOIN pages USING (wiki, page_id)
    LEFT JOIN facts ON facts.wiki = pages.wiki AND facts.revision = pages.revision
    LEFT JOIN search_pages ON search_pages.wiki = pages.wiki
        AND search_pages.page_id = pages.page_id
    LEFT JOIN search_texts ON search_texts.id = search_pages.id"""


class Section(msgspec.Struct, frozen=True):
    """A section's heading and prose."""

    title: str
    text: str


class Sections(msgspec.Struct, frozen=True):
    """As much of a page's facts as is searched: section 0 is the lead."""

    sections: tuple[Section, ...]


SECTIONS = msgspec.msgpack.Decoder(Sections)
Values = tuple[Any, ...]


class SearchIndex(Resources):
    """The part of the catalogue that keeps the index of the search."""

    def count_unindexed(self) -> int:
        """Return how many pages are not in the index as they are now."""
        row = self.row(
            "SELECT (SELECT count(*) FROM search_queue) + (SELECT count(*) FROM search_pages"
            " WHERE (folding < ? OR folding > ?) AND (wiki, page_id) NOT IN search_queue)",
            (FOLDING, FOLDING),
        )
        return int(row[0]) if row else 0

    def count_titles_only(self) -> int:
        """Return how many pages of the index changed and were not read since."""
        row = self.row("SELECT count(*) FROM search_pages WHERE unread")
        return int(row[0]) if row else 0

    def index_some(self, most: int = BATCH) -> int:
        """Take pages that changed into the index, in one transaction; return how many.

        A page whose text was not read since it changed keeps the words that it had.
        """
        with self.write():
            self.run(
                "INSERT OR IGNORE INTO search_queue (wiki, page_id) SELECT wiki, page_id"
                " FROM search_pages WHERE folding < ? OR folding > ? LIMIT ?",
                (FOLDING, FOLDING, most),
            )
            return self._index_queued("LIMIT ?", most)

    def index_pages(self, places: Sequence[tuple[str, int]]) -> int:
        """Take those of some pages that changed into the index, in one transaction.

        Args:
            places: (wiki, page id) pairs.
        """
        named = "WHERE (wiki, page_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
        with self.write():
            return self._index_queued(named, to_json(places))

    def tidy_index(self) -> None:
        """Merge the index into one piece, after much was taken in."""
        with self.write():
            self.run("INSERT INTO search(search) VALUES ('optimize')")

    def sections(self, wiki: str, revision: int) -> tuple[Section, ...]:
        """Return a revision's headings and prose, () if it was not read."""
        row = self.row(
            "SELECT facts FROM facts WHERE wiki = ? AND revision = ? AND facts IS NOT NULL",
            (wiki, revision),
        )
        return fact(SECTIONS, row[0]).sections if row else ()

    def _index_queued(self, which: str, value: int | str) -> int:
        rows = self.rows(_QUEUED.format(which=which), (value,))
        self._index(rows)
        self.run_many(
            "DELETE FROM search_queue WHERE wiki = ? AND page_id = ?", [row[:2] for row in rows]
        )
        return len(rows)

    def _index(self, rows: list[Values]) -> None:
        (last,) = self.row("SELECT coalesce(max(id), 0) FROM search_pages") or (0,)
        pages, texts, added, taken = [], [], [], []
        for wiki, page_id, title, facts, unread, known, packed in rows:
            number = known
            if number is None:
                last += 1
                number = last
            before = unpack(packed) if packed is not None else ""
            after = _folded(title, facts, before)
            pages.append((number, wiki, page_id, FOLDING, bool(unread)))
            if after == before:
                continue
            if before:
                taken.append((number, *before.split("\n")))
            added.append((number, *after.split("\n")))
            texts.append((number, zlib.compress(after.encode(), 1)))
        self.run_many(
            "INSERT INTO search_pages (id, wiki, page_id, folding, unread) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET folding = excluded.folding, unread = excluded.unread",
            pages,
        )
        self.run_many(
            f"INSERT INTO search (search, rowid, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?)",  # noqa: S608  # constants
            taken,
        )
        self.run_many(
            "INSERT INTO search_texts (id, folded) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET folded = excluded.folded",
            texts,
        )
        self.run_many(f"INSERT INTO search (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)", added)  # noqa: S608  # constants


def _folded(title: str, facts: bytes | None, before: str) -> str:
    """Return title, headings, lead and text as they are indexed, a line each."""
    if facts is None:
        return "\n".join((fold(title), *(before.split("\n")[1:] if before else ("", "", ""))))
    sections = fact(SECTIONS, facts).sections
    lead, others = sections[:1], sections[1:]
    parts = (
        title,
        " ".join(section.title for section in others),
        " ".join(section.text for section in lead),
        " ".join(section.text for section in others),
    )
    return "\n".join(map(fold, parts))
