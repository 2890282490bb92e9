"""The edges that other people's scripts rely on: options, streams, exit codes, error lines."""

from __future__ import annotations

import os
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cphub import __version__
from cphub.catalogue.connection import explain
from cphub.cli.main import COMMANDS

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
NAMES = [command.__name__.replace("_", "-") for command in COMMANDS]
SHARED = ["--config", "--catalog", "--verbose", "--version", "-h, --help"]


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_command_has_the_shared_options_and_examples(cphub: Cphub, name: str) -> None:
    run = cphub(*filter(None, [name]), "--help")
    assert (run.returncode, run.stderr) == (0, "")
    for option in SHARED:
        assert f"  {option}" in run.stdout
    assert f"  cphub {name}" in run.stdout.partition("Options:")[0].partition("Examples:")[2]


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_command_tells_the_version(cphub: Cphub, name: str) -> None:
    run = cphub(*filter(None, [name]), "--version")
    assert (run.returncode, run.stdout, run.stderr) == (0, f"cphub {__version__}\n", "")


def test_without_a_command_the_help_is_shown(cphub: Cphub) -> None:
    run = cphub()
    assert run.returncode == 0
    assert run.stdout == cphub("--help").stdout


@pytest.mark.parametrize(
    ("arguments", "first", "second"),
    [
        (["explian"], "cphub: No such command 'explian'. Did you mean 'explain'?", "cphub --help"),
        (["init", "--forse"], "cphub: No such option: --forse (Possible", "cphub init --help"),
        (["explain", "a", "b"], "cphub: Got unexpected extra argument", "cphub explain --help"),
        (["init", "--contact"], "cphub: --contact must have a value", "`cphub init --help`"),
        (["explain", "empty-secton"], 'cphub: there is nothing called "empty-secton"; did', ""),
        (["--config", "no.toml", "init", "x"], "cphub: Got unexpected extra", "cphub init"),
    ],
)
def test_what_cannot_be_done_is_two_lines_with_a_way_on_and_exit_code_2(
    cphub: Cphub, arguments: list[str], first: str, second: str
) -> None:
    run = cphub(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(first)
    assert second in lines[1]


def test_output_into_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "cphub", "explain"],
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments", [["explain"], ["explain", "empty-section"], ["--help"], ["--version"]]
)
def test_output_onto_a_full_device_is_one_line_and_exit_code_1(
    tmp_path: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "cphub", *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr.decode().startswith("cphub: No space left on device")
    assert run.stderr.count(b"\n") == 1


def test_text_that_the_terminals_encoding_lacks_ends_nothing(cphub: Cphub) -> None:
    # Under LC_ALL=C, Python finds no editable install in a folder with such letters in its name.
    locale = "C" if __file__.isascii() else "C.UTF-8"
    run = cphub("explain", "ف", PYTHONUTF8="0", LC_ALL=locale, PYTHONIOENCODING="ascii")
    assert run.returncode == 2
    assert "there is nothing called" in run.stderr
    assert "Traceback" not in run.stderr


def test_closed_standard_streams_end_nothing(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m cphub explain nothing >&- 2>&-"
    assert subprocess.run(command, shell=True, cwd=tmp_path, check=False).returncode == 2  # noqa: S602  # the shell closes them


@pytest.mark.parametrize("name", ["catalog.db", "catalog.db-wal", "catalog.db-shm"])
def test_a_read_only_file_is_named_be_it_one_beside_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for file in ("catalog.db", "catalog.db-wal", "catalog.db-shm"):
        (tmp_path / file).touch()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != name)
    refused = sqlite3.OperationalError("attempt to write a readonly database")
    refused.sqlite_errorname = "SQLITE_READONLY"
    error = explain(refused, tmp_path / "catalog.db")
    assert error.message == f"{tmp_path / name} is read-only"
    assert "writable" in error.hint


@pytest.mark.parametrize("address", ["", " ", "banana", "two words"])
def test_what_is_neither_address_nor_service_is_said_to_be_none(cphub: Cphub, address: str) -> None:
    run = cphub("services", "test", address)
    assert (run.returncode, run.stdout) == (2, "")
    assert "is no address and no name of a service" in run.stderr
    assert cphub("services", "test", "https://example.org/x").returncode == 0
    assert cphub("services", "test", "example.org/x").returncode == 0
    assert "Toolserver: " in cphub("services", "test", "toolserver").stdout


def test_a_folder_that_was_deleted_under_one_s_feet_is_named_as_the_cause(
    audited: Path, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    program = f"{shlex.quote(sys.executable)} -m cphub catalogue import --catalog mine.db"
    run = subprocess.run(  # noqa: S602  # the shell goes there
        f"cd gone && rmdir ../gone && {program} {shlex.quote(str(audited / 'catalog.db'))}",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "cphub: No such file or directory; the folder that you are in was deleted" in run.stderr


@pytest.mark.parametrize("option", ["--catalog", "--config"])
def test_doctor_lists_what_cannot_be_looked_at_among_the_rest(cphub: Cphub, option: str) -> None:
    run = cphub("doctor", option, "x" * 300)
    assert (run.returncode, run.stderr.count("\n") < 4) == (1, True)
    assert "SQLite" in run.stdout
    assert "File name too long" in run.stdout
