"""Units read from wikitext agree with what Translate says of the same pages."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from cphub.model.translations import UnitCounts
from cphub.wikitext.scanner import scan
from cphub.wikitext.translation import translation
from cphub.wikitext.units import (
    Unit,
    UnitState,
    changed_units,
    has_units,
    translated_units,
    unit_counts,
    units,
)
from cphub.wikitext.words import Words

REPLIES = Path(__file__).parent.parent / "wiki" / "replies"
SOURCE = "Licence guide"


def recorded(name: str) -> Any:
    return json.loads((REPLIES / f"translate-{name}.json").read_bytes())["body"]["query"]


PAGES = {page["title"]: page for page in recorded("pages")["pages"] if "revisions" in page}
TEXTS = {title: page["revisions"][0]["slots"]["main"]["content"] for title, page in PAGES.items()}


@pytest.mark.parametrize("language", ["en", "sv", "fr", "ar"])
def test_counts_of_recorded_pages_are_those_of_the_api(language: str) -> None:
    page = f"{SOURCE}/{language}"
    told = {row["language"]: row for row in recorded("messagegroupstats")["messagegroupstats"]}
    read = unit_counts(
        translation(scan(TEXTS[SOURCE], Words()), "en"),
        translation(scan(TEXTS[page], Words()), language),
        language,
        title="displaytitle" in PAGES[page].get("pageprops", {}),
    )
    numbers = [told[language][name] for name in ("total", "translated", "fuzzy", "proofread")]
    assert read == UnitCounts(language, *numbers)


@pytest.mark.parametrize(
    ("language", "name", "state"),
    [("sv", "sv-fuzzy", UnitState.FUZZY), ("fr", "fr-untranslated", UnitState.UNTRANSLATED)],
)
def test_outdated_and_missing_units_are_those_of_the_api(
    language: str, name: str, state: UnitState
) -> None:
    told = recorded(f"messagecollection-{name}")["messagecollection"]
    found = translated_units(TEXTS[SOURCE], TEXTS[f"{SOURCE}/{language}"])
    assert found is not None
    assert [
        (f"Licence_guide/{one.unit.id}", one.unit.text, one.translation or None)
        for one in found
        if one.state is state
    ] == [(one["key"], one["definition"], one["translation"]) for one in told]


def test_a_unit_that_is_not_marked_has_no_id_and_no_place_in_translations() -> None:
    fresh = [unit.text for unit in units(TEXTS[SOURCE]) if not unit.id]
    assert fresh == ["== New section ==", "This text is not yet marked for translation."]
    found = translated_units(TEXTS[SOURCE], TEXTS[f"{SOURCE}/en"])
    assert found is not None
    assert [one.unit.id for one in found] == list("1234567")


def test_a_unit_changed_since_it_was_marked_is_found() -> None:
    marked = TEXTS[f"{SOURCE}/en"]
    assert changed_units(TEXTS[SOURCE], marked) == ()
    edited = TEXTS[SOURCE].replace("two working days", "one week")
    assert [unit.id for unit in changed_units(edited, marked)] == ["7"]
    assert changed_units(edited, "") == ()


def test_variables_are_shown_and_named() -> None:
    text = (
        "<translate><!--T:1--> See <tvar|help>[[Help:X]]</> or <tvar name=2>a</tvar>.</translate>"
    )
    (unit,) = units(text)
    assert unit.shown == "See [[Help:X]] or a."
    assert unit.to_translate == "See $help or $2."
    assert unit.variables == ("$help", "$2")


def test_units_within_a_line_are_matched_by_what_stands_around_them() -> None:
    source = (
        "{|\n| <translate><!--T:1--> Name</translate> || <translate><!--T:2--> Date</translate>\n|}"
    )
    page = '{|\n| Namn || <span class="mw-translate-fuzzy">Datum</span>\n|}'
    found = translated_units(source, page)
    assert found is not None
    assert [(one.unit.text, one.state.value, one.translation) for one in found] == [
        ("Name", "translated", "Namn"),
        ("Date", "fuzzy", "Datum"),
    ]


def test_headings_with_anchors_of_newer_versions_are_matched() -> None:
    source = "<translate>\n== Help == <!--T:1-->\n\n<!--T:2-->\nAsk.\n</translate>"
    found = translated_units(source, '<span id="Help"></span>\n== Hjälp ==\n\nFråga.')
    assert found is not None
    assert [one.translation for one in found] == ["== Hjälp ==", "Fråga."]


@pytest.mark.parametrize(
    "page",
    ["", "Something else.", "<languages/>\nEtt.\n\nTvå.", TEXTS[f"{SOURCE}/sv"] + "\n\nMer."],
)
def test_pages_that_do_not_fit_are_not_guessed_at(page: str) -> None:
    assert translated_units(TEXTS[SOURCE], page) is None


def test_markup_that_only_is_shown_is_none() -> None:
    assert units("<nowiki><translate></nowiki> text <!--T:1--> </translate>") == ()
    assert units("<translate>never closed <!--T:1-->") == ()
    assert not has_units("<translate> no marker")


def test_units_are_plain_data() -> None:
    assert units("<translate>\n<!--T:intro-->\nHello.\n</translate>") == (Unit("intro", "Hello."),)


@pytest.mark.parametrize(
    "piece",
    [
        "<translate>",
        "<nowiki>",
        "<tvar|x>",
        "<translate><!--T:1-->a</translate>",
        '<div class="mw-translate-fuzzy">',
        "<translate>x</translate>[[",
        "\n\n \n",
        " " * 20 + "<!--T:",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    before = time.process_time()
    translated_units(f"<translate>\n<!--T:1-->\n{text}\n</translate>", text)
    translated_units(text, text)
    changed_units(text, text)
    for unit in units(text)[:10]:
        assert unit.shown is not None
    assert time.process_time() - before < 5
