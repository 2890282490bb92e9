"""The options of a report's form, on every command that writes one."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.conftest import Cphub, run_in
from typer.main import get_command

from cphub import reports
from cphub.cli.main import app
from cphub.cli.rendering import OF_OVERVIEW, OPTIONS
from cphub.registry import discover

ALL = {
    *("--format", "--output", "--sheet", "--raw", "--separator", "--bom"),
    *("--for", "--row-template", "--template", "--ui-language"),
}
OTHER_FORMAT = {"export translation-units"}
"""Commands whose --format is none of reports."""


def commands() -> Iterator[tuple[str, set[str]]]:
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # a group
        for word, member in getattr(command, "commands", {"": command}).items():
            options = {text for option in member.params for text in option.opts}
            yield f"{name} {word}".strip(), options


def test_every_command_with_a_format_has_all_of_its_options() -> None:
    with_format = {name: options for name, options in commands() if "--format" in options}
    assert len(with_format) > 12
    for name, options in with_format.items():
        assert name in OTHER_FORMAT or options >= ALL, name
    assert len(ALL) == len(OPTIONS), "an option of reports that is not in the list here"


def test_the_help_says_which_formats_are_of_the_overview_alone() -> None:
    only = {name for name, one in discover(reports).items() if one.attributes.get("only")}
    assert only == set(OF_OVERVIEW)


@pytest.mark.parametrize(
    "command",
    [
        ("report",),
        ("report", "overview"),
        ("status",),
        ("diff", "--since", "2026-01-01"),
        ("find", "upload"),
        ("resource", "list"),
        ("translations", "matrix"),
        ("translations", "gaps"),
        ("translations", "coverage"),
        ("translations", "outdated"),
        ("services", "list"),
        ("export", "reviews"),
        ("check-links", "--offline"),
    ],
    ids=" ".join,
)
def test_a_template_and_a_separator_serve_every_command(
    command: tuple[str, ...], audited: Path
) -> None:
    cphub = run_in(audited)
    (audited / "mine.txt").write_text("schema {{ schema }}", encoding="utf-8")
    done = cphub(*command, "--template", "mine.txt")
    assert (done.returncode, done.stdout) == (0, "schema 1"), done.stderr
    table = cphub(*command, "--format", "csv", "--separator", "semicolon", "--bom")
    assert table.returncode == 0, table.stderr
    assert table.stdout.startswith('\ufeff"')
    widths = {len(row) for row in csv.reader(table.stdout.splitlines(), delimiter=";")}
    assert len(widths) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json", "--bom"), "the format json has no --bom"),
        (("--format", "csv", "--row-template", "X"), "the format csv has no --row-template"),
        (("--format", "csv", "--for", "meta"), "the format csv has no --for"),
        (("--format", "csv", "--separator", "|"), "no CSV is parted by '|'"),
        (("--format", "wikitext", "--for", "mta"), 'unknown wiki "mta"; did you mean "meta"?'),
        (("--format", "wikitext", "--row-template", "a|b"), "no template is called 'a|b'"),
        (("--format", "wikitext", "--row-template", ""), "--row-template names no template"),
        (("-o", "report.doc"), "no format is written to .doc files"),
        (("-o", "report.doc"), ".mediawiki, .qs, .tsv, .txt, .wiki, .wikitext, .xlsx"),
        (("--template", "none.txt"), "there is no template none.txt"),
        (("--template", "x", "--format", "csv"), "--template and --format are two forms"),
    ],
)
def test_what_does_not_go_together_is_said(
    options: tuple[str, ...], said: str, audited: Path
) -> None:
    done = run_in(audited)("report", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 2


def test_a_template_s_fault_is_told_with_its_line_and_leaves_the_old_file(audited: Path) -> None:
    (audited / "bad.txt").write_text("one\n{{ no.thing }}", encoding="utf-8")
    (audited / "out.txt").write_text("old", encoding="utf-8")
    done = run_in(audited)("report", "--template", "bad.txt", "-o", "out.txt")
    assert done.returncode == 2
    assert done.stderr.startswith("cphub: bad.txt, line 2: 'no' is undefined\n")
    assert (audited / "out.txt").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        (".htm", "<!DOCTYPE html>"),
        (".markdown", "# "),
        (".wiki", "== "),
        (".MEDIAWIKI", "== "),
        (".tsv", '"rule"\t'),
        (".csv", '"rule",'),
    ],
)
def test_a_file_s_name_tells_its_format(suffix: str, begins: str, audited: Path) -> None:
    done = run_in(audited)("report", "-o", f"report{suffix}")
    assert done.returncode == 0, done.stderr
    assert (audited / f"report{suffix}").read_text(encoding="utf-8").startswith(begins)


def test_a_typed_separator_counts_before_the_file_s_name(audited: Path) -> None:
    done = run_in(audited)("report", "-o", "report.tsv", "--separator", ";")
    assert done.returncode == 0, done.stderr
    assert (audited / "report.tsv").read_text(encoding="utf-8").startswith('"rule";')


def test_an_empty_list_of_titles_says_so(audited: Path) -> None:
    done = run_in(audited)("translations", "coverage", "--format", "titles")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No page is in this report, so the list is empty." in done.stderr


def test_wikitext_for_a_wiki_links_as_it_does(audited: Path) -> None:
    cphub = run_in(audited)
    for_meta = cphub("report", "--format", "wikitext", "--for", "meta")
    assert for_meta.returncode == 0
    assert for_meta.stderr == ""
    assert "[[:GLAM School" in for_meta.stdout
    plain = cphub("report", "--format", "wikitext").stdout
    assert "[[" not in plain
    assert "[https://" in plain


def test_wikitext_for_a_wiki_that_was_not_harvested_says_how_it_links(
    cphub: Cphub, tmp_path: Path, audited: Path
) -> None:
    shutil.copy(audited / "catalog.db", tmp_path)
    config = (audited / "cphub.toml").read_text(encoding="utf-8")
    more = '\n[wikis.commons]\napi = "https://commons.example/w/api.php"\n'
    (tmp_path / "cphub.toml").write_text(config + more, encoding="utf-8")
    done = cphub("report", "--format", "wikitext", "--for", "commons")
    assert done.returncode == 0
    assert "What commons calls other wikis is not known before a harvest there" in done.stderr
    assert done.stdout == cphub("report", "--format", "wikitext").stdout


@pytest.fixture
def small(tmp_path: Path, audited: Path) -> Path:
    """A folder with a catalogue in which Meta takes small pages."""
    shutil.copy(audited / "catalog.db", tmp_path)
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as database, database:
        database.execute("UPDATE wikis SET max_article_size = 9000 WHERE name = 'meta'")
    return tmp_path


def test_a_report_longer_than_a_page_is_several_files(small: Path) -> None:
    done = run_in(small)(*["report", "--format", "wikitext", "--for", "meta", "-o", "out.wikitext"])
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in small.glob("*.wikitext"))
    assert "out.wikitext" in names
    assert f"it is in {len(names)} files" in done.stderr
    assert f"subpages /1 to /{len(names) - 1}" in done.stderr
    index = (small / "out.wikitext").read_text(encoding="utf-8")
    for number in range(1, len(names)):
        assert f"[[:{{{{FULLPAGENAME}}}}/{number}|" in index
        part = (small / f"out.{number}.wikitext").read_bytes()
        assert 0 < len(part) <= 9_000


def test_standard_output_has_it_whole_and_says_what_a_file_would_have(small: Path) -> None:
    cphub = run_in(small)
    done = cphub("report", "--format", "wikitext", "--for", "meta")
    assert "FULLPAGENAME" not in done.stdout
    assert "the wiki takes 9000 at most; write it to a file with -o" in done.stderr
    assert "takes" not in cphub("report", "--format", "wikitext").stderr
