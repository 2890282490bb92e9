"""What the machine proposes and what people say of resources: found, kept, and put to use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

import cphub.rules
from cphub.errors import SettingsError, UsageError
from cphub.model.subjects import Described
from cphub.registry import discover
from cphub.workflows._about import About, resources_about
from cphub.workflows.audit import audit
from cphub.workflows.describe import Typed, describe, duration, undo
from cphub.workflows.merge import merge_catalogue
from cphub.workflows.propose import propose, subjects_of
from cphub.workflows.queue import queue

TOPICS: dict[str, Any] = {
    "upload": {
        "labels": {"en": "Uploading", "sv": "Uppladdning"},
        "terms": {"en": ["upload*"], "sv": ["ladda upp", "uppladdning*"], "ja": ["投稿"]},
        "templates": ["Upload steps"],
    },
    "copyright": {"terms": {"en": ["copyright"], "sv": ["upphovsrätt*"], "ja": ["著作権"]}},
}
PARTY = "Everybody brings a dish, the kitchen keeps it warm and there is a choir in the hall. " * 12


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    hub.settings = replace(hub.settings, topics=TOPICS)
    return hub


def subjects(hub: Hub, name: str) -> dict[tuple[str, str], Described]:
    with hub.open() as catalogue:
        ((resource, _page),) = catalogue.find_resources(name)
        return {(one.property.value, one.value): one for one in catalogue.subjects(resource.id)}


def tell(hub: Hub, name: str, typed: Typed) -> None:
    with hub.open() as catalogue:
        describe(catalogue, subjects_of(hub.settings), name, typed, "Anna", clock=hub.clock)


def test_titles_templates_headings_and_texts_speak_each_with_its_evidence(hub: Hub) -> None:
    hub.edit("A beginner's guide to uploads", "Choose a picture.")
    hub.edit("Steps", "{{Upload steps}} Choose a picture.")
    hub.edit("Rights", "Ask first.\n== Copyright of photographs ==\nAsk the photographer.")
    hub.edit("Long", "It begins.\n== More ==\n" + "About copyright, always copyright. " * 3)
    hub.edit("Once", "It begins.\n== More ==\nThe copyright is named but once.")
    hub.renew()
    found = subjects(hub, "A beginner's guide to uploads")
    assert found.keys() == {("level", "beginner"), ("topic", "upload"), ("kind", "guide")}
    assert found["topic", "upload"].evidence == ("the title has “upload”",)
    (steps,) = subjects(hub, "Steps").values()
    assert (steps.confidence, steps.evidence) == (0.9, ("it uses the template “Upload steps”",))
    (rights,) = subjects(hub, "Rights").values()
    assert rights.evidence == ("a heading has “copyright”",)
    (long,) = subjects(hub, "Long").values()
    assert long.evidence == ("the text has “copyright” 6 times",)
    assert subjects(hub, "Once") == {}


def test_a_page_is_looked_through_in_its_own_language_and_its_wikis(hub: Hub) -> None:
    hub.edit("Bilder", "Så gör du.\n== Att ladda upp ==\nVälj en bild.")
    hub.edit("写真", "写真を投稿する。")
    hub.wiki.edit("写真", "写真の投稿。\n== 投稿の手順 ==\n選ぶ。").language = "ja"
    hub.wiki.edit("Bilder", "Så gör du.\n== Att ladda upp ==\nVälj.").language = "sv"
    hub.edit("Tipps", "Bilder.\n== Att ladda upp ==\nWas heißt das?")
    hub.renew()
    assert ("topic", "upload") in subjects(hub, "Bilder")
    assert ("topic", "upload") in subjects(hub, "写真")
    assert ("topic", "upload") not in subjects(hub, "Tipps")  # an English page for the wiki


def test_only_what_changed_is_looked_at_again_and_what_is_the_same_stays(hub: Hub) -> None:
    hub.edit("Uploading", "Text.")
    hub.edit("Other", "Text.")
    hub.renew()
    with hub.open() as catalogue:
        vocabulary = subjects_of(hub.settings)
        before = catalogue.rows("SELECT * FROM proposals")
        changes = catalogue.input_changes()
        assert propose(catalogue, vocabulary, noticed=hub.clock()) == 0
        assert catalogue.input_changes() == changes
    hub.edit("Other", "Text of copyright.")
    hub.renew()
    with hub.open() as catalogue:
        assert catalogue.rows("SELECT * FROM proposals") == before
        catalogue.run("INSERT INTO categories VALUES ('meta', 2, 'Category:Copyright', 0)")
        assert propose(catalogue, vocabulary, noticed=hub.clock()) == 1
    assert subjects(hub, "Other")["topic", "copyright"].evidence[0].startswith("its category")
    with hub.open() as catalogue:
        fewer = subjects_of(replace(hub.settings, topics={}))
        assert propose(catalogue, fewer, noticed=hub.clock()) == 2
    assert not any(what == "topic" for what, _ in subjects(hub, "Uploading"))


def test_a_persons_word_outlives_edits_moves_and_audits_and_can_be_taken_back(hub: Hub) -> None:
    hub.edit("Uploading for experts", "Text.")
    hub.renew()
    assert ("level", "expert") in subjects(hub, "Uploading for experts")
    words = Typed(level="Nybörjare", topics=["copyright"], not_topics=["Uploading"])
    tell(hub, "Uploading for experts", words)
    expected = {("level", "beginner"), ("topic", "copyright")}
    assert subjects(hub, "Uploading for experts").keys() == expected
    hub.wiki.move("Uploading for experts", "Uploads for experts")
    hub.edit("Uploads for experts", "Upload, upload, upload, {{Upload steps}}.")
    hub.renew()
    assert subjects(hub, "Uploads for experts").keys() == expected
    with hub.open() as catalogue:
        told = undo(catalogue, "Uploads for experts", clock=hub.clock)
        assert {one.value for one in told.subjects} == {"expert", "upload"}
        assert len(catalogue.descriptions(told.resource.id)) == 3
        assert all(one.undone for one in catalogue.descriptions(told.resource.id))
        with pytest.raises(UsageError, match="nobody described"):
            undo(catalogue, "Uploads for experts", clock=hub.clock)


def test_descriptions_travel_to_another_catalogue_once(hub: Hub, tmp_path: Path) -> None:
    hub.edit("Guide", "Text.")
    hub.renew()
    other = Hub(tmp_path / "other", hub.wiki)
    other.renew()
    tell(other, "Guide", Typed(level="expert"))
    for expected in (1, 0):
        merged = merge_catalogue(hub.path, other.path, clock=hub.clock)
        assert merged.words.new["descriptions"] == expected
    assert subjects(hub, "Guide")["level", "expert"].who == "Anna"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (Typed(), "nothing is said"),
        (Typed(level="beginer"), 'unknown level "beginer"; did you mean "beginner"'),
        (Typed(topics=["uplod"]), 'unknown topic "uplod"; did you mean "upload"'),
        (Typed(topics=["upload"], not_topics=["upload"]), "added and removed at once"),
        (Typed(time_required="soon"), '"soon" is no time'),
    ],
)
def test_what_cannot_be_said_is_told(hub: Hub, typed: Typed, said: str) -> None:
    hub.edit("Guide", "Text.")
    hub.renew()
    with pytest.raises(UsageError, match=said):
        tell(hub, "Guide", typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("PT30M", "PT30M"), ("30m", "PT30M"), ("1h 30m", "PT1H30M"), ("2h", "PT2H"), ("p2d", "P2D")],
)
def test_a_time_is_kept_as_iso_8601_has_it(typed: str, kept: str) -> None:
    assert duration(typed) == kept


@pytest.mark.parametrize("typed", ["", "P", "PT", "30", "half an hour", "0m", "PT30MM", "-PT3M"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        duration(typed)


def test_resources_are_chosen_by_what_holds_of_them(hub: Hub) -> None:
    hub.edit("Upload guide", "Text.")
    hub.edit("Upload course", "Text.")
    hub.edit("Copyright guide", "Text.")
    hub.renew()
    tell(hub, "Upload course", Typed(kinds=["guide"], level="expert"))
    tell(hub, "Copyright guide", Typed(not_topics=["copyright"], topics=["upload"]))
    vocabulary = subjects_of(hub.settings)

    def chosen(**asked: list[str]) -> set[str]:
        with hub.open() as catalogue:
            numbers = resources_about(catalogue, About(vocabulary=vocabulary, **asked))
            return {one.editions[0].title for one in catalogue.resources(numbers)}

    assert chosen(topics=["upload"]) == {"Upload guide", "Upload course", "Copyright guide"}
    assert chosen(topics=["copyright"]) == set()
    assert chosen(kinds=["guide"], levels=["expert"]) == {"Upload course"}
    assert chosen(kinds=["course"]) == set()
    assert len(chosen()) == 3


def off_topic(hub: Hub) -> list[str]:
    hub.renew()
    rules = {"off-topic": discover(cphub.rules)["off-topic"]}
    with hub.open() as catalogue:
        result = audit(catalogue, hub.settings, today=hub.today, clock=hub.clock, rules=rules)
        return [one.title for one in result.findings]


def test_off_topic_is_what_says_nothing_of_any_topic_in_any_edition(hub: Hub) -> None:
    hub.wiki.languages = {"en": "English", "sv": "svenska"}
    hub.edit("Party", PARTY)
    hub.edit("Bus", PARTY + "The copyright of the songs is ours.")
    hub.edit("Menu", PARTY)
    hub.wiki.edit("Menu/sv", PARTY + "Ladda upp dina bilder.", categories=("Category:Training",))
    page = next(page for page in hub.wiki.pages.values() if page.title == "Menu/sv")
    page.language = "sv"
    assert off_topic(hub) == ["Party"]
    tell(hub, "Party", Typed(topics=["copyright"]))
    assert off_topic(hub) == []


def test_nothing_is_off_topic_where_there_are_no_topics_or_none_of_its_language(hub: Hub) -> None:
    hub.edit("Party", PARTY)
    hub.wiki.edit("Party", PARTY).language = "fi"
    assert off_topic(hub) == []
    hub.settings = replace(hub.settings, topics={})
    hub.wiki.edit("Party", PARTY + "More.").language = "en"
    assert off_topic(hub) == []


def test_what_is_read_more_waits_first(hub: Hub) -> None:
    hub.edit("Guide", "Look!")
    hub.edit("Other", "Look!")
    hub.renew()
    with hub.open() as catalogue:
        catalogue.run("INSERT INTO page_views VALUES ('meta', 2, 30, 600, '2026-11-22T00:00:00Z')")
        waiting = queue(catalogue, hub.settings, hub.today)
        assert waiting[0].why == "1 warning, read 1,200 times in 60 days, 1 language"


def test_settings_that_are_wrong_end_an_audit_before_it_begins(hub: Hub) -> None:
    hub.edit("Guide", "Text.")
    hub.renew()
    hub.settings = replace(hub.settings, topics={"x": {"terms": {"en": "word"}}})
    with hub.open() as catalogue, pytest.raises(SettingsError, match=r"topics\.x: Expected"):
        audit(catalogue, hub.settings, today=hub.today, clock=hub.clock)
