"""Whatever happens to a wiki, a finished harvest has it as it is, and its history only grows."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.workflows.fake_wiki import FakePage, FakeWiki, error, family

from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.wikis import Reach

LONG = hypothesis_settings.get_current_profile_name() == "long"
CATEGORIES = ("Category:One", "Category:Two", "Category:Elsewhere")
SOURCES = {"one": "Category:One", "two": "Category:Two"}
NAMES = st.sampled_from([f"Page {letter}" for letter in "ABCDEFGH"])
TEXTS = st.sampled_from(["", "Text.", "{{Outdated}}", "== Heading ==\n", "[[Page A]] ~~~~"])
HELD = st.sampled_from(
    [CATEGORIES[:1], CATEGORIES[:1], CATEGORIES[1:2], CATEGORIES[:2], CATEGORIES[2:], ()]
)
WHICH = st.integers(0, 7)


class ModelWiki(RuleBasedStateMachine):
    """A wiki that people work on, and a catalogue that is harvested now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "catalog.db"
        self.wiki = FakeWiki(size=3)
        self.deleted: dict[str, FakePage] = {}
        self.clock = datetime(2026, 11, 1, tzinfo=UTC)
        self.left_off = False
        self.history: list[Any] = []
        self.seen: dict[int, int] = {}
        self.held: set[int] = set()
        self.clean = False
        self.settings = Settings(
            contact="anna@example.org",
            catalog=self.path,
            wikis={"meta": WikiSettings("meta", self.wiki.api)},
            sources=tuple(
                SourceSettings(name, "meta", "category", {"category": category, "depth": 0})
                for name, category in SOURCES.items()
            ),
            politeness=PolitenessSettings(attempts=1),
        )
        for category in SOURCES.values():
            self.wiki.edit(category)

    def teardown(self) -> None:
        """Leave no file behind."""
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        for letter in "ABCDE":
            self.wiki.edit(f"Page {letter}", categories=CATEGORIES[:1])

    def page(self, title: str) -> FakePage | None:
        return next((page for page in self.wiki.pages.values() if page.title == title), None)

    def some(self, which: int) -> str:
        """Return the title of a page that there is, "" where there is none."""
        titles = [page.title for page in self.wiki.pages.values() if not page.namespace]
        return titles[which % len(titles)] if titles else ""

    # what people do

    @rule(title=NAMES, text=TEXTS, categories=HELD, minor=st.booleans())
    def create_or_edit(
        self,
        title: str,
        text: str,
        categories: tuple[str, ...],
        minor: bool,  # noqa: FBT001  # hypothesis names it
    ) -> None:
        self.wiki.edit(title, text, categories=categories, minor=minor)
        self.clean = False

    @rule(which=WHICH, bot=st.sampled_from(["CleanerBot", "Anna", ""]))
    def edit_by_somebody(self, which: int, bot: str) -> None:
        title = self.some(which)
        if self.page(title):
            self.wiki.edit(title, "Edited.", user=bot)
            self.clean = False

    @rule(which=WHICH, new=NAMES)
    def move(self, which: int, new: str) -> None:
        """Move a page, also over an old title that is free again."""
        old = self.some(which)
        if self.page(old) and not self.page(new):
            self.wiki.move(old, new)
            self.clean = False

    @rule(which=WHICH, new=NAMES)
    def move_over_a_redirect(self, which: int, new: str) -> None:
        """Move a page back over an old title, where a redirect stands, which is deleted."""
        old, there = self.some(which), self.page(new)
        if there and there.redirect and old != new:
            self.wiki.delete(new)
            self.wiki.move(old, new)
            self.clean = False

    @rule(which=WHICH, new=NAMES)
    def move_and_leave_a_redirect(self, which: int, new: str) -> None:
        old = self.some(which)
        page = self.page(old)
        if page and not self.page(new):
            self.wiki.move(old, new)
            self.wiki.edit(old, f"#REDIRECT [[{new}]]", categories=page.categories, redirect=True)
            self.clean = False

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        title = self.some(which)
        if page := self.page(title):
            self.wiki.delete(title)
            self.deleted[title] = page
            self.clean = False

    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        free = [title for title in sorted(self.deleted) if not self.page(title)]
        if free:
            page = self.deleted.pop(free[which % len(free)])
            self.wiki.pages[page.page_id] = page
            self.clean = False

    @rule(which=WHICH)
    def redirect(self, which: int) -> None:
        if title := self.some(which):
            self.wiki.edit(title, "#REDIRECT [[Page A]]", redirect=True)
            self.clean = False

    @rule(which=WHICH)
    def hide_and_edit(self, which: int) -> None:
        """Hide the text of a page, which an edit brings into the light again, or not."""
        title = self.some(which)
        if page := self.page(title):
            page.text_hidden = not page.text_hidden
            self.wiki.edit(title, "Shown or not.")
            self.clean = False

    @rule(which=WHICH, categories=HELD)
    def change_categories(self, which: int, categories: tuple[str, ...]) -> None:
        """Change categories by a template: the page has no new revision."""
        if page := self.page(self.some(which)):
            page.categories = categories
            self.clean = False

    # what the hub does

    def harvest(self) -> HarvestResult:
        self.clock += timedelta(minutes=7)
        return harvest(
            self.settings,
            reach=Reach(transport=family(self.wiki)),
            clock=lambda: self.clock,
        )

    @rule()
    def harvest_to_the_end(self) -> None:
        result = self.harvest()
        if self.left_off:  # a listing that was begun may be older than what happened since
            self.left_off = False
            result = self.harvest()
        assert not result.failures
        self.clean = True

    @rule(number=st.integers(0, 8))
    def harvest_interrupted(self, number: int) -> None:
        """The wiki fails at the request with this number, and at all after it."""
        asked = 0

        def fail(_asked: dict[str, str]) -> httpx.Response | None:
            nonlocal asked
            asked += 1
            return error("internal_api_error_Fatal") if asked > number else None

        self.wiki.before = fail
        result = self.harvest()
        self.wiki.before = None
        self.left_off = self.left_off or bool(result.failures)
        self.clean = not self.left_off

    # what must be true

    def rows(self, sql: str) -> list[Any]:
        if not self.path.exists():
            return []
        with contextlib.closing(sqlite3.connect(self.path)) as database:
            return database.execute(sql).fetchall()

    @precondition(lambda self: self.clean)
    @invariant()
    def the_catalogue_is_the_wiki(self) -> None:
        held = {
            page.page_id: page
            for page in self.wiki.pages.values()
            if set(page.categories) & set(SOURCES.values())
        }
        expected = {
            (number, page.title)
            for number, page in held.items()
            if not page.redirect and not page.text_hidden
        }
        current = self.rows("SELECT page_id, title FROM current_pages")
        assert set(current) == expected
        assert len(current) == len(expected)
        members = set(self.rows("SELECT source, page_id FROM memberships WHERE until IS NULL"))
        assert members == {
            (name, number)
            for number, page in held.items()
            for name, category in SOURCES.items()
            if category in page.categories
        }
        for number, state, revision, title in self.rows(
            "SELECT page_id, state, revision, title FROM pages"
        ):
            page = self.wiki.pages.get(number)
            if number in held and page:
                wanted = "redirect" if page.redirect else "current"
                assert state == ("hidden" if page.text_hidden else wanted)
                assert (revision, title) == (page.revisions[-1][0], page.title)
        states = dict(self.rows("SELECT page_id, state FROM pages"))
        for number in self.held - held.keys():
            page = self.wiki.pages.get(number)
            assert states[number] == "missing" if page is None else states[number] != "missing"
        self.held = set(held)
        texts = dict(self.rows("SELECT page_id, max(revision) FROM texts GROUP BY page_id"))
        assert all(
            texts[number] == page.revisions[-1][0]
            for number, page in held.items()
            if not page.text_hidden
        )

    @invariant()
    def nothing_is_doubled_and_history_only_grows(self) -> None:
        for table, key in (
            ("pages", "wiki, page_id"),
            ("texts", "wiki, revision"),
            ("memberships", "wiki, page_id, source, until IS NULL, since"),
        ):
            sql = f"SELECT count(*) FROM {table} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608  # constants
            assert self.rows(sql) == []
        history = self.rows(
            "SELECT id, page_id, timestamp, kind, old, new FROM changes ORDER BY id"
        )
        assert history[: len(self.history)] == self.history
        moments = [row[2] for row in history]
        assert moments == sorted(moments)
        self.history = history
        known = dict(self.rows("SELECT page_id, revision FROM pages"))
        assert self.seen.keys() <= known.keys()
        assert all(known[number] >= revision for number, revision in self.seen.items())
        self.seen = known
        once = [row[1] for row in history if row[3] == "new"]
        assert len(once) == len(set(once))


TestModelWiki = ModelWiki.TestCase
TestModelWiki.settings = hypothesis_settings(
    max_examples=200 if LONG else 40,
    stateful_step_count=50 if LONG else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
