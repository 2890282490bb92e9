"""The words of subjects: what is shipped, and what a hub adds."""

from __future__ import annotations

from typing import Any

import pytest

from cphub.data import VocabularyError
from cphub.data.subjects import load_subjects, shipped_subjects
from cphub.model.subjects import Property

FULL = ("en", "sv", "fr", "de", "es")


def test_every_entry_has_words_and_a_label_in_the_first_languages() -> None:
    for what, entry in shipped_subjects().every():
        for code in FULL:
            assert entry.words(code), f"{what} {entry.name} has no words in {code}"
            assert entry.labels[code], f"{what} {entry.name} has no label in {code}"


def test_every_language_says_where_its_words_are_from_and_english_alone_is_reviewed() -> None:
    vocabulary = shipped_subjects()
    codes = {code for _, entry in vocabulary.every() for code in entry.terms} - {"mul"}
    assert codes <= vocabulary.notes.keys()
    assert [code for code, note in vocabulary.notes.items() if note.reviewed] == ["en"]


def test_no_word_stands_for_two_kinds_levels_or_audiences_in_a_language() -> None:
    vocabulary = shipped_subjects()
    for what in (Property.KIND, Property.LEVEL, Property.AUDIENCE):
        seen: dict[tuple[str, str], str] = {}
        for entry in vocabulary.of(what).values():
            for code, words in entry.terms.items():
                for word in words:
                    assert seen.setdefault((code, word), entry.name) == entry.name, (code, word)


def test_no_topic_is_shipped_and_the_levels_are_three() -> None:
    vocabulary = shipped_subjects()
    assert not vocabulary.topics
    assert list(vocabulary.of(Property.LEVEL)) == ["beginner", "intermediate", "expert"]


def test_a_hub_adds_topics_and_words_and_mutes_what_it_does_not_want() -> None:
    vocabulary = load_subjects(
        topics={"upload": {"labels": {"sv": "Uppladdning"}, "terms": {"pt-br": ["envio*"]}}},
        kinds={"guide": {"terms": {"en": ["recipe"]}}, "video": {"mute": True}, "map": {}},
    )
    assert vocabulary.topics["upload"].words("pt") == ("envio*",)
    assert vocabulary.topics["upload"].label("sv") == "Uppladdning"
    assert vocabulary.topics["upload"].label("fi") == "upload"
    guide = vocabulary.of(Property.KIND)["guide"]
    assert {"guide", "recipe"} <= set(guide.words("en"))
    assert guide.label("sv") == "handledning"
    assert {"video", "map"} & vocabulary.of(Property.KIND).keys() == {"map"}
    assert vocabulary.digest != shipped_subjects().digest


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"topics": {"x": {"term": {}}}}, 'topics.x: unknown key "term"; did you mean "terms"?'),
        ({"levels": {"beginer": {}}}, 'there is no level "beginer"; did you mean "beginner"?'),
        ({"levels": {"expert": {"mute": True}}}, "nothing shipped to mute"),
        ({"kinds": {"nothing": {"mute": True}}}, "nothing shipped to mute"),
        ({"kinds": {"video": {"mute": "yes"}}}, "mute must be true or false"),
        ({"topics": {"x": {"terms": {"en": "upload"}}}}, "topics.x: Expected `array`"),
        ({"topics": {"x": {"terms": {"en": [" * "]}}}}, "topics.x.terms.en: an empty text"),
        ({"topics": {"x": ["upload"]}}, "topics.x must be a table"),
        ({"topics": {" ": {}}}, "a name has 1 to 60 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tables: dict[str, Any], said: str) -> None:
    with pytest.raises(VocabularyError) as error:
        load_subjects(**tables)
    assert said in str(error.value)
