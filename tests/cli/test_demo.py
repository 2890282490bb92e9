"""`cphub demo` shows the whole way through, offline."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


def test_a_folder_with_something_in_it_is_left_alone(cphub: Cphub, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("x", encoding="utf-8")
    run = cphub("demo", "mine")
    assert (run.returncode, run.stdout) == (2, "")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes"]


def test_the_commands_that_the_demo_prints_work_as_they_are_printed(
    cphub: Cphub, tmp_path: Path
) -> None:
    said = next(line for line in cphub("demo").stderr.splitlines() if "Ask further" in line)
    folder, *commands = re.findall(r"`([^`]+)`", said)
    assert len(commands) == 2
    for command in commands:
        line = f"{folder} && {command.replace('cphub', f'{sys.executable} -m cphub', 1)}"
        run = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, check=False)  # noqa: S602  # as a person types it
        assert (run.returncode, run.stderr) == (0, b""), command
    assert '"' in commands[1]
