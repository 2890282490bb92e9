"""Harvest, audit and report, and the report saved on the wiki."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

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
COUNTS = ("rule", "pages", "errors", "warnings", "notes")  # the summary's cells for a rule
HOSTILE = "{{Delete}} [[Category:Bad]] [[File:Bad.png]] | || ~~~~ {{subst:Bad}} <b>bold</b>"


@pytest.fixture(scope="module")
def audited(family: Family, new_program: Callable[[], Program]) -> Program:
    """Pages with one fault each, with names and texts that markup would trip over, audited."""
    program = new_program()
    for n in range(ROWS):
        text = f"Short {n}: <nowiki>{HOSTILE}</nowiki> [[Category:Reported]]"
        family.meta.edit(f"Report's \"page\" & {n}, ''so''", text)
    program.configure(SOURCE)
    program.run("harvest")
    program.run("audit", "--select", "short-page")
    return program


def test_the_wikitext_report_is_saved_and_shows_every_row(family: Family, audited: Program) -> None:
    report = audited.run("report", "--format", "wikitext").stdout

    family.meta.edit("Project:Report", report)

    asked = "text|categories|templates|links|images"
    page = family.meta.ask(action="parse", page="Project:Report", prop=asked)["parse"]
    rows = [row for row in rows_of(page["text"]) if "short-page" in row and len(row) > len(COUNTS)]
    assert len(rows) == ROWS
    for finding in audited.json("audit", "--format", "json", "--select", "short-page")["findings"]:
        (row,) = [row for row in rows if finding["title"] in row]
        evidence = [piece["text"] for piece in finding["evidence"]]
        assert {finding["message"], finding["fix"], *evidence} <= set(row)
    for kind in ("categories", "templates", "links", "images"):
        assert page[kind] == [], f"the report made {kind} of what it quotes"


def rows_of(page: str) -> list[list[str]]:
    """Return the cells of every table row of a page's HTML, as a reader sees them."""
    rows = re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", page)
    cells = (re.findall(r"(?s)<td[^>]*>(.*?)</td>", row) for row in rows)
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


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
