"""What a healthy wiki does not say, said to a whole harvest (respx stands for the network)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from tests.workflows.fake_wiki import FakeWiki, error

from cphub.catalogue import open_catalogue
from cphub.errors import Exit
from cphub.model.progress import Silent
from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Waits(Silent):
    """Keeps what was said of waits."""

    def __init__(self) -> None:
        self.said: list[tuple[str, float, str]] = []

    def wait(self, wiki: str, seconds: float, why: str) -> None:
        self.said.append((wiki, seconds, why))


@pytest.fixture
def wiki() -> FakeWiki:
    made = FakeWiki()
    for number in range(60):
        made.edit(f"Guide {number}", categories=("Category:Training",))
    return made


def go(folder: Path, wiki: FakeWiki, waits: Waits | None = None) -> HarvestResult:
    settings = Settings(
        contact="anna@example.org",
        catalog=folder / "catalog.db",
        wikis={"meta": WikiSettings("meta", wiki.api)},
        sources=(SourceSettings("training", "meta", "category", {"category": "Training"}),),
        politeness=PolitenessSettings(attempts=3, longest_retry_after=2),
    )
    with respx.mock(assert_all_called=True) as router:
        router.route(host="meta.example.org").mock(side_effect=wiki.answer)
        return harvest(settings, progress=waits, clock=lambda: NOW)


def once(wiki: FakeWiki, key: str, answer: httpx.Response) -> None:
    """Give `answer` in place of the first one to a question that has `key`."""
    left = [answer]
    wiki.before = lambda asked: left.pop() if key in asked and left else None


def too_fast(**headers: str) -> httpx.Response:
    page = "<!DOCTYPE html><title>Wikimedia Error</title><p>Too many requests (f061ab2)</p>"
    return httpx.Response(429, headers={"content-type": "text/html", **headers}, text=page)


@pytest.mark.parametrize("key", ["meta", "generator", "pageids"])
@pytest.mark.parametrize(
    "answer",
    [
        too_fast(**{"Retry-After": "0"}),
        httpx.Response(503, text="upstream connect error", headers={"Retry-After": "1"}),
        httpx.Response(200, text="<html>Our servers are busy</html>"),
        httpx.Response(200, text='{"query": {"pages": [{"pageid": 1, '),
        error("maxlag"),
        error("ratelimited"),
        error("internal_api_error_DBQueryTimeoutError"),
    ],
    ids=["429", "503", "html", "truncated", "maxlag", "ratelimited", "database"],
)
def test_a_fault_that_passes_leaves_no_trace(
    tmp_path: Path, wiki: FakeWiki, key: str, answer: httpx.Response
) -> None:
    once(wiki, key, answer)
    result = go(tmp_path, wiki)
    assert result.exit is Exit.DONE
    assert (result.wikis[0].counts.new, result.wikis[0].counts.requests) == (60, 1 + 1 + 2 + 1)


def test_a_wait_is_announced_with_the_wikis_own_reason(tmp_path: Path, wiki: FakeWiki) -> None:
    waits = Waits()
    once(wiki, "pageids", too_fast(**{"Retry-After": "1"}))
    go(tmp_path, wiki, waits)
    ((name, seconds, why),) = waits.said
    assert (name, seconds) == ("meta", 1)
    assert "Too many requests" in why


def test_a_wiki_that_asks_for_too_long_a_wait_ends_the_run_half_way(
    tmp_path: Path, wiki: FakeWiki
) -> None:
    once(wiki, "pageids", too_fast(**{"Retry-After": "3600"}))
    result = go(tmp_path, wiki)
    assert result.exit is Exit.STOPPED
    assert "come back in 60 min" in result.failures[0].error.message
    assert go(tmp_path, wiki).wikis[0].counts.new == 60


def test_warnings_are_kept_with_the_run(tmp_path: Path, wiki: FakeWiki) -> None:
    def warned(asked: dict[str, str]) -> httpx.Response | None:
        if "generator" not in asked:
            return None
        wiki.before = None
        body: dict[str, Any] = wiki.answer(httpx.Request("GET", wiki.api, params=asked)).json()
        warning = {"code": "deprecation", "module": "query", "text": "gcmtype will go away"}
        return httpx.Response(200, json={**body, "warnings": [warning]})

    wiki.before = warned
    result = go(tmp_path, wiki)
    assert [(one.wiki, one.code, one.message) for one in result.warnings] == [
        ("meta", "deprecation", "gcmtype will go away")
    ]
    with open_catalogue(tmp_path / "catalog.db", write=False) as catalogue:
        assert catalogue.runs("harvest")[0].warnings == 1


def test_a_redirect_is_not_followed_but_named(tmp_path: Path, wiki: FakeWiki) -> None:
    moved = httpx.Response(301, headers={"Location": "https://new.example.org/w/api.php"})
    once(wiki, "meta", moved)
    (failure,) = go(tmp_path, wiki).failures
    assert "https://new.example.org/w/api.php" in failure.error.message + failure.error.hint


def test_a_page_deleted_between_listing_and_text_is_no_failure(
    tmp_path: Path, wiki: FakeWiki
) -> None:
    def vanish(asked: dict[str, str]) -> None:
        if "pageids" in asked:
            wiki.pages.pop(7, None)

    wiki.before = vanish
    result = go(tmp_path, wiki)
    assert (result.exit, result.saved) == (Exit.DONE, 59)
