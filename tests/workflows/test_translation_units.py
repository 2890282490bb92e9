"""What translators are handed, what comes back, and which passages are outdated."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wikitext.test_units import SOURCE, TEXTS, recorded
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.offline import clock
from tests.workflows.test_harvest import NOW, settings, source
from tests.workflows.test_old_texts import TEXT, Pair, later

from cphub import reports
from cphub.catalogue import Catalogue, open_catalogue
from cphub.clean import clean
from cphub.cli.main import run
from cphub.errors import UsageError
from cphub.registry import discover
from cphub.settings import Settings
from cphub.workflows._filled_units import COLUMNS, UnitText, as_csv, read_csv, shown
from cphub.workflows._filters import Filters
from cphub.workflows._po import as_po, read_po
from cphub.workflows.audit import audit
from cphub.workflows.check_units import Check, check_units
from cphub.workflows.export_units import Export, export_units
from cphub.workflows.harvest import harvest
from cphub.workflows.translation_matrix import matrix
from cphub.workflows.translation_outdated import outdated
from cphub.workflows.wikis import Reach

TRAINING = ("Category:Training",)
NAMES = {"en": "English", "sv": "svenska", "fr": "français", "ar": "العربية", "de": "Deutsch"}
COUNTS = {SOURCE: {"en": (8, 0), "sv": (6, 2), "fr": (4, 0), "ar": (1, 0)}}
BEFORE = "Write the licence on every file page and link to its full text."
NOW_SAID = "Write the licence and the credit line on every file page and link to its full text."
FORMATS = {name: one for name, one in discover(reports).items() if "only" not in one.attributes}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The recorded page and its translations; an older text of the page was harvested first."""
    folder = tmp_path_factory.mktemp("hub")
    wiki = FakeWiki()
    wiki.extensions = ("Translate",)
    wiki.before = FakeTranslate(pages=COUNTS)
    wiki.languages = NAMES
    chosen = replace(settings(folder, [source("training")], wiki), languages=("sv", "fr", "de"))
    for title, text in TEXTS.items():
        old = text.replace(NOW_SAID, BEFORE) if title == SOURCE else text
        page = wiki.edit(title, old, categories=TRAINING, user="Anna")
        page.language = title.partition("/")[2] or "en"
        if title in {f"{SOURCE}/sv", f"{SOURCE}/fr", f"{SOURCE}/en"}:
            page.props = {"displaytitle": "A title"}
    for text in ("", TEXTS[SOURCE]):
        if text:
            wiki.edit(SOURCE, text)
        harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    with open_catalogue(chosen.catalog, write=True) as catalogue:
        audit(catalogue, chosen, today=date(2026, 6, 1), clock=clock())
    return chosen


@pytest.fixture
def catalogue(hub: Settings) -> Iterator[Catalogue]:
    with open_catalogue(hub.catalog, write=False) as opened:
        yield opened


def export(catalogue: Catalogue, hub: Settings, language: str, **more: Any) -> Export:
    return export_units(catalogue, hub, Filters(language=(language,)), **more)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(keepends=True), strict=True))


@pytest.mark.parametrize(
    ("language", "name", "state"),
    [("sv", "sv-fuzzy", "outdated"), ("fr", "fr-untranslated", "missing")],
)
def test_a_file_has_exactly_the_units_that_the_wiki_itself_offers(
    catalogue: Catalogue, hub: Settings, language: str, name: str, state: str
) -> None:
    told = recorded(f"messagecollection-{name}")["messagecollection"]
    found = rows(export(catalogue, hub, language, raw=True).text)
    assert [
        (row["page"], row["unit"], row["source"], row["old_translation"], row["state"])
        for row in found
    ] == [
        (SOURCE, one["key"].rpartition("/")[2], one["definition"], one["translation"] or "", state)
        for one in told
    ]
    assert {row["translation"] for row in found} == {""}


