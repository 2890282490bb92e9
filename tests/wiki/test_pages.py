from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cphub.errors import BadReply
from cphub.model.pages import Category, Listed, State
from cphub.wiki.pages import LISTING, Problem, edited_by_person, fetch, listed, look, problems
from cphub.wiki.query import Batch, query

Make = Callable[..., Any]
Load = Callable[[str], dict[str, Any]]
REVISION = {"revid": 7, "parentid": 6, "minor": True, "user": "Ann", "size": 20}
PAGE: dict[str, Any] = {
    "pageid": 5,
    "ns": 0,
    "title": "Guide",
    "contentmodel": "wikitext",
    "pagelanguage": "en",
    "length": 20,
    "revisions": [{**REVISION, "timestamp": "2020-01-02T03:04:05Z"}],
}


def with_revision(**parts: Any) -> dict[str, Any]:
    return {**PAGE, "revisions": [{**PAGE["revisions"][0], **parts}]}


def slot(**parts: Any) -> dict[str, Any]:
    return with_revision(slots={"main": {"contentmodel": "wikitext", **parts}})


def test_a_recorded_listing_becomes_pages(site: Make, reply: Load) -> None:
    connected, _ = site(reply("listing-allpages"))
    [batch] = query(connected, {"generator": "allpages", "gaplimit": "max", **LISTING})
    pages = listed(connected, batch)
    assert len(pages) == 9
    assert pages[2] == Listed(
        page_id=10,
        namespace=0,
        title="Partnership guide/sv",
        language="sv",
        state=State.CURRENT,
        revision=11,
        parent=0,
        timestamp=datetime(2026, 11, 22, 5, 33, 15, tzinfo=UTC),
        user="Admin",
        minor=False,
        length=421,
        content_model="wikitext",
    )
    assert problems(batch) == []


def test_recorded_texts_come_with_categories_and_missing_ids(site: Make, reply: Load) -> None:
    connected, wiki = site(reply("fetch-pages"))
    pages, missing = fetch(connected, [5, 6, 21, 999999])
    assert missing == [999999]
    assert [page.listed.state for page in pages] == [State.REDIRECT, State.CURRENT, State.CURRENT]
    assert pages[0].text == "#REDIRECT [[Guide 4]]"
    assert pages[1].text is not None
    assert pages[1].text.startswith("Text of guide 4.")
    assert pages[1].categories == (Category("Category:C4"), Category("Category:Learning"))
    assert pages[1].listed.user == "imported>Anna1"
    assert pages[2].listed.user == "", "the user's name is hidden"
    assert pages[2].text is not None, "and suppressed, but the text is not"
    assert wiki.fields()["pageids"] == "5|6|21|999999"
    assert len(wiki.requests) == 1


def test_recorded_titles_that_lead_nowhere_are_problems(site: Make, reply: Load) -> None:
    connected, _ = site(reply("titles-problems"))
    [batch] = query(connected, {"titles": "…", "redirects": "1", **LISTING})
    assert [page.title for page in listed(connected, batch)] == ["Guide 1", "Guide 2", "Guide 4"]
    assert [(problem.kind, problem.title) for problem in problems(batch)] == [
        ("missing", "Nope"),
        ("special", "Special:Version"),
        ("invalid", "Bad["),
    ]
    assert "invalid characters" in problems(batch)[-1].why


def test_links_to_other_wikis_and_lost_revisions_are_problems() -> None:
    batch = Batch(
        [{"pageid": 4, "ns": 0, "title": "Broken"}],
        {"interwiki": [{"title": "w:X", "iw": "w"}], "badrevids": {"9": {"revid": 9}}},
    )
    assert problems(batch) == [
        Problem("badrevision", "Broken", "has no revision that can be read"),
        Problem("interwiki", "w:X", "is on another wiki: w"),
        Problem("badrevision", "9", "is no revision"),
    ]


@pytest.mark.parametrize(
    ("page", "state", "text"),
    [
        (slot(content="Text"), State.CURRENT, "Text"),
        (slot(content=""), State.CURRENT, ""),
        ({**slot(content="#REDIRECT [[X]]"), "redirect": True}, State.REDIRECT, "#REDIRECT [[X]]"),
        (slot(texthidden=True), State.HIDDEN, None),
        (with_revision(texthidden=True), State.HIDDEN, None),
        (with_revision(texthidden=True, suppressed=True), State.HIDDEN, None),
        (with_revision(suppressed=True), State.HIDDEN, None),
        ({**slot(texthidden=True), "redirect": True}, State.HIDDEN, None),
        (slot(missing=True), State.UNPARSED, None),
    ],
)
def test_what_is_hidden_is_a_state_and_never_an_empty_text(
    site: Make, page: dict[str, Any], state: State, text: str | None
) -> None:
    connected, _ = site({"batchcomplete": True, "query": {"pages": [page]}})
    [fetched], _ = fetch(connected, [5])
    assert (fetched.listed.state, fetched.text) == (state, text)


