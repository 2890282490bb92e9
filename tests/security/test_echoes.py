"""A wiki that says back what it was sent: no secret gets on the screen or into the catalogue."""

from __future__ import annotations

import base64
import html
import json
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from tests.security.hostile import CATEGORY, config, cphub, network
from tests.security.test_secrets import forms, keep_login, written
from tests.workflows.fake_editing import EditableWiki

SESSION = "k3v9q0f8s7d6a5z4x3c2v1b0n9m8l7k6"
CSRF = "0123456789abcdef0123456789abcdef+\\"
LOGIN = "fedcba9876543210fedcba9876543210+\\"


def said(body: object) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(body).encode())


def plain(status: int) -> Callable[[str], httpx.Response]:
    return lambda text: httpx.Response(status, content=f"<html><p>{text}</p>".encode())


def page(text: str) -> dict[str, object]:
    one = {"pageid": 1, "ns": 0, "title": text, "invalid": True, "invalidreason": text}
    return {"batchcomplete": True, "query": {"pages": [one]}, "continue": {"c": text}}


CHANNELS: dict[str, Callable[[str], httpx.Response]] = {
    "text": lambda text: said({"errors": [{"code": "x", "text": text, "data": {"y": text}}]}),
    "code": lambda text: said({"errors": [{"code": text, "text": "no"}]}),
    "info": lambda text: said({"error": {"code": "x", "info": text, "*": text}}),
    "busy": lambda text: said({"errors": [{"code": "maxlag", "text": text}]}),
    "warning": lambda text: said({"warnings": [{"code": text, "text": text}], **page("Guide")}),
    "result": lambda text: said(
        {
            "login": {"result": "Failed", "reason": text},
            "edit": {"result": "Failure", "info": text},
        }
    ),
    "data": lambda text: said(page(text)),
    "location": lambda text: httpx.Response(
        307, headers={"Location": f"https://else.example.org/{quote(text, safe='')}"}
    ),
    "packed": lambda text: httpx.Response(
        200, headers={"Content-Encoding": quote(text)}, content=b"{}"
    ),
    "forbidden": plain(403),
    "unavailable": plain(503),
    "page": plain(200),
}

DRESSES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in an address": lambda secret: "?x=" + quote(secret, safe=""),
    "in HTML": lambda secret: "".join(f"&#{ord(c)};" for c in secret),
    "escaped in HTML": html.escape,
    "in JSON": lambda secret: json.dumps({"x": secret}).replace("/", "\\/"),
    "in base64": lambda secret: base64.b64encode(f"Anna:{secret}!".encode()).decode(),
    "in hex": lambda secret: secret.encode().hex(),
    "behind more than is shown": lambda secret: "x" * 190 + secret,
}


class Parrot(EditableWiki):
    """Puts every secret that it was sent into what it says, from the `since`-th request on."""

    def __init__(self, channel: str, dress: str, since: int) -> None:
        super().__init__("private")
        self.edit("Guide", "Look!", categories=(CATEGORY,))
        self.channel, self.dress, self.since = CHANNELS[channel], DRESSES[dress], since
        self.heard: dict[str, None] = {}
        self.requests = 0
        self.sessions = 1

    def answer(self, request: httpx.Request) -> httpx.Response:
        form = httpx.QueryParams(request.content.decode())
        for name in ("lgpassword", "lgtoken", "token"):
            self.heard |= {form[name]: None} if name in form else {}
        if bearer := request.headers.get("authorization"):
            self.heard[bearer.removeprefix("Bearer ")] = None
        if SESSION in request.headers.get("cookie", ""):
            self.heard[SESSION] = None
        self.requests += 1
        if self.requests >= self.since and self.heard:
            return self.channel(" ".join(map(self.dress, self.heard)))
        given = httpx.QueryParams(request.url.query.decode()) if request.method == "GET" else form
        if given.get("meta") == "tokens":
            token = LOGIN if given["type"] == "login" else CSRF
            answer = said({"query": {"tokens": {f"{given['type']}token": token}}})
        elif given.get("action") == "login":
            answer = said({"login": {"result": "Success", "lgusername": "Anna"}})
        else:
            answer = super().answer(request)
        answer.headers["Set-Cookie"] = f"session={SESSION}; Path=/; Secure"
        return answer


@pytest.fixture(params=["password", "token"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    keep_login(tmp_path, request.param)
    return tmp_path


def check(folder: Path, wiki: Parrot, caplog: pytest.LogCaptureFixture) -> None:
    """Run what logs in, and look at all that comes of it."""
    text = config(wiki).replace("api =", f'token_file = "{folder}/login.toml"\napi =')
    (folder / "cphub.toml").write_text(text, encoding="utf-8")
    told, heard = b"", dict[str, None]()
    with network(wiki):
        for call in (("harvest",), ("doctor",), ("publish", "overview", "--to", "private:Map")):
            wiki.requests, wiki.heard = 0, {}  # what another run was given, none can know
            yes = ("--yes",) if call[0] == "publish" else ()
            one = cphub(folder, "--verbose", *call, *yes)
            told += one.out + one.err.encode()
            heard |= wiki.heard
    assert heard
    everything = told + written(folder) + caplog.text.encode()
    for secret in heard:
        for form in forms(secret):
            if len(form) >= 8:
                assert form not in everything


@pytest.mark.parametrize("since", [2, 5])
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_secret_that_a_wiki_says_back_is_told_or_kept(
    hub: Path, caplog: pytest.LogCaptureFixture, channel: str, since: int
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(hub, Parrot(channel, "as it is", since), caplog)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("channel", ["warning", "forbidden"])
def test_nor_in_another_dress(
    hub: Path, caplog: pytest.LogCaptureFixture, channel: str, dress: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(hub, Parrot(channel, dress, 3), caplog)
