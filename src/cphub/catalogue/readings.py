"""What reading the texts told: facts by revision, and the pages that rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from cphub.catalogue import rows
from cphub.catalogue.pages import unpack
from cphub.catalogue.titles import Titles
from cphub.model.facts import Facts
from cphub.model.pages import Category, Page, State

HELD = """EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = pages.wiki
    AND memberships.page_id = pages.page_id AND until IS NULL)"""
"""A page that a source holds. One that was deleted is held by the sources that name it."""

CHUNK = 100
"""Texts in memory at once."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A text without facts in the page's `language`, which says how it is read."""

    wiki: str
    page_id: int
    revision: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text has no facts."""

    reason: str


class OutlineLink(msgspec.Struct, frozen=True):
    """A link, without where it stands."""

    title: str
    interwiki: str


class OutlineTemplate(msgspec.Struct, frozen=True):
    """A template call's name."""

    name: str


class Outline(msgspec.Struct, frozen=True):
    """The few facts that relations between pages need, kept apart: they are read first."""

    redirect: str
    templates: tuple[OutlineTemplate, ...]
    links: tuple[OutlineLink, ...]
    signature: tuple[int, ...]


_OUTLINE = msgspec.msgpack.Decoder(Outline)


_FACTS = msgspec.msgpack.Decoder(Facts)


@dataclass(frozen=True, slots=True)
class Read:
    """A page with its facts, packed as they are kept; None where there are none, and `why`."""

    page: Page
    packed: bytes | None
    why: str = ""

    def facts(self) -> Facts | None:
        """Return what reading the page's text told."""
        return None if self.packed is None else rows.fact(_FACTS, self.packed)


def packed(facts: Facts | bytes) -> tuple[bytes, bytes]:
    """Return the outline and the facts as `facts` keeps them: msgpack."""
    whole = facts if isinstance(facts, bytes) else msgspec.msgpack.encode(facts)
    return msgspec.msgpack.encode(_OUTLINE.decode(whole)), whole


