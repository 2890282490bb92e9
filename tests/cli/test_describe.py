"""`cphub describe`: what a person types, sees and may rely on."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cphub.demo import DAY

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
GUIDE = "GLAM School/Upload guide"
TOPICS = """
[topics.upload]
labels.en = "Uploading"
terms.en = ["upload*"]
terms.sv = ["ladda upp*"]
"""


@pytest.fixture
def own(hub: Cphub, tmp_path: Path) -> Cphub:
    """A hub with a topic, audited again."""
    config = tmp_path / "cphub.toml"
    config.write_text(config.read_text(encoding="utf-8") + TOPICS, encoding="utf-8")
    run = hub("audit", "--today", f"{DAY:%Y-%m-%d}")
    assert run.returncode == 0, run.stderr
    return hub


def told(hub: Cphub) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(hub("describe", GUIDE, "--format", "json").stdout)
    return answer


def test_the_machine_proposes_with_its_reasons_and_lrmis_names(own: Cphub) -> None:
    run = own("describe", GUIDE)
    assert run.returncode == 0
    assert "the title has" in run.stdout
    assert "Nobody said anything yet." in run.stdout
    assert told(own)["lrmi"] == {
        "teaches": ["Uploading"],
        "learningResourceType": ["guide"],
        "inLanguage": ["en", "fr", "sv"],
    }


def test_what_a_person_says_holds_is_found_by_and_can_be_taken_back(own: Cphub) -> None:
    said = ("--level", "expert", "--time-required", "90m", "--remove-topic", "Uploading")
    run = own("describe", GUIDE, *said, "--as", "Anna")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[1] == "  level: expert (Anna)"
    assert told(own)["lrmi"]["timeRequired"] == "PT90M"
    assert "teaches" not in told(own)["lrmi"]
    assert "expert (Anna said so on " in own("show", GUIDE).stdout
    found = ("find", "upload", "--format", "titles")
    assert GUIDE in own(*found, "--level", "expert", "--kind", "guide").stdout
    assert GUIDE not in own(*found, "--topic", "upload").stdout
    assert own("describe", GUIDE, "--undo").returncode == 0
    assert GUIDE in own(*found, "--topic", "upload").stdout
    assert len(told(own)["history"]) == 3


def test_csv_gives_the_table_that_is_asked_for(own: Cphub) -> None:
    own("describe", GUIDE, "--level", "expert", "--as", "Anna")
    for sheet, column in (("subjects", "property"), ("history", "said")):
        run = own("describe", GUIDE, "--format", "csv", "--sheet", sheet)
        assert run.returncode == 0, run.stderr
        assert column in next(csv.reader(run.stdout.splitlines()))


@pytest.mark.parametrize("format_", ["csv", "markdown", "wikitext", "titles", "table"])
def test_every_format_writes_what_holds(own: Cphub, tmp_path: Path, format_: str) -> None:
    run = own("describe", GUIDE, "--format", format_, "-o", str(tmp_path / "told"))
    assert run.returncode == 0, run.stderr
    assert "Upload" in (tmp_path / "told").read_text(encoding="utf-8")


def test_coverage_is_told_by_topic(own: Cphub) -> None:
    run = own("translations", "coverage", "--format", "csv", "--sheet", "topics")
    rows = list(csv.DictReader(run.stdout.splitlines()))
    assert {row["topic"] for row in rows} == {"Uploading"}
    (swedish,) = [row for row in rows if row["language"] == "sv"]
    assert int(swedish["resources"]) >= int(swedish["complete"]) > 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--level", "beginer"], 'unknown level "beginer"; did you mean "beginner"?'),
        (["--topic", "uplod"], 'unknown topic "uplod"; did you mean "upload"?'),
        (["--time-required", "soon"], '"soon" is no time'),
        (["--undo"], "nobody described resource"),
        (["--undo", "--level", "expert"], "three commands"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(own: Cphub, typed: list[str], said: str) -> None:
    run = own("describe", GUIDE, *typed)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_wrong_words_in_the_settings_are_told_with_their_place(own: Cphub, tmp_path: Path) -> None:
    config = tmp_path / "cphub.toml"
    text = config.read_text(encoding="utf-8") + '\n[levels.beginer]\nterms.en = ["new"]\n'
    config.write_text(text, encoding="utf-8")
    for command in (["describe", GUIDE], ["audit"], ["doctor"], ["find", "x"]):
        run = own(*command)
        assert run.returncode == (1 if command == ["doctor"] else 2), command
        assert 'levels.beginer: there is no level "beginer"' in run.stdout + run.stderr, command


def test_a_topic_is_called_as_cphub_toml_has_it_in_the_readers_language(
    own: Cphub, tmp_path: Path
) -> None:
    config = tmp_path / "cphub.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace('labels.en = "Uploading"', 'labels = { en = "Uploading", sv = "Ladda upp" }'),
        encoding="utf-8",
    )
    for command in (["describe", GUIDE], ["report", "overview"]):
        assert "Ladda upp" in own(*command, "--ui-language", "sv").stdout
        assert "Uploading" in own(*command, "--ui-language", "fr").stdout
        assert "Uploading" in own(*command).stdout
    assert "Uploading" not in own("report", "overview", "--ui-language", "sv").stdout
