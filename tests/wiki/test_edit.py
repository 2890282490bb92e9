"""What a wiki may say when a page is looked at or edited, as far as it takes no whole wiki."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cphub.errors import ApiError, BadReply, UsageError
from cphub.wiki.edit import Saved, Standing, look, may_be_made, save, text_of

Make = Callable[..., Any]
TOKEN = {"query": {"tokens": {"csrftoken": "a+\\"}}}
STANDING = Standing("Report", 0, 7, 12, "Old.", "Anna", None, "2026-11-22T12:00:00Z", bot=False)


def page(**told: Any) -> dict[str, Any]:
    """Return how a wiki tells of a page, with the user's rights."""
    revision = {"revid": 12, "timestamp": "2026-11-22T11:00:00Z", "slots": {"main": {}}}
    standing = {"pageid": 7, "ns": 0, "title": "Report", "revisions": [revision]}
    return {
        "curtimestamp": "2026-11-22T12:00:00Z",
        "query": {"userinfo": {"rights": []}, "pages": [standing | told]},
    }


def test_a_page_whose_text_is_hidden_is_not_written_over(site: Make) -> None:
    there, _ = site(page())
    with pytest.raises(UsageError, match="the text of Report is hidden"):
        look(there, "Report")


def test_a_title_that_a_wiki_does_not_take_is_told_with_its_reason(site: Make) -> None:
    there, _ = site(page(invalid=True, invalidreason="It has a bad dot."))
    with pytest.raises(UsageError, match=r"Report is no title: It has a bad dot\."):
        look(there, "Report")


def test_a_revision_that_is_gone_has_no_text(site: Make) -> None:
    there, _ = site({"query": {"badrevids": {"9": {"revid": 9, "missing": True}}}})
    assert text_of(there, 7, 9) is None


@pytest.mark.parametrize(("page_id", "told"), [(7, "Old."), (8, None)])
def test_another_page_s_revision_is_not_put_back(
    site: Make, page_id: int, told: str | None
) -> None:
    slots = {"slots": {"main": {"content": "Old."}}}
    there, _ = site({"query": {"pages": [{"pageid": 7, "revisions": [{"revid": 9, **slots}]}]}})
    assert text_of(there, page_id, 9) == told


def test_an_edit_that_changes_nothing_is_no_revision(site: Make) -> None:
    there, _ = site(TOKEN, {"edit": {"result": "Success", "pageid": 7, "nochange": True}})
    assert save(there, STANDING, "Old.", "") == Saved(7, 12, 12)


@pytest.mark.parametrize(
    "lie",
    [
        {"pageid": 8},
        {"pageid": 8, "nochange": True},
        {"pageid": True},
        {"oldrevid": 3},
        {"newrevid": 12},
        {"newrevid": -1},
        {"newrevid": None},
    ],
)
def test_an_edit_that_cannot_be_ours_is_looked_for(site: Make, lie: dict[str, Any]) -> None:
    said = {"result": "Success", "pageid": 7, "oldrevid": 12, "newrevid": 13}
    there, _ = site(TOKEN, {"edit": said})
    assert save(there, STANDING, "New.", "") == Saved(7, 12, 13)
    there, _ = site(TOKEN, {"edit": said | lie})
    with pytest.raises(BadReply, match="an edit's result") as caught:
        save(there, STANDING, "New.", "")
    assert may_be_made(caught.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"info": "Too shiny."}, "Too shiny."),
        ({"code": "veto"}, "veto"),
        ({}, "no reason given"),
    ],
)
def test_an_edit_that_an_extension_stops_says_why(site: Make, said: Any, told: str) -> None:
    there, asked = site(TOKEN, {"edit": {"result": "Failure", **said}})
    with pytest.raises(ApiError, match=f"did not take the edit of Report: {told}") as caught:
        save(there, replace(STANDING, bot=True), "New.", "")
    assert caught.value.code == "failure"
    assert asked.fields()["bot"] == "1"


@pytest.mark.parametrize("particulars", [{}, {"data": ["odd"]}, {"data": {"spamblacklist": []}}])
def test_a_refusal_without_particulars_still_says_what_to_do(
    site: Make, particulars: dict[str, Any]
) -> None:
    refused = {"errors": [{"code": "spamblacklist", "text": "No.", **particulars}]}
    there, _ = site(TOKEN, refused)
    with pytest.raises(ApiError) as caught:
        save(there, STANDING, "New.", "")
    assert caught.value.hint == "narrow the report so that these links are not in it"
