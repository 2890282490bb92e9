"""The shipped files hold what they promise, whole and without contradiction."""

from __future__ import annotations

import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from cphub.data import (
    Meaning,
    Service,
    TimeWords,
    Vocabulary,
    heading_key,
    load_vocabulary,
    reading,
    template_key,
)

LANGUAGES = set("en sv fr es de pt it nl pl uk ru ar fa hi id ja zh nb da fi".split())  # noqa: SIM905  # reads better
ORDERS = {"dmy", "mdy", "ymd"}
PERIODS = {"next-year", "this-year", "next-month", "this-month"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def test_every_vocabulary_speaks_every_language(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.time) >= LANGUAGES
    assert set(vocabulary.pages) >= LANGUAGES
    for name in ("templates", "placeholders"):
        assert set(vocabulary.notes[name]) >= LANGUAGES | {"mul"}, name
    for entry in vocabulary.templates.values():
        assert set(entry.names) <= set(vocabulary.notes["templates"]), entry.id
    for placeholder in vocabulary.placeholders.values():
        assert set(placeholder.words) <= set(vocabulary.notes["placeholders"]), placeholder.id


@pytest.mark.parametrize(
    "meaning",
    [
        Meaning.OUTDATED,
        Meaning.UPDATE,
        Meaning.UNDER_CONSTRUCTION,
        Meaning.STUB,
        Meaning.EXPAND,
        Meaning.MERGE,
        Meaning.DELETE,
        Meaning.CLEANUP,
        Meaning.ORPHAN,
        Meaning.UNCATEGORISED,
        Meaning.ROUGH_TRANSLATION,
        Meaning.DEAD_LINK,
    ],
)
def test_a_meaning_that_rules_rest_on_has_names_in_every_language(
    vocabulary: Vocabulary, meaning: Meaning
) -> None:
    codes = {
        code
        for entry in vocabulary.templates.values()
        if entry.meaning is meaning
        for code in entry.names
    }
    assert "mul" in codes or codes >= LANGUAGES


def test_every_entry_says_where_it_is_from(vocabulary: Vocabulary) -> None:
    sources = [
        *(entry.source for entry in vocabulary.templates.values()),
        *(service.source for service in vocabulary.services.values()),
        *(words.source for words in vocabulary.time.values()),
        *(words.source for words in vocabulary.pages.values()),
        *(note.source for notes in vocabulary.notes.values() for note in notes.values()),
    ]
    assert all(source.strip() for source in sources)


def test_no_language_but_english_passes_for_reviewed(vocabulary: Vocabulary) -> None:
    reviewed = {
        *(code for code, words in vocabulary.time.items() if words.reviewed),
        *(code for code, words in vocabulary.pages.items() if words.reviewed),
        *(c for notes in vocabulary.notes.values() for c, note in notes.items() if note.reviewed),
    }
    assert reviewed == {"en", "mul"}


def test_a_template_name_has_one_meaning_in_a_language(vocabulary: Vocabulary) -> None:
    holders: dict[tuple[str, str], set[str]] = {}
    for entry in vocabulary.templates.values():
        for code, names in entry.names.items():
            for name in names:
                holders.setdefault((code, template_key(name)), set()).add(entry.id)
    assert {key: ids for key, ids in holders.items() if len(ids) > 1} == {}


def test_template_names_can_be_titles(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.templates.values():
        for names in entry.names.values():
            for name in names:
                assert not re.search(r"[\[\]{}|#<>_]", name), name
                assert name == name.strip(), name
            keys = Counter(template_key(name) for name in names)
            assert keys.most_common(1)[0][1] == 1, (entry.id, keys.most_common(1))


def test_a_heading_has_one_role_in_a_language(vocabulary: Vocabulary) -> None:
    for code, words in vocabulary.pages.items():
        keys = Counter(heading_key(text) for texts in words.headings.values() for text in texts)
        assert [key for key, count in keys.items() if count > 1] == [], code


def test_roles_and_kinds_are_the_same_in_all_languages(vocabulary: Vocabulary) -> None:
    english = vocabulary.pages["en"]
    for code, words in vocabulary.pages.items():
        assert set(words.headings) <= set(english.headings), code
        assert set(words.titles) <= set(english.titles), code
        if code in LANGUAGES:
            assert set(words.headings) == set(english.headings), code
            assert set(words.titles) >= set(english.titles) - {"form"}, code


def test_every_language_has_twelve_months_that_no_two_share(vocabulary: Vocabulary) -> None:
    for code, words in vocabulary.time.items():
        assert len(words.months) == 12, code
        forms = [form for month in words.months for form in month]
        assert all(forms), code
        assert len(forms) == len(set(forms)), code
        assert [form for form in forms if form != form.lower()] == [], code


def test_time_words_name_known_orders_and_periods(vocabulary: Vocabulary) -> None:
    for code, words in vocabulary.time.items():
        assert words.orders, code
        assert set(words.orders) <= ORDERS, code
        assert set(words.relative) == PERIODS, code
        assert words.deadline, code
        assert words.coming, code
        assert words.past, code
        assert words.until, code


def _lists(words: TimeWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in ("deadline", "coming", "until", "past", "recurring", "abbreviations"):
        yield name, getattr(words, name)
    yield from words.relative.items()


def test_words_are_clean_and_stand_in_one_list_once(vocabulary: Vocabulary) -> None:
    for code, words in vocabulary.time.items():
        for name, texts in _lists(words):
            assert len(texts) == len(set(texts)), (code, name)
            assert all(text == text.strip().lower() for text in texts), (code, name)
            assert all("*" not in text[1:-1] for text in texts), (code, name)
        speaks = {*words.deadline, *words.coming, *words.until}
        assert speaks & {*words.past, *words.recurring} == set(), code


def test_a_word_that_says_past_is_no_part_of_one_that_says_coming(vocabulary: Vocabulary) -> None:
    for code, words in vocabulary.time.items():
        over = {text for text in words.past if "*" not in text}
        for text in (*words.deadline, *words.coming):
            parts = set(text.split())
            assert not parts & over, (code, text, parts & over)


@pytest.mark.parametrize("vocabulary_file", reading.FILES)
def test_no_shipped_word_is_written_twice_in_a_list(vocabulary_file: str) -> None:
    content = (resources.files("cphub.data") / f"{vocabulary_file}.toml").read_text("utf-8")

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}")
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            assert len(value) == len(set(value)), path

    walk(tomllib.loads(content), vocabulary_file)


def test_what_is_said_to_be_gone_has_evidence_and_what_is_only_believed_is_to_be_checked(
    vocabulary: Vocabulary,
) -> None:
    for service in vocabulary.services.values():
        believed = "not verified" in service.source
        assert (service.status == "check") or not believed, service.id
    assert vocabulary.services["pattypan"].status == "check"


def test_what_was_renamed_says_its_new_name(vocabulary: Vocabulary) -> None:
    renamed = [s for s in vocabulary.services.values() if s.status == "renamed"]
    assert renamed
    assert [service.id for service in renamed if not service.replaced_by] == []


def _well_formed(service: Service) -> bool:
    dated = re.fullmatch(r"(\d{4}(-\d\d){0,2})?", service.since) is not None
    plain = all("//" not in address and address for address in service.addresses)
    found = bool(service.addresses or service.prose or service.templates)
    return dated and plain and found


def test_services_are_well_formed_and_can_be_met(vocabulary: Vocabulary) -> None:
    assert [s.id for s in vocabulary.services.values() if not _well_formed(s)] == []


def test_a_service_is_found_by_each_of_its_addresses(vocabulary: Vocabulary) -> None:
    for service in vocabulary.services.values():
        for address in service.addresses:
            found = vocabulary.service_at(f"https://{address.removeprefix('*.')}")
            assert found is service, address


def test_no_ambiguous_word_is_matched_in_prose(vocabulary: Vocabulary) -> None:
    names = set(vocabulary.service_names())
    assert names & {"Labs", "Tools", "Flow", "Graph", "Space", "Project Grants", "PEG"} == set()


def test_loading_is_quick_enough_for_every_command() -> None:
    best = float("inf")
    for _ in range(5):
        reading.shipped.cache_clear()
        start = time.process_time()
        load_vocabulary()
        best = min(best, time.process_time() - start)
    # Measured at 50 ms on a busy core; four times that would be felt.
    assert best < 0.2
