"""A password or token stands in its file, in requests to its own wiki, and nowhere else.

What asks no wiki says what the catalogue holds: it is asked in every format and with every switch
where all goes well, and once with each trouble; in the long form always.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import settings
from tests.faults.commands import COMMANDS
from tests.security.hostile import CATEGORY, calls, command_at, commands, config, cphub, network
from tests.workflows.fake_wiki import FakeWiki

SECRET = "s3cr3t+/=%&pässwörd-of-anna"  # noqa: S105  # what must not get out
TOKEN = "eyJ0eXAi.s3cr3t-t0ken_of~anna+/=="  # noqa: S105  # likewise
LONG = settings.get_current_profile_name() == "long"
ASKING = {one.arguments[:depth] for one in COMMANDS if one.asks for depth in (1, 2)}
Odd = Callable[[dict[str, str]], httpx.Response | None]


def forms(secret: str) -> set[bytes]:
    """Return what a secret looks like in all the dresses that it could get out in."""
    raw = secret.encode()
    found = {raw, quote(secret).encode(), quote(secret, safe="").encode()}
    found |= {quote_plus(secret).encode(), json.dumps(secret)[1:-1].encode()}
    found |= {raw.hex().encode(), repr(secret)[1:-1].encode(), secret.encode("utf-16-le")}
    for shift in range(3):  # base64 of something that it stands in
        coded = base64.b64encode(b"x" * shift + raw)
        found |= {coded[4:-4], coded.replace(b"+", b"-").replace(b"/", b"_")[4:-4]}
    found |= {raw[:12], raw[-12:]}
    return found


class Wiki(FakeWiki):
    """Lets people log in; `odd` may answer in its place, `echo` is what it says of passwords."""

    def __init__(self) -> None:
        super().__init__("private")
        self.result = "Success"
        self.echo = ""
        self.edit("Guide", categories=(CATEGORY,))

    def answer(self, request: httpx.Request) -> httpx.Response:
        asked = dict(httpx.QueryParams(request.url.query.decode() + "&" + request.content.decode()))
        if self.before and (odd := self.before(asked)) is not None:
            return odd
        if asked.get("type") == "login":
            return httpx.Response(200, json={"query": {"tokens": {"logintoken": "lt+\\"}}})
        if asked.get("action") == "login":
            said = {"result": self.result, "reason": self.echo + asked.get("lgpassword", "")}
            if self.result == "Success":
                said["lgusername"] = "Anna"
            return httpx.Response(200, json={"login": said})
        return super().answer(request)


def refused(status: int) -> Odd:
    return lambda _asked: httpx.Response(status, text="<html>You may not.")


def moved(_asked: dict[str, str]) -> httpx.Response:
    return httpx.Response(307, headers={"Location": "https://evil.example.org/w/api.php"})


def broken(_asked: dict[str, str]) -> httpx.Response:
    raise httpx.ReadError("connection reset")


def crash(_asked: dict[str, str]) -> httpx.Response:
    raise ZeroDivisionError("a bug")


ODD: dict[str, Odd | None] = {
    "well": None,
    "forbidden": refused(403),
    "missing": refused(404),
    "server": refused(500),
    "moved": moved,
    "reset": broken,
    "bug": crash,
    "html": lambda _asked: httpx.Response(200, text="<html>who are you?"),
    "lost": lambda asked: (
        httpx.Response(200, json={"errors": [{"code": "assertuserfailed", "text": "gone"}]})
        if "assertuser" in asked or "assert" in asked
        else None
    ),
}


@pytest.fixture(params=["password", "token"])
def login(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return keep_login(tmp_path, request.param)


def keep_login(folder: Path, kind: str) -> str:
    """Write a login of a kind, `password` or `token`, into login.toml; return its secret."""
    text = f'token = "{TOKEN}"\n'
    if kind == "password":
        text = f'user = "Anna@cphub"\npassword = "{SECRET}"\n'
    path = folder / "login.toml"
    path.write_text(text + 'host = "private.example.org"\n', encoding="utf-8")
    path.chmod(0o600)
    return SECRET if kind == "password" else TOKEN


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hear every log line that there is, of libraries too."""
    with caplog.at_level(logging.DEBUG):
        yield


def written(folder: Path) -> bytes:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "login.toml"]
    return b"\n".join(path.read_bytes() + str(path).encode() for path in files)


@pytest.mark.parametrize(
    "trouble",
    [*((odd, "Success") for odd in ODD), ("well", "Failed"), ("well", "Aborted")],
    ids="-".join,
)
def test_no_secret_is_in_anything_that_is_said_or_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    login: str,
    trouble: tuple[str, str],
) -> None:
    odd, result = trouble
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "temp"))
    wiki, evil = Wiki(), FakeWiki("evil")
    wiki.before, wiki.result = ODD[odd], result
    text = config(wiki).replace("api =", f'token_file = "{tmp_path}/login.toml"\napi =')
    (folder / "cphub.toml").write_text(text, encoding="utf-8")
    said = []
    with network(wiki, evil) as router:
        for path in commands():
            if path in {("demo",), ("init",)}:
                continue
            every = LONG or path in ASKING or trouble == ("well", "Success")
            for call in islice(calls(path, ["Guide"]), None if every else 1):
                one = cphub(folder, "--verbose", *call)
                said += [one.out, one.err.encode()]
        said.append(json.dumps([str(call.request.url) for call in router.calls]).encode())
    assert evil.asked == []
    said += [written(folder), caplog.text.encode()]
    everything = b"\n".join(said)
    assert len(everything) > 1000
    for form in forms(login):
        if len(form) >= 8:
            assert form not in everything


def test_the_secret_does_reach_its_own_wiki(tmp_path: Path, login: str) -> None:
    """Or the test above would show nothing."""
    wiki = Wiki()
    text = config(wiki).replace("api =", 'token_file = "login.toml"\napi =')
    (tmp_path / "cphub.toml").write_text(text, encoding="utf-8")
    with network(wiki) as router:
        assert cphub(tmp_path, "harvest").code in {0, 1}
        sent = b"".join(
            call.request.content + repr(call.request.headers.raw).encode() for call in router.calls
        )
    assert any(form in sent for form in forms(login))


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, login: str, mode: int) -> None:
    path = tmp_path / "login.toml"
    path.chmod(mode)
    wiki = Wiki()
    text = config(wiki).replace("api =", 'token_file = "login.toml"\napi =')
    (tmp_path / "cphub.toml").write_text(text, encoding="utf-8")
    with network(wiki) as router:
        said = cphub(tmp_path, "harvest")
        assert not router.calls
    assert said.code
    assert "can be read by others" in said.err
    assert login not in said.err


def test_no_command_takes_a_secret_on_its_command_line() -> None:
    for path in commands():
        for parameter in command_at(path).params:
            words = " ".join(parameter.opts).lower()
            if any(word in words for word in ("password", "token", "secret", "key")):
                assert words.endswith("-file"), words
