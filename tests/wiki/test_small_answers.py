"""Edges of answers: characters cut in half, odd shapes, more than may be asked for at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cphub.catalogue.rows import FIRST, LAST
from cphub.errors import BadReply, SettingsError
from cphub.wiki.page_views import page_views
from cphub.wiki.retry import Politeness
from cphub.wiki.siteinfo import number, timestamp
from cphub.wiki.titles import growth_templates
from cphub.wiki.wikidata import sitelinks

Make = Callable[..., Any]


def growth(**told: Any) -> dict[str, Any]:
    return {"query": {"pages": [{"ns": 8, "title": "MediaWiki:NewcomerTasks.json", **told}]}}


def test_halves_of_characters_are_mended_wherever_they_stand(site: Make) -> None:
    body = b'{"query": {"a\\ud800": ["\\udfff b", 7, {"c": "\\ud83d\\ude00"}]}}'
    there, _ = site(httpx.Response(200, content=body))
    told = there.get({"action": "query"}).body["query"]
    assert told == {"a\ufffd": ["\ufffd b", 7, {"c": "\U0001f600"}]}


def test_a_wiki_without_growth_s_list_has_no_templates_of_it(site: Make) -> None:
    there, _ = site(growth(missing=True))
    assert growth_templates(there) == {}


def test_what_is_no_task_in_growth_s_list_is_left_out(site: Make) -> None:
    text = '{"copyedit": {"templates": ["Box"]}, "version": 2}'
    there, _ = site(growth(revisions=[{"slots": {"main": {"content": text}}}]))
    assert growth_templates(there) == {"copyedit": ("Box",)}


def test_views_that_are_no_days_are_an_odd_answer(site: Make) -> None:
    there, _ = site({"batchcomplete": True, "query": {"pages": [{"pageid": 1, "pageviews": [3]}]}})
    with pytest.raises(BadReply, match="page views"):
        page_views(there, [1])


def test_no_more_is_asked_at_once_than_a_wiki_answers(site: Make) -> None:
    there, asked = site()
    before = len(asked.requests)
    with pytest.raises(ValueError, match="51 pages"):
        page_views(there, range(1, 52))
    with pytest.raises(ValueError, match="51 items"):
        sitelinks(there.client, there.endpoint, [f"Q{n}" for n in range(1, 52)])
    assert len(asked.requests) == before


@pytest.mark.parametrize("name", ["per_minute", "in_flight", "attempts", "max_bytes"])
def test_figures_with_which_nothing_could_be_asked_are_refused(name: str) -> None:
    with pytest.raises(SettingsError):
        Politeness(**{name: 0})


def test_a_time_without_its_zone_is_none() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        timestamp("2026-11-22T12:00:00")


def test_a_time_before_any_wiki_is_none() -> None:
    with pytest.raises(ValueError, match="no time of a wiki"):
        timestamp("0999-12-31T23:59:59Z")
    assert timestamp("1000-01-01T00:00:00Z").year == 1000


@pytest.mark.parametrize("year", [FIRST - 1, LAST + 1, 9999])
def test_no_time_is_taken_that_the_catalogue_would_call_damage(year: int) -> None:
    for known in (FIRST, LAST):
        assert timestamp(f"{known}-06-01T00:00:00Z").year == known
    with pytest.raises(ValueError, match="no time of a wiki"):
        timestamp(f"{year:04}-06-01T00:00:00Z")


@pytest.mark.parametrize("value", [True, 1.5, 1.0, float("inf"), float("nan"), None, "1e3", [1]])
def test_what_is_no_whole_number_is_none(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        number(value)
