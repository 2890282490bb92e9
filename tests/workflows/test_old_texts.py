"""Old texts of sources: asked for where an edition made by hand is older, once, and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, error, family
from tests.workflows.test_harvest import NOW, settings, source

from cphub.catalogue import open_catalogue
from cphub.data import load_vocabulary
from cphub.model.comparisons import Comparison
from cphub.model.translations import Baseline
from cphub.wikitext.comparison import compare
from cphub.wikitext.words import Words
from cphub.workflows import _baselines
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.wikis import Reach

TRAINING = ("Category:Training",)
TEXT = "The guide tells how to share pictures.\n\n== Apply ==\nSend the form before 1 May 2024."
LANGUAGES = {"en": "English", "sv": "svenska", "fr": "français"}


class Pair:
    """A source on meta and a Swedish edition of it on svwiki, tied by their links."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta, self.svwiki = FakeWiki("meta"), FakeWiki("svwiki")
        for wiki, code, other in ((self.meta, "en", "svwiki"), (self.svwiki, "sv", "meta")):
            wiki.language = code
            wiki.languages = LANGUAGES
            prefix = "sv" if code == "en" else "en"
            wiki.interwiki = {prefix: f"https://{other}.example.org/wiki/$1"}
        self.source = self.meta.edit("Guide", TEXT, categories=TRAINING)
        self.source.langlinks = (("sv", "Guiden"),)
        self.svwiki._next_revision += 1  # noqa: SLF001  # the source is the older one
        self.edition = self.svwiki.edit("Guiden", "Guiden.", categories=TRAINING)
        self.edition.langlinks = (("en", "Guide"),)

    def harvest(self) -> HarvestResult:
        """Harvest both and say what the catalogue's person said: meta's page is the source."""
        sources = [source("training"), source("training-sv", "svwiki", category="Training")]
        chosen = replace(settings(self.folder, sources, self.meta, self.svwiki), languages=("sv",))
        return harvest(
            chosen, reach=Reach(transport=family(self.meta, self.svwiki)), clock=lambda: NOW
        )

    def asked(self) -> int:
        """Count the old texts that were asked for since the last look."""
        count = sum(wiki.count("rvdir", "older") for wiki in (self.meta, self.svwiki))
        self.meta.asked.clear()
        self.svwiki.asked.clear()
        return count

    def baseline(self) -> Baseline | None:
        """Return what is known of the source's text when the edition was last edited."""
        with open_catalogue(self.folder / "catalog.db", write=False) as catalogue:
            (resource,) = catalogue.resources()
            assert resource.source is not None
            (edition,) = (one for one in resource.editions if not one.is_source)
            moment = edition.edited_by_person
            assert moment is not None
            return catalogue.baseline(resource.source.wiki, resource.source.page_id, moment)

    def compare(self) -> Comparison:
        """Compare the source of today with the one that the edition was made from."""
        baseline = self.baseline()
        assert baseline is not None
        assert baseline.revision is not None
        with open_catalogue(self.folder / "catalog.db", write=False) as catalogue:
            (resource,) = catalogue.resources()
            assert resource.source is not None
            old = catalogue.text(baseline.wiki, baseline.revision)
            new = catalogue.text(baseline.wiki, resource.source.revision)
            assert old is not None
            assert new is not None
            words = Words.of(catalogue.wikis()[baseline.wiki])
        return compare(old, new, words, "en", load_vocabulary())


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def later(pair: Pair, *texts: str) -> None:
    """Edit the source, after the edition."""
    pair.meta._next_revision += 60  # noqa: SLF001  # a fake's revisions are a minute apart
    for text in texts:
        pair.meta.edit("Guide", text)


def test_an_edition_as_new_as_its_source_costs_nothing(pair: Pair) -> None:
    pair.svwiki.edit("Guiden", "Guiden igen.")
    pair.svwiki.edit("Guiden", "Guiden igen!")
    pair.harvest()
    assert pair.asked() == 0
    assert not pair.compare().in_substance


