"""Every kind of source, on a real wiki, in one configuration."""

from __future__ import annotations

import json

import pytest
from tests.live.family import Family
from tests.live.program import Program

SOURCES = """
[[sources]]
name = "by-category"
wiki = "svwiki"
kind = "category"
category = "Blandat"

[[sources]]
name = "by-subpages"
wiki = "svwiki"
kind = "subpages"
prefix = "Blandat/"

[[sources]]
name = "by-search"
wiki = "svwiki"
kind = "search"
query = "trollsländor"

[[sources]]
name = "by-template"
wiki = "svwiki"
kind = "template"
template = "Blandruta"

[[sources]]
name = "by-links"
wiki = "svwiki"
kind = "links"
page = "Blandat innehåll"

[[sources]]
name = "by-titles"
wiki = "svwiki"
kind = "titles"
titles = ["Blandat/Ett", "Blandat omdirigerad", "Finns inte alls", "Ogiltig<titel>", "fr:Ailleurs"]
"""


@pytest.fixture
def mixed(family: Family) -> Family:
    """Pages of svwiki that the sources list, some of them twice."""
    wiki = family.svwiki
    wiki.edit("Mall:Blandruta", "En ruta.")
    wiki.edit("Blandat/Ett", "Om fjärilar. [[Kategori:Blandat]]")
    wiki.edit("Blandat/Två", "Om skalbaggar.")
    wiki.edit("Om trollsländor", "De flyger vid vattnet.")
    wiki.edit("Vid vattnet", "Här flyger trollsländor.")
    wiki.edit("Med ruta", "{{Blandruta}} Om myror.")
    wiki.edit("Länkad", "Om humlor.")
    wiki.edit("Blandat innehåll", "Se [[Länkad]] och [[Blandat/Två]], men inte [[Röd länk]].")
    wiki.edit("Blandat omdirigerad", "#OMDIRIGERING [[Blandat/Två]]")
    wiki.run_jobs()
    return family


def test_each_kind_lists_its_pages_and_a_page_listed_twice_is_one_page(
    mixed: Family, program: Program
) -> None:
    program.configure(SOURCES)

    program.run("harvest")

    listed: dict[str, set[str]] = {}
    for source, title in program.rows("SELECT source, title FROM source_pages"):
        listed.setdefault(source, set()).add(title)
    assert listed == {
        "by-category": {"Blandat/Ett"},
        "by-subpages": {"Blandat/Ett", "Blandat/Två"},
        "by-search": {"Om trollsländor", "Vid vattnet"},
        "by-template": {"Med ruta"},
        "by-links": {"Länkad", "Blandat/Två"},
        "by-titles": {"Blandat/Ett", "Blandat/Två"},
    }
    assert (
        program.rows("SELECT title, count(*) FROM pages GROUP BY title HAVING count(*) > 1") == []
    )
    assert len(mixed.wikis) == 3


@pytest.mark.usefixtures("mixed")
def test_titles_that_are_no_pages_of_the_wiki_are_reported(program: Program) -> None:
    program.configure(SOURCES)

    program.run("harvest", "by-titles")

    told = json.dumps(program.rows("SELECT code, message FROM warnings"), ensure_ascii=False)
    for title in ("Finns inte alls", "Ogiltig<titel>", "Ailleurs"):
        assert title in told


@pytest.mark.usefixtures("mixed")
def test_a_dry_run_counts_requests_and_saves_nothing(program: Program) -> None:
    program.configure(SOURCES)

    told = program.run("harvest", "--dry-run").stdout

    assert "request" in told
    assert not program.catalog.exists() or program.rows("SELECT count(*) FROM texts") == [(0,)]
