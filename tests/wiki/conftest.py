"""A wiki played by functions, a clock that does not wait, and real replies kept as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from cphub.network.clock import Clock
from cphub.wiki.client import Client, Endpoint, Politeness
from cphub.wiki.site import Site, connect

REPLIES = Path(__file__).parent / "replies"
Reply = httpx.Response | Exception | dict[str, Any]


class FakeClock(Clock):
    """Time that passes only when somebody waits; `waits` are the waits so far."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.time

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.time)

    def jitter(self, longest: float) -> float:
        return longest

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        self.waits.append(seconds)
        self.time += seconds
        return stop.is_set()


class Play:
    """A wiki that gives the replies of a list one by one, the last one for ever.

    An exception is raised as the network would, a dict is an API body. A callable list
    element is asked with the request. `requests` are the requests it saw.
    """

    def __init__(self, replies: list[Any]) -> None:
        self.replies = replies
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        reply = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(request)
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, dict):
            return httpx.Response(200, json=reply)
        assert isinstance(reply, httpx.Response)
        assert isinstance(reply.stream, httpx.SyncByteStream)
        return httpx.Response(  # a new one each time: a response is read once
            reply.status_code, headers=reply.headers, stream=reply.stream
        )

    def fields(self, at: int = -1) -> dict[str, str]:
        """Return the parameters of a request, from its address or its body."""
        request = self.requests[at]
        form = request.url.query if request.method == "GET" else request.content
        return dict(httpx.QueryParams(form.decode()))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint("meta", "https://meta.wikimedia.org/w/api.php")


@pytest.fixture
def play() -> Callable[..., Play]:
    """Make a wiki of replies."""
    return lambda *replies: Play(list(replies))


@pytest.fixture
def client(clock: FakeClock) -> Iterator[Callable[..., Client]]:
    """Make a client that speaks with a played wiki and never really waits."""
    made: list[Client] = []

    def make(wiki: Callable[[httpx.Request], httpx.Response], **options: Any) -> Client:
        politeness = options.pop("politeness", Politeness())
        made.append(
            Client(
                "https://meta.wikimedia.org/wiki/User:Tester",
                transport=httpx.MockTransport(wiki),
                politeness=politeness,
                clock=clock,
                **options,
            )
        )
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def reply() -> Callable[[str], dict[str, Any]]:
    """Return the body of a recorded reply."""

    def load(name: str) -> dict[str, Any]:
        body: dict[str, Any] = json.loads((REPLIES / f"{name}.json").read_bytes())["body"]
        return body

    return load


@pytest.fixture
def hello(reply: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Return what a wiki answers to the first question."""
    body = reply("siteinfo-meta")
    body["curtimestamp"] = "2026-11-22T05:54:20Z"
    body["query"] |= {
        "userinfo": {"id": 0, "name": "127.0.0.1", "anon": True, "rights": ["read"]},
        "allmessages": [
            {"name": "broken-file-category", "content": "Pages with broken file links"}
        ],
        "allusers": [{"userid": 3, "name": "FuzzyBot"}],
    }
    return body


@pytest.fixture
def site(
    client: Callable[..., Client], endpoint: Endpoint, hello: dict[str, Any]
) -> Callable[..., tuple[Site, Play]]:
    """Connect anonymously to a wiki that then gives `replies`; its requests count from there."""

    def make(*replies: Any, **options: Any) -> tuple[Site, Play]:
        wiki = Play([hello, *replies])
        connected = connect(client(wiki, **options), endpoint)
        wiki.requests.clear()
        wiki.replies = list(replies)
        return connected, wiki

    return make
