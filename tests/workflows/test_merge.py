"""Two people's catalogues become one: nothing lost, conflicts named, and the order is the same."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.workflows.hub import START, Hub
from tests.workflows.offline import read_here

from cphub.catalogue.offered import Rejected
from cphub.data.subjects import load_subjects
from cphub.model.reviews import Said
from cphub.workflows.describe import Typed, describe
from cphub.workflows.merge import Merged, merge_catalogue
from cphub.workflows.resource import link, unlink
from cphub.workflows.review import dismiss, say, undo

WORDS = (
    (
        "SELECT uuid, wiki, page_id, reviewer, verdict, note, owner, review_by, timestamp, undone"
        " FROM reviews ORDER BY uuid"
    ),
    (
        "SELECT uuid, wiki, page_id, rule, key, prints, because, reviewer, timestamp, ended"
        " FROM dismissals ORDER BY uuid"
    ),
    (
        "SELECT kind, wiki, page_id, other_wiki, other_page_id, timestamp, until FROM person_ties"
        " ORDER BY 1, 2, 3, 4, 5, 6"
    ),
    (
        "SELECT title, rule, silences.kind, silences.uuid FROM silences"
        " JOIN findings ON findings.id = finding WHERE gone IS NULL ORDER BY 1, 2"
    ),
)


def contents(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return [database.execute(sql).fetchall() for sql in WORDS]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Hub, Hub]:
    """Two hubs of one wiki, with the same pages and findings, and no words yet."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    anna = Hub(tmp_path / "anna")
    for title in ("Guide", "Other", "Third"):
        anna.edit(title, f"{title}! Look at this!")
    anna.renew()
    bo = Hub(tmp_path / "bo", anna.wiki)
    shutil.copy(anna.path, bo.path)
    bo.day = anna.day
    return anna, bo


def judge(hub: Hub, title: str, verdict: str, who: str, **said: str) -> None:
    hub.day += 1
    with hub.open() as catalogue:
        say(catalogue, title, Said(verdict, review_by="", **said), who, clock=hub.clock)


def merge(into: Hub, other: Path) -> Merged:
    return merge_catalogue(into.path, other, clock=lambda: START + timedelta(days=100))


def test_both_say_the_same_whoever_merges(pair: tuple[Hub, Hub], tmp_path: Path) -> None:
    anna, bo = pair
    judge(anna, "Guide", "good", "Anna")
    judge(anna, "Other", "expired", "Anna", owner="Anna")
    judge(bo, "Guide", "irrelevant", "Bo", note="not ours")
    judge(bo, "Third", "incomplete", "Bo")
    with anna.open() as catalogue:
        dismiss(catalogue, "Third", "shouting", "so", "Anna", clock=anna.clock)
        link(catalogue, "Guide", "Other", clock=anna.clock)
    bo.day += 5
    with bo.open() as catalogue:
        link(catalogue, "Guide", "Third", clock=bo.clock)
        link(catalogue, "Guide", "Other", clock=bo.clock)
        bo.day += 1
        unlink(catalogue, "Other", "Guide", clock=bo.clock)
    before = tmp_path / "before.db"
    shutil.copy(anna.path, before)
    merged = merge(anna, bo.path)
    merge(bo, before)
    assert contents(anna.path) == contents(bo.path)
    assert merged.words.new == {"reviews": 2, "person_ties": 3}
    (reviews, dismissals, ties, _quiet) = contents(anna.path)
    assert (len(reviews), len(dismissals)) == (4, 1)
    assert [row[0] for row in ties if row[-1] is None] == ["tied", "untied"]
    again = merge(anna, bo.path)
    assert (again.words.new, again.words.ended, again.conflicts) == ({}, {}, ())
    assert contents(anna.path) == contents(bo.path)


def test_two_verdicts_that_did_not_know_of_each_other_are_a_conflict(
    pair: tuple[Hub, Hub],
) -> None:
    anna, bo = pair
    judge(anna, "Guide", "good", "Anna")
    bo.day += 3
    judge(bo, "Guide", "expired", "Bo", note="the tool is gone")
    (conflict,) = merge(anna, bo.path).conflicts
    assert (conflict.ours.verdict, conflict.ours.reviewer) == ("good", "Anna")
    assert (conflict.theirs.verdict, conflict.theirs.note) == ("expired", "the tool is gone")
    with anna.open() as catalogue:
        assert catalogue.standing(conflict.resource.id).verdict == "expired"
    judge(anna, "Guide", "good", "Anna")  # said knowing of the other
    assert merge(bo, anna.path).conflicts == ()
    with bo.open() as catalogue:
        assert catalogue.standing(conflict.resource.id).verdict == "good"


