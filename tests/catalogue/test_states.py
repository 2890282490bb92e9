"""What becomes of a page's state, and of its history, whichever way it is met again."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.catalogue.imagined import META, NOW, Harvest, listed

from cphub.catalogue import Catalogue, Counts, RunWarning, connection
from cphub.catalogue.pages import Stored, kind_of, pack, state_after, unpack
from cphub.catalogue.runs import Source
from cphub.errors import CatalogueError, Stopped
from cphub.model.pages import State

CURRENT, REDIRECT, MISSING = State.CURRENT, State.REDIRECT, State.MISSING
HIDDEN, UNPARSED = State.HIDDEN, State.UNPARSED
A, B = listed(1, "A", 11), listed(2, "B", 12)


def stored(state: State, revision: int = 5) -> Stored:
    return Stored(0, "A", "en", state, revision)


@pytest.mark.parametrize(
    ("before", "told", "revision", "after"),
    [
        (HIDDEN, CURRENT, 5, HIDDEN),
        (HIDDEN, CURRENT, 6, HIDDEN),
        (UNPARSED, CURRENT, 5, UNPARSED),
        (CURRENT, CURRENT, 5, CURRENT),
        (MISSING, CURRENT, 5, CURRENT),
        (REDIRECT, CURRENT, 6, CURRENT),
        (HIDDEN, REDIRECT, 5, HIDDEN),
        (HIDDEN, REDIRECT, 6, REDIRECT),
        (UNPARSED, REDIRECT, 5, REDIRECT),
        (CURRENT, REDIRECT, 5, REDIRECT),
        (CURRENT, REDIRECT, 6, REDIRECT),
        (MISSING, REDIRECT, 5, REDIRECT),
        (HIDDEN, MISSING, 5, MISSING),
    ],
)
def test_a_listing_tells_no_more_of_a_state_than_it_can(
    before: State,
    told: State,
    revision: int,
    after: State,
) -> None:
    assert state_after(stored(before), stored(told, revision)) is after


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (CURRENT, MISSING, "deleted"),
        (REDIRECT, MISSING, "deleted"),
        (CURRENT, REDIRECT, "redirected"),
        (MISSING, REDIRECT, "restored"),
        (CURRENT, HIDDEN, "hidden"),
        (MISSING, CURRENT, "restored"),
        (HIDDEN, CURRENT, "restored"),
    ],
)
def test_every_change_of_state_has_its_name(old: State, new: State, kind: str) -> None:
    assert kind_of(old, new) == kind


def test_any_text_is_kept_and_damage_is_told_with_what_helps() -> None:
    for text in ("", "søk 文 \U0001f469", "half \ud800 of a character"):
        assert unpack(pack(text)) == text
    whole = pack("a text" * 100)
    for packed, said in (
        (b"no zlib", "a text in the catalogue is damaged"),
        (zlib.compress(b"\xff\xfe"), "a text in the catalogue is damaged"),
        (whole[:-3], "a text in the catalogue is cut short or endless"),
        (zlib.compress(bytes(33 * 2**20)), "a text in the catalogue is cut short or endless"),
    ):
        with pytest.raises(CatalogueError) as caught:
            unpack(packed)
        assert caught.value.message == said
        assert caught.value.hint == "`cphub harvest --full` fetches every text again."


@pytest.mark.parametrize(
    "change",
    [{"namespace": 4}, {"title": "Elsewhere"}, {"language": "sv"}, {"state": REDIRECT}],
)
def test_what_a_listing_tells_of_an_unchanged_text_is_taken_over(
    change: dict[str, object], harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    since = "SELECT state_since FROM pages WHERE page_id = 1"
    [(before,)] = catalogue.rows(since)
    harvest([replace(A, **change), B])  # type: ignore[arg-type]  # one field of many types
    columns = "namespace, title, language, state"
    [row] = catalogue.rows(f"SELECT {columns} FROM pages WHERE page_id = 1")  # noqa: S608  # constant
    told = {"namespace": 0, "title": "A", "language": "en", "state": CURRENT} | change
    assert row == tuple(told.values())
    assert (catalogue.rows(since) == [(before,)]) == ("state" not in change)
    assert catalogue.rows("SELECT title, state FROM pages WHERE page_id = 2") == [("B", "current")]
    kinds = [change.kind for change in catalogue.page_changes("meta", 1)]
    noted = {"title": ["moved"], "state": ["redirected"]}.get(next(iter(change)), [])
    assert kinds[: len(noted)] == noted
    assert len(kinds) == 2 + len(noted)


def test_a_page_that_was_not_readable_is_a_current_one_to_its_history(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    catalogue.run("UPDATE pages SET state = 'unparsed'")
    before = len(catalogue.page_changes("meta", 1))
    harvest([replace(A, title="Moved")])
    assert catalogue.rows("SELECT title, state FROM pages") == [("Moved", "unparsed")]
    assert [c.kind for c in catalogue.page_changes("meta", 1)][:-before] == ["moved"]
    harvest([])
    assert [(c.kind, c.old, c.new) for c in catalogue.page_changes("meta", 1)][0:2] in (
        [("left", "capacity", ""), ("deleted", "current", "missing")],
        [("deleted", "current", "missing"), ("left", "capacity", "")],
    )


def test_what_was_done_is_counted_before_the_end_too(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, ""), (replace(B, revision=20), "")], {"at": 2})
    assert catalogue.counts_so_far(run, ["capacity"]) == Counts(listed=2, unchanged=1, failed=1)
    assert catalogue.counts_so_far(run, ["other"]) == Counts()
    assert catalogue.counts_so_far(run + 1, ["capacity"]) == Counts()


def test_what_was_done_for_several_sources_counts_each_page_once(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    run = harvest.start()
    catalogue.save_source("other", "meta", "search", {"query": "x"})
    catalogue.begin_listing(run, "other")
    for source in ("capacity", "other"):
        catalogue.save_listing(run, source, [(A, ""), (B, "")], {"at": 2})
    assert catalogue.counts_so_far(run, ["capacity", "other"]) == Counts(2, unchanged=1, failed=1)


def test_a_listing_that_ended_with_nothing_is_begun_again(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    """A wiki whose search index was away may have answered with an empty list."""
    catalogue.save_listing(harvest.start(), "capacity", [], None)
    again = catalogue.start_run("harvest", NOW + timedelta(days=1, hours=1))
    cursor = catalogue.begin_listing(again, "capacity")
    assert (cursor.resume, cursor.done, cursor.listed) == (None, False, 0)


def test_a_look_at_a_redirect_whose_text_is_hidden_does_not_show_it(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest.texts[1] = None
    harvest([A])
    run = catalogue.start_run("harvest", NOW)
    catalogue.save_states(run, "meta", [replace(A, state=REDIRECT)])
    assert catalogue.rows("SELECT state FROM pages") == [("hidden",)]
    catalogue.save_states(run, "meta", [replace(A, revision=12, state=REDIRECT)])
    assert catalogue.rows("SELECT state FROM pages") == [("redirect",)]


def test_a_full_harvest_puts_a_text_right_that_the_catalogue_has_wrong(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    harvest.texts[1] = "What the wiki says."
    harvest([A], full=True)
    assert catalogue.text("meta", A.revision) == "What the wiki says."


def test_a_wiki_that_moved_to_another_address_is_known_by_it(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    catalogue.save_wiki(replace(META, api="https://new.example/w/api.php"))
    assert catalogue.wikis()["meta"].api == "https://new.example/w/api.php"
    assert catalogue.stored_revisions("meta") == {1: 11}


def test_sources_and_rules_come_back_as_they_were_saved(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    catalogue.save_source("other", "meta", "search", {"query": "søk", "namespaces": [0, 4]})
    assert catalogue.sources() == [
        Source("capacity", "meta", "category", {"category": "capacity"}),
        Source("other", "meta", "search", {"query": "søk", "namespaces": [0, 4]}),
    ]
    run = catalogue.start_run("audit", NOW)
    catalogue.save_rules(run, date(2026, 11, 22), {"b", "a"}, {"d", "c"})
    catalogue.end_run(run, NOW, "done")
    assert catalogue.rows("SELECT today, rules, rules_left_out FROM runs WHERE id = ?", (run,)) == [
        ("2026-11-22", '["a","b"]', '["c","d"]')
    ]


def test_dropped_sources_let_go_of_their_pages_and_the_others_do_not(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    harvest([A], source="other")
    run = catalogue.start_run("harvest", NOW)
    assert catalogue.drop_sources(run, {"other"}) == {"capacity": 2}
    assert catalogue.members("other") == {("meta", 1)}
    assert not catalogue.members("capacity")
    assert catalogue.drop_sources(run, {"other"}) == {}


def test_a_harvest_that_was_overtaken_says_by_whom_and_that_nothing_is_lost(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    first = harvest.start()
    harvest.start()
    with pytest.raises(Stopped) as caught:
        catalogue.save_listing(first, "capacity", [(A, "")], None)
    assert caught.value.message == "Another harvest of 'capacity' has taken over"
    assert caught.value.hint == "Let it finish; what this one fetched is saved."


def test_warnings_are_counted_with_their_run(harvest: Harvest, catalogue: Catalogue) -> None:
    run = harvest.start()
    catalogue.add_warnings(run, [RunWarning("meta", "capacity", "maxlag", "slow", 3)])
    catalogue.add_warnings(run, [RunWarning("meta", "capacity", "maxlag", "slow", 2)])
    catalogue.add_warnings(run, [])
    assert catalogue.warnings(run) == [RunWarning("meta", "capacity", "maxlag", "slow", 5)]
    assert catalogue.rows("SELECT warnings FROM runs WHERE id = ?", (run,)) == [(5,)]


SAFE = "All batches before this one are safe. Free some space, then the same command goes on."
AGAIN = "Restore it from a backup, or move it away and harvest again."
WORDS = {
    "SQLITE_BUSY": ("{0} is locked by another program", "End the other one, then again."),
    "SQLITE_LOCKED": ("{0} is locked by another program", "End the other one, then again."),
    "SQLITE_FULL": ("The disk is full: {0} cannot grow", SAFE),
    "SQLITE_IOERR": ("{0} cannot be read or written: disk full or failing (SQLite: so)", SAFE),
    "SQLITE_READONLY": ("{0} is read-only", "Make it writable, or name another catalogue."),
    "SQLITE_AUTH": ("{0} is read-only here", "Nothing was changed."),
    "SQLITE_TOOBIG": ("{0} has a value in it that no cphub wrote", "Do not trust the file."),
    "SQLITE_PERM": ("{0} may not be opened", "Look at its permissions."),
    "SQLITE_CANTOPEN": ("{0} cannot be opened", "Look at its folder and permissions."),
    "SQLITE_NOTADB": ("{0} is not a catalogue", "Name another file."),
    "SQLITE_CORRUPT": ("{0} is damaged (SQLite: so)", AGAIN),
    "SQLITE_ERROR": ("{0} could not be used (SQLite: so)", "Is it made by this cphub?"),
    "": ("{0} could not be used (SQLite: so)", "Is it made by this cphub?"),
}


@pytest.mark.parametrize("name", WORDS)
def test_sqlite_s_errors_say_what_happened_and_what_to_do(path: Path, name: str) -> None:
    error = sqlite3.OperationalError("so")
    if name:
        error.sqlite_errorname = name
    told = connection.explain(error, path)
    message, hint = WORDS[name]
    assert (told.message, told.hint) == (message.format(path), hint)
