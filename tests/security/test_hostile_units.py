"""Files for translators hold hostile units as text: no terminal, no spreadsheet obeys them."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from tests.security.corpus import CORPUS, typed, unsafe
from tests.security.hostile import FORMATS as ALL_FORMATS
from tests.security.hostile import cphub
from tests.security.test_hostile_content import CHECKS, SUFFIXES, check_csv, check_text
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.test_harvest import NOW, settings, source

from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

TITLE = "Guide"
HELD = ("Category:Training",)

OF_OVERVIEW = {"jsonld", "quickstatements"}
FORMATS = [name for name in ALL_FORMATS if SUFFIXES[name] != ".xlsx" and name not in OF_OVERVIEW]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a page whose units are the corpus, outdated in one language."""
    path = tmp_path_factory.mktemp("units")
    wiki = FakeWiki("evil")
    wiki.extensions = ("Translate",)
    wiki.languages = {"en": "English", "sv": "svenska", "fr": "français"}
    wiki.before = FakeTranslate(pages={TITLE: {"en": (8, 0), "sv": (0, 8)}})
    payloads = [" ".join(text.split("\n\n")) for text in CORPUS.values() if "translate" not in text]
    units = [f"<!--T:{number}-->\n{text}" for number, text in enumerate(payloads)]
    fuzzy = [
        f'<div class="mw-translate-fuzzy">\n{text.replace("<", "(")}\n</div>' for text in payloads
    ]
    wiki.edit(TITLE, "<translate>\n" + "\n\n".join(units) + "\n</translate>", categories=HELD)
    wiki.edit(f"{TITLE}/sv", "\n\n".join(fuzzy), categories=HELD).language = "sv"
    chosen = replace(settings(path, [source("training", "evil")], wiki), languages=("sv", "fr"))
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    return path


@pytest.mark.parametrize("language", ["sv", "fr"])
def test_a_sheet_holds_no_formula_and_steers_nothing(folder: Path, language: str) -> None:
    said = cphub(folder, "export", "translation-units", "--language", language)
    assert said.code == 0, said.err
    check_csv(said.out)
    assert len(list(csv.reader(said.out.decode().splitlines(keepends=True)))) > 20


@pytest.mark.parametrize("language", ["sv", "fr"])
def test_a_po_file_holds_every_unit_and_steers_nothing(folder: Path, language: str) -> None:
    said = cphub(folder, "export", "translation-units", "--language", language, "--format", "po")
    assert said.code == 0, said.err
    assert unsafe(said.text) == set()
    assert len(polib.pofile(said.text)) > 20


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("suffix", [".csv", ".po"])
def test_what_a_check_says_is_as_safe(
    folder: Path, tmp_path: Path, suffix: str, format_: str
) -> None:
    file = tmp_path / f"filled{suffix}"
    assert cphub(folder, "export", "translation-units", "--language=sv", "-o", str(file)).code == 0
    content = file.read_bytes().replace(b'"5"', typed(CORPUS["clear"]).encode()).decode()
    file.write_text(content.replace("Guide|7", f"Guide|{CORPUS['script']}"), encoding="utf-8")
    said = cphub(folder, "export", "translation-units", "--check", str(file), "--format", format_)
    assert said.code in {0, 1, 2}, said.err
    assert unsafe(said.err) == set()
    if said.out:
        CHECKS.get(SUFFIXES[format_], check_text)(said.out)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_outdated_is_shown_as_text(folder: Path, format_: str) -> None:
    said = cphub(folder, "translations", "outdated", "--format", format_)
    assert said.code == 0, said.err
    CHECKS.get(SUFFIXES[format_], check_text)(said.out)
