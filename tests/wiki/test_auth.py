# ruff: noqa: S106  # made-up secrets
from __future__ import annotations

from pathlib import Path

import pytest

from cphub.errors import Exit, SettingsError
from cphub.wiki.auth import Credentials, load_credentials
from cphub.wiki.endpoint import Endpoint


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token.toml"
    path.touch(mode=0o600)
    return path


def test_a_token_file_holds_a_token(token_file: Path) -> None:
    token_file.write_text('token = " t0ken "\n')
    assert load_credentials(token_file) == Credentials(token="t0ken")


def test_a_token_file_holds_a_bot_password_and_its_wiki(token_file: Path) -> None:
    token_file.write_text('user = "Ann@bot"\npassword = "s3cret"\nhost = "wiki.example.org"\n')
    assert load_credentials(token_file) == Credentials(
        user="Ann@bot", password="s3cret", host="wiki.example.org"
    )


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_token_file_that_others_can_read_is_refused(token_file: Path, mode: int) -> None:
    token_file.write_text('token = "t0ken"')
    token_file.chmod(mode)
    with pytest.raises(SettingsError, match="can be read by others") as error:
        load_credentials(token_file)
    assert error.value.hint == f"chmod 600 {token_file}"
    assert error.value.exit == Exit.USAGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        's3cret = "s3cret"',
        "s3cret",
        'token = "s3cret"\nuser = "s3cret"\npassword = "s3cret"',
        'user = "Ann"',
        'password = "s3cret"',
        "token = 7",
        'token = "s3cret\\u0007"',
        'token = "s3crét"',
        "\x00",
    ],
)
def test_a_file_that_is_no_login_is_refused_and_not_quoted(token_file: Path, text: str) -> None:
    token_file.write_text(text)
    with pytest.raises(SettingsError) as error:
        load_credentials(token_file)
    assert "s3cr" not in f"{error.value.message} {error.value.hint}"


def test_no_file_but_a_login_is_to_be_closed_to_others(token_file: Path) -> None:
    token_file.write_text("root:x:0:0:root:/root:/bin/sh\n", encoding="utf-8")
    token_file.chmod(0o644)
    with pytest.raises(SettingsError, match="is not TOML") as error:
        load_credentials(token_file)
    assert "chmod" not in error.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nothing\.toml"):
        load_credentials(tmp_path / "nothing.toml")


def test_the_environment_is_asked_where_no_file_is_given() -> None:
    assert load_credentials(None, {}) is None
    assert load_credentials(None, {"CPHUB_TOKEN": "t"}) == Credentials(token="t")
    bot = {"CPHUB_BOT_USER": "A@b", "CPHUB_BOT_PASSWORD": "p", "CPHUB_HOST": "h.example"}
    assert load_credentials(None, bot) == Credentials(user="A@b", password="p", host="h.example")
    with pytest.raises(SettingsError):
        load_credentials(None, {"CPHUB_BOT_USER": "A@b"})


def test_secrets_are_not_shown() -> None:
    shown = repr([Credentials(user="A@b", password="s3cret"), Credentials(token="s3cret")])
    assert "s3cret" not in shown


META = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
OWN = Endpoint("own", "https://wiki.example.org/api.php")
PLAIN = Endpoint("plain", "http://meta.wikimedia.org/w/api.php", allow_insecure=True)


@pytest.mark.parametrize(
    ("credentials", "allowed"),
    [
        (Credentials(token="t"), [META]),
        (Credentials(token="t", host="Wiki.Example.org"), [META, OWN]),
        (Credentials(token="t", host="example.org"), [META]),
    ],
)
def test_secrets_go_to_wikimedia_and_the_named_host_only(
    credentials: Credentials, allowed: list[Endpoint]
) -> None:
    for endpoint in (META, OWN, PLAIN):
        if endpoint in allowed:
            credentials.check(endpoint)
        else:
            with pytest.raises(SettingsError):
                credentials.check(endpoint)
