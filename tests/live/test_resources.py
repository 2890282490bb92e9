"""Resources over three real wikis: tied by what MediaWiki itself says of its pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.live.export import Revision, Revisions
from tests.live.family import Family
from tests.live.program import Program

BEGUN = {
    "meta": datetime(2014, 5, 6, tzinfo=UTC),
    "svwiki": datetime(2016, 5, 6, tzinfo=UTC),
    "frwiki": datetime(2015, 5, 6, tzinfo=UTC),
}
CATEGORY = {"meta": "Category", "svwiki": "Kategori", "frwiki": "Catégorie"}
LINKS = {
    "meta": "[[sv:Båtresan]] [[fr:Ancien bateau]]",
    "svwiki": "[[en:Boat trip]]",
    "frwiki": "[[en:Boat trip]] [[sv:Båtresan]]",
}
TITLES = {"meta": "Boat trip", "svwiki": "Båtresan", "frwiki": "Bateau"}


def sources() -> list[str]:
    return [
        f"""
        [[sources]]
        name = "boats-{wiki}"
        wiki = "{wiki}"
        kind = "category"
        category = "Boats"
        """
        for wiki in TITLES
    ]


@pytest.fixture
def boats(family: Family, program: Program) -> Program:
    """A family of three made by hand, with a translation subpage, harvested."""
    for name, wiki in family.wikis.items():
        category = f"[[{CATEGORY[name]}:Boats]]"
        history = (
            Revision(f"{TITLES[name]} 1. {category}", BEGUN[name], "Anna Berg"),
            Revision(
                f"{TITLES[name]} 2. {category} {LINKS[name]}",
                datetime(2020, 1, 1, tzinfo=UTC),
                "Bo",
            ),
        )
        wiki.import_pages([Revisions(TITLES[name], history)])
    family.meta.edit("Boat trip/sv", "En båtresa. [[Category:Boats]]")
    family.meta.edit("Boat trip/notes", "No translation. [[Category:Boats]]")
    family.frwiki.edit("Ancien bateau", "#REDIRECTION [[Bateau]] [[Catégorie:Boats]]")
    program.configure(*sources())
    program.run("harvest")
    program.run("audit")  # reads where the redirect leads
    return program


def shown(program: Program, name: str) -> dict[str, Any]:
    said = program.run("resource", "show", name, "--format", "json")
    resource: dict[str, Any] = json.loads(said.stdout)["resource"]
    return resource


def titles(resource: dict[str, Any]) -> set[str]:
    return {
        f"{edition['wiki']}:{edition['title']}"
        for edition in resource["editions"]
        if edition["state"] == "current"
    }


def test_editions_are_tied_by_links_redirects_and_subpages_and_the_oldest_is_the_source(
    boats: Program,
) -> None:
    resource = shown(boats, "svwiki:Båtresan")
    assert titles(resource) == {
        "meta:Boat trip",
        "meta:Boat trip/sv",
        "svwiki:Båtresan",
        "frwiki:Bateau",
    }
    (source,) = [edition for edition in resource["editions"] if edition["is_source"]]
    assert (source["wiki"], source["title"]) == ("meta", "Boat trip")
    by_title = {edition["title"]: edition for edition in resource["editions"]}
    assert by_title["Boat trip/sv"]["language"] == "sv"
    assert by_title["Boat trip/sv"]["tie"] == "translation"
    assert by_title["Båtresan"]["tie"] == "langlink"
    assert "other editions: " in boats.run("show", "meta:Boat trip").stdout
    assert titles(shown(boats, "meta:Boat trip/notes")) == {"meta:Boat trip/notes"}


def test_another_harvest_of_all_changes_no_row(boats: Program) -> None:
    tables = ("editions", "resources", "edition_changes", "births", "person_ties")
    before = [boats.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608  # constants
    boats.run("harvest", "--full")
    boats.run("audit")
    assert [boats.rows(f"SELECT * FROM {table}") for table in tables] == before  # noqa: S608  # likewise


def test_moves_and_deletions_leave_the_number_and_a_persons_word_outlasts_them(
    boats: Program, family: Family
) -> None:
    number = shown(boats, "meta:Boat trip")["id"]
    boats.run("resource", "unlink", "frwiki:Bateau")
    apart = shown(boats, "frwiki:Bateau")
    assert titles(apart) == {"frwiki:Bateau"}
    boats.run("resource", "link", "meta:Boat trip/notes", "svwiki:Båtresan")

    family.svwiki.act("move", **{"from": "Båtresan", "to": "Resan"}, reason="kortare")
    family.frwiki.edit("Bateau", "Encore. [[Catégorie:Boats]] [[en:Boat trip]] [[sv:Resan]]")
    family.meta.act("delete", title="Boat trip/sv")
    boats.run("harvest")
    boats.run("audit")

    resource = shown(boats, "svwiki:Resan")
    assert resource["id"] == number
    assert titles(resource) == {"meta:Boat trip", "meta:Boat trip/notes", "svwiki:Resan"}
    assert shown(boats, "frwiki:Bateau")["id"] == apart["id"]
    family.svwiki.act("move", **{"from": "Resan", "to": "Båtresan"}, noredirect="1")
