from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cphub.errors import BadReply
from cphub.wiki.client import Endpoint
from cphub.wiki.site import connect

Make = Callable[..., Any]


def test_one_request_tells_all_of_a_wiki(
    client: Make, play: Make, endpoint: Endpoint, hello: dict[str, Any]
) -> None:
    wiki = play(hello)
    site = connect(client(wiki), endpoint)
    assert len(wiki.requests) == 1
    assert (site.user, site.limit) == ("", 50)
    told = site.wiki
    assert (told.name, told.api, told.wikiid) == ("meta", endpoint.api, "meta")
    assert (told.sitename, told.language, told.rtl) == ("Lab meta", "en", False)
    assert told.generator == "MediaWiki 1.39.17"
    assert told.max_article_size == 2_097_152
    assert told.url("Guide/sv å") == "http://127.0.0.1:8081/index.php/Guide/sv_%C3%A5"
    file = next(space for space in told.namespaces if space.id == 6)
    assert (file.name, file.canonical, file.aliases, file.case) == (
        "File",
        "File",
        ("Image",),
        "first-letter",
    )
    assert len(told.languages) == 493
    assert told.languages["ab"] == "аԥсшәа"
    assert told.interwiki["acronym"].startswith("https://www.acronymfinder.com/")
    assert told.magic_words["redirect"] == ("#REDIRECT",)
    assert "Translate" in told.extensions
    assert told.broken_files_category == "Category:Pages with broken file links"
    assert told.bots == ("FuzzyBot",)


@pytest.mark.parametrize(
    "message", [{"content": "-"}, {"content": ""}, {"missing": True}, {"content": "{{x}}"}]
)
def test_a_tracking_category_that_is_off_is_not_made_up(
    client: Make, play: Make, hello: dict[str, Any], message: dict[str, Any]
) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    hello["query"]["allmessages"] = [message]
    assert connect(client(play(hello)), endpoint).wiki.broken_files_category == ""


def test_a_long_list_of_bots_is_followed(
    client: Make, play: Make, endpoint: Endpoint, hello: dict[str, Any]
) -> None:
    hello["continue"] = {"aufrom": "Xqbot", "continue": "-||"}
    more = {"batchcomplete": True, "query": {"allusers": [{"userid": 9, "name": "Xqbot"}]}}
    wiki = play(hello, more)
    assert connect(client(wiki), endpoint).wiki.bots == ("FuzzyBot", "Xqbot")
    assert wiki.fields()["aufrom"] == "Xqbot"
    assert "meta" not in wiki.fields()


def test_a_list_of_bots_without_end_is_followed_so_far_and_no_further(
    client: Make, play: Make, endpoint: Endpoint, hello: dict[str, Any]
) -> None:
    more = {"continue": {"aufrom": "Xqbot", "continue": "-||"}}
    wiki = play(hello | more, more | {"query": {"allusers": [{"userid": 9, "name": "Xqbot"}]}})
    assert set(connect(client(wiki), endpoint).wiki.bots) == {"FuzzyBot", "Xqbot"}
    assert len(wiki.requests) == 21


def test_the_difference_of_the_clocks_is_known(
    client: Make, play: Make, endpoint: Endpoint, hello: dict[str, Any]
) -> None:
    hello["curtimestamp"] = "2020-01-01T00:00:00Z"
    skew = connect(client(play(hello)), endpoint).skew
    expected = (datetime(2020, 1, 1, tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    assert skew == pytest.approx(expected, abs=5)


@pytest.mark.parametrize(
    "body",
    [
        {"hello": "world"},
        {"query": []},
        {"query": {"general": {}}},
        {"query": {"general": {"wikiid": 1}, "namespaces": []}},
        {"query": {"general": None}},
    ],
)
def test_json_that_is_no_wikis_is_said_to_be_none(
    client: Make, play: Make, body: dict[str, Any]
) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    with pytest.raises(BadReply):
        connect(client(play(body)), endpoint)


def test_warnings_are_kept_once_and_counted(site: Make) -> None:
    warning = {"code": "deprecation", "text": "old", "module": "query"}
    body = {"batchcomplete": True, "warnings": [warning]}
    other = {"batchcomplete": True, "warnings": [{**warning, "text": "older"}]}
    connected, _ = site(body, body, other)
    for _ in range(3):
        connected.get({"action": "query"})
    assert connected.warnings == [("deprecation", "old"), ("deprecation", "older")]
    assert sorted(connected.counted.values()) == [1, 2]


def test_warnings_without_end_take_no_memory_without_end(site: Make) -> None:
    warnings = [{"code": "odd", "text": str(n)} for n in range(1000)]
    connected, _ = site({"batchcomplete": True, "warnings": warnings})
    connected.get({"action": "query"})
    assert len(connected.warnings) == 201
    assert connected.counted.total() == 1000


def test_nobody_is_asserted_where_nobody_logged_in(site: Make) -> None:
    connected, wiki = site(httpx.Response(200, json={"batchcomplete": True}))
    connected.get({"action": "query"})
    assert not {"assert", "assertuser"} & set(wiki.fields())
