"""What harvests leave in the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.imagined import META, NOW, Harvest, fetched, listed

from cphub.catalogue import Catalogue, Counts, RunWarning, open_catalogue
from cphub.errors import CatalogueError, Stopped
from cphub.model.pages import State

A, B, C = listed(1, "A", 11), listed(2, "B", 12), listed(3, "C", 13)


def states(catalogue: Catalogue) -> dict[str, str]:
    return dict(catalogue.rows("SELECT title, state FROM pages"))


def changes(catalogue: Catalogue, page_id: int) -> list[tuple[str, str, str]]:
    found = catalogue.page_changes("meta", page_id)
    return [(change.kind, change.old, change.new) for change in reversed(found)]


def contents(catalogue: Catalogue) -> dict[str, list[Any]]:
    """Return what does not depend on when and in how many runs it was harvested."""
    return {
        "pages": catalogue.rows(
            "SELECT wiki, page_id, namespace, title, language, state, revision, parent, timestamp,"
            " user, minor, length, content_model FROM pages"
        ),
        "texts": catalogue.rows("SELECT wiki, page_id, revision, text FROM texts ORDER BY 1, 3"),
        "parts": catalogue.rows("SELECT * FROM categories")
        + catalogue.rows("SELECT * FROM langlinks")
        + catalogue.rows("SELECT * FROM page_props"),
        "members": catalogue.rows(
            "SELECT source, wiki, page_id, via FROM memberships WHERE until IS NULL"
            " ORDER BY source, wiki, page_id"
        ),
        "listings": catalogue.rows("SELECT * FROM listings"),
        "cursors": catalogue.rows("SELECT * FROM cursors"),
    }


def ended(catalogue: Catalogue, run: int, *, complete: bool = True) -> Counts:
    """End the one source's harvest."""
    total, by_source = catalogue.end_sources(run, ["capacity"], complete=complete)
    assert by_source == {"capacity": total}
    return total


def test_a_first_harvest_keeps_pages_whole(harvest: Harvest, catalogue: Catalogue) -> None:
    assert harvest([A, B]) == Counts(listed=2, new=2)
    page = catalogue.page("meta", 1)
    assert page is not None
    assert (page.title, page.revision, page.state) == ("A", 11, State.CURRENT)
    assert (page.user, page.timestamp, page.first_seen) == ("Ann", NOW, NOW + timedelta(days=1))
    assert page.categories == fetched(A).categories
    assert page.langlinks == (("sv", "A"),)
    assert page.page_props == {"k": "v"}
    assert page.sources == ("capacity",)
    assert catalogue.wikis() == {"meta": META}


def test_an_unchanged_page_is_not_asked_for_again(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A, B])
    before = contents(catalogue)
    assert harvest([A, B]) == Counts(listed=2, unchanged=2)
    assert contents(catalogue) == before


def test_only_the_new_revision_is_asked_for(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(replace(A, revision=21), ""), (B, "")], None)
    assert catalogue.pending("meta", ["capacity"]) == [1]
    assert catalogue.pending("meta", ["capacity"], full=True) == [1, 2]


def test_an_edit_keeps_the_older_text(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A])
    assert harvest([replace(A, revision=21)]) == Counts(listed=1, changed=1)
    assert catalogue.rows("SELECT revision FROM texts") == [(11,), (21,)]
    assert changes(catalogue, 1)[-1] == ("edited", "11", "21")


def test_a_full_harvest_fetches_each_page_once_even_when_killed(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, ""), (B, "")], None)
    catalogue.save_pages(run, "meta", [fetched(A)])
    run = catalogue.start_run("harvest", NOW + timedelta(days=2, hours=1))
    catalogue.begin_listing(run, "capacity")
    assert catalogue.pending("meta", ["capacity"], full=True) == [2]


def test_a_move_is_the_same_page_and_the_old_title_is_free(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A])
    left = listed(9, "A", 31, State.REDIRECT)
    harvest([replace(A, title="A2", revision=30), left])
    assert states(catalogue) == {"A2": "current", "A": "redirect"}
    assert ("moved", "A", "A2") in changes(catalogue, 1)


def test_a_listing_renames_without_a_fetch(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A])
    run = harvest.start()
    other = replace(A, title="Ä", language="sv", namespace=4)
    catalogue.save_listing(run, "capacity", [(other, "")], None)
    assert catalogue.pending("meta", ["capacity"]) == []
    ended(catalogue, run)
    page = catalogue.page("meta", 1)
    assert page is not None
    assert (page.title, page.language, page.namespace, page.revision) == ("Ä", "sv", 4, 11)


