"""What another catalogue has to offer: its rows, each looked at before it is believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from cphub.catalogue import foreign
from cphub.catalogue.catalogue import open_catalogue
from cphub.catalogue.checks import (
    Check,
    is_flag,
    is_id,
    is_name,
    is_number,
    is_text,
    is_time,
    maybe,
    wrong,
)
from cphub.catalogue.connection import explained
from cphub.catalogue.pages import unpack
from cphub.catalogue.rows import PAGE_COLUMNS
from cphub.catalogue.wiki_rows import WIKI_COLUMNS, read_wiki
from cphub.errors import CatalogueError
from cphub.model.pages import State, Wiki

KINDS = frozenset(
    {"new", "edited", "moved", "deleted", "restored", "redirected", "hidden", "left", "joined"}
)
Row = tuple[Any, ...]

_PAGE: Mapping[str, Check] = {
    "page_id": is_id,
    "namespace": is_number,
    "title": is_name,
    "language": is_text,
    "state": lambda value: value in {state.value for state in State},
    "state_since": is_time,
    "revision": is_id,
    "parent": is_number,
    "timestamp": is_time,
    "user": is_text,
    "minor": is_flag,
    "length": is_number,
    "content_model": is_text,
    "edited_by_person": maybe(is_time),
    "edited_in_substance": maybe(is_time),
    "first_seen": is_time,
}
COLUMNS = tuple(_PAGE)
_BESIDE: Mapping[str, Mapping[str, Check]] = {
    "categories": {"title": is_name, "hidden": is_flag},
    "langlinks": {"language": is_text, "title": is_text},
    "page_props": {"name": is_text, "value": is_text},
    "memberships": {"source": is_name, "via": is_text, "since": is_time, "until": maybe(is_time)},
    "changes": {"timestamp": is_time, "kind": KINDS.__contains__, "old": is_text, "new": is_text},
}
_TITLES: Mapping[str, Check] = {
    "title": is_name,
    "missing": is_flag,
    "target": is_text,
    "asked": maybe(is_time),
}
_SOURCES: Mapping[str, Check] = {"name": is_name, "kind": is_name, "settings": is_text}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: what it is, and what is wrong with it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A page of another catalogue: its row in the order of COLUMNS, its text, what stands beside.

    `text` is as `texts.text` keeps it, None where there is none. `beside` maps categories,
    langlinks, page_props, memberships and changes to their rows.
    """

    row: Row
    text: bytes | None
    beside: Mapping[str, list[Row]]

    @property
    def page_id(self) -> int:
        """The page's id."""
        return int(self.row[0])

    @property
    def revision(self) -> int:
        """The revision that the row is of."""
        return int(self.row[COLUMNS.index("revision")])


@dataclass
class Offered:
    """Another catalogue, opened to be read; `rejected` gathers what was wrong in it."""

    path: Path
    database: sqlite3.Connection
    rejected: list[Rejected] = field(default_factory=list)

    def wikis(self) -> Iterator[Wiki]:
        """Yield the wikis that it has rows of."""
        for row in self._each(f"SELECT {WIKI_COLUMNS} FROM wikis ORDER BY name"):  # noqa: S608  # constant
            try:
                wiki = read_wiki(row)
                msgspec.convert(msgspec.to_builtins(wiki), Wiki)  # are the JSON parts right, too?
                msgspec.json.encode(wiki)  # and all of it Unicode?
            except (CatalogueError, ValueError) as error:
                self._reject(f"wiki {str(row[0])[:80]!a}", str(error))
                continue
            texts = (value for value in row if not isinstance(value, int))
            if all(map(is_name, row[:3])) and all(map(is_text, texts)):
                yield wiki
            else:
                self._reject(f"wiki {str(row[0])[:80]!a}", "a name or an address in it is none")

    def sources(self, wiki: str) -> Iterator[Row]:
        """Yield (name, kind, settings as JSON) of the sources of a wiki."""
        yield from self.good_rows("sources", _SOURCES, "WHERE wiki = ? ORDER BY name", (wiki,))

    def titles(self, wiki: str) -> Iterator[Row]:
        """Yield (title, missing, target, asked) of what the wiki was asked about."""
        yield from self.good_rows("titles", _TITLES, "WHERE wiki = ? ORDER BY title", (wiki,))

    def pages(self, wiki: str) -> Iterator[Offer]:
        """Yield the pages of a wiki whose every row is one that cphub could have written."""
        for row in self._each(
            f"SELECT {PAGE_COLUMNS} FROM pages WHERE wiki = ? ORDER BY page_id",  # noqa: S608  # constant
            (wiki,),
        ):
            values = row[1:]
            what = f"page {wiki}:{str(values[0])[:20]}"
            if why := wrong(_PAGE, values):
                self._reject(what, why)
                continue
            try:
                yield Offer(values, self._text_of(wiki, values), self._beside(wiki, values[0]))
            except CatalogueError as error:
                self._reject(what, error.message)

    def _text_of(self, wiki: str, values: Row) -> bytes | None:
        revision = values[COLUMNS.index("revision")]
        for (packed,) in self._each(
            "SELECT text FROM texts WHERE wiki = ? AND revision = ? AND page_id = ?",
            (wiki, revision, values[0]),
        ):
            unpack(packed)
            return bytes(packed)
        return None

    def _beside(self, wiki: str, page_id: int) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for table, checks in _BESIDE.items():
            order = "id" if table == "changes" else "1, 2"
            rows = list(
                self._each(
                    f"SELECT {', '.join(checks)} FROM {table}"  # noqa: S608  # constants
                    f" WHERE wiki = ? AND page_id = ? ORDER BY {order}",
                    (wiki, page_id),
                )
            )
            for row in rows:
                if why := wrong(checks, row):
                    raise CatalogueError(f"{table}: {why}")
            found[table] = rows
        return found

    def good_rows(
        self, table: str, checks: Mapping[str, Check], where: str = "", values: Row = ()
    ) -> Iterator[Row]:
        """Yield the rows of a table whose every value passes its check."""
        for row in self._each(f"SELECT {', '.join(checks)} FROM {table} {where}", values):  # noqa: S608  # constants
            if why := wrong(checks, row):
                self._reject(f"{table.removesuffix('s')} {str(row[0])[:80]!a}", why)
            else:
                yield row

    def _each(self, sql: str, values: Row = ()) -> Iterator[Row]:
        with explained(self.path):
            yield from self.database.execute(sql, values)

    def _reject(self, what: str, why: str) -> None:
        self.rejected.append(Rejected(what, why))


@contextmanager
def open_offered(path: Path) -> Iterator[Offered]:
    """Open a catalogue that somebody else made, look through the whole file, and close it.

    Raises:
        CatalogueError: it is none, was changed in its form, is damaged, or not of this
            version.
    """
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no file"
        raise CatalogueError(f"{path} is {what}", "Name a catalogue that somebody else made.")
    with open_catalogue(path, write=False) as opened, explained(path):
        foreign.check_whole(opened.database, path)
        # Bytes that are no UTF-8 come as halves of characters, which no check lets pass.
        opened.database.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        with opened.read():
            yield Offered(path, opened.database)