def test_outdated_units_come_with_their_section_and_what_the_source_said(
    catalogue: Catalogue, hub: Settings
) -> None:
    first, second = rows(export(catalogue, hub, "sv").text)
    assert (first["section"], second["section"]) == ("Explain the licence", "Ask for help")
    assert first["source_before"] == BEFORE
    assert second["source_before"] == "", "no older wording of it is known"


def test_nothing_translated_is_all_of_the_page_with_its_title(
    catalogue: Catalogue, hub: Settings
) -> None:
    found = rows(export(catalogue, hub, "de").text)
    assert [row["unit"] for row in found] == ["Page display title", *"1234567"]
    assert found[0]["source"] == SOURCE
    # A sheet takes what begins with "=" for a formula.
    assert found[2]["source"] == "'== Choose a licence =="


def test_a_po_file_has_context_comments_flags_and_the_earlier_wording(
    catalogue: Catalogue, hub: Settings
) -> None:
    file = polib.pofile(export(catalogue, hub, "sv", format_="po").text)
    assert file.metadata["Language"] == "sv"
    first = file[0]
    assert first.msgctxt == f"meta|{SOURCE}|5"
    assert (first.msgid, first.previous_msgid) == (NOW_SAID, BEFORE)
    assert first.msgstr.startswith("Skriv licensen")
    assert first.fuzzy
    assert "Section: Explain the licence" in first.comment
    assert "https://meta.example.org/wiki/Licence_guide" in first.comment


def test_a_page_can_be_named_and_one_that_is_not_there_is_said(
    catalogue: Catalogue, hub: Settings
) -> None:
    assert export(catalogue, hub, "sv", page=SOURCE).units == 2
    with pytest.raises(UsageError, match="no resource"):
        export(catalogue, hub, "sv", page="Nothing")
    with pytest.raises(UsageError, match="which language"):
        export_units(catalogue, hub, Filters())


TEXT_OF = st.text(alphabet=st.characters(codec="utf-8"), max_size=40).map(shown)
SHORT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="|"), max_size=20).map(
    clean
)
UNITS = st.builds(
    UnitText,
    wiki=st.just("meta"),
    page=SHORT.filter(bool),
    unit=SHORT.filter(bool),
    language=st.just("sv"),
    outdated=st.booleans(),
    section=SHORT,
    source=TEXT_OF.filter(bool),
    before=TEXT_OF,
    old_translation=TEXT_OF,
)


@given(st.lists(UNITS, max_size=4))
def test_sheets_come_back_as_they_went(texts: list[UnitText]) -> None:
    back = list(read_csv(as_csv(texts).encode()))
    assert [(one.page, one.unit, one.source, one.translation) for one in back] == [
        (one.page, one.unit, one.source, "") for one in texts
    ]


@given(st.lists(UNITS, max_size=4))
def test_po_files_come_back_as_they_went(texts: list[UnitText]) -> None:
    back = read_po(as_po(texts, "sv", {}))
    assert [(one.page, one.unit, one.source, one.translation, one.fuzzy) for one in back] == [
        (one.page, one.unit, one.source, one.old_translation, one.outdated) for one in texts
    ]


def check(catalogue: Catalogue, name: str, text: str) -> tuple[Check, list[tuple[Any, ...]]]:
    done = check_units(catalogue, name, text.encode())
    problems = done.document.data["problems"]
    return done, [(one["line"], one["severity"], one["kind"]) for one in problems]


def sheet(*filled: tuple[str, str, str]) -> str:
    """Return a sheet with (unit, source, translation) of the recorded page."""
    lines = [",".join(COLUMNS)]
    lines += [f'meta,{SOURCE},{unit},sv,,,"{old}",,,"{new}"' for unit, old, new in filled]
    return "\r\n".join(lines)