class Readings(Titles):
    """The part of the catalogue that keeps what reading the texts told."""

    def count_unread(self, version: str) -> int:
        """Return how many texts have no facts of this version and their page's language."""
        return len(self._unread(version))

    def unread(self, version: str) -> Iterator[Unread]:
        """Yield the texts of held pages that have no facts of this version and language.

        Facts may be saved while this goes on.
        """
        found = self._unread(version)
        for start in range(0, len(found), CHUNK):
            chunk = found[start : start + CHUNK]
            texts: dict[int, bytes] = dict(
                self.rows(
                    f"SELECT id, text FROM texts WHERE id IN ({', '.join('?' * len(chunk))})",  # noqa: S608  # marks
                    [number for number, *_page in chunk],
                )
            )
            for number, wiki, page_id, revision, language in chunk:
                yield Unread(wiki, page_id, revision, language, unpack(texts[number]))

    def save_facts(
        self,
        version: str,
        facts: Sequence[tuple[Unread, Facts | bytes | Unreadable]],
        noticed: datetime,
    ) -> None:
        """Save what reading texts told, in one transaction.

        Facts may come packed already, as msgpack, straight from the process that read them.
        A current page whose text could not be read is `unparsed` from now on, and current
        again once its text could.
        """
        when = rows.to_text(noticed)
        with self.write():
            for unread, told in facts:
                reason = told.reason if isinstance(told, Unreadable) else ""
                self.run(
                    "INSERT INTO facts (wiki, revision, version, language, outline, facts, error)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (wiki, revision) DO UPDATE SET"
                    " version = excluded.version, language = excluded.language,"
                    " outline = excluded.outline, facts = excluded.facts, error = excluded.error",
                    (
                        *(unread.wiki, unread.revision, version, unread.language),
                        *((None, None) if isinstance(told, Unreadable) else packed(told)),
                        reason,
                    ),
                )
                before, after = State.CURRENT, State.UNPARSED
                if not reason:
                    before, after = after, before
                self.run(
                    "UPDATE pages SET state = ?, state_since = ?"
                    " WHERE wiki = ? AND page_id = ? AND revision = ? AND state = ?",
                    (after, when, unread.wiki, unread.page_id, unread.revision, before),
                )

    def read_pages(self, version: str) -> Iterator[Read]:
        """Yield every held page with its facts, by wiki and page id, in one snapshot."""
        with self.read():
            for page, packed, error in self._pages(version):
                yield Read(page, packed, "" if packed is not None else error)

    def outlines(self, version: str) -> Iterator[tuple[str, int, str, str, Outline]]:
        """Yield (wiki, page id, title, language, outline) of every held page that was read."""
        for *about, outline in self.each(
            "SELECT pages.wiki, page_id, pages.title, pages.language, outline FROM pages JOIN facts"  # noqa: S608  # constant
            " ON facts.wiki = pages.wiki AND facts.revision = pages.revision"
            " AND facts.version = ? AND facts.language = pages.language"
            " AND facts.facts IS NOT NULL"
            f" WHERE pages.state IN ('current', 'redirect') AND {HELD}"
            " ORDER BY pages.wiki, page_id",
            (version,),
        ):
            wiki, page_id, title, language = about
            yield wiki, page_id, title, language, rows.fact(_OUTLINE, outline)

    def _unread(self, version: str) -> list[tuple[int, str, int, int, str]]:
        # A crash may have been the machine's; a page that ran out of time does so again.
        # A page may get another language without a new revision.
        return self.rows(
            "SELECT texts.id, pages.wiki, pages.page_id, pages.revision, pages.language"  # noqa: S608
            " FROM pages JOIN texts USING (wiki, revision)"
            " LEFT JOIN facts ON facts.wiki = pages.wiki AND facts.revision = pages.revision"
            " WHERE pages.content_model = 'wikitext'"
            " AND pages.state IN ('current', 'redirect', 'unparsed')"
            " AND (facts.version IS NULL OR facts.version <> ?"
            " OR facts.language <> pages.language OR facts.error = 'crash')"
            f" AND {HELD}"
            " ORDER BY texts.id",
            (version,),
        )

    def _pages(self, version: str) -> Iterator[tuple[Page, bytes | None, str]]:
        columns = ", ".join(f"pages.{name.strip()}" for name in rows.PAGE_COLUMNS.split(","))
        categories = _beside(
            self.each(
                "SELECT wiki, page_id, title, hidden FROM categories ORDER BY wiki, page_id, title"
            )
        )
        langlinks = _beside(
            self.each(
                "SELECT wiki, page_id, language, title FROM langlinks"
                " ORDER BY wiki, page_id, language, title"
            )
        )
        props = _beside(
            self.each("SELECT wiki, page_id, name, value FROM page_props ORDER BY 1, 2, 3")
        )
        sources = _beside(
            self.each(
                "SELECT wiki, page_id, source FROM memberships"
                " WHERE until IS NULL ORDER BY wiki, page_id, source"
            )
        )
        category = cache(lambda title, hidden: Category(title, bool(hidden)))
        for row in self.each(
            f"SELECT {columns}, facts.facts, facts.error FROM pages"  # noqa: S608  # constants
            " LEFT JOIN facts ON facts.wiki = pages.wiki AND facts.revision = pages.revision"
            " AND facts.version = ? AND facts.language = pages.language"
            f" WHERE {HELD} ORDER BY pages.wiki, pages.page_id",
            (version,),
        ):
            key = (row[0], row[1])
            page = rows.page(
                row,
                tuple(category(*pair) for pair in categories(key)),
                tuple(langlinks(key)),
                dict(props(key)),
                tuple(source for (source,) in sources(key)),
            )
            yield page, row[-2], row[-1] or ""


def _beside(found: Iterable[tuple[Any, ...]]) -> Callable[[tuple[str, int]], list[Any]]:
    """Return a function that takes the rows of each page in turn, both sorted by page."""
    waiting = iter(found)
    upcoming = next(waiting, None)

    def take(key: tuple[str, int]) -> list[Any]:
        nonlocal upcoming
        taken = []
        while upcoming is not None and upcoming[:2] <= key:
            if upcoming[:2] == key:
                taken.append(upcoming[2:])
            upcoming = next(waiting, None)
        return taken

    return take
