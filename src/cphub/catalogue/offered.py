"""What another catalogue has to offer: its rows, each looked at before it is believed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from cphub.catalogue import foreign
from cphub.catalogue.catalogue import open_catalogue
from cphub.catalogue.connection import explained
from cphub.catalogue.pages import unpack
from cphub.catalogue.rows import PAGE_COLUMNS, WIKI_COLUMNS
from cphub.catalogue.rows import wiki as read_wiki
from cphub.errors import CatalogueError
from cphub.model.pages import State, Wiki

LONGEST = 2**20
"""Characters of any value but a page's text."""

KINDS = frozenset(
    {"new", "edited", "moved", "deleted", "restored", "redirected", "hidden", "left", "joined"}
)
_TIME = re.compile(r"[1-9]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ")

Check = Callable[[Any], bool]
Row = tuple[Any, ...]


def _text(value: Any) -> bool:
    return (
        isinstance(value, str) and len(value) <= LONGEST and not re.search("[\ud800-\udfff]", value)
    )


def _name(value: Any) -> bool:
    return _text(value) and bool(value.strip())


def _time(value: Any) -> bool:
    return isinstance(value, str) and bool(_TIME.fullmatch(value))


def _number(value: Any) -> bool:
    return isinstance(value, int)


def _id(value: Any) -> bool:
    return _number(value) and value > 0


def _flag(value: Any) -> bool:
    return value in {0, 1} and _number(value)


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


_PAGE: Mapping[str, Check] = {
    "page_id": _id,
    "namespace": _number,
    "title": _name,
    "language": _text,
    "state": lambda value: value in {state.value for state in State},
    "state_since": _time,
    "revision": _id,
    "parent": _number,
    "timestamp": _time,
    "user": _text,
    "minor": _flag,
    "length": _number,
    "content_model": _text,
    "edited_by_person": _maybe(_time),
    "edited_in_substance": _maybe(_time),
    "first_seen": _time,
}
COLUMNS = tuple(_PAGE)
_BESIDE: Mapping[str, Mapping[str, Check]] = {
    "categories": {"title": _name, "hidden": _flag},
    "langlinks": {"language": _text, "title": _text},
    "page_props": {"name": _text, "value": _text},
    "memberships": {"source": _name, "via": _text, "since": _time, "until": _maybe(_time)},
    "changes": {"timestamp": _time, "kind": KINDS.__contains__, "old": _text, "new": _text},
}
_TITLES: Mapping[str, Check] = {
    "title": _name,
    "missing": _flag,
    "target": _text,
    "asked": _maybe(_time),
}
_SOURCES: Mapping[str, Check] = {"name": _name, "kind": _name, "settings": _text}


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
            if all(map(_name, row[:3])) and all(_text(v) for v in row if not isinstance(v, int)):
                yield wiki
            else:
                self._reject(f"wiki {str(row[0])[:80]!a}", "a name or an address in it is none")

    def sources(self, wiki: str) -> Iterator[Row]:
        """Yield (name, kind, settings as JSON) of the sources of a wiki."""
        yield from self._good("sources", _SOURCES, "WHERE wiki = ? ORDER BY name", (wiki,))

    def titles(self, wiki: str) -> Iterator[Row]:
        """Yield (title, missing, target, asked) of what the wiki was asked about."""
        yield from self._good("titles", _TITLES, "WHERE wiki = ? ORDER BY title", (wiki,))

    def pages(self, wiki: str) -> Iterator[Offer]:
        """Yield the pages of a wiki whose every row is one that cphub could have written."""
        for row in self._each(
            f"SELECT {PAGE_COLUMNS} FROM pages WHERE wiki = ? ORDER BY page_id",  # noqa: S608  # constant
            (wiki,),
        ):
            values = row[1:]
            what = f"page {wiki}:{str(values[0])[:20]}"
            if why := _wrong(_PAGE, values):
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
                if why := _wrong(checks, row):
                    raise CatalogueError(f"{table}: {why}")
            found[table] = rows
        return found

    def _good(
        self, table: str, checks: Mapping[str, Check], where: str, values: Row
    ) -> Iterator[Row]:
        for row in self._each(f"SELECT {', '.join(checks)} FROM {table} {where}", values):  # noqa: S608  # constants
            if why := _wrong(checks, row):
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
    with open_catalogue(path, write=False) as opened, explained(path):
        foreign.check_whole(opened.database, path)
        # Bytes that are no UTF-8 come as halves of characters, which no check lets pass.
        opened.database.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        with opened.read():
            yield Offered(path, opened.database)


def _wrong(checks: Mapping[str, Check], row: Row) -> str:
    """Return what is wrong with a row, "" if nothing is."""
    for (name, check), value in zip(checks.items(), row, strict=True):
        try:
            good = check(value)
        except TypeError:
            good = False
        if not good:
            return f"{name} is {ascii(value)[:60]}"
    return ""
