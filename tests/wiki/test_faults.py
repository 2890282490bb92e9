from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cphub.errors import (
    ApiError,
    BadReply,
    Exit,
    Redirected,
    WikiBusy,
    WikiError,
    WikiUnreachable,
)
from cphub.wiki.client import Endpoint

Make = Callable[..., Any]
GOOD = {"batchcomplete": True, "query": {"pages": []}}
HTML = httpx.Response(200, html="<html><title>Welcome</title></html>")
ASK = {"action": "query", "meta": "siteinfo"}


def api_error(code: str, **headers: str) -> httpx.Response:
    body = {"errors": [{"code": code, "text": f"about {code}", "module": "main"}]}
    return httpx.Response(200, json=body, headers=headers)


def packed(content: bytes) -> httpx.Response:
    headers = {"content-encoding": "gzip"}
    return httpx.Response(200, stream=httpx.ByteStream(content), headers=headers)


PASSING: dict[str, Any] = {
    "429 text": httpx.Response(429, text="Too many requests"),
    "429 html": httpx.Response(429, html="<h1>Wikimedia Error</h1>"),
    "500": httpx.Response(500),
    "502": httpx.Response(502, html="<h1>Bad gateway</h1>"),
    "503": httpx.Response(503),
    "504": httpx.Response(504),
    "html": HTML,
    "empty": httpx.Response(200),
    "cut json": httpx.Response(200, text='{"query": {"pages": ['),
    "not utf-8": httpx.Response(200, content=b'{"a": "\xff"}'),
    "cut gzip": lambda _request: packed(gzip.compress(b"{}")[:-4]),
    "gzip twice": lambda _request: httpx.Response(
        200, stream=httpx.ByteStream(b""), headers={"content-encoding": "gzip, gzip"}
    ),
    "refused": httpx.ConnectError("[Errno 111] Connection refused"),
    "no such host": httpx.ConnectError("[Errno -2] Name or service not known"),
    "connect timeout": httpx.ConnectTimeout("timed out"),
    "read timeout": httpx.ReadTimeout("timed out"),
    "reset": httpx.ReadError("[Errno 104] Connection reset by peer"),
    "closed": httpx.RemoteProtocolError("peer closed connection"),
    **{
        code: api_error(code)
        for code in (
            "maxlag",
            "ratelimited",
            "readonly",
            "concurrency-limit",
            "internal_api_error_DBConnectionError",
            "internal_api_error_DBQueryError",
            "internal_api_error_DBQueryTimeoutError",
            "internal_api_error_DBUnexpectedError",
            "internal_api_error_ReadOnlyError",
        )
    },
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_asked_again_and_forgotten(
    fault: str, client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(PASSING[fault], GOOD)
    told: list[Any] = []
    made = client(wiki, on_wait=lambda *about: told.append(about))
    assert made.get(endpoint, ASK).body == GOOD
    assert made.requests("meta") == 2
    [(name, seconds, why)] = told
    assert (name, seconds) == ("meta", 1.0)
    assert why


@pytest.mark.parametrize("fault", PASSING)
def test_what_does_not_pass_ends_in_one_clear_error(
    fault: str, client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    wiki = play(GOOD, PASSING[fault])
    made = client(wiki)
    made.get(endpoint, ASK)
    with pytest.raises(WikiError, match=r"\(8 attempts\)") as error:
        made.get(endpoint, ASK)
    assert len(wiki.requests) == 1 + 8
    assert clock.waits == [1, 2, 4, 8, 16, 32, 60]
    assert "meta" in error.value.message
    assert len(error.value.message) < 400
    assert "\n" not in error.value.message
    assert error.value.hint or isinstance(error.value, ApiError)


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("429 text", WikiBusy, Exit.STOPPED),
        ("maxlag", WikiBusy, Exit.STOPPED),
        ("ratelimited", WikiBusy, Exit.STOPPED),
        ("503", WikiBusy, Exit.STOPPED),
        ("502", WikiUnreachable, Exit.FAILED),
        ("refused", WikiUnreachable, Exit.FAILED),
        ("read timeout", WikiUnreachable, Exit.FAILED),
        ("cut json", BadReply, Exit.FAILED),
        ("internal_api_error_DBQueryError", ApiError, Exit.FAILED),
    ],
)
def test_each_fault_ends_as_its_kind(
    fault: str, kind: type[WikiError], code: Exit, client: Make, play: Make
) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    with pytest.raises(kind) as error:
        client(play(PASSING[fault])).get(endpoint, ASK)
    assert type(error.value) is kind
    assert error.value.exit == code


def test_an_address_that_never_was_an_api_is_given_up_soon(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(HTML)
    with pytest.raises(BadReply, match="not as a MediaWiki API") as error:
        client(wiki).get(endpoint, ASK)
    assert len(wiki.requests) == 2
    assert "[wikis.meta]" in error.value.hint


@pytest.mark.parametrize("fault", ["refused", "no such host", "connect timeout"])
def test_an_address_that_was_never_reached_is_given_up_sooner_than_one_that_was(
    fault: str, client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(PASSING[fault])
    with pytest.raises(WikiUnreachable, match=r"\(4 attempts\)"):
        client(wiki).get(endpoint, ASK)
    assert len(wiki.requests) == 4


def test_other_trouble_in_between_does_not_make_an_address_wrong(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    busy = httpx.Response(503)
    wiki = play(HTML, busy, HTML, busy, HTML, busy, HTML, GOOD)
    assert client(wiki).get(endpoint, ASK).body == GOOD


def test_a_silent_wiki_costs_few_deadlines(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    def silent(_request: httpx.Request) -> httpx.Response:
        clock.time += 120
        raise httpx.ReadTimeout("timed out")

    wiki = play(silent)
    with pytest.raises(WikiUnreachable, match="in time"):
        client(wiki).get(endpoint, ASK)
    assert len(wiki.requests) == 3


def test_waits_that_a_wiki_asks_for_use_up_no_patience(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    busy = api_error("maxlag", **{"retry-after": "280"})
    assert client(play(busy, busy, busy, GOOD)).get(endpoint, ASK).body == GOOD
    assert clock.waits == [280, 280, 280]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, r"has no API at https://meta\.wikimedia\.org/w/api\.php \(404 Not Found\)$"),
        (410, r"has no API at"),
        (403, r"refused the request \(403 Forbidden\): Set a user agent\.$"),
        (400, "refused"),
        (401, "refused"),
        (451, "refused"),
    ],
)
def test_a_refusal_is_not_asked_again(status: int, words: str, client: Make, play: Make) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    wiki = play(httpx.Response(status, html="<title>Error</title><p>Set a user agent."))
    with pytest.raises(BadReply, match=words) as error:
        client(wiki).get(endpoint, ASK)
    assert len(wiki.requests) == 1
    assert "[wikis.meta]" in error.value.hint


def test_an_api_error_is_not_asked_again_whatever_its_status(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    for status in (200, 403, 500):
        body = {"errors": [{"code": "permissiondenied", "text": "No."}]}
        wiki = play(httpx.Response(status, json=body))
        with pytest.raises(ApiError, match="permissiondenied"):
            client(wiki).get(endpoint, ASK)
        assert len(wiki.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int, client: Make, play: Make, endpoint: Endpoint) -> None:
    wiki = play(httpx.Response(status, headers={"location": "https://evil.example/api.php"}))
    with pytest.raises(Redirected, match=r"evil\.example"):
        client(wiki).post(endpoint, {"action": "login", "lgpassword": "s3cret"})
    assert len(wiki.requests) == 1


def test_a_write_is_sent_again_only_where_nothing_was_done(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    edit = {"action": "edit", "title": "X"}
    for fault in ("429 text", "refused", "maxlag", "ratelimited", "readonly"):
        wiki = play(PASSING[fault], {"edit": {"result": "Success"}})
        client(wiki).post(endpoint, edit)
        assert len(wiki.requests) == 2, fault
    for fault in ("502", "503", "read timeout", "reset", "cut json"):
        wiki = play(PASSING[fault], {"edit": {"result": "Success"}})
        with pytest.raises(WikiError):
            client(wiki).post(endpoint, edit)
        assert len(wiki.requests) == 1, fault
