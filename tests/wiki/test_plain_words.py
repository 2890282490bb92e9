"""What goes wrong with a wiki is told in words: no Python, no control characters, not at length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cphub.errors import ApiError, BadReply, Redirected, SettingsError, WikiUnreachable
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Endpoint, Politeness
from cphub.wiki.site import connect

Make = Callable[..., Any]
ONCE = Politeness(attempts=1)
LONG = "many words of a wiki " * 30


@pytest.mark.parametrize(
    "said",
    [
        "illegal status line: bytearray(b'GARBAGE\x1b[31m')",
        "illegal header line: bytearray(b'x\x1b')",
        "Illegal header value b'x'",
    ],
)
def test_an_answer_that_is_no_http_is_told_without_its_bytes(
    client: Make, play: Make, endpoint: Endpoint, said: str
) -> None:
    with pytest.raises(WikiUnreachable, match=r"(?i)illegal (status|header) (line|value)$") as met:
        client(play(httpx.RemoteProtocolError(said)), politeness=ONCE).get(endpoint, {})
    assert "bytearray" not in met.value.message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"query": {}}, r'"tokens" is missing'),
        ({}, r'"query" is missing'),
        ({"query": 1.5}, "a part of it has another form"),
        ({"query": {"tokens": []}}, "a part of it has another form"),
    ],
)
def test_what_an_answer_lacks_is_told_in_words(
    client: Make, play: Make, endpoint: Endpoint, body: dict[str, Any], words: str
) -> None:
    bot = Credentials(user="Ann@cphub", password="s3cret-s3cret")  # noqa: S106  # made up
    with pytest.raises(BadReply, match=words) as met:
        connect(client(play(body), politeness=ONCE), endpoint, bot)
    assert "Error" not in met.value.message


@pytest.mark.parametrize(
    "body",
    [
        {"errors": [{"code": "x", "text": LONG}]},
        {"errors": [{"code": LONG, "text": "no"}]},
        {"errors": [LONG]},
        {"error": {"code": "x", "info": LONG}},
    ],
)
def test_what_a_wiki_says_at_length_is_cut_short(
    client: Make, play: Make, endpoint: Endpoint, body: dict[str, Any]
) -> None:
    with pytest.raises(ApiError) as met:
        client(play(body), politeness=ONCE).get(endpoint, {})
    assert len(met.value.message) < 250
    assert "…" in met.value.message


@pytest.mark.parametrize(
    ("location", "advised"),
    [
        ("https://new.example.org/w/api.php", True),
        ("/w/new.php", True),
        ("file:///etc/passwd", False),
        ("ftp://new.example.org/api.php", False),
        ("http://new.example.org/w/api.php", False),
        ("https://127.0.0.1/w/api.php", False),
    ],
)
def test_only_an_address_that_cphub_takes_is_advised(
    client: Make, play: Make, endpoint: Endpoint, location: str, *, advised: bool
) -> None:
    moved = httpx.Response(301, headers={"Location": location})
    with pytest.raises(Redirected) as met:
        client(play(moved)).get(endpoint, {})
    assert ("set api =" in met.value.hint) is advised
    assert met.value.hint


def test_a_redirect_to_no_address_is_an_answer_that_is_told(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    moved = httpx.Response(301, headers={"Location": "javascript:alert(1)"})
    with pytest.raises(BadReply, match="a location that is no address") as met:
        client(play(moved)).get(endpoint, {})
    assert "check api under [wikis.meta]" in met.value.hint


def test_a_wiki_of_one_s_own_without_https_may_move_without_it(client: Make, play: Make) -> None:
    own = Endpoint("own", "http://wiki.lan/api.php", allow_insecure=True)
    moved = httpx.Response(301, headers={"Location": "/w/api.php"})
    with pytest.raises(Redirected) as met:
        client(play(moved)).get(own, {})
    assert 'set api = "http://wiki.lan/w/api.php" under [wikis.own]' in met.value.hint


def test_a_host_name_that_the_network_does_not_take_is_told_as_that(
    client: Make, play: Make
) -> None:
    wiki = play({})
    with pytest.raises(SettingsError, match=r"^the api address of wiki own: Invalid IDNA hostname"):
        client(wiki).get(Endpoint("own", "https://\u2603.example.org/api.php"), {})
    assert not wiki.requests


def test_a_token_that_a_wiki_gave_is_not_shown_where_the_wiki_quotes_it(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    given = {"query": {"tokens": {"csrftoken": "0123456789abcdef+\\"}}}
    made = client(play(given, httpx.Response(403, text="Bad token 0123456789abcdef+\\!")))
    assert made.get(endpoint, {}).body == given
    with pytest.raises(BadReply, match="Bad token …!"):
        made.get(endpoint, {})
