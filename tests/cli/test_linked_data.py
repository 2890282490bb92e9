"""`cphub report overview` as linked data, as a coordinator types it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
SCHOOL = "https://meta.demo.example/wiki/GLAM_School"
WIKIBASE = """
[wikibase]
url = "https://metabase.wikibase.cloud"
instance = "Q15"
properties = { instance_of = "P5", url = "P7", language = "P9", level = "P10" }
languages = { en = "Q31", sv = "Q32" }
levels = { beginner = "Q41" }
"""


def add(folder: Path, text: str) -> None:
    path = folder / "cphub.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_name_of_a_file_is_enough_for_json_ld(hub: Cphub, tmp_path: Path) -> None:
    run = hub("report", "overview", "-o", "map.jsonld")
    assert run.returncode == 0
    graph = json.loads((tmp_path / "map.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert SCHOOL in {one["@id"] for one in graph}
    assert "Only what people said is written" in run.stderr


def test_a_person_s_word_is_written_and_reaches_the_wikibase(hub: Cphub, tmp_path: Path) -> None:
    add(tmp_path, WIKIBASE)
    assert hub("describe", "GLAM School", "--level", "beginner").returncode == 0
    run = hub("report", "overview", "--format", "quickstatements", "--language", "en")
    assert run.returncode == 0
    school = next(one for one in run.stdout.split("CREATE\n") if '"GLAM School"' in one)
    assert school.splitlines() == [
        'LAST\tLen\t"GLAM School"',
        "LAST\tP5\tQ15",
        f'LAST\tP7\t"{SCHOOL}"\tP9\tQ31',
        "LAST\tP9\tQ31",
        "LAST\tP10\tQ41",
    ]
    assert "No file says what the Wikibase has" in run.stderr
    assert "properties.reference_url" in run.stderr


def test_what_the_wikibase_has_is_not_written_again(hub: Cphub, tmp_path: Path) -> None:
    add(tmp_path, WIKIBASE.replace("instance =", 'known = "known.csv"\ninstance ='))
    sheet = f"url,qid,property,value\n{SCHOOL},Q7,P5,Q15\n{SCHOOL},Q7,P7,{SCHOOL}\n"
    (tmp_path / "known.csv").write_text(sheet, encoding="utf-8")
    run = hub("report", "overview", "--format", "quickstatements")
    assert [one for one in run.stdout.splitlines() if one.startswith("Q")] == ["Q7\tP9\tQ31"]
    assert "2 statements left out that it has already." in run.stderr
    (tmp_path / "known.csv").write_text("url,qid\nx,y\n", encoding="utf-8")
    run = hub("report", "overview", "--format", "quickstatements")
    assert (run.returncode, run.stdout) == (2, "")
    assert "known.csv: line 2 of the sheet has no qid" in run.stderr


@pytest.mark.parametrize("command", [["report"], ["audit"], ["find", "glam"], ["status"]])
@pytest.mark.parametrize("format_", ["jsonld", "quickstatements"])
def test_other_reports_say_which_one_it_is_for(
    hub: Cphub, command: list[str], format_: str
) -> None:
    run = hub(*command, "--format", format_)
    assert (run.returncode, run.stdout) == (2, "")
    assert "cphub report overview" in run.stderr


def test_without_a_wikibase_in_the_settings_the_way_is_said(hub: Cphub) -> None:
    run = hub("report", "overview", "--format", "quickstatements")
    assert run.returncode == 2
    assert "docs/linked-data.md" in run.stderr
