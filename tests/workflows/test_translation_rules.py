"""What audits say of translations: by the states of the matrix, and honest where none is known."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.rules.test_cases import CASES
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, error, family
from tests.workflows.offline import clock
from tests.workflows.test_harvest import NOW, settings, source
from tests.workflows.test_old_texts import TEXT, Pair, later

from cphub.catalogue import open_catalogue
from cphub.model.findings import Finding
from cphub.settings import Settings
from cphub.workflows.audit import AuditResult, audit
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

RULES = (
    *("missing-translation", "partial-translation", "outdated-translation"),
    *("not-translatable", "lost-section"),
)
TODAY = date(2026, 6, 1)
HELD = ("Category:Training",)
GUIDE = "Share pictures with all who want to see them, step by step and in good order. " * 5
TEXTS = tomllib.loads((CASES / "lost_section.toml").read_text(encoding="utf-8"))["texts"]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def of_pair(pair: Pair) -> Settings:
    chosen = settings(pair.folder, [source("training")], pair.meta, pair.svwiki)
    return replace(chosen, languages=("sv",))


def look(chosen: Settings, rules: Sequence[str] = RULES) -> AuditResult:
    with open_catalogue(chosen.catalog, write=True) as catalogue:
        return audit(catalogue, chosen, today=TODAY, select=rules, clock=clock())


def told(result: AuditResult) -> list[tuple[str, str, str]]:
    return [(one.rule, one.wiki, one.title) for one in result.findings]


def test_a_section_that_an_edition_made_by_hand_lost_is_said_on_the_edition(pair: Pair) -> None:
    pair.meta.edit("Guide", TEXTS["source"])
    pair.svwiki._next_revision += 60  # noqa: SLF001  # a fake's revisions are a minute apart
    pair.svwiki.edit("Guiden", TEXTS["lost"])
    pair.harvest()
    result = look(of_pair(pair))
    assert told(result) == [("lost-section", "svwiki", "Guiden")]
    assert "Ask for permission" in result.findings[0].message

    pair.svwiki.edit("Guiden", TEXTS["whole"])
    pair.harvest()
    assert told(look(of_pair(pair))) == []


def test_what_is_not_known_is_told_in_every_audit_and_is_no_finding(pair: Pair) -> None:
    def refuse(asked: dict[str, str]) -> httpx.Response | None:
        return error("permissiondenied") if asked.get("rvdir") == "older" else None

    pair.meta.before = refuse
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    for _ in range(2):
        result = look(of_pair(pair))
        assert told(result) == []
        ((what, why),) = result.unchecked
        assert what == "svwiki: Guiden"
        assert why.startswith("outdated-translation: what the source said on")


def test_a_finding_stands_while_its_state_cannot_be_told(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    assert told(look(of_pair(pair))) == [("outdated-translation", "svwiki", "Guiden")]
    pair.edition.text_hidden = True
    pair.meta.edit("Guide", TEXT.replace("May", "July"))
    with open_catalogue(of_pair(pair).catalog, write=True) as catalogue, catalogue.write():
        catalogue.run("DELETE FROM baselines")
        catalogue.run("DELETE FROM met_revisions")
    assert told(look(of_pair(pair))) == [("outdated-translation", "svwiki", "Guiden")]


def hub(folder: Path, links: int, languages: tuple[str, ...] = ("sv", "fr")) -> list[Finding]:
    """Return what is said of a page that so many others link to and that nobody translated."""
    wiki = FakeWiki()
    wiki.extensions = ("Translate",)
    wiki.languages = {"en": "English", "sv": "svenska", "fr": "français"}
    wiki.before = FakeTranslate()
    wiki.edit("Guide", GUIDE, categories=HELD)
    for number in range(links):
        wiki.edit(f"List {number}", "See [[Guide]].", categories=HELD)
    chosen = replace(settings(folder, [source("training")], wiki), languages=languages)
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    return list(look(chosen).findings)


def test_one_finding_names_all_the_languages_that_a_much_used_page_lacks(tmp_path: Path) -> None:
    (finding,) = hub(tmp_path, 10)
    assert (finding.rule, finding.title) == ("missing-translation", "Guide")
    assert "2 languages of the hub: svenska (sv), français (fr); 10 pages" in finding.message


def test_pages_that_few_lead_to_and_hubs_without_languages_get_none(tmp_path: Path) -> None:
    for number, (links, languages) in enumerate([(9, ("sv", "fr")), (12, ())]):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert hub(folder, links, languages) == []


def test_copies_made_by_hand_where_translate_could_keep_them_are_said(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.extensions = ("Translate",)
    wiki.languages = {"en": "English", "sv": "svenska", "fr": "français"}
    wiki.before = FakeTranslate()
    wiki.edit("Guide", GUIDE, categories=HELD)
    for code in ("sv", "fr"):
        wiki.edit(f"Guide/{code}", f"{code} {GUIDE}", categories=HELD).language = code
    chosen = replace(settings(tmp_path, [source("training")], wiki), languages=("sv", "fr"))
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    result = look(chosen)
    assert told(result) == [("not-translatable", "meta", "Guide")]
    assert result.unchecked == ()
