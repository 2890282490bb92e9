"""What ties pages to one another, and the editions that were made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec

from cphub.catalogue.origins import Origins
from cphub.catalogue.rows import check_texts, fact, read_moment, to_json, to_text

Key = tuple[str, int]
Pair = tuple[Key, Key]

_KEPT = "wiki, page_id, resource, language, is_source, tie, via_wiki, via_page_id"


class _Redirect(msgspec.Struct, frozen=True):
    """As much of an outline as tells where a redirect leads."""

    redirect: str


_REDIRECT = msgspec.msgpack.Decoder(_Redirect)


class EditionRow(NamedTuple):
    """A row of `editions` without its date; `via` is the page at the other end of the tie."""

    wiki: str
    page_id: int
    resource: int
    language: str
    is_source: int
    tie: str
    via_wiki: str | None
    via_page_id: int | None


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A row of `resources`: its number and founding page, and what it became part of."""

    id: int
    founder: Key
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of two pages: `tied` or `untied`; of one page: that it is a `source`.

    `pair[0]` is the page that was untied, where they were.
    """

    kind: str
    pair: Pair
    said: datetime


class Ties(Origins):
    """The part of the catalogue that keeps what ties editions."""

    def tie_pages(self) -> list[tuple[str, int, str, str, str]]:
        """Return (wiki, page id, title, language, state) of every page, by wiki and page id."""
        pages = self.rows(
            "SELECT wiki, page_id, title, language, state FROM pages ORDER BY wiki, page_id"
        )
        check_texts(text for page in pages for text in page[2:4])
        return pages

    def tie_langlinks(
        self, prefixes: Mapping[str, Collection[str]]
    ) -> Iterator[tuple[str, int, str, str]]:
        """Yield (wiki, page id, prefix, title) of the pages' links with these prefixes."""
        for wiki, wanted in prefixes.items():
            yield from self.each(
                "SELECT wiki, page_id, language, title FROM langlinks"
                " WHERE wiki = ? AND language IN (SELECT value FROM json_each(?))",
                (wiki, to_json(sorted(wanted))),
            )

    def tie_items(self) -> list[tuple[str, int, str]]:
        """Return (wiki, page id, item) of the pages that have a Wikidata item."""
        return self.rows(
            "SELECT wiki, page_id, value FROM page_props WHERE name = 'wikibase_item'"
            " ORDER BY value, wiki, page_id"
        )

    def tie_redirects(self) -> dict[tuple[str, str], str]:
        """Return where redirects lead, by (wiki, title), as far as a wiki or a text told."""
        found = {
            (wiki, title): target
            for wiki, title, target in self.rows(
                "SELECT wiki, title, target FROM titles WHERE target <> ''"
            )
        }
        for wiki, title, packed in self.rows(
            "SELECT pages.wiki, title, outline FROM pages JOIN facts USING (wiki, revision)"
            " WHERE state = 'redirect' AND outline IS NOT NULL"
        ):
            found[wiki, title] = fact(_REDIRECT, packed).redirect
        return found

    def edition_rows(self) -> list[EditionRow]:
        """Return every edition as it was last worked out."""
        rows = self.rows(f"SELECT {_KEPT} FROM editions ORDER BY wiki, page_id")  # noqa: S608  # constant
        return list(map(EditionRow._make, rows))

    def resource_rows(self) -> list[ResourceRow]:
        """Return every resource, also those that were merged away."""
        return [
            ResourceRow(number, (wiki, page_id), merged_into)
            for number, wiki, page_id, merged_into in self.rows(
                "SELECT id, wiki, page_id, merged_into FROM resources ORDER BY id"
            )
        ]

    def words(self, *, ended: bool = False) -> list[Word]:
        """Return what persons said, newest first; with `ended` also what no longer holds."""
        rows = self.rows(
            "SELECT kind, wiki, page_id, other_wiki, other_page_id, timestamp FROM person_ties"
            " WHERE until IS NULL OR ? ORDER BY timestamp DESC, id DESC",
            (ended,),
        )
        return [
            Word(row[0], ((row[1], row[2]), (row[3], row[4])), read_moment(row[5])) for row in rows
        ]

    def save_words(self, kind: str, pairs: Iterable[Pair], said: datetime) -> None:
        """Save what a person says of pairs of pages; the contrary ends, said before."""
        pairs = list(pairs)
        when = to_text(said)
        with self.write():
            for ended in {"source"} if kind == "source" else {"tied", "untied"}:
                self.end_words(ended, pairs, said)
            self.run_many(
                "INSERT INTO person_ties (kind, wiki, page_id, other_wiki, other_page_id,"
                " timestamp) VALUES (?, ?, ?, ?, ?, ?)",
                ((kind, *one, *other, when) for one, other in pairs),
            )

    def end_words(self, kind: str, pairs: Iterable[Pair], ended: datetime) -> None:
        """Let what persons said of pairs of pages hold no more, in whatever order they stand."""
        with self.write():
            self.run_many(
                "UPDATE person_ties SET until = ? WHERE until IS NULL AND kind = ?"
                " AND wiki = ? AND page_id = ? AND other_wiki = ? AND other_page_id = ?",
                (
                    (to_text(ended), kind, *one, *other)
                    for pair in pairs
                    for one, other in (pair, pair[::-1])
                ),
            )

    def save_resources(
        self,
        new: Iterable[tuple[int, Key]],
        merged: Iterable[tuple[int, int | None]],
        noticed: datetime,
    ) -> None:
        """Save new resources with their founding pages, and (number, what it became part of)."""
        when = to_text(noticed)
        with self.write():
            self.run_many(
                "INSERT INTO resources (id, first_seen, wiki, page_id) VALUES (?, ?, ?, ?)",
                ((number, when, *founder) for number, founder in new),
            )
            for number, into in merged:
                self.run(
                    "UPDATE resources SET merged_into = ?, merged = ? WHERE id = ?",
                    (into, None if into is None else when, number),
                )

    def save_editions(
        self, changed: Sequence[tuple[EditionRow, EditionRow | None]], noticed: datetime
    ) -> None:
        """Save editions that differ from what they were, each with what it was before."""
        when = to_text(noticed)
        with self.write():
            self.run_many(
                f"INSERT INTO editions ({_KEPT}, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # constant
                " ON CONFLICT (wiki, page_id) DO UPDATE SET"
                " since = CASE WHEN resource = excluded.resource THEN since"
                " ELSE excluded.since END, resource = excluded.resource,"
                " language = excluded.language, is_source = excluded.is_source,"
                " tie = excluded.tie, via_wiki = excluded.via_wiki,"
                " via_page_id = excluded.via_page_id",
                ((*row, when) for row, _old in changed),
            )
            self.run_many(
                "INSERT INTO edition_changes (wiki, page_id, timestamp, old, new, tie)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (row.wiki, row.page_id, when, old.resource, row.resource, row.tie)
                    for row, old in changed
                    if old is not None and old.resource != row.resource
                ),
            )

    def edition_changes(self, number: int) -> list[tuple[datetime, str, str, int, int, str]]:
        """Return (when, wiki, title, from, to, tie) of pages that joined or left a resource."""
        rows = self.rows(
            "SELECT edition_changes.timestamp, wiki, title, old, new, tie FROM edition_changes"
            " JOIN pages USING (wiki, page_id) WHERE ? IN (old, new)"
            " ORDER BY edition_changes.id DESC",
            (number,),
        )
        return [(read_moment(row[0]), *row[1:]) for row in rows]

    def save_tying(self, version: str, noticed: datetime) -> None:
        """Save that ties were worked out, of what harvests and imports there were by then."""
        with self.write():
            self.run("DELETE FROM tyings")
            self.run(
                "INSERT INTO tyings (run, version, timestamp)"
                " SELECT max(id), ?, ? FROM runs WHERE kind <> 'audit'",
                (version, to_text(noticed)),
            )

    def is_tied(self, version: str) -> bool:
        """Tell whether ties were worked out since the last harvest or import; a cheap look."""
        row = self.row(
            "SELECT run IS (SELECT max(id) FROM runs WHERE kind <> 'audit') AND version = ?"
            " AND (SELECT count(*) FROM pages) = (SELECT count(*) FROM editions) FROM tyings",
            (version,),
        )
        return bool(row and row[0])
