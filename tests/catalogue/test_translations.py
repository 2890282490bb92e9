"""What Translate said stays known: whole answers replace, broken ones only add."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.catalogue.imagined import NOW, Harvest, listed

from cphub.catalogue import Catalogue
from cphub.catalogue.translatables import Translatable
from cphub.model.translations import Baseline, Group, UnitCounts

GROUP = Group("page-Guide", "en", "default", ("sv", "fr"), workflow_states={"ready": "Ready"})
MARKED = "<translate><!--T:1--> Text.</translate>"
GUIDE = listed(1, "Guide", 10)
SV, OTHER = listed(2, "Guide/sv", 11), listed(3, "Guides", 12)


def has_markup(text: str) -> bool:
    return "<translate>" in text


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


@pytest.fixture
def guide(catalogue: Catalogue, harvest: Harvest) -> Translatable:
    """A page with markup, its translation and another page, harvested and scanned."""
    harvest.texts[1] = MARKED
    harvest([GUIDE, SV, OTHER])
    assert catalogue.scan_markup("meta", has_markup) == 3
    (page,) = catalogue.translatable_wanted("meta", NOW)
    return page


def ask(
    catalogue: Catalogue,
    harvest: Harvest,
    page: Translatable,
    *counts: UnitCounts,
    complete: bool = True,
) -> None:
    run = harvest.start()
    catalogue.save_groups(run, "meta", {page: GROUP})
    catalogue.save_stats(run, "meta", page, counts, complete=complete, all_languages=True)


def stats(catalogue: Catalogue) -> dict[str, tuple[int, bool]]:
    page = catalogue.translatable_page("meta", 1)
    assert page is not None
    return {code: (one.counts.translated, one.complete) for code, one in page.stats.items()}


def test_a_page_with_markup_is_wanted_and_known_to_none(
    catalogue: Catalogue, guide: Translatable
) -> None:
    assert guide == Translatable(1, "Guide", 11)
    assert catalogue.scan_markup("meta", has_markup) == 0
    page = catalogue.translatable_page("meta", 1)
    assert page is not None
    assert (page.group, page.asked) == (None, None)
    assert catalogue.translatable_page("meta", 2) is None


def test_what_was_asked_comes_back_as_it_was_said(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    ask(catalogue, harvest, guide, UnitCounts("sv", 8, 6, 2, 1))
    page = catalogue.translatable_pages()["meta", 1]
    assert page.group == GROUP
    assert page.complete
    assert page.all_languages
    assert page.asked == day(2)
    assert page.stats["sv"].counts == UnitCounts("sv", 8, 6, 2, 1)
    assert page.stats["sv"].workflow_state is None


def test_it_is_asked_again_only_when_old_or_edited(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    ask(catalogue, harvest, guide, UnitCounts("sv", 8, 6, 2, 1))
    assert catalogue.translatable_wanted("meta", day(2)) == []
    assert len(catalogue.translatable_wanted("meta", day(3))) == 1
    harvest([GUIDE, SV, listed(3, "Guides", 13)])
    assert catalogue.translatable_wanted("meta", day(2)) == []
    harvest([GUIDE, listed(2, "Guide/sv", 14), listed(3, "Guides", 13)])
    assert catalogue.translatable_wanted("meta", day(2)) == [Translatable(1, "Guide", 14)]


def test_what_was_asked_by_a_clock_that_was_ahead_is_asked_again(
    catalogue: Catalogue, guide: Translatable
) -> None:
    run = catalogue.start_run("harvest", day(365))
    catalogue.save_groups(run, "meta", {guide: GROUP})
    catalogue.save_stats(run, "meta", guide, (), complete=True, all_languages=True)
    catalogue.save_sitelinks("d", {"Q1": ()}, day(365))
    catalogue.run("INSERT INTO repositories (wiki, repository) VALUES ('meta', 'd')")
    catalogue.run("INSERT INTO page_props VALUES ('meta', 1, 'wikibase_item', 'Q1')")
    assert catalogue.translatable_wanted("meta", day(300)) == []
    assert catalogue.items_wanted("d", day(300)) == []
    catalogue.start_run("harvest", day(5))
    assert len(catalogue.translatable_wanted("meta", day(0))) == 1
    assert catalogue.items_wanted("d", day(0)) == ["Q1"]


def test_a_page_that_translate_does_not_know_is_left_alone_until_edited(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    catalogue.save_groups(harvest.start(), "meta", {guide: None})
    assert catalogue.translatable_wanted("meta", day(2)) == []
    harvest([listed(1, "Guide", 20), SV, OTHER])
    assert [page.newest for page in catalogue.translatable_wanted("meta", day(2))] == [20]


def test_a_page_that_lost_its_markup_is_forgotten(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    ask(catalogue, harvest, guide, UnitCounts("sv", 8, 6, 2, 1))
    harvest.texts[1] = "No markup."
    harvest([listed(1, "Guide", 20), SV, OTHER])
    catalogue.scan_markup("meta", has_markup)
    assert catalogue.translatable_pages() == {}
    assert catalogue.rows("SELECT * FROM translation_stats") == []


def test_a_whole_answer_replaces_and_a_broken_one_only_adds(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    ask(catalogue, harvest, guide, UnitCounts("ar", 8, 1, 0, 0), UnitCounts("sv", 8, 6, 2, 0))
    ask(catalogue, harvest, guide, UnitCounts("ar", 8, 2, 0, 0), complete=False)
    assert stats(catalogue) == {"ar": (2, True), "sv": (6, False)}
    assert len(catalogue.translatable_wanted("meta", NOW)) == 1
    ask(catalogue, harvest, guide, UnitCounts("ar", 8, 3, 0, 0))
    assert stats(catalogue) == {"ar": (3, True)}


def test_workflow_states_are_asked_for_once_a_count(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    counts = [UnitCounts(code, 8, done, 0, 0) for code, done in {"fr": 0, "sv": 6, "en": 8}.items()]
    ask(catalogue, harvest, guide, *counts)
    languages = ["en", "fr", "sv"]
    wanted = catalogue.workflow_states_wanted("meta", languages, 9)
    assert wanted == [(1, "page-Guide", "sv")]
    catalogue.save_workflow_state("meta", 1, "sv", "")
    assert catalogue.workflow_states_wanted("meta", languages, 9) == []
    ask(catalogue, harvest, guide, *counts)
    assert len(catalogue.workflow_states_wanted("meta", languages, 9)) == 1


def test_a_renamed_wiki_keeps_what_translate_said(
    catalogue: Catalogue, harvest: Harvest, guide: Translatable
) -> None:
    ask(catalogue, harvest, guide, UnitCounts("sv", 8, 6, 2, 0))
    catalogue.save_baseline(1, Baseline("meta", 1, NOW, 5, NOW), "Old.", 4)
    catalogue.run("UPDATE wikis SET name = 'm' WHERE name = 'meta'")
    assert list(catalogue.translatable_pages()) == [("m", 1)]
    assert catalogue.baseline("m", 1, day(-1)) is None
    assert catalogue.text("m", 5) == "Old."


def test_an_old_text_is_kept_without_touching_the_page(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    moment = NOW - timedelta(days=9)
    assert catalogue.baseline("meta", 1, moment) is None
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], NOW) == [(1, moment)]
    made = moment - timedelta(hours=1)
    catalogue.save_baseline(1, Baseline("meta", 1, moment, 5, made), "Old.", 4)
    assert catalogue.baseline("meta", 1, moment) == Baseline("meta", 1, moment, 5, made)
    assert catalogue.text("meta", 5) == "Old."
    assert catalogue.text("meta", 6) is None
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], day(99)) == []
    page = catalogue.page("meta", 1)
    assert page is not None
    assert page.revision == 10


def test_a_page_not_edited_since_is_its_own_old_text(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    assert catalogue.baseline("meta", 1, day(1)) == Baseline("meta", 1, day(1), 10, NOW)


def test_an_old_text_that_cannot_be_told_is_asked_for_again_later(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    moment = NOW - timedelta(days=9)
    unknown = Baseline("meta", 1, moment, None, why="hidden")
    catalogue.save_baseline(1, unknown)
    assert catalogue.baseline("meta", 1, moment) == unknown
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], day(0)) == []
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], day(5)) == [(1, moment)]
    earlier = catalogue.start_run("harvest", day(0))  # its clock is behind, or that one was ahead
    assert catalogue.baselines_wanted(earlier, "meta", [(1, moment)], NOW) == [(1, moment)]


def test_a_revision_that_harvests_met_is_not_asked_for(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    """10 was the newest at the moment for sure if 11, its successor, came after it."""
    harvest([GUIDE])
    met = "INSERT INTO met_revisions VALUES ('meta', 1, ?, ?, ?)"
    catalogue.run(met, (10, 9, "2026-03-01T12:00:00Z"))
    moment = NOW + timedelta(hours=1)
    catalogue.run(met, (12, 11, "2026-03-03T12:00:00Z"))
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], NOW) == [(1, moment)]
    catalogue.run(met, (11, 10, "2026-03-02T12:00:00Z"))
    catalogue.run("UPDATE pages SET timestamp = '2026-03-03T12:00:00Z', revision = 12")
    assert catalogue.baselines_wanted(1, "meta", [(1, moment)], NOW) == []
    assert catalogue.baseline("meta", 1, moment) == Baseline("meta", 1, moment, 10, NOW)


@pytest.mark.parametrize("question", ["wanted", "languages", "scan"])
def test_no_question_reads_the_whole_wiki_for_each_page(
    catalogue: Catalogue, guide: Translatable, question: str
) -> None:
    """SQLite prefers the key of a wiki's pages, which takes minutes for 100,000 of them."""
    said: list[str] = []
    catalogue.database.set_trace_callback(said.append)
    if question == "wanted":
        assert catalogue.translatable_wanted("meta", NOW) == [guide]
    elif question == "languages":
        assert catalogue.subpage_languages("meta") == set()
    else:
        assert catalogue.scan_markup("meta", has_markup) == 0
    catalogue.database.set_trace_callback(None)
    (asked,) = (sql for sql in said if sql.startswith("SELECT"))
    plan = " ".join(row[3] for row in catalogue.rows(f"EXPLAIN QUERY PLAN {asked}"))
    if question == "scan":
        assert "SEARCH texts USING INTEGER PRIMARY KEY (rowid>?)" in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert "SEARCH sub USING INDEX pages_by_title (title>? AND title<?)" in plan