def test_what_would_be_wrong_is_said_with_its_line(catalogue: Catalogue) -> None:
    done, problems = check(
        catalogue,
        "back.csv",
        sheet(
            ("5", NOW_SAID, "Skriv licensen\noch upphovet."),
            ("4", "== Explain the licence ==", "Förklara licensen"),
            ("5", BEFORE, "Skriv licensen."),
            ("99", "Gone.", "Borta."),
            ("3", TEXTS[SOURCE].split("<!--T:3-->\n")[1].split("\n")[0], ""),
        ),
    )
    assert problems == [
        (4, "error", "markup"),
        (5, "error", "twice"),
        (5, "error", "changed"),
        (6, "error", "unknown"),
        (7, "note", "empty"),
    ]
    assert done.errors == 4
    assert "4 of 5 units filled in" in done.document.lead[0]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("sv", False), ("sv_SE", False), ("", False), ("Swedish", True), ("xx", True)],
)
def test_a_language_that_the_wiki_does_not_know_is_said(
    catalogue: Catalogue, hub: Settings, *, language: str, wrong: bool
) -> None:
    as_sheet = export(catalogue, hub, "sv").text.replace('"sv"', f'"{language}"')
    as_messages = export(catalogue, hub, "sv", format_="po").text
    as_messages = as_messages.replace("Language: sv", f"Language: {language}")
    for name, text in (("sv.csv", as_sheet), ("sv.po", as_messages)):
        _, problems = check(catalogue, name, text)
        assert any(kind == "language" for _, _, kind in problems) is wrong


@pytest.mark.parametrize("name", ["empty.csv", "empty.po"])
def test_a_file_without_units_is_not_called_sound(catalogue: Catalogue, name: str) -> None:
    done, problems = check(catalogue, name, sheet() if name.endswith("csv") else "")
    assert not problems
    assert done.document.sheets[0].empty == "There is no unit in the file."


