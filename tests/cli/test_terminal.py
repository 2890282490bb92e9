"""What a person sees at a terminal of 80 columns, and what a closed stream gets."""

from __future__ import annotations

import fcntl
import os
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cphub.cli.explain import fitted
from cphub.cli.main import COMMANDS

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


def at_terminal(folder: Path, *arguments: str, typed: str = "", columns: int = 80) -> str:
    """Return what the terminal shows of `cphub`."""
    keyboard, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "cphub", *arguments],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"CPHUB_PLAIN": "1"},
        stdin=terminal if typed else subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(keyboard, typed.encode())
    shown = b""
    try:
        while part := os.read(keyboard, 10_000):
            shown += part
    except OSError:  # the other end was closed
        pass
    os.close(keyboard)
    process.wait(timeout=60)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "wrong-language"],
        ["explain", "category"],
        ["explain", "nothing-of-the-kind-that-anybody-has-ever-heard-of-in-this-place"],
        *([name, "--help"] for name in ["", *(command.__name__ for command in COMMANDS)]),
    ],
    ids=" ".join,
)
def test_at_80_columns_no_line_is_longer(tmp_path: Path, arguments: list[str]) -> None:
    shown = at_terminal(tmp_path, *filter(None, arguments)).splitlines()
    assert shown
    assert [line for line in shown if len(line) > 80] == []


def test_a_page_keeps_its_blocks_margins_settings_and_code() -> None:
    page = (
        "Find it.\n\nWhy:\n    One two\n    three.\n\nExample:\n        x = [\n        ]\n\n"
        "Settings:\n    min = 1: a b c\n        d e f.\n    max = 2: g."
    )
    assert fitted(page, 22, {"min", "max"}) == (
        "Find it.\n\nWhy:\n    One two three.\n\nExample:\n        x = [\n        ]\n\n"
        "Settings:\n    min = 1: a b c d e\n        f.\n    max = 2: g."
    )


def test_what_is_said_into_a_pipe_is_one_line(cphub: Cphub) -> None:
    run = cphub("explain", "x" * 100, COLUMNS="40")
    assert len(run.stderr.splitlines()) == 2


@pytest.mark.parametrize("arguments", ["explain", "explain short-page", "--help", "--version"])
def test_a_closed_standard_output_is_one_line_and_exit_code_1(
    tmp_path: Path, arguments: str
) -> None:
    run = subprocess.run(  # noqa: S602  # the shell closes it
        f"{shlex.quote(sys.executable)} -m cphub {arguments} >&-",
        shell=True,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (
        1,
        "cphub: standard output is closed, so there is nowhere to write to\n",
    )


@pytest.mark.usefixtures("hub")
def test_a_report_needs_no_standard_output_to_go_into_a_file(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m cphub report"
    run = subprocess.run(  # noqa: S602  # the shell closes it
        f"{command} -o r.md >&- && ! {command} >&-",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "r.md").is_file()
    assert "standard output is closed" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("wait", [0.04, 0.06, 0.08, 0.1, 0.14])
def test_ctrl_c_while_the_program_is_loaded_is_one_line(tmp_path: Path, wait: float) -> None:
    # The pipe tells that the way in was reached, wherever the machine's speed puts it.
    program = (
        "import os, sys; import cphub.__main__ as way; sys.argv = ['cphub', 'explain'];"
        "os.write(1, b'!'); way.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.read(1) == b"!"
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert err.count(b"\n") <= 1
    assert process.returncode in {130, 0}


@pytest.mark.parametrize("arguments", [["-h"], ["audit", "-h"], ["catalogue", "import", "-h"]])
def test_a_short_h_is_help(cphub: Cphub, arguments: list[str]) -> None:
    run = cphub(*arguments)
    assert run.stdout == cphub(*arguments[:-1], "--help").stdout
    assert run.returncode == 0