def test_what_left_the_source_has_a_state_and_a_date(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B, C])
    counts = harvest([A], elsewhere=(replace(C, state=State.REDIRECT, revision=23),))
    assert counts == Counts(listed=1, unchanged=1, gone=2)
    assert states(catalogue) == {"A": "current", "B": "missing", "C": "redirect"}
    page = catalogue.page("meta", 2)
    assert page is not None
    assert page.state_since == NOW + timedelta(days=2)
    assert changes(catalogue, 2)[-2:] == [
        ("deleted", "current", "missing"),
        ("left", "capacity", ""),
    ]
    assert catalogue.memberships("meta", 2)[0].until == NOW + timedelta(days=2)


def test_a_page_that_a_source_still_names_stays_with_it_when_deleted(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "")], None, missing=["B", "Never there"])
    assert catalogue.pending("meta", ["capacity"]) == []
    assert catalogue.gone_candidates("capacity") == [2]
    catalogue.save_states(run, "meta", [], {2})
    assert ended(catalogue, run) == Counts(listed=1, unchanged=1, gone=1)
    page = catalogue.page("meta", 2)
    assert page is not None
    assert (page.state, page.sources) == (State.MISSING, ("capacity",))
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "")], None, missing=["B"])
    catalogue.save_states(run, "meta", [], {2})
    assert ended(catalogue, run) == Counts(listed=1, unchanged=1)


def test_a_title_that_is_free_since_a_move_is_no_deleted_page(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "")], None, missing=["B"])
    catalogue.save_states(run, "meta", [replace(B, title="B2")])
    assert ended(catalogue, run).gone == 1
    page = catalogue.page("meta", 2)
    assert page is not None
    assert (page.title, page.state, page.sources) == ("B2", State.CURRENT, ())


def test_what_a_wiki_says_of_titles_is_remembered(harvest: Harvest, catalogue: Catalogue) -> None:
    run = harvest.start()
    titles = {"Template:Stub": "", "Template:Sub": "Template:Stub", "Next step": None}
    catalogue.save_titles(run, "meta", {"Template:Stub": None})
    catalogue.save_titles(run, "meta", titles)
    assert catalogue.titles("meta") == titles


def test_a_page_comes_back(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A, B])
    harvest([A])
    harvest([A, B])
    assert states(catalogue)["B"] == "current"
    assert ("restored", "missing", "current") in changes(catalogue, 2)
    assert [member.until is None for member in catalogue.memberships("meta", 2)] == [False, True]


def test_a_hidden_text_is_a_state_and_asked_for_once_a_revision(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    harvest.texts[1] = None
    harvest([A])
    assert states(catalogue) == {"A": "hidden"}
    harvest([A])
    assert states(catalogue) == {"A": "hidden"}
    harvest.texts[1] = "Text."
    harvest([replace(A, revision=21)])
    assert states(catalogue) == {"A": "current"}


def test_two_sources_share_a_page(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A, B])
    counts = harvest([B], source="glam")
    assert counts == Counts(listed=1, unchanged=1)
    page = catalogue.page("meta", 2)
    assert page is not None
    assert page.sources == ("capacity", "glam")
    harvest([], source="glam", elsewhere=(B,))
    page = catalogue.page("meta", 2)
    assert page is not None
    assert (page.sources, page.state) == (("capacity",), State.CURRENT)


def test_an_interrupted_listing_goes_on_where_it_was(
    harvest: Harvest, catalogue: Catalogue, tmp_path: Path
) -> None:
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "x"), (B, "")], {"gcmcontinue": "B|2"})
    again = catalogue.start_run("harvest", NOW + timedelta(days=1, hours=20))
    cursor = catalogue.begin_listing(again, "capacity")
    assert (cursor.resume, cursor.done, cursor.listed) == ({"gcmcontinue": "B|2"}, False, 2)
    assert catalogue.row("SELECT status FROM runs WHERE id = ?", (run,)) == ("partial",)
    catalogue.save_listing(again, "capacity", [(B, ""), (C, "")], None)
    catalogue.save_pages(again, "meta", [fetched(A)])
    last = catalogue.start_run("harvest", NOW + timedelta(days=1, hours=21))
    assert catalogue.begin_listing(last, "capacity").done
    assert catalogue.pending("meta", ["capacity"]) == [2, 3]
    catalogue.save_pages(last, "meta", [fetched(B), fetched(C)])
    assert ended(catalogue, last) == Counts(listed=3, new=3)

    with open_catalogue(tmp_path / "whole.db", write=True) as whole:
        run = Harvest(whole).start()
        whole.save_listing(run, "capacity", [(A, "x"), (B, ""), (C, "")], None)
        whole.save_pages(run, "meta", [fetched(A), fetched(B), fetched(C)])
        ended(whole, run)
        assert contents(catalogue) == contents(whole)


