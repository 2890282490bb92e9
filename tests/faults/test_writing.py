"""Faults of logins and edits: tokens gone stale, logins lost, captchas, filters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.faults.plays import api_error, status
from tests.faults.server import FaultServer, Plan, Play
from tests.faults.upstreams import in_memory
from tests.live.proxy import Log
from tests.workflows.fake_wiki import FakeWiki

from cphub.errors import ApiError, LoginError, WikiError
from cphub.network.clock import Clock
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Client, Endpoint
from cphub.wiki.site import Site, connect

EDIT = {"action": "edit", "title": "Report", "text": "…"}
LOGIN = Credentials("Anna@cphub", "s3cret-s3cret", host="127.0.0.1")


class Impatient(Clock):
    """A clock that lets nobody wait for long."""

    def jitter(self, longest: float) -> float:
        return min(longest, 0.01)


def answer(fake: FakeWiki) -> Callable[[httpx.Request], httpx.Response]:
    """Let a wiki in memory know logins, tokens and edits, too."""

    def told(request: httpx.Request) -> httpx.Response:
        asked = dict(httpx.QueryParams(request.url.query.decode()))
        asked |= dict(httpx.QueryParams(request.content.decode()))
        body: dict[str, object] = {}
        if asked["action"] == "login":
            body = {"login": {"result": "Success", "lgusername": "Anna"}}
        elif asked["action"] == "edit":
            body = {"edit": {"result": "Success", "newrevid": 7}}
        elif asked.get("meta") == "tokens":
            kind = asked["type"]
            body = {"query": {"tokens": {f"{kind}token": f"{kind}+\\"}}}
        return httpx.Response(200, json=body) if body else fake.answer(request)

    return told


@contextmanager
def site_with(plan: Plan) -> Iterator[tuple[Site, Log]]:
    """Log in at a wiki that then answers as `plan` says."""
    with (
        FaultServer(in_memory(answer(FakeWiki()), "http://fake")) as server,
        Client("anna@example.org", clock=Impatient()) as client,
    ):
        endpoint = Endpoint("meta", f"{server.address}/w/api.php", allow_insecure=True)
        site = connect(client, endpoint, LOGIN)
        yield site, server.play(plan)


def nth_edit(numbers: set[int], play: Play) -> Plan:
    """Play a fault to some of the edits, counted from 1."""
    edits = [0]

    def plan(asked: object, _: int) -> Play | None:
        if getattr(asked, "params")["action"] != "edit":  # noqa: B009
            return None
        edits[0] += 1
        return play if edits[0] in numbers else None

    return plan


def edits(log: Log) -> int:
    return sum(one.params["action"] == "edit" for one in log)


def said(body: object) -> Play:
    return status(200, json.dumps(body).encode(), **{"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "code", ["badtoken", "assertuserfailed", "notloggedin", "assertnameduserfailed"]
)
def test_what_a_new_token_or_login_mends_is_sent_again_once(code: str) -> None:
    with site_with(nth_edit({1}, api_error(code))) as (site, log):
        assert site.post(EDIT).body["edit"]["newrevid"] == 7
    assert edits(log) == 2


@pytest.mark.parametrize(
    ("code", "error"), [("badtoken", ApiError), ("assertuserfailed", LoginError)]
)
def test_what_a_new_token_or_login_does_not_mend_is_told(code: str, error: type[WikiError]) -> None:
    plan = nth_edit({1, 2, 3, 4}, api_error(code))
    with site_with(plan) as (site, log), pytest.raises(error, match=code):
        site.post(EDIT)
    assert edits(log) == 2


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly"])
def test_an_edit_that_the_wiki_did_not_look_at_is_sent_again(code: str) -> None:
    with site_with(nth_edit({1, 2}, api_error(code))) as (site, log):
        assert site.post(EDIT).body["edit"]["newrevid"] == 7
    assert edits(log) == 3


@pytest.mark.parametrize(
    "code",
    [
        *("abusefilter-warning", "abusefilter-disallowed", "spamblacklist", "editconflict"),
        *("protectedpage", "blocked", "contenttoobig", "permissiondenied", "pagedeleted"),
    ],
)
def test_an_edit_that_is_refused_is_never_sent_twice(code: str) -> None:
    plan = nth_edit({1}, api_error(code))
    with site_with(plan) as (site, log), pytest.raises(ApiError) as caught:
        site.post(EDIT)
    assert caught.value.code == code
    assert edits(log) == 1


def test_a_captcha_reaches_whoever_asked_for_the_edit() -> None:
    captcha = {"edit": {"result": "Failure", "captcha": {"type": "image", "id": "7"}}}
    with site_with(nth_edit({1}, said(captcha))) as (site, log):
        assert site.post(EDIT).body == captcha
    assert edits(log) == 1


@pytest.mark.parametrize("code", [500, 502, 504])
def test_an_edit_of_which_nobody_knows_is_not_sent_again(code: int) -> None:
    with site_with(nth_edit({1}, status(code))) as (site, log), pytest.raises(WikiError):
        site.post(EDIT)
    assert edits(log) == 1


def test_a_redirect_gets_no_password_and_no_token() -> None:
    with FaultServer(in_memory(answer(FakeWiki()), "http://fake")) as elsewhere:
        caught = elsewhere.play(None)
        away = status(307, Location=f"{elsewhere.address}/w/api.php")
        plan = nth_edit({1}, away)
        with site_with(plan) as (site, log), pytest.raises(WikiError, match="has moved"):
            site.post(EDIT)
    assert edits(log) == 1
    assert not list(caught)
