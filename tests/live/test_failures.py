"""Wikis and sources that don't work: a clear line, the right exit code, the others go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.live.family import Family
from tests.live.mediawiki import free_port
from tests.live.program import Program

GOOD = """
[[sources]]
name = "good"
wiki = "frwiki"
kind = "category"
category = "Bonnes pages"
"""
BAD = """
[wikis.broken]
api = "{api}"
allow_insecure = true

[[sources]]
name = "bad"
wiki = "broken"
kind = "category"
category = "Anything"
"""
QUICK = "[politeness]\nattempts = 1\n"


@pytest.fixture
def good(family: Family) -> Family:
    """A page on frwiki that a source lists."""
    family.frwiki.edit("Bonne page", "Bonjour. [[Catégorie:Bonnes pages]]")
    return family


def not_found(family: Family) -> str:
    return f"{family.meta.server}/no/such/api.txt"


def html_page(family: Family) -> str:
    return f"{family.meta.server}/index.php"


def nobody_there(_: Family) -> str:
    return f"http://127.0.0.1:{free_port()}/api.php"


@pytest.mark.parametrize("address", [not_found, html_page, nobody_there])
def test_a_wiki_that_is_none_is_named_and_the_others_are_harvested(
    address: Callable[[Family], str], good: Family, program: Program
) -> None:
    program.configure(GOOD, BAD.format(api=address(good)), QUICK)

    done = program.run("harvest", exit_code=5)

    assert program.rows("SELECT title FROM current_pages") == [("Bonne page",)]
    told = [line for line in done.stderr.splitlines() if "broken" in line]
    assert told
    assert "bad" in done.stderr


@pytest.mark.parametrize("address", [not_found, html_page, nobody_there])
def test_a_wiki_that_is_none_and_is_alone_is_a_failure(
    address: Callable[[Family], str], family: Family, program: Program
) -> None:
    program.configure(BAD.format(api=address(family)), QUICK)

    done = program.run("harvest", exit_code=1)

    assert "broken" in done.stderr


def test_a_category_that_does_not_exist_is_named_and_the_others_are_harvested(
    good: Family, program: Program
) -> None:
    absent = GOOD.replace('"good"', '"absent"').replace("Bonnes pages", "Pages de nulle part")
    program.configure(GOOD, absent)

    done = program.run("harvest", exit_code=1)

    assert "Pages de nulle part" in done.stderr
    assert program.rows("SELECT title FROM current_pages") == [("Bonne page",)]
    assert good.frwiki.language == "fr"


def test_without_a_contact_nothing_is_asked(good: Family, program: Program) -> None:
    program.configure(text=good.config(GOOD, contact=""))

    with good.frwiki.proxy.watch() as log:
        done = program.run("harvest", exit_code=2)

    assert len(log) == 0
    assert "contact" in done.stderr
