"""The map of the material, saved on a real wiki and read there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.live.export import Revision, Revisions
from tests.live.family import Family
from tests.live.program import Program

SOURCES = """
[topics.uploading]
labels.en = "Uploading pictures"
categories = ["Mapped uploads"]

[topics.metadata]
labels.en = "Metadata & <licences>"
categories = ["Mapped metadata"]

[[sources]]
name = "mapped"
wiki = "meta"
kind = "category"
category = "Mapped"
"""
WHEN = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
UPLOADS = "[[Category:Mapped]][[Category:Mapped uploads]]"
PROSE = "A museum can share its pictures with everybody, and this page tells how. " * 12
ARABIC = "يشرح هذا الدليل كيف يمكن للمتحف أن يشارك صوره مع الجميع خطوة بخطوة. " * 12
PAGES = {
    "Map/Guide for beginners": f"{PROSE}\n\n== Rights ==\n\n== Steps ==\n{PROSE}\n{UPLOADS}",
    "Map/Guide for beginners/sv": f"En guide. {PROSE}\n{UPLOADS}",
    "Map/Guide for beginners/ar": f"{ARABIC}\n{UPLOADS}",
    "Map/دليل الصور/ar": f"{ARABIC}\n{UPLOADS}",
    "Map/Metadata ''tables''": f"{PROSE}\n[[Category:Mapped]][[Category:Mapped metadata]]",
    "Map/Old": f"{{{{Outdated}}}}\n{PROSE}\n[[Category:Mapped]][[Category:Mapped metadata]]",
    "Map/Alone": f"{PROSE}\n[[Category:Mapped]]",
}


@pytest.fixture(scope="module")
def mapped(family: Family, new_program: Callable[[], Program]) -> Program:
    """Material on two topics, harvested, audited, and partly reviewed."""
    program = new_program()
    family.meta.import_pages(
        Revisions(title, [Revision(text, WHEN, "Anna Berg")]) for title, text in PAGES.items()
    )
    program.configure(SOURCES)
    program.run("harvest")
    program.run("audit", "--today", "2026-11-22")
    for title, verdict in (("Map/Alone", "good"), ("Map/Old", "expired")):
        program.run("review", title, "--verdict", verdict, "--as", "Bo")
    program.run("describe", "Map/Guide for beginners", "--level", "beginner", "--as", "Bo")
    return program


def test_the_map_is_saved_on_a_wiki_and_shows_every_resource_under_its_topics(
    family: Family, mapped: Program
) -> None:
    text = mapped.run("report", "overview", "--format", "wikitext").stdout
    family.meta.edit("Project:Map", text)

    asked = "text|categories|templates|images|sections"
    page = family.meta.ask(action="parse", page="Project:Map", prop=asked)["parse"]
    headings = [html.unescape(section["line"]) for section in page["sections"]]
    assert headings == [
        "Learning material",
        "By axis",
        "Uploading pictures",
        "Metadata & <licences>",
        "No topic",
    ]
    for kind in ("categories", "templates", "images"):
        assert page[kind] == [], f"the map made {kind} of what it names"
    (guide,) = (row for row in rows(page["text"]) if ">Map/Guide for beginners<" in row)
    assert re.search(">beginner\\s*<", guide)
    assert re.search(r'<bdi lang="ar"[^>]*><a [^>]*>العربية</a></bdi>', guide)
    assert re.search(r'<bdi lang="sv"[^>]*><a [^>]*>svenska</a></bdi>', guide)
    assert 'data-sort-value="0"' in guide  # an empty section is an error
    (arabic,) = (row for row in rows(page["text"]) if "Map/دليل الصور" in row)
    assert 'lang="ar" dir="rtl"' in arabic
    (alone,) = (row for row in rows(page["text"]) if ">Map/Alone<" in row)
    assert re.search(r">good\s*</td>", alone)
    quoted = [row for row in rows(page["text"]) if "tables" in row]
    assert len(quoted) == 1
    assert ">Map/Metadata ''tables''<" in html.unescape(quoted[0])


def rows(page: str) -> list[str]:
    return re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", page)
