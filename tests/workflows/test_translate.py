"""What a harvest asks of Translate: what it must, once, and nothing where it is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, error, family
from tests.workflows.test_harvest import NOW, settings, source

from cphub.catalogue import open_catalogue
from cphub.model.translations import TranslatablePage
from cphub.workflows import _translate
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.wikis import Reach

MARKED = "<languages/><translate>\n<!--T:1-->\nHello.\n</translate>"
TRAINING = ("Category:Training",)
QUESTIONS = ("messagegroups", "messagegroupstats", "languagestats")


def wiki_of(*titles: str) -> tuple[FakeWiki, FakeTranslate]:
    """A wiki with translatable pages, each with a Swedish translation."""
    wiki, translate = FakeWiki(), FakeTranslate()
    wiki.extensions = ("Translate",)
    wiki.before = translate
    for title in titles:
        wiki.edit(title, MARKED, categories=TRAINING)
        wiki.edit(f"{title}/sv", "Hej.", categories=TRAINING, user="FuzzyBot").language = "sv"
        translate.pages[title] = {"en": (8, 0), "sv": (6, 2)}
    return wiki, translate


def run(path: Path, wiki: FakeWiki, languages: tuple[str, ...] = ("sv", "fr")) -> HarvestResult:
    chosen = replace(settings(path, [source("training")], wiki), languages=languages)
    return harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)


def asked(wiki: FakeWiki) -> dict[str, int]:
    """Count what was asked of Translate since the last look."""
    counts = {name: wiki.count("meta", name) for name in QUESTIONS}
    counts["states"] = wiki.count("list", "messagecollection")
    wiki.asked.clear()
    return {name: count for name, count in counts.items() if count}


def kept(path: Path) -> dict[str, TranslatablePage]:
    with open_catalogue(path / "catalog.db", write=False) as catalogue:
        titles = {
            (wiki, page_id): title
            for wiki, page_id, title in catalogue.rows("SELECT wiki, page_id, title FROM pages")
        }
        return {titles[key]: page for key, page in catalogue.translatable_pages().items()}


def numbers(page: TranslatablePage) -> dict[str, tuple[int, int]]:
    return {
        language: (one.counts.translated, one.counts.fuzzy) for language, one in page.stats.items()
    }


def test_two_pages_cost_a_request_for_their_groups_and_one_each(tmp_path: Path) -> None:
    wiki, _ = wiki_of("Guide", "Manual")
    assert run(tmp_path, wiki).exit == 0
    assert asked(wiki) == {"messagegroups": 1, "messagegroupstats": 2}
    pages = kept(tmp_path)
    assert set(pages) == {"Guide", "Manual"}
    assert numbers(pages["Guide"]) == {"en": (8, 0), "sv": (6, 2), "fr": (0, 0)}
    assert pages["Guide"].all_languages
    assert pages["Guide"].complete


def test_a_harvest_without_changes_asks_nothing(tmp_path: Path) -> None:
    wiki, _ = wiki_of("Guide", "Manual")
    run(tmp_path, wiki)
    asked(wiki)
    run(tmp_path, wiki)
    assert asked(wiki) == {}


def test_an_edited_translation_is_asked_about_alone(tmp_path: Path) -> None:
    wiki, translate = wiki_of("Guide", "Manual")
    run(tmp_path, wiki)
    asked(wiki)
    translate.pages["Guide"]["sv"] = (8, 0)
    wiki.edit("Guide/sv", "Hej då.", user="FuzzyBot")
    run(tmp_path, wiki)
    assert asked(wiki) == {"messagegroups": 1, "messagegroupstats": 1}
    assert numbers(kept(tmp_path)["Guide"])["sv"] == (8, 0)


def test_a_wiki_without_translate_is_asked_nothing(tmp_path: Path) -> None:
    wiki, _ = wiki_of("Guide")
    wiki.extensions = ("Cite",)
    run(tmp_path, wiki)
    assert asked(wiki) == {}
    assert kept(tmp_path) == {}


def test_a_wiki_without_markup_is_asked_nothing(tmp_path: Path) -> None:
    wiki, _ = wiki_of()
    wiki.edit("Guide", "No markup.", categories=TRAINING)
    run(tmp_path, wiki)
    assert asked(wiki) == {}


def test_markup_that_nobody_marked_is_known_to_be_none_of_translates(tmp_path: Path) -> None:
    wiki, _ = wiki_of("Guide")
    wiki.edit("Essay", MARKED, categories=TRAINING)
    run(tmp_path, wiki)
    page = kept(tmp_path)["Essay"]
    assert page.group is None
    assert page.asked == NOW


def test_many_pages_are_asked_about_by_language(tmp_path: Path) -> None:
    wiki, _ = wiki_of(*(f"Guide {number}" for number in range(60)))
    run(tmp_path, wiki)
    assert asked(wiki) == {"messagegroups": 2, "languagestats": 2}
    page = kept(tmp_path)["Guide 7"]
    assert numbers(page) == {"sv": (6, 2), "fr": (0, 0)}
    assert page.complete
    assert not page.all_languages


def test_what_a_languages_answer_leaves_out_is_asked_about_page_by_page(tmp_path: Path) -> None:
    wiki, translate = wiki_of(*(f"Guide {number}" for number in range(60)))
    translate.uncounted = {("Guide 57", "sv")}
    result = run(tmp_path, wiki)
    # One more for Guide 57, to step over the gap.
    assert asked(wiki) == {"messagegroups": 2, "languagestats": 2, "messagegroupstats": 4}
    pages = kept(tmp_path)
    assert numbers(pages["Guide 56"])["sv"] == (6, 2)
    assert numbers(pages["Guide 59"])["sv"] == (6, 2)
    assert "sv" not in numbers(pages["Guide 57"])
    assert not pages["Guide 57"].complete
    assert [warning.code for warning in result.warnings] == [_translate.INCOMPLETE]


def test_a_language_that_the_wiki_does_not_have_is_told_and_costs_no_more(tmp_path: Path) -> None:
    wiki, _ = wiki_of(*(f"Guide {number}" for number in range(60)))
    result = run(tmp_path, wiki, ("sv", "xx"))
    assert asked(wiki) == {"messagegroups": 2, "languagestats": 2}
    assert [warning.code for warning in result.warnings] == [_translate.REFUSED]


def test_incomplete_counts_are_said_so_and_asked_for_again(tmp_path: Path) -> None:
    wiki, translate = wiki_of("Guide")
    translate.uncounted = {("Guide", "fr")}
    result = run(tmp_path, wiki)
    assert asked(wiki) == {"messagegroups": 1, "messagegroupstats": 2}
    assert [(w.code, w.message) for w in result.warnings] == [
        (
            "translate-incomplete",
            "the wiki is still counting the translations of 1 page; the next harvest asks again",
        )
    ]
    assert result.exit == 0
    assert not kept(tmp_path)["Guide"].complete
    translate.uncounted = set()
    run(tmp_path, wiki)
    assert asked(wiki) == {"messagegroups": 1, "messagegroupstats": 1}
    assert kept(tmp_path)["Guide"].complete


def test_workflow_states_are_asked_for_the_hubs_languages(tmp_path: Path) -> None:
    wiki, translate = wiki_of("Guide")
    translate.states = {("Guide", "sv"): "ready"}
    run(tmp_path, wiki)
    assert asked(wiki) == {"messagegroups": 1, "messagegroupstats": 1, "states": 1}
    page = kept(tmp_path)["Guide"]
    assert page.stats["sv"].workflow_state == "ready"
    assert page.stats["en"].workflow_state is None
    assert page.group is not None
    assert page.group.workflow_states == {"ready": "Ready"}
    run(tmp_path, wiki)
    assert asked(wiki) == {}


def test_the_states_of_many_are_asked_for_over_several_harvests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_translate, "STATES", 2)
    wiki, translate = wiki_of("A", "B", "C")
    translate.states = {("A", "sv"): "ready"}
    run(tmp_path, wiki)
    assert asked(wiki)["states"] == 2
    run(tmp_path, wiki)
    assert asked(wiki) == {"states": 1}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_refusal_is_told_and_the_harvest_goes_on(tmp_path: Path, question: str) -> None:
    many = question == "languagestats"
    wiki, translate = wiki_of(*(f"Guide {number}" for number in range(60 if many else 2)))

    def refuse(asked: dict[str, str]) -> httpx.Response | None:
        refused = asked.get("meta") == question
        return error("permissiondenied") if refused else translate(asked)

    wiki.before = refuse
    result = run(tmp_path, wiki)
    assert result.exit == 0
    assert {warning.code for warning in result.warnings} == {_translate.REFUSED}


def test_failing_at_any_request_loses_nothing(tmp_path: Path) -> None:
    def fresh() -> tuple[FakeWiki, FakeTranslate]:
        wiki, translate = wiki_of("A", "B", "C")
        translate.states = {("A", "sv"): "ready"}
        return wiki, translate

    whole, _ = fresh()
    (tmp_path / "whole").mkdir()
    run(tmp_path / "whole", whole)
    for number in range(len(whole.asked)):
        folder = tmp_path / str(number)
        folder.mkdir()
        wiki, translate = fresh()

        def fail(
            asked: dict[str, str],
            number: int = number,
            wiki: FakeWiki = wiki,
            translate: FakeTranslate = translate,
        ) -> httpx.Response | None:
            return httpx.Response(500) if len(wiki.asked) > number else translate(asked)

        wiki.before = fail
        assert run(folder, wiki).exit != 0
        wiki.before = translate
        assert run(folder, wiki).exit == 0
        assert kept(folder) == kept(tmp_path / "whole")
