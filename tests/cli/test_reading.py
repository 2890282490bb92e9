"""Commands that read a catalogue: audit, report, show, status."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
FIELDS = (
    *("rule", "axis", "severity", "wiki", "title", "language", "page_id", "revision", "message"),
    *("evidence", "fix", "url", "first_seen"),
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_audit_prints_json_that_keeps_its_contract(hub: Cphub) -> None:
    run = hub("audit", "--format", "json", "--today", "2026-11-22")
    said = json.loads(run.stdout)
    assert run.returncode == 0
    assert list(said) == ["schema", "run", "findings"]
    assert said["schema"] == 1
    assert tuple(said["findings"][0]) == FIELDS
    assert {finding["rule"] for finding in said["findings"]} > {"empty-section", "wrong-language"}


def test_audit_runs_the_rules_that_are_selected_and_not_ignored(hub: Cphub) -> None:
    run = hub("audit", "--select", "empty_section", "--select", "short-page", "--format", "csv")
    assert {row["rule"] for row in rows(run.stdout)} == {"empty-section", "short-page"}
    run = hub("audit", "--ignore", "empty-section", "--format", "csv")
    assert "empty-section" not in {row["rule"] for row in rows(run.stdout)}


def test_every_form_says_which_rules_were_not_run_and_counts_without_them(hub: Cphub) -> None:
    hub("audit", "--today", "2026-11-22", "--format", "titles")
    for command in (["audit", "--ignore", "empty-section"], ["report"]):
        text = hub(*command, "--format", "table").stdout
        assert "empty-section: not run in this audit" in text
        assert "There is nothing under the heading" not in text
    told = json.loads(hub("report", "--format", "json").stdout)
    for severity in ("error", "warning", "note"):
        found = [one for one in told["findings"] if one["severity"] == severity]
        assert len(found) == told["run"]["counts"][f"{severity}s"]
        told_by_status = json.loads(hub("status", "--format", "json").stdout)["findings"]
        assert told_by_status[f"{severity}s"] == len(found)
    assert "Not run in the last audit: empty-section" in hub("status").stdout


def test_the_languages_of_cphub_toml_are_told_of_also_without_pages(
    hub: Cphub, tmp_path: Path
) -> None:
    config = tmp_path / "cphub.toml"
    config.write_text(re.sub("(?m)^languages = .*$", "", config.read_text()))
    assert "Kiswahili" not in hub("report").stdout
    config.write_text('languages = ["sw"]\n' + config.read_text())
    for command in ("report", "audit"):
        assert re.search(r"(?m)^\S*.*\bsw\b\)? +0 +0 +0 +0 +0", hub(command).stdout)


def test_audit_tells_what_is_new_and_what_is_gone_by_its_day(hub: Cphub) -> None:
    run = hub("audit", "--today", "2012-01-01", "--format", "titles")
    assert re.search(r"^0 new findings, [1-9]\d* gone\.", run.stderr, re.MULTILINE)
    run = hub("audit", "--today", "2026-11-22", "--format", "titles")
    assert re.search(r"^[1-9]\d* new findings, 0 gone\.", run.stderr, re.MULTILINE)


def test_audit_says_that_pages_could_not_be_read(hub: Cphub, tmp_path: Path) -> None:
    """No finding on them would otherwise be taken for "all is well"."""
    assert "\n1 thing could not be checked; " in hub("audit", "--format", "titles").stderr
    database = sqlite3.connect(tmp_path / "catalog.db")
    with closing(database), database:
        database.execute("UPDATE facts SET facts = NULL, error = 'time' WHERE wiki = 'svwiki'")
        database.execute("UPDATE pages SET state = 'unparsed' WHERE wiki = 'svwiki'")
    run = hub("audit", "--format", "titles")
    assert re.search(
        r"^\d\d things could not be checked; the report says ", run.stderr, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("rule", "severity", "code"),
    [
        ("empty-section", "error", 4),
        ("empty-section", "note", 4),
        ("untouched-page", "error", 0),
        ("untouched-page", "warning", 4),
        ("untouched-page", "note", 4),
    ],
)
def test_fail_on_ends_with_4_where_a_finding_is_as_bad(
    hub: Cphub, rule: str, severity: str, code: int
) -> None:
    run = hub("audit", "--select", rule, "--fail-on", severity, "--today", "2026-11-22")
    assert run.returncode == code
    assert rule in run.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["audit", "--select", "empty-secton"],
            'there is no rule "empty-secton"; did you mean "em',
        ),
        (["audit", "--fail-on", "bad"], 'unknown --fail-on "bad"; known: error, note, warning'),
        (["audit", "--fail-on", "warnin"], 'unknown --fail-on "warnin"; did you mean "warning"?'),
        (["report", "overvew"], 'unknown name "overvew"; did you mean "overview"?'),
        (["find", "x", "--limit", "0"], "--limit must be a whole number from 1 to 1,000, not 0"),
        (["find", "x", "--limit", "z"], "from 1 to 1,000, not 'z'"),
        (["harvest", "--limit", "0"], "--limit must be a whole number of at least 1, not 0"),
        (["find", "-upload"], "Words that begin with a hyphen come after --; `cphub find --help`"),
        (["find", "x", "--topic"], "--topic must have a value after it"),
        (["services", "list", "--sheet"], "`cphub services list --help` shows"),
        (
            ["audit", "--today", "tomorrow"],
            "--today must be a day such as 2026-11-22, not 'tomorrow'",
        ),
        (["audit", "--format", "jsno"], 'unknown format "jsno"; did you mean "json"?'),
        (["report", "-o", "report.doc"], "no format is written to .doc files"),
        (["report", "--raw", "--format", "json"], "the format json has no --raw"),
        (["report", "--wiki", "mta"], 'no wiki "mta"; did you mean "meta"?'),
        (["report", "--axis", "fresh"], "no axis"),
        (["show", "GLAM Scool"], 'the catalogue has no page "GLAM Scool"'),
    ],
)
def test_what_is_not_there_is_named_with_what_is(
    hub: Cphub, arguments: list[str], said: str
) -> None:
    run = hub(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) <= 2


@pytest.mark.parametrize("command", [["audit"], ["report"], ["show", "x"], ["status"]])
def test_without_a_catalogue_the_way_to_one_is_told_and_none_is_made(
    cphub: Cphub, tmp_path: Path, command: list[str]
) -> None:
    run = cphub(*command)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines() == [
        "cphub: There is no catalogue at catalog.db",
        (
            "`cphub harvest` makes one, after `cphub init` where there is no cphub.toml; "
            "--catalog names it."
        ),
    ]
    assert list(tmp_path.iterdir()) == []


def test_reading_needs_no_settings_file(hub: Cphub, tmp_path: Path) -> None:
    (tmp_path / "cphub.toml").unlink()
    (tmp_path / "catalog.db").rename(tmp_path / "other.db")
    for command in (["report"], ["status"], ["show", "GLAM School"], ["audit"]):
        assert hub(*command, "--catalog", "other.db").returncode == 0
        assert hub("--catalog", "other.db", *command).returncode == 0
        assert hub(*command, CPHUB_CATALOG="other.db").returncode == 0


def test_a_report_is_the_same_bytes_each_time_and_changes_nothing(
    hub: Cphub, tmp_path: Path
) -> None:
    before = (tmp_path / "catalog.db").read_bytes()
    assert (
        hub("report", "--format", "markdown").stdout
        == hub("report", "-o", "-", "--format", "markdown").stdout
    )
    assert (tmp_path / "catalog.db").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.md", "# "),
        ("r.csv", '"rule","axis"'),
        ("r.json", '{"schema": 1'),
        ("r.txt", "Learning material\n"),
        ("r", "Learning material\n"),
    ],
)
def test_the_files_name_tells_the_format(
    hub: Cphub, tmp_path: Path, name: str, begins: str
) -> None:
    run = hub("report", "-o", name)
    assert (run.returncode, run.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_filters_choose_the_findings(hub: Cphub) -> None:
    everything = rows(hub("report", "--format", "csv").stdout)
    run = hub("report", "--format", "csv", "--wiki", "meta", "--axis", "freshness")
    chosen = rows(run.stdout)
    assert chosen == [
        row for row in everything if row["wiki"] == "meta" and row["axis"] == "freshness"
    ]
    assert 0 < len(chosen) < len(everything)
    run = hub("report", "--format", "csv", "--rule", "short-page", "--rule", "empty-section")
    assert {row["rule"] for row in rows(run.stdout)} == {"short-page", "empty-section"}
    run = hub("report", "--format", "csv", "--language", "sv", "--severity", "error")
    assert {(row["language"], row["severity"]) for row in rows(run.stdout)} == {("sv", "error")}
    run = hub("report", "--format", "csv", "--source", "glam-fr")
    assert {row["wiki"] for row in rows(run.stdout)} == {"frwiki"}


def test_a_report_into_a_log_has_no_colour_and_fits_80_columns(hub: Cphub) -> None:
    text = hub("report").stdout
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80


def test_show_tells_a_pages_findings_and_story(hub: Cphub) -> None:
    text = hub("show", "meta:GLAM", "School/Event", "planning").stdout
    assert text.splitlines()[:2] == [
        "GLAM School/Event planning",
        "https://meta.demo.example/wiki/GLAM_School/Event_planning",
    ]
    for line in (
        "wiki: meta (Example Meta)",
        "sources: school (Category:",
        '  error empty-section: There is nothing under the heading "Budget".',
        "    to do: ",
        "    first seen 20",
        "made of: 5 sections, ",
        "Sections:",
        "  Budget (0 words)",
        "Links to pages:",
        "  2026-11-22 new",
    ):
        assert line in text


def test_show_gives_evidence_in_its_context(hub: Cphub) -> None:
    lines = hub("show", "meta:GLAM School/Upload tools").stdout.splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("    evidence: "))
    evidence = lines[at].removeprefix("    evidence: ").rpartition(" (in ")[0]
    assert evidence in lines[at + 1]
    assert len(lines[at + 1].strip()) > len(evidence)


def test_status_tells_the_hub_on_one_screen(hub: Cphub) -> None:
    lines = hub("status").stdout.splitlines()
    assert len(lines) + 1 <= 24  # and the next prompt
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert re.search(r"^The hub on .*: \d+ resources, \d+ pages.*, 3 wikis, 4 sources$", lines[0])
    assert re.search(r"^Last harvest 2026-11-22 12:00 UTC.*, audit 20", text, re.MULTILINE)
    assert re.search(r"Verdicts: 0 good, 0 expired, 0 irrelevant, 0 incomplete, \d+ none\.", text)
    assert re.search(r"^errors +[▁▂▃▄▅▆▇█]", text, re.MULTILINE)


def test_status_report_and_overview_count_the_same_resources(hub: Cphub) -> None:
    status = json.loads(hub("status", "--format", "json").stdout)
    assert status["pages"]["redirect"] == 1  # a page, and no material of its own
    overview = json.loads(hub("report", "overview", "--format", "json").stdout)
    assert len(overview["resources"]) == status["resources"]
    report = json.loads(hub("report", "--format", "json").stdout)
    assert report["summary"]["total"]["resources"] == status["resources"]


def test_status_draws_in_ascii_where_plain_is_asked_for(hub: Cphub) -> None:
    assert re.search(
        r"^errors +[_.:=+*#-]+ +\d", hub("status", CPHUB_PLAIN="1").stdout, re.MULTILINE
    )


def test_status_counts_pages_runs_and_findings(hub: Cphub) -> None:
    told = json.loads(hub("status", "--format", "json").stdout)
    assert list(told)[:3] == ["schema", "date", "resources"]
    (source,) = (one for one in told["sources"] if one["source"] == "glam-sv")
    assert (source["wiki"], source["kind"]) == ("svwiki", "category")
    assert source["pages"]["current"] > 0
    assert {run["kind"] for run in told["runs"]} == {"harvest", "audit"}
    assert len(told["repairs"]) == 10
    assert all(one["rules"] for one in told["repairs"])
    assert [one["priority"] for one in told["repairs"]] == sorted(
        (one["priority"] for one in told["repairs"]), reverse=True
    )


def test_the_doctor_finds_a_sound_hub_well_and_lists_every_mistake(
    hub: Cphub, tmp_path: Path
) -> None:
    assert hub("doctor").returncode == 0
    path = tmp_path / "cphub.toml"
    text = path.read_text(encoding="utf-8").replace("depth = 1", "dept = 1")
    path.write_text(text.replace("languages =", "langauges ="), encoding="utf-8")
    run = hub("doctor")
    assert run.returncode == 1
    assert 'unknown key "langauges"; did you mean "languages"?' in run.stdout
    assert 'unknown key "dept" in source school; did you mean "depth"?' in run.stdout
    assert hub("report").stderr.endswith("1 more problem in it; `cphub doctor` lists all\n")


HOSTILE = "Evil\x1b[2J\x1b]0;x\x07\x9b2J\u202egnp\u2066\r[red]{{subst:x}}=1+1<script>"


@pytest.mark.parametrize(
    "command",
    [
        *(["report", "--format", name] for name in ("table", "markdown", "csv", "json", "titles")),
        ["report", "--format", "wikitext"],
        ["audit", "--format", "table"],
        ["show", "meta:13"],
        ["status"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_no_command_prints_what_steers_a_terminal(
    hub: Cphub, tmp_path: Path, command: list[str]
) -> None:
    database = sqlite3.connect(tmp_path / "catalog.db")
    with closing(database), database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("UPDATE pages SET title = ? WHERE wiki = 'meta'", (HOSTILE,))
        database.execute("UPDATE findings SET title = ?, message = ?", (HOSTILE, HOSTILE))
        database.execute("UPDATE wikis SET sitename = ?", (HOSTILE,))
        database.execute("UPDATE memberships SET via = ?", (HOSTILE,))
        database.execute("UPDATE changes SET new = ?", (HOSTILE,))
    run = hub(*command)
    assert run.returncode == 0
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", run.stdout
    )
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", run.stderr)


def test_the_first_audit_is_compared_with_nothing_and_that_is_no_failure(hub: Cphub) -> None:
    run = hub("diff", "--fail-on", "note", "--format", "json")
    assert run.returncode == 0
    assert json.loads(run.stdout)["findings"] == []
    assert "There is one audit only" in run.stderr
