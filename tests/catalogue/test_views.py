"""The catalogue reads sensibly in Datasette and SQL: views with names that people understand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.catalogue.imagined import META, Harvest, listed

from cphub.catalogue import Catalogue
from cphub.catalogue.health import severities
from cphub.model.findings import Axis, Evidence, Finding, Severity
from cphub.model.pages import State


def finding(page_id: int, rule: str, severity: Severity, key: str = "") -> Finding:
    """Return a finding of a page called by its id."""
    return Finding(
        rule=rule,
        axis=Axis.QUALITY,
        severity=severity,
        wiki="meta",
        title=f"P{page_id}",
        language="en",
        page_id=page_id,
        revision=10,
        message="Wrong.",
        evidence=(Evidence("one", "Lead"), Evidence("two")),
        fix="Right it.",
        url="https://meta.example/wiki/P",
        first_seen=datetime(2026, 1, 1, tzinfo=UTC),
        key=key,
    )


@pytest.mark.parametrize("title", ["A b", "50% of what? #1 & more", 'Say "x"', "Ää/日本", "a+b's"])
def test_current_pages_have_an_address_that_leads_to_them(
    harvest: Harvest, catalogue: Catalogue, title: str
) -> None:
    harvest([listed(1, title, 11), listed(2, "R", 12, State.REDIRECT)])
    ((url, sources),) = catalogue.rows("SELECT url, sources FROM current_pages")
    assert sources == "capacity"
    plain = META.url(title)
    assert url.startswith("https://meta.example/wiki/")
    for character in '?#"& ':
        assert character not in url
    assert url == plain or not plain.isascii() or "%" in plain


def test_open_findings_are_worst_first_with_their_evidence(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    run = harvest.start()
    harvest([listed(1, "P1", 11), listed(2, "P2", 12)])
    found = [
        finding(1, "short-page", Severity.NOTE),
        finding(2, "short-page", Severity.WARNING),
        finding(1, "gone-page", Severity.ERROR),
    ]
    catalogue.save_findings(run, found, rules=None, unchecked=lambda *_: False)
    rows = catalogue.rows("SELECT severity, rule, title, evidence FROM open_findings")
    assert [row[:3] for row in rows] == [
        ("error", "gone-page", "P1"),
        ("warning", "short-page", "P2"),
        ("note", "short-page", "P1"),
    ]
    assert rows[0][3] == "one · two"
    assert catalogue.rows("SELECT rule, pages, errors, warnings, notes FROM findings_by_rule") == [
        ("gone-page", 1, 1, 0, 0),
        ("short-page", 2, 0, 1, 1),
    ]
    catalogue.save_findings(run, found[:1], rules=None, unchecked=lambda *_: False)
    assert catalogue.rows("SELECT severity FROM open_findings") == [("note",)]


def test_findings_of_a_page_that_no_source_holds_are_not_open(
    harvest: Harvest, catalogue: Catalogue
) -> None:
    run = harvest.start()
    harvest([listed(1, "P1", 11), listed(2, "P2", 12)])
    found = [finding(number, "short-page", Severity.NOTE) for number in (1, 2)]
    catalogue.save_findings(run, found, rules=None, unchecked=lambda *_: False)
    harvest([listed(2, "P2", 12)], elsewhere=(listed(1, "P1", 11),))
    assert catalogue.rows("SELECT title FROM open_findings") == [("P2",)]
    assert catalogue.rows("SELECT pages, notes FROM findings_by_rule") == [(1, 1)]
    assert [one.title for one in catalogue.open_findings()] == ["P2"]
    assert catalogue.open_findings("meta", 1) == []
    assert severities(catalogue, {"short-page"}) == {"note": 1}


def test_history_and_sources_read_with_titles(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([listed(1, "P1", 11)])
    harvest([listed(1, "P1", 21)])
    rows = catalogue.rows("SELECT kind, title, old, new FROM page_changes")
    assert rows[0] == ("edited", "P1", "11", "21")
    assert catalogue.rows("SELECT source, title, until FROM source_pages") == [
        ("capacity", "P1", None)
    ]
    assert catalogue.rows("SELECT kind, status FROM latest_runs") == [("harvest", "done")]


def test_listing_pages_does_not_read_texts(harvest: Harvest, catalogue: Catalogue) -> None:
    harvest([listed(1, "P1", 11)])
    for view in ("pages", "current_pages", "open_findings", "source_pages"):
        plan = catalogue.rows(f"EXPLAIN QUERY PLAN SELECT * FROM {view}")  # noqa: S608  # constants
        assert not any("texts" in row[3] for row in plan)


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM pages WHERE title = 'x'",
        "SELECT * FROM findings WHERE wiki = 'x' AND page_id = 1 AND gone IS NULL",
        "SELECT * FROM changes WHERE wiki = 'x' AND page_id = 1",
        "SELECT * FROM memberships WHERE source = 'x' AND until IS NULL",
        "SELECT * FROM texts WHERE wiki = 'x' AND revision = 1",
        "SELECT * FROM findings WHERE gone_run = 1",
    ],
)
def test_what_commands_ask_has_an_index(catalogue: Catalogue, question: str) -> None:
    plan = catalogue.rows(f"EXPLAIN QUERY PLAN {question}")
    assert all(row[3].startswith("SEARCH") for row in plan), plan