def test_all_that_only_the_api_knows_is_kept(site: Make) -> None:
    page = {
        **slot(content='{"a": 1}', contentmodel="json"),
        "categories": [{"ns": 14, "title": "Category:X", "hidden": True}],
        "langlinks": [{"lang": "sv", "title": "Guide"}, {"lang": "fr", "title": "Guide fr"}],
        "pageprops": {"wikibase_item": "Q1", "noindex": ""},
    }
    connected, _ = site({"batchcomplete": True, "query": {"pages": [page]}})
    [fetched], _ = fetch(connected, [5])
    assert fetched.listed.content_model == "json"
    assert fetched.listed.minor
    assert fetched.categories == (Category("Category:X", hidden=True),)
    assert fetched.langlinks == (("sv", "Guide"), ("fr", "Guide fr"))
    assert fetched.page_props == {"wikibase_item": "Q1", "noindex": ""}


def test_a_page_with_no_revision_is_neither_fetched_nor_missing(site: Make) -> None:
    page = {key: value for key, value in PAGE.items() if key != "revisions"}
    connected, _ = site({"batchcomplete": True, "query": {"pages": [page]}})
    assert fetch(connected, [5]) == ([], [])


def test_pages_that_nobody_asked_for_are_neither_taken_nor_taken_for_missing(site: Make) -> None:
    others = [{**PAGE, "pageid": 6, "title": "Another"}, {"pageid": 7, "missing": True}]
    for ask in (fetch, look):
        connected, _ = site({"batchcomplete": True, "query": {"pages": [PAGE, *others]}})
        pages, missing = ask(connected, [5])
        assert len(pages) == 1
        assert not missing


def test_no_more_than_50_texts_are_asked_for_at_once(site: Make) -> None:
    connected, _ = site({})
    with pytest.raises(ValueError, match="51"):
        fetch(connected, range(51))


def test_nothing_is_asked_about_no_pages(site: Make) -> None:
    connected, wiki = site({})
    assert fetch(connected, []) == ([], [])
    assert look(connected, []) == ([], [])
    assert not wiki.requests


def test_what_became_of_pages_is_asked_as_many_at_once_as_allowed(site: Make) -> None:
    gone = {"batchcomplete": True, "query": {"pages": [{"pageid": 1, "missing": True}]}}
    here = {"batchcomplete": True, "query": {"pages": [{**PAGE, "pageid": 51, "redirect": True}]}}
    connected, wiki = site(gone, here)
    pages, missing = look(connected, range(1, 61))
    assert [page.state for page in pages] == [State.REDIRECT]
    assert missing == [1]
    assert [len(wiki.fields(at)["pageids"].split("|")) for at in range(2)] == [50, 10]
    assert "content" not in wiki.fields()["rvprop"]


def _history(*edits: tuple[str, str, bool]) -> dict[str, Any]:
    revisions = [
        {"revid": 1, "timestamp": f"2020-01-{day}T00:00:00Z", "minor": minor}
        | ({"user": user} if user else {"userhidden": True})
        for user, day, minor in edits
    ]
    return {"query": {"pages": [{**PAGE, "revisions": revisions}]}, "continue": {"rvcontinue": "x"}}


def test_bots_do_not_freshen_a_page(site: Make) -> None:
    connected, wiki = site(
        _history(
            ("FuzzyBot", "09", False),
            ("", "08", False),
            ("Ann", "07", True),
            ("Ben", "05", False),
            ("Ann", "04", False),
        )
    )
    every, substance = edited_by_person(connected, 5, lambda user: user.endswith("Bot"))
    assert every == datetime(2020, 1, 7, tzinfo=UTC)
    assert substance == datetime(2020, 1, 5, tzinfo=UTC)
    assert len(wiki.requests) == 1


def test_a_history_of_bots_alone_tells_nothing_of_people(site: Make) -> None:
    connected, _ = site(_history(("FuzzyBot", "09", False)))
    assert edited_by_person(connected, 5, lambda _user: True) == (None, None)
    connected, _ = site({"query": {"pages": [{"pageid": 5, "missing": True}]}})
    assert edited_by_person(connected, 5, lambda _user: False) == (None, None)


@pytest.mark.parametrize(
    "odd",
    [
        with_revision(timestamp="yesterday"),
        with_revision(timestamp="2020-01-02T03:04:05"),
        with_revision(revid=None),
        with_revision(slots=[]) | {"pageid": "x"},
        {**PAGE, "revisions": [7]},
        {**PAGE, "categories": [7], "revisions": slot(content="x")["revisions"]},
    ],
)
def test_a_page_of_another_shape_is_said_to_be_one(site: Make, odd: dict[str, Any]) -> None:
    connected, _ = site({"batchcomplete": True, "query": {"pages": [odd]}})
    with pytest.raises(BadReply, match="does not understand"):
        fetch(connected, [5])