@pytest.mark.parametrize("later", [timedelta(hours=25), timedelta(hours=1)])
def test_an_old_listing_or_one_with_other_settings_is_begun_again(
    harvest: Harvest, catalogue: Catalogue, later: timedelta
) -> None:
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "")], {"c": 1})
    if later < timedelta(hours=24):
        catalogue.save_source("capacity", "meta", "category", {"category": "Other"})
    again = catalogue.start_run("harvest", NOW + timedelta(days=1) + later)
    assert catalogue.begin_listing(again, "capacity").listed == 0


def test_an_unfinished_listing_takes_nothing_out(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A, B])
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, "")], {"c": 1})
    with pytest.raises(ValueError, match="not finished"):
        ended(catalogue, run)
    assert ended(catalogue, run, complete=False).gone == 0
    assert [member.until for member in catalogue.memberships("meta", 2)] == [None]


def test_a_second_harvest_of_a_source_stops_the_first(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    first = harvest.start()
    catalogue.save_listing(first, "capacity", [(A, "")], {"c": 1})
    harvest.start()
    with pytest.raises(Stopped, match="taken over"):
        catalogue.save_listing(first, "capacity", [(B, "")], None)
    with pytest.raises(Stopped, match="taken over"):
        ended(catalogue, first)


def test_a_page_that_went_while_it_was_fetched_is_no_failure(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, ""), (B, "")], None)
    catalogue.save_pages(run, "meta", [fetched(A)])
    catalogue.save_states(run, "meta", [], {2})
    assert ended(catalogue, run) == Counts(listed=1, new=1)


def test_a_page_that_could_not_be_fetched_is_counted(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, ""), (B, "")], None)
    catalogue.save_pages(run, "meta", [fetched(A)])
    assert ended(catalogue, run) == Counts(listed=2, new=1, failed=1)


def test_a_renamed_short_name_is_the_same_wiki(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A])
    catalogue.save_wiki(replace(META, name="metawiki"))
    assert list(catalogue.wikis()) == ["metawiki"]
    page = catalogue.page("metawiki", 1)
    assert page is not None
    assert page.sources == ("capacity",)
    assert catalogue.rows("PRAGMA foreign_key_check") == []


def test_another_wiki_under_a_known_name_is_refused(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([A])
    with pytest.raises(CatalogueError, match="'meta' is metawiki"):
        catalogue.save_wiki(replace(META, wikiid="svwiki"))


def test_history_is_asked_for_only_where_a_bot_or_minor_edit_hides_it(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    bot, minor = replace(B, user="FuzzyBot"), replace(C, minor=True)
    old = replace(listed(4, "D", 14), user="FuzzyBot", timestamp=NOW - timedelta(days=900))
    harvest([A, bot, minor, old])
    young = NOW - timedelta(days=730)

    def wanted() -> list[int]:
        return catalogue.person_edits_wanted("meta", lambda user: user.endswith("Bot"), young)

    assert wanted() == [2, 3]
    assert wanted() == [2, 3]
    before = NOW - timedelta(days=30)
    catalogue.save_person_edits("meta", {2: (None, None), 3: (NOW, before)})
    assert wanted() == []
    pages = {number: catalogue.page("meta", number) for number in (1, 2, 3)}
    told = {
        number: (page.edited_by_person, page.edited_in_substance)
        for number, page in pages.items()
        if page
    }
    assert told == {1: (NOW, NOW), 2: (None, None), 3: (NOW, before)}
    harvest([A, replace(bot, revision=52), minor, old])
    assert wanted() == [2]


def test_warnings_and_counts_stay_with_their_run(harvest: Harvest, catalogue: Catalogue) -> None:
    run = harvest.start()
    catalogue.add_warnings(run, [RunWarning("meta", "capacity", "maxlag", "slow")] * 2)
    catalogue.save_counts(run, "capacity", "meta", Counts(listed=3, requests=2))
    catalogue.end_run(run, NOW, "partial", {"listed": 3})
    assert catalogue.warnings(run) == [RunWarning("meta", "capacity", "maxlag", "slow", 2)]
    assert catalogue.rows(
        "SELECT source, wiki, listed, new, changed, unchanged, gone, failed, requests"
        " FROM run_sources WHERE run = ?",
        (run,),
    ) == [("capacity", "meta", 3, 0, 0, 0, 0, 0, 2)]
    (last,) = catalogue.runs("harvest", limit=1)
    assert (last.status, last.counts, last.warnings) == ("partial", {"listed": 3}, 2)


def test_a_source_that_is_dropped_half_way_is_not_unfinished_for_ever(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(A, ""), (B, "")], {"at": 2})
    harvest.start("other")
    assert catalogue.unfinished() == {"capacity": 2, "other": 0}
    catalogue.drop_sources(run, {"other"})
    assert catalogue.unfinished() == {"other": 0}
