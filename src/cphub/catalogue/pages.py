"""Pages as harvest brings them: text, state and what changed since."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cphub.catalogue.rows import read_member, to_text
from cphub.catalogue.runs import Runs
from cphub.errors import CatalogueError
from cphub.model.pages import Fetched, Listed, State

CHUNK = 500
"""Ids in one question; SQLite takes 999 at least."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What can change of a page without its text."""

    namespace: int
    title: str
    language: str
    state: State
    revision: int = 0


LONGEST_TEXT = 2**25
"""Bytes; a wiki's answer has no more, with all pages in it (`wiki.retry.Politeness`)."""

DAMAGED = "`cphub harvest --full` fetches every text again."

At = tuple[int, str, int]
"""Which page is changed by which run: (run, wiki, page_id)."""


def pack(text: str) -> bytes:
    """Write a text as `texts.text` keeps it: zlib over UTF-8."""
    return zlib.compress(text.encode("utf-8", errors="surrogatepass"))


def unpack(packed: bytes) -> str:
    """Read a text of `texts.text`.

    Raises:
        CatalogueError: it is none that cphub wrote, or unfolds to more than a wiki gives.
    """
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(packed, LONGEST_TEXT)
        if reader.eof:
            return text.decode("utf-8", errors="surrogatepass")
    except (zlib.error, TypeError, UnicodeDecodeError) as error:
        raise CatalogueError("a text in the catalogue is damaged", DAMAGED) from error
    raise CatalogueError("a text in the catalogue is cut short or endless", DAMAGED)


def state_after(stored: Stored, listed: Stored) -> State:
    """Return a page's state after a listing that did not bring its text.

    A listing cannot tell that a text is hidden or unreadable: of the same revision that
    stays what it is.
    """
    unseen = (State.HIDDEN, State.UNPARSED)
    if stored.state in unseen and listed.state is State.CURRENT:
        return stored.state
    if stored.revision == listed.revision and listed.state is State.REDIRECT:
        return State.HIDDEN if stored.state is State.HIDDEN else listed.state
    return listed.state


def kind_of(old: State, new: State) -> str:
    """Name the change from one state to another."""
    return {
        State.MISSING: "deleted",
        State.REDIRECT: "redirected" if old is not State.MISSING else "restored",
        State.HIDDEN: "hidden",
    }.get(new, "restored")


