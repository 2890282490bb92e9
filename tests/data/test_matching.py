"""Names and words are compared as MediaWiki and people write them."""

from __future__ import annotations

import pytest

from cphub.data import heading_key, language_of, phrases, template_key


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"),
        ("en-gb", "en"),
        ("simple", "en"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("pt-br", "pt"),
        ("pt_BR", "pt"),
        ("zh-hant", "zh"),
        ("zh-classical", "lzh"),
        ("nn", "nn"),
        ("", ""),
    ],
)
def test_a_wikis_code_leads_to_its_language(code: str, language: str) -> None:
    assert language_of(code) == language


def test_template_names_differ_only_by_what_mediawiki_tells_apart() -> None:
    assert template_key(" update_after ") == template_key("Update  after")
    assert template_key("Update After") != template_key("Update after")
    assert template_key("E\u0301bauche") == template_key("Ébauche")
    assert template_key("") == ""


def test_headings_are_compared_without_case_and_marks() -> None:
    assert heading_key("  See also: ") == heading_key("see Also")
    assert heading_key("«Примечания»") == heading_key("примечания")
    assert heading_key("What's next?") != heading_key("Whats next")


@pytest.mark.parametrize(
    ("words", "language", "text", "found"),
    [
        (["will"], "en", "We WILL see", "WILL"),
        (["will"], "en", "Free willing hands", None),
        (["register by"], "en", "Register\n by May", "Register\n by"),
        (["by", "by the end of"], "en", "by the end of 2020", "by the end of"),
        (["kommande*"], "sv", "de kommandes", "kommandes"),
        (["締切"], "ja", "応募締切は5月", "締切"),
        (["कार"], "hi", "कारण", None),
        (["कार"], "hi", "कारों", None),
        (["नाम बदल*"], "hi", "नाम बदला गया", "नाम बदला"),
        (["[your text]"], "en", "Add [your text] now", "[your text]"),
        (["می"], "fa", "می\u200cشود", None),
        (["مه"], "fa", "مه\u0654 ۲۰۱۹", None),
        (["t.ex."], "sv", "Som t.ex. nu", "t.ex."),
        ([], "en", "anything", None),
    ],
)
def test_words_are_found_whole(
    words: list[str], language: str, text: str, found: str | None
) -> None:
    match = phrases(words, language).search(text)
    assert (match.group() if match else None) == found


def test_case_counts_where_asked() -> None:
    assert phrases(["TODO:"], case=True).search("todo: x") is None
    assert phrases(["TODO:"], case=True).search("TODO: x")
