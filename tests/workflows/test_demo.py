"""`cphub demo`: recorded wikis, whose planted faults are found and whose sound pages are not."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from scripts.demo_pages import demo_pages

import cphub.rules
from cphub.demo import demo_answers
from cphub.errors import BadReply, UsageError
from cphub.registry import discover
from cphub.wiki.replay import Replay
from cphub.workflows.demo import DemoResult, demo

FIRST_RULES = {
    "empty-section",
    "marked-outdated",
    "placeholder-text",
    "short-page",
    "untouched-page",
    "wrong-language",
}
MATERIAL = {
    (page.wiki, page.title): page.faults for page in demo_pages() if page.faults is not None
}
IN_TIME = 60  # seconds, on a busy machine; 7 on two idle cores


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """A demo in a new folder, made without a network and in time."""
    started = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", refuse)  # without it there is no name to ask
        patch.setenv("CPHUB_CATALOG", "/nowhere/catalog.db")
        result = demo(tmp_path_factory.mktemp("demo"))
    assert time.monotonic() - started < IN_TIME
    return result


def refuse(*_: object) -> NoReturn:
    raise AssertionError("the demo asked the network")


def found(result: DemoResult) -> dict[tuple[str, str], set[str]]:
    rules: dict[tuple[str, str], set[str]] = {}
    for finding in result.audit.findings:
        rules.setdefault((finding.wiki, finding.title), set()).add(finding.rule)
    return rules


@pytest.mark.parametrize("page", sorted(place for place, faults in MATERIAL.items() if faults))
def test_planted_faults_are_found_and_nothing_else(
    page: tuple[str, str], shown: DemoResult
) -> None:
    assert found(shown).get(page, set()) == MATERIAL[page]


@pytest.mark.parametrize("page", sorted(place for place, faults in MATERIAL.items() if not faults))
def test_nothing_is_found_on_a_sound_page(page: tuple[str, str], shown: DemoResult) -> None:
    assert page not in found(shown)


def test_every_page_that_was_written_is_harvested_and_no_other(shown: DemoResult) -> None:
    assert {(row.wiki, row.counts.listed) for row in shown.harvest.wikis} == {
        (wiki, sum(place[0] == wiki for place in MATERIAL)) for wiki in ("meta", "svwiki", "frwiki")
    }
    assert set(found(shown)) <= set(MATERIAL)


@pytest.mark.parametrize("rule", sorted(FIRST_RULES))
def test_each_of_the_first_rules_has_a_fault_in_more_than_one_language(rule: str) -> None:
    assert len({wiki for (wiki, _), faults in MATERIAL.items() if rule in faults}) > 1


def test_planted_faults_are_those_of_rules_that_there_are() -> None:
    planted = {rule for faults in MATERIAL.values() for rule in faults}
    assert planted <= set(discover(cphub.rules))


def test_the_reports_name_every_finding(shown: DemoResult) -> None:
    assert {path.suffix for path in shown.reports} >= {".md", ".csv", ".json"}
    # `-o report.txt` writes the table.
    assert [path.name for path in shown.reports if path.suffix == ".txt"] == ["titles.txt"]
    for path in shown.reports:
        content = path.read_bytes()
        assert content
        if path.suffix in {".csv", ".json"}:
            for finding in shown.audit.findings:
                assert finding.title in content.decode()


def test_shown_again_in_the_same_folder_nothing_is_new(shown: DemoResult) -> None:
    before = {path: path.read_bytes() for path in shown.reports if path.suffix == ".csv"}

    again = demo(shown.directory)

    assert (again.audit.new, again.audit.gone) == (0, 0)
    assert {path: path.read_bytes() for path in before} == before


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Do not overwrite me.")

    with pytest.raises(UsageError, match="no demo"):
        demo(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_settings_that_are_no_text_are_no_demo_s(tmp_path: Path) -> None:
    (tmp_path / "cphub.toml").write_bytes(b"\xff" * 1000)
    with pytest.raises(UsageError, match="no demo"):
        demo(tmp_path)


def test_a_question_that_was_not_recorded_is_an_error_and_asks_nobody() -> None:
    with (
        httpx.Client(transport=Replay(demo_answers())) as client,
        pytest.raises(BadReply, match="never asked action=query"),
    ):
        client.get("https://meta.demo.example/w/api.php", params={"action": "query"})


def test_the_order_of_parameters_does_not_matter_nor_how_they_are_sent() -> None:
    api, answers = next(iter(demo_answers().items()))
    params, body = answers[0]
    backwards = dict(reversed(params.items()))

    with httpx.Client(transport=Replay({api: answers})) as client:
        assert client.get(api, params=backwards).json() == body
        assert client.post(api, data=backwards).json() == body
