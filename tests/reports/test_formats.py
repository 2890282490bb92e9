"""What holds for every report format, those to come among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from json import loads
from pathlib import Path

import pytest

from cphub import reports
from cphub.model.reports import Count, Report
from cphub.registry import Plugin, discover

EVERY = discover(reports)
# Those of another report than the audit's have tests of their own.
FORMATS = {name: one for name, one in EVERY.items() if "only" not in one.attributes}
EXPECTED = Path(__file__).parent / "expected"
NONE = Count("", 0, 0)

every_format = pytest.mark.parametrize("plugin", FORMATS.values(), ids=FORMATS.keys())
for_people = pytest.mark.parametrize("name", ["html", "markdown", "table", "wikitext"])


def test_the_formats_are_found() -> None:
    known = {"csv", "html", "json", "markdown", "table", "titles", "wikitext", "xlsx"}
    assert known <= FORMATS.keys()
    assert {"jsonld", "quickstatements"} == EVERY.keys() - FORMATS.keys()


@pytest.mark.parametrize("name", ["csv", "json", "markdown", "table", "titles", "wikitext"])
def test_a_small_report_is_exactly_this(name: str, report: Report) -> None:
    plugin = FORMATS[name]
    expected = (EXPECTED / f"{name}{plugin.attributes['suffix']}").read_bytes()
    assert plugin.function(report).encode() == expected


@for_people
def test_the_day_that_rules_counted_from_is_told_where_it_is_not_the_run_s(
    name: str, report: Report
) -> None:
    render = FORMATS[name].function
    same = replace(report, audit=replace(report.audit, today=report.audit.started.date()))
    other = replace(report, audit=replace(report.audit, today=date(2027, 1, 2)))
    assert render(same) == render(report)
    said = render(other).replace("&#45;", "-").replace("\\", "")
    assert "The rules counted from 2027-01-02." in said


def test_json_tells_the_day_and_the_rules_of_the_run(report: Report) -> None:
    audit = replace(
        report.audit, today=date(2027, 1, 2), rules=("short-page",), rules_left_out=("red-links",)
    )
    run = loads(FORMATS["json"].function(replace(report, audit=audit)))["run"]
    assert (run["today"], run["rules"], run["rules_left_out"]) == (
        "2027-01-02",
        ["short-page"],
        ["red-links"],
    )


@every_format
def test_the_order_in_which_findings_come_does_not_matter(plugin: Plugin, report: Report) -> None:
    twin = replace(report.findings[0], key="b", message="The page has 13 words.")
    findings = (*report.findings, twin, replace(twin, key="c", fix="Write more."))
    one, other = (replace(report, findings=order) for order in (findings, findings[::-1]))
    assert plugin.function(one) == plugin.function(other)


@every_format
def test_20_000_findings_are_all_there(plugin: Plugin, report: Report) -> None:
    finding = report.findings[0]
    many = tuple(replace(finding, page_id=i, title=f"Page {i:05}.") for i in range(20_000))
    text = plugin.function(replace(report, findings=many))
    found = text.decode(errors="replace") if isinstance(text, bytes) else text
    if not plugin.attributes["binary"]:
        assert sum(f"Page {i:05}." in found for i in (0, 9_999, 19_999)) == 3
        assert found.count("Page ") >= 20_000


@for_people
def test_a_report_without_findings_says_so_and_what_to_do(name: str, report: Report) -> None:
    function = FORMATS[name].function
    empty = replace(report, findings=(), total=replace(report.total, errors=0, warnings=0))
    assert "Nothing was found" in function(empty)
    assert "cphub audit" in function(empty)
    filtered = function(replace(empty, filters=(("wiki", "meta"),)))
    assert "Only wiki meta." in filtered
    assert "Leave one out" in filtered
    unharvested = function(replace(empty, total=NONE, harvested=None))
    assert "The catalogue has no pages. Run cphub harvest" in unharvested
    assert "not known" in unharvested


@for_people
def test_what_is_incomplete_or_unchecked_is_said(name: str, report: Report) -> None:
    function = FORMATS[name].function
    partial = function(replace(report, audit=replace(report.audit, status="partial")))
    assert "This audit is partial" in partial
    assert "Northern Sami is not known to the detector" in partial
    first = function(replace(report, previous=None, changes=()))
    assert "first audit" in first


@for_people
def test_long_lists_of_changes_say_how_many_they_leave_out(name: str, report: Report) -> None:
    change = report.changes[0]
    changes = tuple(replace(change, title=f"New {i:03}") for i in range(130))
    text = FORMATS[name].function(replace(report, changes=changes))
    assert "130 new, 0 gone" in " ".join(text.split())
    assert "and 30 more" in text
    assert "New 099" in text
    assert "New 100" not in text


@every_format
def test_a_remark_takes_the_settings_of_its_format(
    plugin: Plugin, report: Report, with_text: Callable[[str], Report]
) -> None:
    remark = plugin.attributes.get("remark")
    if remark:
        for subject in (report, with_text("=1")):
            assert isinstance(remark(subject), str)
