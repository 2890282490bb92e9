from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.wiki.answers import LIST, body, ids, page

from cphub.errors import BadReply, WikiUnreachable
from cphub.wiki.client import Politeness
from cphub.wiki.query import query

Make = Callable[..., Any]
DOWN = httpx.Response(504)


def test_a_listing_too_heavy_for_the_wiki_goes_on_in_smaller_steps(site: Make) -> None:
    connected, wiki = site(
        body(page(1), more={"gapcontinue": "B"}), DOWN, DOWN, DOWN, body(page(2))
    )
    assert ids(list(query(connected, LIST))) == [[1], [2]]
    assert [wiki.fields(at)["gaplimit"] for at in range(5)] == ["max", "max", "max", "250", "125"]
    assert wiki.fields()["gapcontinue"] == "B"


def test_half_a_batch_is_not_made_smaller(site: Make) -> None:
    part = body(page(1), more={"clcontinue": "1|B"}, whole=False)
    connected, wiki = site(part, DOWN, DOWN, DOWN, body(page(1)))
    assert ids(list(query(connected, LIST))) == [[1]]
    assert {wiki.fields(at)["gaplimit"] for at in range(5)} == {"max"}


def test_an_answer_cut_to_nothing_is_asked_for_in_smaller_steps(site: Make) -> None:
    cut = {"continue": {"gapcontinue": "B"}, "warnings": [{"code": "truncatedresult", "text": "x"}]}
    connected, wiki = site(body(page(1), more={"gapcontinue": "B"}), cut, body(page(2)))
    assert ids(list(query(connected, LIST))) == [[1], [2]]
    assert wiki.fields()["gaplimit"] == "250"
    assert connected.warnings == [("truncatedresult", "x")]


def test_named_pages_too_heavy_for_the_wiki_come_in_parts_and_all_of_them(site: Make) -> None:
    def answer(request: httpx.Request) -> Any:
        wanted = request.url.params["pageids"].split("|")
        return body(*(page(int(each)) for each in wanted)) if len(wanted) <= 2 else DOWN

    connected, _ = site(answer)
    [batch] = query(connected, {"pageids": "1|2|3|4|5|6|7|8", "prop": "info"})
    assert sorted(each["pageid"] for each in batch.pages) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert batch.resume is None


def test_named_pages_are_not_parted_half_way(site: Make) -> None:
    connected, wiki = site(DOWN, DOWN, body(page(1)))
    list(query(connected, {"titles": "A|B", "prop": "info"}, resume={"c": "1"}))
    assert [wiki.fields(at)["titles"] for at in range(3)] == ["A|B"] * 3


def test_named_pages_are_not_parted_before_the_first_of_them_has_come(site: Make) -> None:
    nothing_yet = body(more={"clcontinue": "1"}, whole=False)
    connected, wiki = site(nothing_yet, DOWN, DOWN, body(page(1), page(2)))
    [batch] = query(connected, {"titles": "A|B", "prop": "info"})
    assert len(batch.pages) == 2
    assert [wiki.fields(at)["titles"] for at in range(4)] == ["A|B"] * 4


def test_titles_with_a_bar_in_them_are_split_as_the_api_does(site: Make) -> None:
    connected, wiki = site(DOWN, DOWN, body(page(1)), body(page(2)))
    list(query(connected, {"titles": "\x1fA|B\x1fC", "prop": "info"}))
    assert [wiki.fields(at)["titles"] for at in (2, 3)] == ["\x1fA|B", "C"]


def test_a_wiki_that_stays_down_is_an_error(site: Make) -> None:
    connected, wiki = site(DOWN)
    with pytest.raises(WikiUnreachable):
        list(query(connected, {"pageids": "1|2|3|4", "prop": "info"}))
    assert len(wiki.requests) == 8


def test_one_page_that_is_too_big_by_itself_is_not_asked_for_again(site: Make) -> None:
    big = httpx.Response(200, content=b" " * (2**20 + 1))
    connected, wiki = site(big, politeness=Politeness(max_bytes=2**20))
    with pytest.raises(BadReply, match="more than 1 MB"):
        list(query(connected, {"titles": "A", "prop": "revisions", "rvlimit": "1"}))
    assert len(wiki.requests) == 1
