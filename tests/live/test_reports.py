"""Harvest, audit and report, and the report saved on the wiki."""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

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
LINKED = """
[[sources]]
name = "linked-{0}"
wiki = "{0}"
kind = "category"
category = "Linked"
"""
ROW_TEMPLATE = """\
{{#ifeq:{{{number}}}|1|
{{{!}} class="wikitable sortable"
! # !! Page !! What !! To do !! Evidence !! Rule
}}
{{!}}-
{{!}} Row {{{number}}} {{!}}{{!}} {{{title}}} {{!}}{{!}} {{{message}}} {{!}}{{!}} {{{fix}}} \
{{!}}{{!}} {{{evidence}}} {{!}}{{!}} {{#switch:{{{rule}}}|short-page=short-page!|other}}
{{#ifeq:{{{number}}}|{{{rows}}}|
{{!}}}
}}"""
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


def test_links_lead_within_and_between_wikis_as_the_wiki_has_them(
    family: Family, new_program: Callable[[], Program]
) -> None:
    titles = ["Plain page", 'R&D\'s "page" (2)', "Ång/ström", "50 % off", "Double ''quoted''"]
    for title in titles:
        for wiki in (family.meta, family.svwiki):
            wiki.edit(title, "Short. [[Category:Linked]]")
    program = new_program()
    program.configure(LINKED.format("meta"), LINKED.format("svwiki"))
    program.run("harvest")
    program.run("audit", "--select", "short-page")
    text = program.run("report", "--format", "wikitext", "--for", "meta").stdout

    family.meta.edit("Project:Linked", text)

    asked = "links|iwlinks|externallinks|categories|templates|langlinks|text"
    page = family.meta.ask(action="parse", page="Project:Linked", prop=asked)["parse"]
    in_brackets = titles[:3]
    assert {link["title"] for link in page["links"] if link["exists"]} == set(in_brackets)
    assert all(link["exists"] for link in page["links"])
    to_sv = {link["title"].removeprefix("sv:"): link["url"] for link in page["iwlinks"]}
    assert set(to_sv) == set(in_brackets)
    outside = " ".join(page["externallinks"])
    # An address of the wiki itself is no external link to it.
    assert outside.count("50_%25_off") == outside.count("Double_") == 1
    assert page["categories"] == page["templates"] == page["langlinks"] == []
    # MediaWiki itself makes the space before a percent sign one that does not break.
    cells = (cell for row in rows_of(page["text"]) for cell in row)
    shown = [cell.replace("\xa0", " ") for cell in cells]
    for title in titles:
        assert shown.count(title) >= 2
    for title, url in to_sv.items():
        assert url.startswith(f"{family.svwiki.server}/index.php?title=")
        assert family.svwiki.ask(action="parse", page=title)["parse"]["title"] == title


def test_a_template_of_the_wiki_gets_every_row_whole(family: Family, audited: Program) -> None:
    family.meta.edit("Template:Hub/row", ROW_TEMPLATE)
    text = audited.run("report", "--format", "wikitext", "--row-template", "Hub/row").stdout

    family.meta.edit("Project:Called", text)

    asked = "text|categories|templates|images"
    page = family.meta.ask(action="parse", page="Project:Called", prop=asked)["parse"]
    assert [one["title"] for one in page["templates"]] == ["Template:Hub/row"]
    assert page["categories"] == page["images"] == []
    rows = [row for row in rows_of(page["text"]) if row and row[0].startswith("Row ")]
    assert [row[0] for row in rows] == [f"Row {n}" for n in range(1, ROWS + 1)]
    for finding in audited.json("audit", "--format", "json", "--select", "short-page")["findings"]:
        (row,) = [row for row in rows if row[1] == finding["title"]]
        evidence = "".join(piece["text"] for piece in finding["evidence"])
        assert row[2:] == [finding["message"], finding["fix"], evidence, "short-page!"]


def test_a_report_longer_than_a_page_is_an_index_and_its_subpages(
    family: Family, audited: Program
) -> None:
    with closing(sqlite3.connect(audited.catalog)) as database, database:
        database.execute("UPDATE wikis SET max_article_size = 4500 WHERE name = 'meta'")
    audited.run(*["report", "--format", "wikitext", "--for", "meta", "-o", "long.wikitext"])

    files = sorted(audited.directory.glob("long.*wikitext"))
    for file in files:
        number = file.name.removeprefix("long").removesuffix(".wikitext").replace(".", "/")
        family.meta.edit(f'Project:Long, it\'s "so"{number}', file.read_text(encoding="utf-8"))

    name = 'Project:Long, it\'s "so"'
    index = family.meta.ask(action="parse", page=name, prop="links|text")["parse"]
    subpages = [link for link in index["links"] if "/" in link["title"]]
    assert len(subpages) == len(files) - 1 > 1
    assert all(link["exists"] for link in subpages)
    found = []
    for link in subpages:
        part = family.meta.ask(action="parse", page=link["title"], prop="text")["parse"]
        found += [row for row in rows_of(part["text"]) if "short-page" in row]
    assert len(found) == ROWS


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
