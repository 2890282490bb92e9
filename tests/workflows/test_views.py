"""How often pages are read: asked for when it is wanted, in few requests, and never guessed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.workflows.fake_views import FakeViews
from tests.workflows.fake_wiki import FakeWiki, error, family
from tests.workflows.test_harvest import NOW, settings, source

from cphub.catalogue import open_catalogue
from cphub.model.weight import Views
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.wikis import Reach

TRAINING = ("Category:Training",)


@pytest.fixture
def wiki() -> FakeWiki:
    wiki = FakeWiki()
    for title in ("Read", "Unread", "Unknown", "Silent", "Late"):
        wiki.edit(title, "Text.", categories=TRAINING)
    return wiki


@pytest.fixture
def views(wiki: FakeWiki) -> FakeViews:
    return FakeViews(
        wiki,
        {
            "Read": [*([20] * 59), None],
            "Unread": [None, 1, None, 2, None, None],
            "Unknown": [None] * 60,
            "Silent": [],
        },
    )


def run(path: Path, wiki: FakeWiki, days: int = 0, *, asks: bool = True) -> HarvestResult:
    return harvest(
        settings(path, [source("training")], wiki),
        views=asks,
        reach=Reach(transport=family(wiki)),
        clock=lambda: NOW + timedelta(days=days),
    )


def kept(path: Path) -> dict[str, Views]:
    with open_catalogue(path / "catalog.db", write=False) as catalogue:
        titles = dict(catalogue.rows("SELECT page_id, title FROM pages"))
        return {titles[page_id]: one for (_, page_id), one in catalogue.page_views().items()}


def asked(wiki: FakeWiki) -> int:
    count = wiki.count("prop", "pageviews")
    wiki.asked.clear()
    return count


@pytest.mark.usefixtures("views")
def test_days_count_up_to_the_last_figure_and_what_has_none_is_not_known(
    tmp_path: Path, wiki: FakeWiki
) -> None:
    run(tmp_path, wiki)
    assert kept(tmp_path) == {"Read": Views(1180, 59), "Unread": Views(3, 58)}


def test_views_are_asked_for_only_where_that_is_wanted_and_again_after_a_week(
    tmp_path: Path, wiki: FakeWiki, views: FakeViews
) -> None:
    run(tmp_path, wiki, asks=False)
    assert asked(wiki) == 0
    run(tmp_path, wiki)
    assert asked(wiki) == 1
    views.counts["Read"] = [30] * 60
    run(tmp_path, wiki, days=6)
    assert asked(wiki) == 0
    run(tmp_path, wiki, days=8)
    assert asked(wiki) == 1
    assert kept(tmp_path)["Read"] == Views(1800, 60)


def test_fifty_pages_are_asked_for_at_a_time_and_every_answer_is_followed_up(
    tmp_path: Path, wiki: FakeWiki, views: FakeViews
) -> None:
    for number in range(65):
        wiki.edit(f"Page {number}", "Text.", categories=TRAINING)
        views.counts[f"Page {number}"] = [number] * 60
    run(tmp_path, wiki)
    assert len({each["pageids"] for each in wiki.asked if each.get("prop") == "pageviews"}) == 2
    assert asked(wiki) == 14  # 50 and 20 pages, five in an answer
    assert kept(tmp_path)["Page 64"] == Views(64 * 60, 60)
    assert len(kept(tmp_path)) == 67


def test_a_wiki_that_tells_no_views_is_not_asked_and_that_is_said(
    tmp_path: Path, wiki: FakeWiki
) -> None:
    result = run(tmp_path, wiki)
    assert asked(wiki) == 0
    assert [warning.code for warning in result.warnings] == ["no-page-views"]
    assert kept(tmp_path) == {}


def test_a_refusal_is_a_warning_and_the_next_harvest_asks_again(
    tmp_path: Path, wiki: FakeWiki, views: FakeViews
) -> None:
    def refusing(request: dict[str, str]) -> httpx.Response | None:
        return error("pageviews-down") if "pageviews" in request.get("prop", "") else None

    wiki.before = refusing
    result = run(tmp_path, wiki)
    assert [warning.code for warning in result.warnings] == ["page-views-refused"]
    assert result.exit == 0
    wiki.before = views
    run(tmp_path, wiki)
    assert kept(tmp_path)["Read"] == Views(1180, 59)


def test_views_that_are_no_numbers_break_off_and_leave_what_was_known(
    tmp_path: Path, wiki: FakeWiki, views: FakeViews
) -> None:
    run(tmp_path, wiki)
    views.counts["Read"] = [-5] * 60
    result = run(tmp_path, wiki, days=8)
    assert result.exit == 1
    assert kept(tmp_path)["Read"] == Views(1180, 59)
