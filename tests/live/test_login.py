"""Logging in with a bot password, and what a wiki then allows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.live.family import Family
from tests.live.program import Program

SOURCE = """
[[sources]]
name = "mine"
wiki = "meta"
kind = "category"
category = "Login"
"""


@pytest.fixture(scope="module")
def login(family: Family) -> tuple[str, str]:
    """A bot password of Admin's: the name and the password to log in with."""
    family.meta.edit("Login page", "A page. [[Category:Login]]")
    return family.meta.bot_password("highvolume")


@pytest.fixture
def token_file(login: tuple[str, str], program: Program) -> Path:
    """A file with the bot password, made for the family's wikis."""
    path = program.directory / "login.toml"
    path.write_text(f'user = "{login[0]}"\npassword = "{login[1]}"\nhost = "127.0.0.1"\n')
    path.chmod(0o600)
    return path


def test_after_login_every_request_says_who_is_asking(
    family: Family, program: Program, token_file: Path
) -> None:
    program.configure(SOURCE)

    with family.meta.proxy.watch() as log:
        program.run("harvest", "--token-file", str(token_file))

    asked = list(log)
    first = next(n for n, one in enumerate(asked) if one.params.get("action") == "login")
    later = [one for one in asked[first + 1 :] if one.params.get("action") == "query"]
    assert later
    assert all(one.params.get("assertuser") == "Admin" for one in later)
    assert program.rows("SELECT title FROM current_pages") == [("Login page",)]


def test_the_password_is_kept_nowhere(
    login: tuple[str, str], program: Program, token_file: Path
) -> None:
    program.configure(SOURCE)
    password = login[1].encode()

    done = program.run("--verbose", "harvest", "--token-file", str(token_file))

    assert password.decode() not in done.stdout + done.stderr
    for file in program.directory.iterdir():
        assert file == token_file or password not in file.read_bytes(), file


def test_a_wrong_password_is_told_in_one_line_and_not_shown(
    program: Program, token_file: Path
) -> None:
    program.configure(SOURCE)
    wrong = "w" * 32
    token_file.write_text(f'user = "Admin@cphub"\npassword = "{wrong}"\nhost = "127.0.0.1"\n')

    done = program.run("harvest", "--token-file", str(token_file), exit_code=1)

    assert wrong not in done.stderr
    assert "meta" in done.stderr