class Pages(Runs):
    """The part of the catalogue that keeps pages and their history."""

    def save_pages(self, run: int, wiki: str, fetched: Sequence[Fetched]) -> None:
        """Save a batch of fetched pages, with text and all, in one transaction."""
        with self.write():
            stored = self._stored(wiki, [page.listed.page_id for page in fetched])
            for page in fetched:
                self._save_page(run, wiki, page, stored.get(page.listed.page_id))
            ids = [(wiki, page.listed.page_id) for page in fetched]
            self.run_many("UPDATE listings SET fetched = 1 WHERE wiki = ? AND page_id = ?", ids)
            for table in ("categories", "langlinks", "page_props"):
                self.run_many(f"DELETE FROM {table} WHERE wiki = ? AND page_id = ?", ids)  # noqa: S608
            self._save_parts(wiki, fetched)

    def save_states(
        self, run: int, wiki: str, looks: Sequence[Listed], missing: Collection[int] = ()
    ) -> None:
        """Save what a look at pages found: called otherwise, redirect, hidden, or missing.

        Pages that the catalogue does not have are passed over. The listings under way are
        put right: a page listed is not missing, and the other way round.
        """
        with self.write():
            stored = self._stored(wiki, [*(look.page_id for look in looks), *missing])
            for look in looks:
                if (old := stored.get(look.page_id)) is not None:
                    new = _stored(look)
                    self._update((run, wiki, look.page_id), old, new, state_after(old, new))
            for page_id in sorted(missing):
                if (old := stored.get(page_id)) is not None:
                    self._update((run, wiki, page_id), old, old, State.MISSING)
            delete = (
                "DELETE FROM listings WHERE wiki = ? AND page_id = ? AND (state = 'missing') = ?"
            )
            self.run_many(delete, [(wiki, look.page_id, True) for look in looks])
            self.run_many(delete, [(wiki, page_id, False) for page_id in missing])

    def stored_revisions(self, wiki: str) -> dict[int, int]:
        """Return the revision that the catalogue has of each page of a wiki, by page id."""
        return dict(self.rows("SELECT page_id, revision FROM pages WHERE wiki = ?", (wiki,)))

    def _save_page(self, run: int, wiki: str, page: Fetched, old: Stored | None) -> None:
        listed, new = page.listed, _stored(page.listed)
        at = (run, wiki, listed.page_id)
        state = State.HIDDEN if page.text is None else listed.state
        if old and old.revision == listed.revision and old.state is State.UNPARSED:
            state = state_after(old, new) if state is State.CURRENT else state
        self.run(
            "INSERT INTO pages (wiki, page_id, namespace, title, language, state, state_since,"
            " revision, parent, timestamp, user, minor, length, content_model, first_seen)"
            " SELECT ?, ?, ?, ?, ?, ?, started, ?, ?, ?, ?, ?, ?, ?, started"
            " FROM runs WHERE id = ?"
            " ON CONFLICT (wiki, page_id) DO UPDATE SET"
            " state_since = CASE WHEN pages.state = excluded.state THEN pages.state_since"
            " ELSE excluded.state_since END,"
            " edited_by_person = CASE WHEN pages.revision = excluded.revision"
            " THEN pages.edited_by_person END,"
            " edited_in_substance = CASE WHEN pages.revision = excluded.revision"
            " THEN pages.edited_in_substance END,"
            " namespace = excluded.namespace, title = excluded.title,"
            " language = excluded.language, state = excluded.state,"
            " revision = excluded.revision, parent = excluded.parent,"
            " timestamp = excluded.timestamp, user = excluded.user, minor = excluded.minor,"
            " length = excluded.length, content_model = excluded.content_model",
            (
                *(wiki, listed.page_id, listed.namespace, listed.title, listed.language),
                *(state.value, listed.revision, listed.parent, to_text(listed.timestamp)),
                *(listed.user, listed.minor, listed.length, listed.content_model, run),
            ),
        )
        if old is None:
            self._note(at, "new", "", str(listed.revision))
        else:
            if old.revision != listed.revision:
                revisions = (str(old.revision), str(listed.revision))
                self._note(at, "edited", *revisions)
            self._note_differences(at, old, new, state)
        if page.text is not None:
            self._save_text(wiki, listed, page.text)

    def _save_text(self, wiki: str, listed: Listed, text: str) -> None:
        row = self.row(
            "SELECT text FROM texts WHERE wiki = ? AND revision = ?", (wiki, listed.revision)
        )
        if row is not None:
            if unpack(row[0]) == text:
                return
            self.run("DELETE FROM facts WHERE wiki = ? AND revision = ?", (wiki, listed.revision))
        self.run(
            "INSERT INTO texts (wiki, page_id, revision, text) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (wiki, revision) DO UPDATE SET text = excluded.text",
            (wiki, listed.page_id, listed.revision, pack(text)),
        )

    def _save_parts(self, wiki: str, fetched: Sequence[Fetched]) -> None:
        self.run_many(
            "INSERT OR IGNORE INTO categories VALUES (?, ?, ?, ?)",
            (
                (wiki, page.listed.page_id, category.title, category.hidden)
                for page in fetched
                for category in page.categories
            ),
        )
        self.run_many(
            "INSERT OR IGNORE INTO langlinks VALUES (?, ?, ?, ?)",
            (
                (wiki, page.listed.page_id, language, title)
                for page in fetched
                for language, title in page.langlinks
            ),
        )
        self.run_many(
            "INSERT INTO page_props VALUES (?, ?, ?, ?)",
            (
                (wiki, page.listed.page_id, *item)
                for page in fetched
                for item in page.page_props.items()
            ),
        )

    def _stored(self, wiki: str, page_ids: Sequence[int]) -> dict[int, Stored]:
        """Return what the catalogue has of pages, by page id."""
        found = {}
        for chunk in (page_ids[at : at + CHUNK] for at in range(0, len(page_ids), CHUNK)):
            for row in self.rows(
                "SELECT page_id, namespace, title, language, state, revision FROM pages"  # noqa: S608  # marks
                f" WHERE wiki = ? AND page_id IN ({', '.join('?' * len(chunk))})",
                (wiki, *chunk),
            ):
                state = read_member(State, row[4])
                found[row[0]] = Stored(row[1], row[2], row[3], state, row[5])
        return found

    def _update(self, at: At, old: Stored, new: Stored, state: State) -> None:
        """Take over what is called otherwise, without text; the revision stays the text's."""
        run, wiki, page_id = at
        after = (new.namespace, new.title, new.language, state)
        if after == (old.namespace, old.title, old.language, old.state):
            return
        self.run(
            "UPDATE pages SET namespace = ?, title = ?, language = ?,"
            " state_since = CASE WHEN state = ? THEN state_since"
            " ELSE (SELECT started FROM runs WHERE id = ?) END, state = ?"
            " WHERE wiki = ? AND page_id = ?",
            (*after[:3], state.value, run, state.value, wiki, page_id),
        )
        self._note_differences(at, old, new, state)

    def _note_differences(self, at: At, old: Stored, new: Stored, state: State) -> None:
        if old.title != new.title:
            self._note(at, "moved", old.title, new.title)
        # To the wiki an unparsed page is a current one.
        before = State.CURRENT if old.state is State.UNPARSED else old.state
        after = State.CURRENT if state is State.UNPARSED else state
        if before is not after:
            self._note(at, kind_of(before, after), before, after)

    def _note(self, at: At, kind: str, old: str, new: str) -> None:
        run, wiki, page_id = at
        self.run(
            "INSERT INTO changes (wiki, page_id, run, timestamp, kind, old, new)"
            " SELECT ?, ?, id, started, ?, ?, ? FROM runs WHERE id = ?",
            (wiki, page_id, kind, old, new, run),
        )


def _stored(listed: Listed) -> Stored:
    return Stored(listed.namespace, listed.title, listed.language, listed.state, listed.revision)
