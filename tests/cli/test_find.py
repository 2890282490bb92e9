"""`cphub find`: what is found, in the form and the language that the user wants."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cphub.catalogue.search_query import parse
from cphub.cli.boundary import guarded
from cphub.cli.find import locale_languages
from cphub.cli.main import app

COMMAND = typer.main.get_command(app)
Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


def test_words_find_pages_and_a_terminal_shows_them_as_entries(hub: Cphub) -> None:
    run = hub("find", "uploading")
    assert run.returncode == 0
    assert run.stdout.startswith("Found for uploading\n\n")
    assert "  https://" in run.stdout
    assert max(map(len, (x for x in run.stdout.splitlines() if "http" not in x))) <= 80


def test_json_keeps_its_contract(hub: Cphub) -> None:
    told = json.loads(hub("find", "uploading", "--format", "json", "--limit", "2").stdout)
    assert list(told)[:3] == ["schema", "query", "results"]
    assert (told["schema"], told["query"], len(told["results"])) == (1, "uploading", 2)
    scores = [result["score"] for result in told["results"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("format_", ["csv", "markdown", "wikitext", "titles", "table"])
def test_every_format_writes_what_was_found(hub: Cphub, tmp_path: Path, format_: str) -> None:
    run = hub("find", "uploading", "--format", format_, "-o", str(tmp_path / "found"))
    assert run.returncode == 0
    assert "pload" in (tmp_path / "found").read_text(encoding="utf-8")


def test_the_reader_s_language_comes_first(hub: Cphub) -> None:
    def first(**environ: str) -> str:
        run = hub("find", "commons", "--format", "json", "--limit", "50", **environ)
        results = json.loads(run.stdout)["results"]
        pairs = [r for r in results if {"sv", "en"} <= {e["language"] for e in r["editions"]}]
        return str(pairs[0]["editions"][0]["language"])

    assert first(LC_MESSAGES="sv_SE.UTF-8") == "sv"
    assert first(LC_MESSAGES="en_GB.UTF-8") == "en"


def test_what_is_wrong_is_said_in_a_line(hub: Cphub) -> None:
    for typed, said in (
        (["x", "--axis-ok", "fresh"], 'unknown axis "fresh"; did you mean "freshness"?'),
        (["x", "--since", "yesterday"], "--since: 'yesterday' is no past day and no run"),
        (["x", "--source", "nowhere"], 'unknown source "nowhere"'),
        (["x", "--limit", "0"], "--limit"),
        (["x", "--verdict", "GOODD"], 'unknown verdict "goodd"; did you mean "good"?'),
        (["🎉"], "there is no word in that to look for Type one or more: `cphub find"),
        ([""], "there is no word in that to look for"),
        (['"'], "there is no word in that to look for"),
        ([], "QUERY"),
    ):
        run = hub("find", *typed)
        assert run.returncode == 2
        assert said in " ".join(run.stderr.split())
        assert run.stdout == ""


@pytest.mark.parametrize("then", ["2026-11-01", "30d", "2 W", "6m", "1y"])
def test_how_long_ago_is_written_the_same_everywhere(hub: Cphub, then: str) -> None:
    for command in (
        ("find", "uploading", "--since", then),
        ("diff", "--since", then),
        ("check-links", "--offline", "--older-than", then),
    ):
        run = hub(*command)
        assert run.returncode == 0, run.stderr


def test_since_leaves_out_what_was_edited_before(hub: Cphub) -> None:
    def found(then: str) -> int:
        run = hub("find", "uploading", "--format", "json", "--limit", "999", "--since", then)
        return len(json.loads(run.stdout)["results"])

    assert found("90y") > found("2y") > found("0d") == 0
    assert found("1") == 0  # the run that fetched what had been edited before it


def test_nothing_found_is_no_error_and_says_what_is_near(hub: Cphub) -> None:
    run = hub("find", "uplaoding")
    assert run.returncode == 0
    assert "near it: " in run.stdout


def test_an_index_that_is_behind_is_said_beside_the_data(audited: Path, tmp_path: Path) -> None:
    from tests.cli.conftest import run_in  # noqa: PLC0415  # as `hub` does

    shutil.copytree(audited, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as database, database:
        database.execute("UPDATE pages SET title = title || ' 2'")
    run = run_in(tmp_path)("find", "uploading", "--format", "json")
    assert "pages changed and cannot be found" in run.stderr
    json.loads(run.stdout)


@pytest.mark.parametrize(
    ("environment", "codes"),
    [
        ({}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LANG": "sv_SE.UTF-8"}, ("sv-se", "sv")),
        ({"LANG": "sv_SE", "LC_ALL": "ar"}, ("ar",)),
        ({"LANG": "en_GB", "LANGUAGE": "pt_BR:fi"}, ("pt-br", "pt", "fi", "en-gb", "en")),
        ({"LANG": "C", "LANGUAGE": "fi"}, ()),
        ({"LANG": "\x1b[2J"}, ()),
    ],
)
def test_the_locale_names_languages_as_gettext_reads_it(
    environment: dict[str, str], codes: tuple[str, ...]
) -> None:
    assert locale_languages(environment) == codes


QUERIES = st.text() | st.text("\"'*()-^:{}+~AND OR NOT NEAR, 字กเमैuploading\0\u0301\ud800")
FORMATS = ("table", "json", "csv", "markdown", "wikitext", "titles", "html", "xlsx")


@settings(deadline=None, max_examples=5_000, suppress_health_check=list(HealthCheck))
@given(typed=QUERIES, format_=st.sampled_from(FORMATS))
def test_whatever_is_looked_for_is_answered(audited: Path, typed: str, format_: str) -> None:
    arguments = ["find", "--catalog", str(audited / "catalog.db"), "--format", format_, "--", typed]
    out, err = TextIOWrapper(BytesIO(), "utf-8", "backslashreplace"), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = guarded(lambda: COMMAND.main(arguments, "cphub", standalone_mode=False))
    assert code == (0 if parse(typed).terms else 2), err.getvalue()
    assert "Traceback" not in err.getvalue()
    if code:
        return
    out.seek(0)
    assert format_ == "titles" or out.read()


def test_headings_say_what_bodies_do_and_are_no_longer_than_a_screen(hub: Cphub) -> None:
    nothing = hub("find", "xyzzyplugh").stdout
    assert nothing.startswith("Nothing found for xyzzyplugh\n")
    assert "Nothing was found" not in nothing
    long = hub("find", "upload" * 1000).stdout.split("\n\n")[0]
    assert len(long) < 300


def test_one_of_more_is_one(hub: Cphub) -> None:
    assert (
        "There is more than this one: --limit shows more."
        in hub("find", "upload", "--limit", "1").stderr
    )
    assert "There are more than these 2: --limit" in hub("find", "upload", "--limit", "2").stderr


def test_an_address_finds_its_page_first(hub: Cphub) -> None:
    results = json.loads(hub("find", "upload", "--format", "json", "--limit", "9").stdout)
    url = results["results"][-1]["url"]
    found = json.loads(hub("find", url, "--format", "json").stdout)["results"]
    assert url in {edition["url"] for edition in found[0]["editions"]}
    assert found[0]["resource"] == results["results"][-1]["resource"]
    assert len({one["resource"] for one in found}) == len(found)
