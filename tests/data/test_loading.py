"""A hub's own entries and mutes, and what it is told when they are wrong."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

import pytest

from cphub.data import Meaning, Service, Vocabulary, VocabularyError, load_vocabulary, reading


def meaning_of(vocabulary: Vocabulary, name: str, language: str) -> Meaning | None:
    entry = vocabulary.template(name, language)
    return entry.meaning if entry else None


def test_nothing_of_its_own_is_the_shipped_vocabulary() -> None:
    assert load_vocabulary() is load_vocabulary({})
    assert load_vocabulary().digest


def test_a_hub_adds_names_to_a_template() -> None:
    extra = {"templates": {"draft": {"names": {"no": ["Kladdeside"], "mul": ["Sketch"]}}}}
    vocabulary = load_vocabulary(extra)
    assert meaning_of(vocabulary, "Kladdeside", "nb") is Meaning.DRAFT
    assert meaning_of(vocabulary, "Sketch", "uk") is Meaning.DRAFT
    assert meaning_of(vocabulary, "Utkast", "sv") is Meaning.DRAFT
    assert meaning_of(load_vocabulary(), "Kladdeside", "nb") is None


def test_a_hub_adds_a_template_of_its_own_that_outweighs_ours() -> None:
    extra = {"templates": {"ours": {"meaning": "navigation", "names": {"en": ["Draft"]}}}}
    assert meaning_of(load_vocabulary(extra), "Draft", "en") is Meaning.NAVIGATION


def test_a_hub_mutes_a_template_or_one_of_its_names() -> None:
    vocabulary = load_vocabulary(
        {"templates": {"merge": {"mute": True}, "stub": {"mute": ["stub_section"]}}}
    )
    assert meaning_of(vocabulary, "Merge", "en") is None
    assert meaning_of(vocabulary, "Stub section", "en") is None
    assert meaning_of(vocabulary, "Stub", "en") is Meaning.STUB


def test_a_hub_changes_adds_and_mutes_services() -> None:
    vocabulary = load_vocabulary(
        {
            "services": {
                "pattypan": {"mute": True},
                "ores": {"status": "gone"},
                "our-form": {"name": "Our form", "status": "gone", "addresses": ["form.example"]},
            }
        }
    )
    assert "pattypan" not in vocabulary.services
    assert vocabulary.services["ores"].status == "gone"
    assert vocabulary.services["ores"].name == "ORES"
    found = vocabulary.service_at("https://form.example/1")
    assert found is not None
    assert found.id == "our-form"


def test_a_hub_adds_and_mutes_placeholders() -> None:
    vocabulary = load_vocabulary(
        {"placeholders": {"add": ["[fyll på]"], "mute": ["write-here", "Coming soon"]}}
    )
    assert vocabulary.placeholders["hub"].words["mul"] == ("[fyll på]",)
    assert "write-here" not in vocabulary.placeholders
    soon = vocabulary.placeholders["coming-soon"].words["en"]
    assert "coming soon" not in soon
    assert "more to come" in soon


def test_a_hub_adds_and_mutes_words_of_time() -> None:
    time = {"no": {"deadline": ["siste sjanse"], "past": ["forbi"], "mute": ["skal", "var"]}}
    words = load_vocabulary({"time": time}).time["nb"]
    assert "siste sjanse" in words.deadline
    assert "skal" not in words.coming
    assert "forbi" in words.past
    assert "var" not in words.past
    assert "kommende" in words.coming


def test_the_digest_tells_vocabularies_apart() -> None:
    one = load_vocabulary({"placeholders": {"add": ["a"]}}).digest
    again = load_vocabulary({"placeholders": {"add": ["a"]}}).digest
    other = load_vocabulary({"placeholders": {"add": ["b"]}}).digest
    assert one == again
    assert len({one, other, load_vocabulary().digest}) == 3


def test_the_digest_is_that_of_the_shipped_files() -> None:
    digest = hashlib.sha256()
    for name in reading.FILES:
        digest.update((resources.files("cphub.data") / f"{name}.toml").read_bytes())
    assert load_vocabulary().digest == digest.hexdigest()


def test_every_shipped_file_is_read() -> None:
    folder = resources.files("cphub.data")
    shipped = {file.name for file in folder.iterdir() if file.name.endswith(".toml")}
    assert shipped == {f"{name}.toml" for name in (*reading.FILES, "subjects", "not_found")}


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"servics": {}}, 'vocabulary: unknown key "servics"; did you mean "services"?'),
        ({"templates": 5}, "vocabulary.templates must be a table"),
        ({"services": {"a": 3}}, "vocabulary.services.a must be a table"),
        (
            {"templates": {"stub": {"nmes": {}}}},
            'vocabulary.templates.stub: unknown key "nmes"; did you mean "names"?',
        ),
        ({"templates": {"stubb": {"mute": True}}}, 'did you mean "stub"?'),
        ({"templates": {"stub": {"mute": 5}}}, "vocabulary.templates.stub.mute"),
        ({"templates": {"stub": {"names": ["x"]}}}, "vocabulary.templates.stub: Expected"),
        ({"templates": {"new": {"names": {}}}}, "missing required field `meaning`"),
        ({"templates": {"new": {"names": {}, "meaning": "bad"}}}, "Invalid enum value 'bad'"),
        ({"services": {"ores": {"status": "dead"}}}, "Invalid enum value 'dead'"),
        ({"services": {"patypan": {"mute": True}}}, 'did you mean "pattypan"?'),
        ({"services": {"ores": {"id": "x"}}}, 'unknown key "id"'),
        ({"placeholders": {"ad": []}}, 'unknown key "ad"; did you mean "add"?'),
        ({"placeholders": {"add": "x"}}, "vocabulary.placeholders.add: Expected"),
        ({"placeholders": {"mute": ["comming soon"]}}, 'did you mean "coming soon"?'),
        ({"time": {"xx": {}}}, 'vocabulary.time: unknown key "xx"; known are'),
        ({"time": {"sv": {"deadlin": []}}}, 'did you mean "deadline"?'),
    ],
)
def test_a_mistake_is_named_with_where_it_stands(extra: dict[str, Any], says: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(extra)
    assert says in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_key_of_a_shipped_file_is_refused() -> None:
    with pytest.raises(VocabularyError, match='unknown key "nmae"; did you mean "name"'):
        reading.build(Service, {"nmae": "x"}, "services.x")
