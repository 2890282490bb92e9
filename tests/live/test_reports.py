"""Harvest, audit and report, and the report saved on the wiki."""

from __future__ import annotations

import csv
import io
import re

import pytest
from tests.live.family import Family
from tests.live.program import Program

SOURCE = """
[[sources]]
name = "reported"
wiki = "meta"
kind = "category"
category = "Reported"
"""
ROWS = 12


@pytest.fixture
def audited(family: Family, program: Program) -> Program:
    """Pages with one fault each, some with names that markup would trip over, audited."""
    for n in range(ROWS):
        family.meta.edit(f"Report's \"page\" & {n}, ''so''", f"Short {n}. [[Category:Reported]]")
    program.configure(SOURCE)
    program.run("harvest")
    program.run("audit", "--select", "short-page")
    return program


def test_the_wikitext_report_is_saved_and_shows_every_row(family: Family, audited: Program) -> None:
    report = audited.run("report", "--format", "wikitext").stdout

    family.meta.edit("Project:Report", report)

    page = family.meta.ask(action="parse", page="Project:Report", prop="text|categories|templates")
    html = page["parse"]["text"]
    rows = [row for row in re.findall(r"(?s)<tr>.*?</tr>", html) if "short-page" in row]
    shown = {number for row in rows for number in re.findall(r"&amp; (\d+), ''so''", row)}
    assert shown == {str(n) for n in range(ROWS)}
    assert page["parse"]["categories"] == []
    assert page["parse"]["templates"] == []


def test_json_and_csv_hold_every_finding_whole(audited: Program) -> None:
    findings = audited.json("audit", "--format", "json", "--select", "short-page")["findings"]
    table = audited.run("report", "--format", "csv").stdout

    read = list(csv.DictReader(io.StringIO(table, newline="")))

    assert len(findings) == len(read) == ROWS
    assert sorted(row["title"].lstrip("'") for row in read) == sorted(
        one["title"] for one in findings
    )
    assert {one["rule"] for one in findings} == {"short-page"}


def test_a_report_is_the_same_bytes_each_time(audited: Program) -> None:
    for name in ("markdown", "wikitext", "csv", "json", "titles"):
        first, second = (audited.run("report", "--format", name).stdout for _ in range(2))
        assert first == second
