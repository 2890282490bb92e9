"""`cphub init` writes a cphub.toml that the other commands read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cphub.settings import load_settings

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
WHOLE = ["--contact", "hub@example.org", "--wiki", "sv", "--category", "Kategori:Hjälp"]


def test_what_is_given_stands_in_the_file(cphub: Cphub, tmp_path: Path) -> None:
    run = cphub("init", *WHOLE, "--language", "sv", "--language", "fr")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "Wrote cphub.toml. Look at it, then type `cphub harvest --dry-run`.\n"
    settings = load_settings(tmp_path / "cphub.toml", environ={})
    assert settings.contact == "hub@example.org"
    assert settings.languages == ("sv", "fr")
    assert settings.wikis["sv"].api == "https://sv.wikipedia.org/w/api.php"
    assert settings.sources[0].options["category"] == "Kategori:Hjälp"


def test_a_file_that_is_there_is_left_alone_unless_forced(cphub: Cphub, tmp_path: Path) -> None:
    (tmp_path / "cphub.toml").write_text("mine", encoding="utf-8")
    run = cphub("init", *WHOLE)
    assert run.returncode == 2
    assert run.stderr == "cphub: cphub.toml is there already\n--force writes over it\n"
    assert (tmp_path / "cphub.toml").read_text(encoding="utf-8") == "mine"
    assert cphub("init", *WHOLE, "--force").returncode == 0


def test_without_a_terminal_what_is_missing_is_named_not_asked_for(cphub: Cphub) -> None:
    run = cphub("init", *WHOLE[:2])
    assert (run.returncode, run.stderr) == (
        2,
        "cphub: init needs --wiki\nthere is no terminal to ask at\n",
    )


def test_config_says_where(cphub: Cphub, tmp_path: Path) -> None:
    assert cphub("init", *WHOLE, "--config", "hub.toml").returncode == 0
    assert (tmp_path / "hub.toml").is_file()
    assert cphub("init", *WHOLE, CPHUB_CONFIG="env.toml").returncode == 0
    assert (tmp_path / "env.toml").is_file()


def test_at_a_terminal_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    keyboard, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cphub", "init", "--wiki", "sv"],
        cwd=tmp_path,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(keyboard, "hub@example.org\nKategori:Hjälp\n".encode())
    out, _ = process.communicate(timeout=60)
    shown = os.read(keyboard, 10_000).decode()
    os.close(keyboard)
    assert (process.returncode, out) == (0, b"")
    assert "Your user page or e-mail" in shown
    settings = load_settings(tmp_path / "cphub.toml", environ={})
    assert settings.contact == "hub@example.org"
    assert settings.sources[0].options["category"] == "Kategori:Hjälp"


def test_ctrl_c_at_a_question_writes_nothing(tmp_path: Path) -> None:
    keyboard, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cphub", "init"],
        cwd=tmp_path,
        stdin=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    while b":" not in os.read(keyboard, 10_000):
        pass
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=60)
    shown = b""
    while b"written" not in shown:
        shown += os.read(keyboard, 10_000)
    os.close(keyboard)
    assert shown.splitlines()[-1] == b"cphub: stopped. Nothing was written."
    assert b"\r\ncphub" in shown
    assert code == 130
    assert list(tmp_path.iterdir()) == []


def test_each_answer_is_checked_as_it_is_given_and_asked_for_again(tmp_path: Path) -> None:
    keyboard, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cphub", "init", "--category", "Help"],
        cwd=tmp_path,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(keyboard, b"User:Nobody\nhub@example.org\nmy wiki\nsv\n")
    process.communicate(timeout=60)
    shown = os.read(keyboard, 10_000).decode()
    os.close(keyboard)
    assert process.returncode == 0
    assert shown.count("Your user page or e-mail") == 2
    assert "type name@example.org" in shown
    assert shown.count("The wiki (") == 2
    assert load_settings(tmp_path / "cphub.toml", environ={}).contact == "hub@example.org"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--contact", "User:Nobody", "type name@example.org, or https://meta.wikimedia.org/wiki/"),
        ("--wiki", "http://127.0.0.1:8199/", "type the address that ends in api.php"),
        ("--language", "svenska", "--language must be language codes"),
    ],
)
def test_what_harvest_would_refuse_is_refused_at_once(
    cphub: Cphub, tmp_path: Path, option: str, value: str, said: str
) -> None:
    run = cphub("init", *WHOLE, option, value)
    assert run.returncode == 2
    assert said in run.stderr
    assert list(tmp_path.iterdir()) == []
