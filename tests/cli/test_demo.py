"""`cphub demo` shows the whole way through, offline."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_demo_says_what_to_look_at_and_what_to_do_next(cphub: Cphub, tmp_path: Path) -> None:
    run = cphub("demo")
    assert run.returncode == 0, run.stderr
    listed = [line.strip() for line in run.stdout.partition("Written:\n")[2].splitlines()]
    assert "cphub-demo/report.md" in listed
    assert all((tmp_path / path).is_file() for path in listed)
    assert "Look at cphub-demo/report.md" in run.stderr.splitlines()[-3]
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