def test_two_descriptions_that_did_not_know_of_each_other_are_a_conflict(
    pair: tuple[Hub, Hub],
) -> None:
    anna, bo = pair
    vocabulary = load_subjects()

    def tell(hub: Hub, who: str, typed: Typed) -> None:
        hub.day += 1
        with hub.open() as catalogue:
            describe(catalogue, vocabulary, "Guide", typed, who, clock=hub.clock)

    tell(anna, "Anna", Typed(level="beginner", kinds=("guide",)))
    bo.day += 3
    tell(bo, "Bo", Typed(level="expert", kinds=("guide",)))
    (found,) = merge(anna, bo.path).contradictions
    assert (found.ours.value, found.ours.who) == ("beginner", "Anna")
    assert (found.theirs.value, found.theirs.who) == ("expert", "Bo")
    assert merge(anna, bo.path).contradictions == ()
    tell(anna, "Anna", Typed(level="beginner"))  # said knowing of the other
    assert merge(bo, anna.path).contradictions == ()


def test_what_one_took_back_is_taken_back_in_both(pair: tuple[Hub, Hub]) -> None:
    anna, bo = pair
    judge(anna, "Guide", "good", "Anna")
    merge(bo, anna.path)
    with bo.open() as catalogue:
        undo(catalogue, "Guide", clock=bo.clock)
    merged = merge(anna, bo.path)
    assert merged.words.ended == {"reviews": 1}
    with anna.open() as catalogue:
        assert catalogue.standings() == {}
    merge(bo, anna.path)
    assert contents(anna.path) == contents(bo.path)


def test_what_both_took_back_was_taken_back_when_the_first_did(
    pair: tuple[Hub, Hub], tmp_path: Path
) -> None:
    anna, bo = pair
    judge(anna, "Guide", "good", "Anna")
    merge(bo, anna.path)
    for hub, day in ((anna, 20), (bo, 10)):
        hub.day = day
        with hub.open() as catalogue:
            undo(catalogue, "Guide", clock=hub.clock)
    before = tmp_path / "before.db"
    shutil.copy(anna.path, before)
    merge(anna, bo.path)
    merge(bo, before)
    assert contents(anna.path) == contents(bo.path)
    with anna.open() as catalogue:
        assert catalogue.reviews()[0].undone == START + timedelta(days=10)


def test_a_review_of_a_page_that_only_they_have_comes_with_the_page(tmp_path: Path) -> None:
    bo = Hub(tmp_path / "bo")
    bo.edit("Theirs", "Calm.")
    bo.renew()
    judge(bo, "Theirs", "good", "Bo")
    anna = Hub(tmp_path / "anna", bo.wiki)
    merge(anna, bo.path)
    with anna.open() as catalogue:
        (standing,) = catalogue.standings().values()
        assert (standing.verdict, standing.reviewer) == ("good", "Bo")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("verdict = 'splendid'", "verdict is 'splendid'"),
        ("uuid = 'x'", "uuid is 'x'"),
        ("review_by = '2027-02-30'", "review_by is '2027-02-30'"),
        ("review_by = 'soon'", "review_by is 'soon'"),
        ("timestamp = '2026-13-22T12:00:00Z'", "timestamp is"),
        ("timestamp = '2999-01-01T00:00:00Z'", "in the future"),
        ("reviewer = ''", "reviewer is ''"),
        ("note = printf('%.*c', 20000, 'x')", "note is 'xxx"),
        ("note = CAST(x'ff' AS TEXT)", "note is"),
        ("page_id = 99", "page"),
        ("wiki = 'none'", "page"),
        ("undone = 'yes'", "undone is 'yes'"),
    ],
)
def test_words_that_no_cphub_wrote_are_passed_over_and_named(
    pair: tuple[Hub, Hub], change: str, why: str
) -> None:
    anna, bo = pair
    judge(bo, "Guide", "good", "Bo")
    judge(bo, "Other", "good", "Bo")
    with closing(sqlite3.connect(bo.path)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(f"UPDATE reviews SET {change} WHERE page_id = 1")  # noqa: S608
    merged = merge(anna, bo.path)
    assert merged.words.new == {"reviews": 1}
    (rejected,) = merged.taken.rejected
    assert isinstance(rejected, Rejected)
    assert why in rejected.why


@pytest.mark.parametrize("prints", ["[]]", "{}", '["' + "x" * 16 + '"]', "[[[[", '[{"a": 1}]', "7"])
def test_prints_that_are_none_are_passed_over(pair: tuple[Hub, Hub], prints: str) -> None:
    anna, bo = pair
    with bo.open() as catalogue:
        dismiss(catalogue, "Guide", "shouting", "so", "Bo", clock=bo.clock)
        catalogue.run("UPDATE dismissals SET prints = ?", (prints,))
    merged = merge(anna, bo.path)
    assert merged.words.new == {}
    assert [rejected.why[:9] for rejected in merged.taken.rejected] == ["prints is"]


def test_a_forged_copy_of_one_s_own_review_changes_nothing(pair: tuple[Hub, Hub]) -> None:
    anna, bo = pair
    judge(anna, "Guide", "good", "Anna")
    merge(bo, anna.path)
    with bo.open() as catalogue:
        catalogue.run("UPDATE reviews SET verdict = 'irrelevant'")
    before = contents(anna.path)
    merged = merge(anna, bo.path)
    assert contents(anna.path) == before
    assert [one.why for one in merged.taken.rejected] == ["another one of the same id is here"]
