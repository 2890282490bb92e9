"""A connection that cannot be had, or is silent, ends in time and in one kind of error."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx
import pytest

from cphub.errors import Stopped, WikiUnreachable
from cphub.network.clock import Clock
from cphub.network.deadlines import Deadlines, hold_to_deadline, is_public
from cphub.wiki.client import Client, Endpoint, Politeness

Make = Callable[..., Any]
ASK = {"action": "query", "meta": "siteinfo"}
GOOD = {"batchcomplete": True, "query": {"pages": []}}
ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


@contextmanager
def listening(
    answer: bytes, *, times: int = 1, closed: threading.Event | None = None
) -> Iterator[int]:
    """Take connections on this machine; yield its port. Without an answer it is silent.

    `closed` is set when a connection was closed from this side.
    """
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(5)

        def serve() -> None:
            for _ in range(times):
                peer, _ = server.accept()
                with peer:
                    peer.settimeout(5)
                    peer.recv(65_536)
                    peer.sendall(answer)
                    if not answer:
                        peer.recv(1)  # until the other side hangs up
                if closed:
                    closed.set()

        served = pool.submit(serve)
        yield server.getsockname()[1]
        served.result(10)


@pytest.fixture
def checks() -> list[None]:
    return []


@pytest.fixture
def web(checks: list[None]) -> Iterator[httpx.Client]:
    """Give a client of public addresses alone that looks whether to stop."""
    with httpx.Client(timeout=0.7, trust_env=False) as made:
        deadlines = Deadlines(Clock(), lambda: checks.append(None))
        hold_to_deadline(made, deadlines, public=True)
        yield made


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every name lead to some addresses, all of them allowed."""

    def lead(*addresses: str) -> None:
        monkeypatch.setattr(
            "cphub.network.deadlines.public_addresses", lambda _host, _port: [*addresses]
        )

    return lead


def test_a_name_is_reached_at_its_second_address_where_the_first_is_dead(
    web: httpx.Client, leads_to: Callable[..., None]
) -> None:
    leads_to("127.0.0.2", "127.0.0.1")
    with listening(ANSWER) as port:
        assert web.get(f"http://wiki.example:{port}/").status_code == 204


@pytest.mark.parametrize("addresses", [(), ("127.0.0.2",), ("127.0.0.2", "127.0.0.3")])
def test_a_name_that_cannot_be_reached_is_an_error_of_connecting(
    web: httpx.Client, leads_to: Callable[..., None], addresses: tuple[str, ...]
) -> None:
    leads_to(*addresses)
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
        with pytest.raises(httpx.ConnectError) as caught:
            web.get(f"http://wiki.example:{port}/")
    assert ("leads to no address" in str(caught.value)) is (not addresses)


def test_a_silent_server_is_left_at_the_timeout_and_a_stop_looked_for_meanwhile(
    web: httpx.Client, leads_to: Callable[..., None], checks: list[None]
) -> None:
    leads_to("127.0.0.1")
    with listening(b"") as port, pytest.raises(httpx.ReadTimeout):
        web.get(f"http://wiki.example:{port}/")
    assert len(checks) == 2  # 0.7 s, looked at every half second


class Slow(httpcore.NetworkStream):
    """A server that takes a second for each step; `given` is how long it was given for each."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.given: list[float | None] = []

    def step(self, timeout: float | None) -> None:
        self.given.append(timeout)
        self.clock.time += 1

    def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert isinstance(ssl_context, ssl.SSLContext)
        assert server_hostname == "wiki.example"
        self.step(timeout)
        return self

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        assert buffer
        self.step(timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        raise AssertionError(f"{max_bytes} bytes are awaited for {timeout} s past the deadline")

    def get_extra_info(self, info: str) -> object:
        return None if info == "ssl_object" else info

    def close(self) -> None:
        pass


def test_one_deadline_holds_for_connecting_the_handshake_sending_and_what_comes_after(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Slow(clock)

    def connect(
        _self: object, host: str, port: int, timeout: float | None = None, *_: object
    ) -> httpcore.NetworkStream:
        assert (host, port) == ("wiki.example", 443)
        server.step(timeout)
        return server

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    deadlines = Deadlines(clock, lambda: None)
    with httpx.Client(timeout=httpx.Timeout(None, write=0.5), trust_env=False) as made:
        hold_to_deadline(made, deadlines, public=False)
        with deadlines.until(clock.time + 3), pytest.raises(httpx.ReadTimeout):
            made.get("https://wiki.example/")
    assert server.given == [3, 2, 0.5]


def test_a_connection_that_the_server_has_closed_since_is_not_used_again(
    web: httpx.Client, leads_to: Callable[..., None]
) -> None:
    leads_to("127.0.0.1")
    closed = threading.Event()
    with listening(b"HTTP/1.1 204 No Content\r\n\r\n", times=2, closed=closed) as port:
        for _ in range(2):
            assert web.get(f"http://wiki.example:{port}/").status_code == 204
            assert closed.wait(10)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("wiki.example")


def test_an_answer_that_drips_past_the_deadline_is_given_up(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(100):
            clock.time += 1
            yield b" "

    class Drip(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return drip()

    politeness = Politeness(attempts=1, deadline=30.0)
    began = clock.time
    with pytest.raises(WikiUnreachable, match="did not answer in time"):
        client(play(httpx.Response(200, stream=Drip())), politeness=politeness).get(endpoint, ASK)
    assert clock.time - began == 31


def test_stop_is_noticed_by_who_waits_for_another_request_to_end(client: Make) -> None:
    stop, asked, go_on = threading.Event(), threading.Event(), threading.Event()
    requests = []

    def wiki(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        asked.set()
        go_on.wait(10)
        return httpx.Response(200, json=GOOD)

    made: Client = client(wiki, stop=stop, politeness=Politeness(in_flight=1))
    own = Endpoint("own", "https://wiki.example.org/api.php")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(made.get, own, ASK)
        assert asked.wait(10)
        second = pool.submit(made.get, own, ASK)
        threading.Timer(0.2, stop.set).start()
        try:
            with pytest.raises(Stopped):
                second.result(5)  # while the first is still at it
        finally:
            go_on.set()
        with pytest.raises(Stopped):
            first.result(5)
    assert len(requests) == 1