def test_a_source_edited_since_is_asked_for_in_the_same_harvest(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    assert pair.asked() == 1
    assert [section.title for section in pair.compare().changed] == ["Apply"]


def test_the_next_harvests_do_not_ask_again(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    pair.asked()
    later(pair, TEXT.replace("May", "July"))
    pair.harvest()
    assert pair.asked() == 0
    assert "July" in pair.compare().changed[0].sentences[0].new


def test_an_old_text_that_a_harvest_met_costs_nothing(pair: Pair) -> None:
    pair.harvest()
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    assert pair.asked() == 0
    assert pair.compare().in_substance


def test_edits_that_no_harvest_met_are_not_guessed_at(pair: Pair) -> None:
    pair.harvest()
    later(pair, f"{TEXT} One.", f"{TEXT} Two.")
    pair.harvest()
    assert pair.asked() == 1


def test_a_typing_error_put_right_is_no_substance(pair: Pair) -> None:
    later(pair, TEXT.replace("pictures", "picctures"))
    pair.harvest()
    assert not pair.compare().in_substance


def test_a_hidden_old_text_is_told_as_unknown_and_not_asked_for_again(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    hidden = pair.source

    def hide(asked: dict[str, str]) -> httpx.Response | None:
        hidden.text_hidden = asked.get("rvdir") == "older"
        return None

    pair.meta.before = hide
    pair.harvest()
    assert pair.asked() == 1
    told = pair.baseline()
    assert told is not None
    assert (told.revision, told.why) == (None, _baselines.HIDDEN)
    pair.harvest()
    assert pair.asked() == 0


def test_an_edition_of_which_nobody_knows_the_last_editor_is_told_as_unknown(pair: Pair) -> None:
    number, moment, _, minor, text = pair.edition.revisions[0]
    pair.edition.revisions[0] = (number, moment, "FuzzyBot", minor, text)
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    assert pair.asked() == 0


def test_editions_that_translate_makes_are_not_asked_for(tmp_path: Path) -> None:
    wiki, translate = FakeWiki(), FakeTranslate({"Guide": {"sv": (6, 2)}})
    wiki.extensions, wiki.languages, wiki.before = ("Translate",), LANGUAGES, translate
    wiki.edit("Guide", "<translate><!--T:1--> Hi.</translate>", categories=TRAINING)
    wiki.edit("Guide/sv", "Hej.", categories=TRAINING).language = "sv"
    wiki.edit("Guide", "<translate><!--T:1--> Hello.</translate>")
    harvest(
        settings(tmp_path, [source("training")], wiki),
        reach=Reach(transport=family(wiki)),
        clock=lambda: NOW,
    )
    assert wiki.count("rvdir", "older") == 0


def test_no_more_than_so_many_are_asked_for_and_the_rest_is_told(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_baselines, "MOST", 0)
    later(pair, TEXT.replace("May", "June"))
    result = pair.harvest()
    assert [(w.code, w.message) for w in result.warnings] == [
        ("old-texts-left", "1 old text of sources is left to ask for; the next harvest goes on")
    ]
    monkeypatch.setattr(_baselines, "MOST", 9)
    pair.harvest()
    assert pair.asked() == 1


def test_a_refusal_is_told_and_the_harvest_is_done(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    pair.meta.before = lambda asked: (
        error("permissiondenied") if asked.get("rvdir") == "older" else None
    )
    result = pair.harvest()
    assert result.exit == 0
    assert [warning.code for warning in result.warnings] == [_baselines.REFUSED]
    assert pair.baseline() is None


def test_a_wiki_that_fails_at_an_old_text_can_be_asked_again(pair: Pair) -> None:
    later(pair, TEXT.replace("May", "June"))
    pair.meta.before = lambda asked: httpx.Response(500) if asked.get("rvdir") == "older" else None
    result = pair.harvest()
    assert result.exit == 5
    assert [failure.wiki for failure in result.failures] == ["meta"]
    pair.meta.before = None
    assert pair.harvest().exit == 0
    assert pair.compare().in_substance


def test_of_an_old_edition_touched_by_a_bot_the_last_person_is_asked_for(pair: Pair) -> None:
    old = pair.edition.revisions[0][1].replace(year=2019)
    number, _, user, minor, text = pair.edition.revisions[0]
    pair.edition.revisions[0] = (number, old, user, minor, text)
    pair.svwiki.edit("Guiden", "Guiden, rättad.", user="CleanerBot")
    number, _, user, minor, text = pair.edition.revisions[1]
    pair.edition.revisions[1] = (number, old.replace(year=2021), user, minor, text)
    begun = pair.source.revisions[0]
    pair.source.revisions[0] = (begun[0], old.replace(year=2018), *begun[2:])
    later(pair, TEXT.replace("May", "June"))
    pair.harvest()
    assert pair.asked() == 1
    assert [section.title for section in pair.compare().changed] == ["Apply"]
    pair.harvest()
    assert pair.svwiki.count("rvlimit", "50") == 0
