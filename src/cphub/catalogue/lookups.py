"""Finding a page by what people call it, and its history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, unquote

import msgspec

from cphub.catalogue import rows
from cphub.catalogue.findings import Findings
from cphub.catalogue.rows import read_moment
from cphub.model.facts import Facts
from cphub.model.pages import Category, Page

SUGGESTIONS = 5
NEAR = 0.8
"""How like a title must be to be meant, of 1 (rapidfuzz's OSA); a letter wrong of ten is 0.9."""

LONGER = 20  # characters that a title may be longer than what was typed
_BEGINNING = 5
LONGEST_ID = 18  # digits; SQLite keeps all such numbers
_ADDRESS = re.compile("(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageChange:
    """Something that happened to a page: one row of `changes`."""

    timestamp: datetime
    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A source that holds a page, or held it until `until`; `via` is how it came to it."""

    source: str
    via: str
    since: datetime
    until: datetime | None


def is_address(name: str) -> bool:
    """Tell whether a name is an address of the web."""
    return _ADDRESS.match(name.strip()) is not None


class Lookups(Findings):
    """The part of the catalogue that answers for one page."""

    def find_pages(self, name: str) -> list[Page]:
        """Return the pages that `name` means: a title, `wiki:title`, `wiki:page id`, or an address.

        Underscores are spaces. A title that is exactly so comes before one that differs in
        case; all that are meant are returned, by wiki.
        """
        if is_address(name):
            return self._at_address(name.strip())
        name = name.replace("_", " ").strip()
        wiki, colon, rest = name.partition(":")
        if colon and self.row("SELECT 1 FROM wikis WHERE name = ?", (wiki,)):
            rest = rest.strip()
            is_id = rest.isdecimal() and len(rest) <= LONGEST_ID
            if is_id and (found := self._page_keys("page_id = ?", wiki, int(rest))):
                return found
            for condition in ("title = ?", "title = ? COLLATE NOCASE"):
                if found := self._page_keys(condition, wiki, rest):
                    return found
        for condition in ("title = ?", "title = ? COLLATE NOCASE"):
            if found := self._page_keys(condition, None, name):
                return found
        return []

    def languages(self) -> list[str]:
        """Return the languages of pages and editions."""
        found = self.rows("SELECT language FROM pages UNION SELECT language FROM editions")
        return [language for (language,) in found]

    def titles_like(self, name: str) -> list[str]:
        """Return a few `wiki:title` that contain `name`; else such as are like it, or begin so."""
        name = name.replace("_", " ").strip()
        if not name:
            return []
        return (
            self._titled(f"%{_literal(name)}%")
            or self._near(name)
            or self._titled(f"{_literal(name[:_BEGINNING])}%")
        )

    def _titled(self, pattern: str) -> list[str]:
        found = self.rows(
            "SELECT wiki || ':' || title FROM pages WHERE title LIKE ? ESCAPE '\\'"
            " ORDER BY length(title), title, wiki LIMIT ?",
            (pattern, SUGGESTIONS),
        )
        return [title for (title,) in found]

    def _near(self, name: str) -> list[str]:
        """Return pages that are called nearly so, the nearest first; the wiki may be named."""
        from rapidfuzz import process  # noqa: PLC0415  # only where a name is wrong
        from rapidfuzz.distance import OSA  # noqa: PLC0415  # likewise

        most = len(name) + LONGER
        pages = self.rows(
            "SELECT wiki, title FROM pages WHERE length(title) <= ? ORDER BY title, wiki", (most,)
        )
        scores: dict[str, float] = {}
        for prefixed in (False, True):
            names = [f"{wiki}:{title}" if prefixed else title for wiki, title in pages]
            for _name, score, place in process.extract(
                name.casefold(),
                names,
                scorer=OSA.normalized_similarity,
                processor=str.casefold,
                score_cutoff=NEAR,
                limit=SUGGESTIONS,
            ):
                said = ":".join(pages[place])
                scores[said] = max(score, scores.get(said, 0.0))
        return sorted(scores, key=lambda said: (-scores[said], said))[:SUGGESTIONS]

    def page(self, wiki: str, page_id: int) -> Page | None:
        """Return a page with its categories, language links, props and sources."""
        key = (wiki, page_id)
        row = self.row(
            f"SELECT {rows.PAGE_COLUMNS} FROM pages WHERE wiki = ? AND page_id = ?",  # noqa: S608
            key,
        )
        if row is None:
            return None
        categories = self.rows(
            "SELECT title, hidden FROM categories WHERE wiki = ? AND page_id = ? ORDER BY title",
            key,
        )
        langlinks = self.rows(
            "SELECT language, title FROM langlinks WHERE wiki = ? AND page_id = ? ORDER BY 1, 2",
            key,
        )
        page_props = self.rows(
            "SELECT name, value FROM page_props WHERE wiki = ? AND page_id = ? ORDER BY name", key
        )
        sources = [member.source for member in self.memberships(*key) if member.until is None]
        return rows.page(
            row,
            tuple(Category(title, bool(hidden)) for title, hidden in categories),
            tuple(langlinks),
            dict(page_props),
            tuple(sources),
        )

    def facts(self, wiki: str, revision: int) -> tuple[Facts | None, str]:
        """Return what reading a revision's text told, of whatever version, or None and why."""
        row = self.row(
            "SELECT facts, error FROM facts WHERE wiki = ? AND revision = ?", (wiki, revision)
        )
        if row is None:
            return None, "not read yet"
        if row[0] is None:
            return None, str(row[1])
        return rows.fact(msgspec.msgpack.Decoder(Facts), row[0]), ""

    def memberships(self, wiki: str, page_id: int) -> list[Membership]:
        """Return the sources that hold or held a page."""
        found = self.rows(
            "SELECT source, via, since, until FROM memberships WHERE wiki = ? AND page_id = ?"
            " ORDER BY source, since",
            (wiki, page_id),
        )
        return [
            Membership(source, via, read_moment(since), rows.maybe_time(until))
            for source, via, since, until in found
        ]

    def page_changes(self, wiki: str, page_id: int) -> list[PageChange]:
        """Return what happened to a page, newest first."""
        found = self.rows(
            "SELECT timestamp, kind, old, new FROM changes WHERE wiki = ? AND page_id = ?"
            " ORDER BY id DESC",
            (wiki, page_id),
        )
        return [PageChange(read_moment(row[0]), *row[1:]) for row in found]

    def _at_address(self, address: str) -> list[Page]:
        """Return the page that people read at an address, on whatever wiki it is."""
        asked = _plain_address(address)
        path, _, query = asked.partition("?")
        for name, wiki in self.wikis().items():
            before, _, after = _plain_address(wiki.url("$1")).partition("$1")
            titles = [
                unquote(one[len(before) : len(one) - len(after)])
                for one in (path, asked)
                if one.startswith(before) and one.endswith(after)
            ]
            if path == _plain_address(wiki.api).rpartition("/")[0] + "/index.php":
                titles += [value for key, value in parse_qsl(query) if key == "title"]
            for title in titles:
                if found := self._page_keys("title = ?", name, title.replace("_", " ")):
                    return found
        return []

    def _page_keys(self, condition: str, wiki: str | None, value: str | int) -> list[Page]:
        found = self.rows(
            f"SELECT wiki, page_id FROM pages WHERE {condition} AND (? IS NULL OR wiki = ?)"  # noqa: S608
            " ORDER BY wiki, page_id",
            (value, wiki, wiki),
        )
        pages = (self.page(*key) for key in found)
        return [page for page in pages if page is not None]


def _plain_address(address: str) -> str:
    """Return an address without its scheme and fragment; a mobile site's is the desktop's."""
    host, slash, path = address.partition("#")[0].partition("//")[2].partition("/")
    return f"//{host.casefold().replace('.m.', '.')}{slash}{path}"


def _literal(text: str) -> str:
    """Escape what LIKE would take as a pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