def test_a_po_file_is_checked_by_its_own_lines(catalogue: Catalogue, hub: Settings) -> None:
    text = export(catalogue, hub, "fr", format_="po").text
    filled = text.replace(
        'msgid "== Explain the licence =="\nmsgstr ""',
        'msgid "== Explain the licence =="\nmsgstr "Expliquer"',
    )
    assert filled != text
    line = filled.split('msgstr "Expliquer"')[0].count("\n")
    done, problems = check(catalogue, "fr.po", filled)
    (wrong,) = (one for one in problems if one[1] == "error")
    assert wrong[2] == "markup"
    assert abs(wrong[0] - line) <= 5
    assert len(problems) == 4
    assert done.errors == 1


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.po", b'msgid "a\nmsgstr', "no PO"),
        ("a.po", b"\xff\xfe\xfa", "not UTF-8"),
        ("a.csv", b"wiki,page\nmeta,Guide", "no column unit, source, translation"),
        ("a.csv", b"PK\x03\x04", "no CSV"),
    ],
)
def test_a_file_that_is_none_is_an_error(
    catalogue: Catalogue, name: str, data: bytes, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        check_units(catalogue, name, data)


def test_outdated_units_are_shown_with_old_and_new_words(
    catalogue: Catalogue, hub: Settings
) -> None:
    document = outdated(catalogue, hub, Filters(language=("sv",)))
    (told,) = document.data["outdated"]
    assert told["edition"] == {"wiki": "meta", "title": f"{SOURCE}/sv"}
    first = told["changes"][0]
    assert (first["unit"], first["section"]) == ("5", "Explain the licence")
    assert (first["old"], first["new"]) == (BEFORE, NOW_SAID)
    assert first["translation"].startswith("Skriv licensen")
    assert len(told["changes"]) == 2
    assert not outdated(catalogue, hub, Filters(language=("fr",))).data["outdated"]


def test_old_translations_are_shown_where_their_units_cannot_be_told(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.extensions = ("Translate",)
    wiki.before = FakeTranslate(pages={"Guide": {"en": (8, 0), "sv": (7, 1)}})
    wiki.languages = NAMES
    wiki.edit("Guide", "{{New}}\n" + TEXTS[SOURCE], categories=TRAINING)
    swedish = TEXTS[f"{SOURCE}/sv"].replace("<languages/>", "{{Old}}")
    wiki.edit("Guide/sv", swedish, categories=TRAINING).language = "sv"
    chosen = replace(settings(tmp_path, [source("training")], wiki), languages=("sv",))
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    with open_catalogue(chosen.catalog, write=True) as opened:
        audit(opened, chosen, today=date(2026, 6, 1), clock=clock())
        (told,) = outdated(opened, chosen, Filters()).data["outdated"]
        left = export(opened, chosen, "sv").left_out
    assert [one["translation"] for one in told["changes"]] == [
        "Skriv licensen på varje filsida och länka till dess fullständiga text.",
        "Helpdesken svarar på frågor om licenser inom en vecka.",
    ]
    assert {one["new"] for one in told["changes"]} == {None}
    assert left == (("meta", "Guide", "its page does not fit the source, which has changed since"),)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_shows_what_is_outdated(
    catalogue: Catalogue, hub: Settings, format_: str
) -> None:
    said = FORMATS[format_].function(outdated(catalogue, hub, Filters()))
    wanted = "/sv" if format_ == "titles" else "credit line"
    shown_ = said if isinstance(said, str) else ""
    assert wanted in " ".join(shown_.split()) or isinstance(said, bytes)


def test_sections_of_a_source_that_changed_are_shown_of_an_edition_made_by_hand(
    tmp_path: Path,
) -> None:
    pair = Pair(tmp_path)
    later(pair, TEXT.replace("May", "June") + "\n\n== Insure ==\nAsk the lender who insures it.")
    pair.harvest()
    chosen = replace(
        settings(tmp_path, [source("training")], pair.meta, pair.svwiki), languages=("sv",)
    )
    with open_catalogue(tmp_path / "catalog.db", write=True) as opened:
        findings = audit(opened, chosen, today=date(2026, 6, 1), clock=clock()).findings
        (told,) = outdated(opened, chosen, Filters()).data["outdated"]
    assert [(one["section"], one["change"]) for one in told["changes"]] == [
        ("Apply", "substance"),
        ("Insure", "new"),
    ]
    assert "May" in told["changes"][0]["old"]
    assert "June" in told["changes"][0]["new"]
    (finding,) = (one for one in findings if one.rule == "outdated-translation")
    assert (finding.wiki, finding.title) == ("svwiki", "Guiden")
    assert "Insure" in finding.message


def test_findings_say_what_the_matrix_says(catalogue: Catalogue, hub: Settings) -> None:
    (resource,) = matrix(catalogue, hub, Filters()).data["resources"]
    states = {one["language"]: one["state"] for one in resource["editions"]}
    found = {(one.rule, one.title) for one in catalogue.open_findings()}
    assert states["sv"] == "outdated"
    assert ("outdated-translation", f"{SOURCE}/sv") in found
    assert states["fr"] == states["ar"] == "partial"
    assert ("partial-translation", f"{SOURCE}/fr") in found
    assert ("partial-translation", f"{SOURCE}/ar") in found
    assert len([one for one in found if one[0].endswith("translation")]) == 3


def test_the_command_ends_with_1_where_a_file_is_wrong(
    hub: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sv.csv"
    catalog = f"--catalog={hub.catalog}"
    arguments = ["export", "translation-units", catalog]
    assert run([*arguments, "--language", "sv", "-o", str(file)]) == 0
    assert "2 units of 1 page, 2 of them outdated" in capsys.readouterr().err
    assert run([*arguments, "--check", str(file), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["units"] == 2
    file.write_text(sheet(("99", "Gone.", "Borta.")), encoding="utf-8")
    assert run([*arguments, "--check", str(file)]) == 1
    assert run([*arguments, "--language", "sv", "-o", str(tmp_path / "a.docx")]) == 2
    assert run([*arguments, "--language", "sv", "--page", "Nothing"]) == 2
    assert run([*arguments, "--language", "sv", "--check", str(file)]) == 2
