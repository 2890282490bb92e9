"""`cphub demo` shows the whole way through, offline."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from openpyxl import load_workbook

from cphub.cli import demo

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_demo_says_what_to_look_at_and_what_to_do_next(cphub: Cphub, tmp_path: Path) -> None:
    run = cphub("demo")
    assert run.returncode == 0, run.stderr
    listed = [line.strip() for line in run.stdout.partition("Written:\n")[2].splitlines()]
    assert all((tmp_path / path).is_file() for path in listed)
    look = "Look at cphub-demo/report.html in a browser, or read cphub-demo/report.md:"
    assert run.stderr.splitlines()[-4] == look
    assert {"cphub-demo/report.html", "cphub-demo/report.md"} <= {*listed}
    assert "`cphub init`" in run.stderr.splitlines()[-1]
    again = cphub("demo")
    assert again.returncode == 0
    assert again.stdout == run.stdout


def test_the_name_of_its_folder_steers_no_terminal() -> None:
    none = SimpleNamespace(pages=0, errors=0, warnings=0, notes=0)
    folder = Path("a\x1b[2J")
    result: Any = SimpleNamespace(
        report=SimpleNamespace(by_wiki=(), total=none),
        reports=(folder / "report.md",),
        catalog=folder / "catalog.db",
        config=folder / "cphub.toml",
    )
    assert "\x1b" not in "".join(demo._lines(result))  # noqa: SLF001  # the whole demo is slow


def test_a_folder_with_something_in_it_is_left_alone(cphub: Cphub, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("x", encoding="utf-8")
    run = cphub("demo", "mine")
    assert (run.returncode, run.stdout) == (2, "")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes"]


def test_the_commands_that_the_demo_prints_work_as_they_are_printed(
    cphub: Cphub, tmp_path: Path
) -> None:
    said = next(line for line in cphub("demo", "my demo").stderr.splitlines() if "Ask" in line)
    folder, *commands = re.findall(r"`([^`]+)`", said)
    assert len(commands) == 2
    for command in commands:
        line = (
            f"{folder} && {command.replace('cphub', f'{shlex.quote(sys.executable)} -m cphub', 1)}"
        )
        run = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, check=False)  # noqa: S602  # as a person types it
        assert (run.returncode, run.stderr) == (0, b""), command
    assert '"' in commands[1]


SHEETS = {
    "report": 9,
    "report overview": 1,
    "status": 6,
    "translations matrix": 2,
    "translations gaps": 1,
    "translations coverage": 1,
    "translations outdated": 1,
    "find rights": 1,
    "check-links --offline": 1,
    "services list": 1,
}
"""Reports, and how many tables each has at least."""


def test_every_report_of_the_demo_opens_in_a_spreadsheet(cphub: Cphub, tmp_path: Path) -> None:
    assert cphub("demo").returncode == 0
    settings = ("--config", "cphub-demo/cphub.toml", "--catalog", "cphub-demo/catalog.db")
    for command, tables in SHEETS.items():
        run = cphub(*command.split(), *settings, "-o", "report.xlsx")
        assert run.returncode == 0, run.stderr
        *sheets, about = load_workbook(tmp_path / "report.xlsx").worksheets
        assert about.title == "About"
        assert len(sheets) >= tables, command
        for sheet in sheets:
            assert sheet.freeze_panes == "A2", (command, sheet.title)
            assert (sheet.auto_filter.ref is not None) == (sheet.max_row > 1)
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert {cell.data_type for cell in cells} <= {"s", "n"}  # none a formula, none a date
            assert not any(cell.hyperlink for cell in cells)
            assert all(8 <= one.width <= 61 for one in sheet.column_dimensions.values())
