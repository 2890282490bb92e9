"""`--ui-language` and `[report] language`: who is spoken to in which language, and who is not."""

# ruff: noqa: RUF001  # French has apostrophes

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
SLASHED = re.compile("[0-9]/20[0-9][0-9]")  # a day as the French write it, which does not sort


def speak_swedish(folder: Path) -> None:
    settings = folder / "cphub.toml"
    settings.write_text(
        f'{settings.read_text(encoding="utf-8")}\n[report]\nlanguage = "sv"\n', encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["report"], "Det finns inget under rubriken ”Budget”."),
        (["report", "overview"], "Reglerna tittade senast den "),
        (["status"], "Vad som hjälper mest"),
        (["translations", "gaps"], "Vad som bör översättas härnäst"),
        (["find", "upload"], "Hittat för upload"),
        (["show", "GLAM School/Event planning"], "att göra: Skriv avsnittet"),
        (["publish", "--log"], "Inget är publicerat ännu."),
    ],
)
def test_every_report_speaks_the_language_that_is_asked_for(
    hub: Cphub, command: list[str], said: str
) -> None:
    run = hub(*command, "--ui-language", "sv-SE")
    assert run.returncode == 0, run.stderr
    assert said in run.stdout


def test_a_swedish_report_says_days_in_swedish(hub: Cphub) -> None:
    text = hub("report", "overview", "--ui-language", "sv").stdout
    assert re.search(rf"senast den [1-9][0-9]? ({'|'.join(MONTHS)}) 20[0-9][0-9]\.", text), text


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
def test_no_english_heading_is_left_in_a_swedish_report(hub: Cphub, format_: str) -> None:
    text = hub("report", "--ui-language", "sv", "--format", format_).stdout
    english = (
        "Errors",
        "Language",
        "Axis",
        "completeness",
        "To do",
        "Since",
        "evidence:",
        "Audit of",
    )
    assert [word for word in english if word in text] == []


def test_a_page_for_browsers_says_which_language_it_is_in(hub: Cphub) -> None:
    assert (
        '<html lang="fr" dir="ltr"'
        in hub("report", "--ui-language", "fr", "--format", "html").stdout
    )
    assert '<html lang="en" dir="ltr"' in hub("report", "--format", "html").stdout


def test_wikitext_has_languages_named_in_the_readers(hub: Cphub) -> None:
    assert (
        "{{#language:fr|sv}} (fr)"
        in hub("report", "--ui-language", "sv", "--format", "wikitext").stdout
    )
    assert "{{#language:fr}} (fr)" in hub("report", "--format", "wikitext").stdout


def test_the_settings_language_is_spoken_unless_another_is_asked_for(
    hub: Cphub, tmp_path: Path
) -> None:
    speak_swedish(tmp_path)
    assert "Läromaterial" in hub("report").stdout
    assert "Matériel d’apprentissage" in hub("report", "--ui-language", "fr").stdout
    assert "Learning material" in hub("report", "--ui-language", "en").stdout


def test_programs_read_english_whatever_the_settings_say(hub: Cphub, tmp_path: Path) -> None:
    before = {name: hub("report", "--format", name).stdout for name in ("json", "csv", "titles")}
    speak_swedish(tmp_path)
    for name, text in before.items():
        assert hub("report", "--format", name).stdout == text


def test_csv_speaks_the_language_that_is_typed_and_keeps_its_header(hub: Cphub) -> None:
    text = hub("report", "--format", "csv", "--ui-language", "sv").stdout
    first = next(csv.DictReader(io.StringIO(text, newline="")))
    assert first["severity"] == "error"
    assert first["message"].startswith("Det finns inget under rubriken")


def test_json_refuses_to_speak_anything_else(hub: Cphub) -> None:
    run = hub("report", "--format", "json", "--ui-language", "sv")
    assert run.returncode == 2
    assert "the format json is for programs and stays English" in run.stderr
    assert json.loads(hub("report", "--format", "json").stdout)["schema"] == 1


@pytest.mark.parametrize("where", ["typed", "set"])
def test_a_language_that_is_not_spoken_is_refused_with_those_that_are(
    hub: Cphub, tmp_path: Path, where: str
) -> None:
    typed = ["--ui-language", "tlh"] if where == "typed" else []
    if where == "set":
        speak_swedish(tmp_path)
        path = tmp_path / "cphub.toml"
        text = path.read_text(encoding="utf-8").replace('language = "sv"', 'language = "tlh"')
        path.write_text(text, encoding="utf-8")
    run = hub("report", *typed)
    assert run.returncode == 2
    said = 'do not speak "tlh"' if typed else 'must be one of en, fr, sv, not "tlh"'
    assert said in run.stderr
    assert "en, fr, sv" in run.stderr


def test_a_workbook_in_french_has_french_sheets_and_days_that_sort(
    hub: Cphub, tmp_path: Path
) -> None:
    run = hub("report", "--ui-language", "fr", "-o", "rapport.xlsx")
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(tmp_path / "rapport.xlsx") as book:
        assert 'name="À propos"' in book.read("xl/workbook.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert re.search(">[0-9]{4}-[0-9]{2}-[0-9]{2}<", texts)
    assert not re.search(">[0-9]{2}/[0-9]{2}/[0-9]{4}<", texts)


def test_a_french_csv_has_days_that_sort(hub: Cphub) -> None:
    text = hub("report", "overview", "--ui-language", "fr", "--format", "csv").stdout
    assert re.search(r'"20[0-9]{2}-[0-9]{2}-[0-9]{2}"', text)
    assert not SLASHED.search(text)
