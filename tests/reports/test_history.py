"""What a report tells of the time before and of links: by every format that has room for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from json import loads

import pytest
from openpyxl import load_workbook
from tests.reports.pages import Page

from cphub import reports
from cphub.locale.translated import translated
from cphub.model.links import LinkState
from cphub.model.reports import LinkCounts, Report, Worst
from cphub.registry import discover
from cphub.reports.html import html
from cphub.reports.json import json
from cphub.reports.xlsx import xlsx

FORMATS = discover(reports)
COUNTS = ((12, 30, 5), (9, 33, 5), (4, 31, 1234))

for_people = pytest.mark.parametrize("name", ["html", "markdown", "table", "wikitext"])


@pytest.fixture(scope="session")
def told(report: Report) -> Report:
    """The small report with three audits behind it, and with links that were checked."""
    trend = tuple(
        replace(
            report.audit,
            id=number,
            started=report.audit.started - timedelta(days=7 * (12 - number)),
            counts=dict(zip(("errors", "warnings", "notes"), counts, strict=True)),
        )
        for number, counts in zip((10, 11, 12), COUNTS, strict=True)
    )
    states = {LinkState.DEAD: 3, LinkState.SUSPECTED: 2, LinkState.UNKNOWN: 9, LinkState.OK: 1200}
    return replace(
        report,
        worst=(Worst("sv", 1, 2, 0, 16, 1), Worst("ar", notes=1)),
        trend=trend,
        passed_over=1,
        links=LinkCounts(states, 40, report.audit.started),
    )


def words(name: str, subject: Report) -> str:
    """Return what a reader sees, without markup and on one line."""
    text = re.sub(r"<[^>]*>", " ", FORMATS[name].function(subject))
    return " ".join(unescape(text).replace("\\", "").split())


@for_people
def test_links_and_the_trend_are_told_in_a_sentence_each(name: str, told: Report) -> None:
    said = words(name, told)
    assert (
        "External links: 1,214 checked, last 2026-11-20: 3 dead, 2 suspected, 9 could not be"
        " checked, 1,200 sound; 40 not checked." in said
    )
    assert (
        "From 2026-11-06 to 2026-11-20, in 3 audits, without 1 audit of other rules: errors 12 to"
        " 4, warnings 30 to 31, notes 5 to 1,234." in said
    )


@for_people
def test_where_there_is_nothing_to_tell_nothing_is_told(name: str, report: Report) -> None:
    one = replace(report, trend=(report.audit,), links=LinkCounts({}, 7, None))
    assert words(name, one) == words(name, report)
    assert "External links" not in words(name, report)


@for_people
def test_each_language_has_its_pages_by_their_worst(name: str, told: Report) -> None:
    said = words(name, told)
    columns = "Error Warning Note Nothing found Not judged"
    assert columns in re.sub(r"[|!\s]+", " ", said)
    assert re.search(r"\(sv\)[|\s]+1[|\s]+2[|\s]+0[|\s]+16[|\s]+1\b", said) or name == "wikitext"
    assert "Not judged" not in words(name, replace(told, worst=()))


def test_json_has_all_of_it(told: Report, report: Report) -> None:
    summary = loads(json(told))["summary"]
    assert summary["worst"] == [
        {"name": "sv", "errors": 1, "warnings": 2, "notes": 0, "sound": 16, "unjudged": 1},
        {"name": "ar", "errors": 0, "warnings": 0, "notes": 1, "sound": 0, "unjudged": 0},
    ]
    figures = [tuple(row[s] for s in ("errors", "warnings", "notes")) for row in summary["trend"]]
    assert figures == [*COUNTS]
    assert summary["trend"][0] == {
        "run": 10,
        "started": "2026-11-06T08:15:00Z",
        "today": None,
        "errors": 12,
        "warnings": 30,
        "notes": 5,
    }
    assert summary["links"] == {
        "ok": 1200,
        "moved": 0,
        "suspected": 2,
        "dead": 3,
        "unknown": 9,
        "unchecked": 40,
        "checked": "2026-11-20T08:15:00Z",
    }
    assert loads(json(report))["summary"]["links"] is None


def test_a_spreadsheet_has_a_sheet_of_each(told: Report) -> None:
    book = load_workbook(BytesIO(xlsx(told)))
    assert [row[2:] for row in book["Trend"].iter_rows(min_row=2, values_only=True)] == [*COUNTS]
    assert [*book["External links"].iter_rows(min_row=2, values_only=True)] == [
        ("dead", 3),
        ("suspected", 2),
        ("could not be checked", 9),
        ("sound", 1200),
        ("not checked", 40),
    ]
    worst = book["Pages by their worst"]
    assert [cell.value for cell in worst[2]] == ["svenska (sv)", 1, 2, 0, 16, 1]


def test_a_page_draws_the_trend_and_says_every_figure_of_it(told: Report) -> None:
    page = Page(html(told))
    (picture,) = [one for one in page.all("svg") if one.attributes.get("role") == "img"]
    names = picture.attributes["aria-labelledby"].split()
    texts = {one.attributes.get("id"): one.text for one in page.elements}
    assert texts[names[0]] == "Trend"
    assert texts[names[1]] == (
        "Errors: 12 (2026-11-06), 9 (2026-11-13), 4 (2026-11-20). "
        "Warnings: 30 (2026-11-06), 33 (2026-11-13), 31 (2026-11-20). "
        "Notes: 5 (2026-11-06), 5 (2026-11-13), 1,234 (2026-11-20)."
    )
    drawn = [one.text for one in page.all("text")]
    assert {"Errors 4", "Warnings 31", "Notes 1,234", "2026-11-06", "2026-11-20", "0"} <= {*drawn}


def test_a_page_draws_the_languages_by_their_pages_worst(told: Report) -> None:
    page = Page(html(told))
    said = [one.text for one in page.all("span") if one.attributes.get("class") == "said"]
    assert "Error 1, Warning 2, Nothing found 16, Not judged 1" in said
    tones = {one.attributes["class"] for one in page.all("rect")}
    assert {"bad", "middling", "neutral", "good", "faint"} <= tones


def test_a_page_speaks_the_language_that_its_report_was_translated_to(told: Report) -> None:
    page = Page(html(translated(told, "sv")))
    assert page.all("html")[0].attributes == {"lang": "sv", "dir": "ltr"}
    headings = {one.text for one in page.all("h2")}
    assert {"Fynd", "Efter regel"} <= headings
    assert not {"Findings", "By rule"} & headings
    drawn = [one.text for one in page.all("text")]
    assert not [text for text in drawn if text.startswith("Errors")]
    book = load_workbook(BytesIO(xlsx(translated(told, "sv"))))
    assert "Fynd" in book.sheetnames
