"""What the reader and the rules ask of a vocabulary."""

from __future__ import annotations

import pickle

import pytest

from cphub.data import Meaning, Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def meaning_of(vocabulary: Vocabulary, name: str, language: str) -> Meaning | None:
    entry = vocabulary.template(name, language)
    return entry.meaning if entry else None


@pytest.mark.parametrize(
    ("name", "language", "meaning"),
    [
        ("Outdated", "en", Meaning.OUTDATED),
        ("outdated", "en", Meaning.OUTDATED),
        (" out_of_date ", "en", Meaning.OUTDATED),
        ("Outdated", "sv", Meaning.OUTDATED),
        ("uppdatera", "sv", Meaning.UPDATE),
        ("Best før", "nb", Meaning.UPDATE_AFTER),
        ("Trenger oppdatering", "no", Meaning.UPDATE),
        ("Lückenhaft", "de-formal", Meaning.EXPAND),
        ("Esboço", "pt-br", Meaning.STUB),
        ("يتيمة", "ar", Meaning.ORPHAN),
        ("小作品", "zh-hans", Meaning.STUB),
        ("Изолированная статья", "ru", Meaning.ORPHAN),
        ("Outdated as of", "en", Meaning.UPDATE_AFTER),
        ("Soft redirect", "fi", Meaning.SOFT_REDIRECT),
        ("Begriffsklärung", "de", Meaning.DISAMBIGUATION),
    ],
)
def test_a_template_is_known_by_any_way_of_writing_its_name(
    vocabulary: Vocabulary, name: str, language: str, meaning: Meaning
) -> None:
    assert meaning_of(vocabulary, name, language) is meaning


@pytest.mark.parametrize(
    ("name", "language"),
    [("Kb", "en"), ("W", "en"), ("S", "sv"), ("Weg", "de"), ("Utkast", "fr"), ("Ek", "")],
)
def test_a_name_of_another_language_means_nothing_here(
    vocabulary: Vocabulary, name: str, language: str
) -> None:
    assert meaning_of(vocabulary, name, language) is None


def test_a_wikis_own_language_outweighs_english(vocabulary: Vocabulary) -> None:
    assert meaning_of(vocabulary, "WIP", "en") is Meaning.DRAFT
    assert meaning_of(vocabulary, "WIP", "it") is Meaning.UNDER_CONSTRUCTION


def test_the_rest_of_a_name_keeps_its_case(vocabulary: Vocabulary) -> None:
    assert meaning_of(vocabulary, "OUTDATED", "en") is None


def test_asking_twice_answers_the_same(vocabulary: Vocabulary) -> None:
    first = vocabulary.template("Stub", "sv")
    assert first is not None
    assert vocabulary.template("Stub", "sv") is first
    assert vocabulary.template("No such template", "sv") is None
    assert vocabulary.template("No such template", "sv") is None


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://tools.wmflabs.org/catfood/?x=1", "tools-wmflabs"),
        ("//tools.wmflabs.org", "tools-wmflabs"),
        ("http://toolserver.org/~magnus/x.php", "toolserver"),
        ("https://stable.toolserver.org/", "toolserver"),
        ("https://www.mediawiki.org/wiki/Extension:Graph#Use", "graph-extension"),
        ("https://commons.wikimedia.org/wiki/Commons:GLAMwiki%20Toolset", "gwtoolset"),
        ("https://meta.wikimedia.org/wiki/Grants:Project/Rapid/Apply", "rapid-grants"),
        ("https://meta.wikimedia.org/wiki/Grants:Project/Apply", "project-grants"),
        ("https://TOOLS.WMFLABS.ORG/hay/directory", "hays-directory"),
    ],
)
def test_an_address_leads_to_its_service(vocabulary: Vocabulary, url: str, service: str) -> None:
    found = vocabulary.service_at(url)
    assert found is not None
    assert found.id == service


@pytest.mark.parametrize(
    "url",
    [
        "https://meta.wikimedia.org/wiki/Grants:Projects",
        "https://meta.wikimedia.org/wiki/Resource_Centers",
        "https://toolforge.org/",
        "https://nottoolserver.org/",
        "https://example.org/?u=https://tools.wmflabs.org/",
        "https://[broken",
        "mailto:someone@example.org",
        "",
    ],
)
def test_an_address_of_nothing_retired_leads_nowhere(vocabulary: Vocabulary, url: str) -> None:
    assert vocabulary.service_at(url) is None


def test_names_in_prose_lead_to_their_service(vocabulary: Vocabulary) -> None:
    names = vocabulary.service_names()
    assert names["Toolserver"] == "toolserver"
    assert "toolserver" not in names


def test_templates_can_stand_for_a_service(vocabulary: Vocabulary) -> None:
    service = vocabulary.service_template("oTRS_pending")
    assert service is not None
    assert service.id == "otrs"
    assert vocabulary.service_template("Permission") is None


@pytest.mark.parametrize(
    ("title", "language", "role"),
    [
        ("See also", "en", "see-also"),
        ("SEE ALSO:", "en", "see-also"),
        ("Se även", "sv", "see-also"),
        ("See also", "sv", "see-also"),
        ("Einzelnachweise", "de", "references"),
        ("脚注", "ja", "references"),
        ("How to see also", "en", ""),
        ("Einzelnachweise", "en", ""),
    ],
)
def test_a_heading_says_what_its_section_is(
    vocabulary: Vocabulary, title: str, language: str, role: str
) -> None:
    assert vocabulary.heading(title, language) == role


def test_placeholders_are_looked_for_in_the_pages_language_and_english(
    vocabulary: Vocabulary,
) -> None:
    entry = vocabulary.placeholders["coming-soon"]
    words = vocabulary.placeholder_words(entry, "sv")
    assert "kommer snart" in words
    assert "coming soon" in words
    assert "bientôt" not in words


def test_a_language_that_is_not_known_has_no_words(vocabulary: Vocabulary) -> None:
    assert vocabulary.time_words("tlh") is None
    assert vocabulary.page_words("tlh") is None
    assert vocabulary.time_words("no") is vocabulary.time["nb"]


def test_a_vocabulary_survives_the_way_to_a_worker(vocabulary: Vocabulary) -> None:
    copy = pickle.loads(pickle.dumps(vocabulary))  # noqa: S301  # our own bytes
    assert copy == vocabulary
    assert copy.digest == vocabulary.digest
    assert meaning_of(copy, "Utkast", "sv") is Meaning.DRAFT
