"""What the machine proposes of pages, worked out anew only of those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from cphub.catalogue.pages import unpack
from cphub.catalogue.rows import fact, to_json, to_text
from cphub.catalogue.search_words import FOLDING
from cphub.catalogue.subjects import Key, Subjects
from cphub.model.subjects import Property

_CHUNK = 500


class _Call(msgspec.Struct, frozen=True):
    name: str


class _Calls(msgspec.Struct, frozen=True):
    templates: tuple[_Call, ...]


_CALLS = msgspec.msgpack.Decoder(_Calls)


@dataclass(frozen=True, slots=True)
class PageWords:
    """What subjects are looked for in: folded words as the search has them, and names.

    `read` is false where the newest text was not read. `hidden` are those of `categories`
    that readers do not see.
    """

    wiki: str
    page_id: int
    title: str
    language: str
    read: bool
    folded: tuple[str, str, str, str]
    categories: tuple[str, ...]
    hidden: frozenset[str]
    templates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of a page: (property, value, confidence, evidence) proposals, and hints.

    `sought`: every topic has words in the page's language. `met`: a word of some topic stands
    in it, be it too weak to propose anything.
    """

    page: PageWords
    proposals: tuple[tuple[Property, str, float, tuple[str, ...]], ...]
    sought: bool
    met: bool


class Proposals(Subjects):
    """The part of the catalogue that keeps what the machine proposes."""

    def queue_unproposed(self, print_: str) -> int:
        """Queue the pages that were looked at with other words; return how many are queued.

        Args:
            print_: digest of the vocabulary and of how pages are looked at.
        """
        with self.write():
            self.run(
                "INSERT INTO subject_queue (wiki, page_id) SELECT wiki, page_id"
                " FROM subject_pages WHERE (print < ? OR print > ?)"
                " AND (wiki, page_id) NOT IN subject_queue",
                (print_, print_),
            )
        return self.count_unproposed()

    def count_unproposed(self) -> int:
        """Return how many pages changed since they were looked at."""
        row = self.row("SELECT count(*) FROM subject_queue")
        return int(row[0]) if row else 0

    def unproposed(self, most: int) -> list[PageWords]:
        """Return the next pages that changed since they were looked at."""
        rows = self.rows(
            "SELECT queued.wiki, queued.page_id, title, pages.language,"
            " facts.facts IS NOT NULL AND state = 'current', search_texts.folded, facts.outline"
            " FROM (SELECT wiki, page_id FROM subject_queue LIMIT ?) AS queued"
            " JOIN pages USING (wiki, page_id)"
            " LEFT JOIN search_pages ON search_pages.wiki = pages.wiki"
            " AND search_pages.page_id = pages.page_id AND folding = ?"
            " LEFT JOIN search_texts ON search_texts.id = search_pages.id"
            " LEFT JOIN facts ON facts.wiki = pages.wiki AND facts.revision = pages.revision",
            (most, FOLDING),
        )
        categories = self._categories([row[:2] for row in rows])
        found = []
        for wiki, page_id, title, language, read, packed, outline in rows:
            lines = unpack(packed).split("\n") if packed is not None else ["", "", "", ""]
            calls = fact(_CALLS, outline).templates if outline is not None else ()
            names = categories.get((wiki, page_id), {})
            found.append(
                PageWords(
                    *(wiki, page_id, title, language, bool(read) and packed is not None),
                    (lines[0], lines[1], lines[2], lines[3]),
                    tuple(names),
                    frozenset(name for name, hidden in names.items() if hidden),
                    frozenset(call.name for call in calls),
                )
            )
        return found

    def save_proposals(self, print_: str, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Save what was found of pages, in one transaction; what is the same stays as it is."""
        with self.write():
            places = [(one.page.wiki, one.page.page_id) for one in outcomes]
            self.run_many(
                "DELETE FROM subject_queue WHERE wiki = ? AND page_id = ?",
                places,
            )
            self._save_pages(print_, outcomes)
            known = self._known(places)
            wanted = {
                (one.page.wiki, one.page.page_id, what, value): (round(sure, 3), to_json(evidence))
                for one in outcomes
                for what, value, sure, evidence in one.proposals
            }
            self.run_many(
                "DELETE FROM proposals WHERE wiki = ? AND page_id = ? AND property = ?"
                " AND value = ?",
                [key for key in known if key not in wanted],
            )
            when = to_text(now)
            self.run_many(
                "INSERT INTO proposals"
                " (wiki, page_id, property, value, confidence, evidence, timestamp)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " confidence = excluded.confidence, evidence = excluded.evidence,"
                " timestamp = excluded.timestamp",
                [(*key, *told, when) for key, told in wanted.items() if known.get(key) != told],
            )

    def topics_known(self) -> dict[Key, tuple[bool, bool, bool]]:
        """Return (read, sought, met) of every page that was looked at; see `Outcome`."""
        return {
            (wiki, page_id): (bool(read), bool(sought), bool(met))
            for wiki, page_id, read, sought, met in self.rows(
                "SELECT wiki, page_id, read, sought, met FROM subject_pages"
            )
        }

    def _save_pages(self, print_: str, outcomes: Sequence[Outcome]) -> None:
        self.run_many(
            "INSERT INTO subject_pages (wiki, page_id, print, read, sought, met)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET print = excluded.print,"
            " read = excluded.read, sought = excluded.sought, met = excluded.met"
            " WHERE (print, read, sought, met) IS NOT"
            " (excluded.print, excluded.read, excluded.sought, excluded.met)",
            [
                (one.page.wiki, one.page.page_id, print_, one.page.read, one.sought, one.met)
                for one in outcomes
            ],
        )

    def _known(self, places: Sequence[Key]) -> dict[tuple[str, int, str, str], tuple[float, str]]:
        known = {}
        for row in self._of(
            "SELECT wiki, page_id, property, value, confidence, evidence FROM proposals", places
        ):
            known[row[0], row[1], row[2], row[3]] = (row[4], row[5])
        return known

    def _categories(self, places: Sequence[Key]) -> dict[Key, dict[str, bool]]:
        found: dict[Key, dict[str, bool]] = {}
        for wiki, page_id, title, hidden in self._of(
            "SELECT wiki, page_id, title, hidden FROM categories", places
        ):
            found.setdefault((wiki, page_id), {})[title] = bool(hidden)
        return found

    def _of(self, question: str, places: Sequence[Key]) -> Iterable[tuple[Any, ...]]:
        """Yield the rows of a question about pages."""
        for start in range(0, len(places), _CHUNK):
            chunk = places[start : start + _CHUNK]
            marks = ", ".join(["(?, ?)"] * len(chunk))
            yield from self.rows(
                f"{question} WHERE (wiki, page_id) IN (VALUES {marks})",
                [part for place in chunk for part in place],
            )
