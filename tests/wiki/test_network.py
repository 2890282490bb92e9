"""What only a real socket can do wrong."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from cphub.errors import Stopped, WikiUnreachable
from cphub.linkcheck.fetch import Fetcher, NoAnswer
from cphub.linkcheck.limits import Limits
from cphub.network.clock import Clock
from cphub.wiki.client import Client, Endpoint, Politeness

Serve = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
GOOD = json.dumps({"batchcomplete": True, "query": {"pages": []}}).encode()
ONCE = Politeness(attempts=1, deadline=0.7)


@pytest.fixture
def server() -> Iterator[Callable[..., Endpoint]]:
    """Serve each connection by the next of some functions, the last for ever."""
    opened: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(*serve: Serve) -> Endpoint:
        listening = socket.create_server(("127.0.0.1", 0))
        opened.append(listening)

        def run() -> None:
            at = 0
            while True:
                try:
                    peer, _ = listening.accept()
                except OSError:
                    return
                with peer:
                    try:
                        peer.recv(65_536)
                        serve[min(at, len(serve) - 1)](peer)
                    except OSError:
                        pass  # the client hung up, as it should
                at += 1

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        port = listening.getsockname()[1]
        return Endpoint("lab", f"http://127.0.0.1:{port}/api.php", allow_insecure=True)

    yield start
    for listening in opened:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
    for thread in threads:
        thread.join(5)


def _drip(head: bytes, data: bytes) -> Serve:
    def serve(peer: socket.socket) -> None:
        peer.sendall(head)
        for byte in data:
            peer.sendall(bytes([byte]))
            time.sleep(0.05)

    return serve


@pytest.mark.parametrize(
    "serve",
    [
        pytest.param(_drip(HEAD + b"\r\n", GOOD * 9), id="body"),
        pytest.param(_drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n" * 99), id="headers"),
        pytest.param(lambda peer: peer.recv(1) and None, id="silence"),
    ],
)
def test_a_server_that_drips_is_left_at_the_deadline(
    server: Callable[..., Endpoint], serve: Serve
) -> None:
    endpoint, began = server(serve), time.monotonic()
    with (
        Client("a@b.example", politeness=ONCE) as client,
        pytest.raises(WikiUnreachable, match="did not answer in time"),
    ):
        client.get(endpoint, {})
    assert time.monotonic() - began < ONCE.deadline + 1


def test_the_deadline_holds_through_a_proxy(
    server: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = server(_drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n" * 99)).api
    monkeypatch.setenv("http_proxy", proxy.removesuffix("/api.php"))
    endpoint = Endpoint("own", "http://wiki.example.org/api.php", allow_insecure=True)
    began = time.monotonic()
    with (
        Client("a@b.example", politeness=ONCE) as client,
        pytest.raises(WikiUnreachable, match="did not answer in time"),
    ):
        client.get(endpoint, {})
    assert time.monotonic() - began < ONCE.deadline + 1


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "10.0.0.1", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "127.1"),
        *("2130706433", "0x7f000001", "localhost", "a.localhost", "printer", "db.internal"),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_proxy_is_asked_for_what_is_private_by_its_form(
    server: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    asked: list[str] = []
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    def serve(peer: socket.socket) -> None:
        asked.append(host)
        peer.sendall(answer)

    proxy = server(serve).api.removesuffix("/api.php")
    monkeypatch.setenv(f"{scheme}_proxy", proxy)
    fetch = Fetcher("x", Limits(deadline=5.0), Clock(), lambda: None)
    with pytest.raises(NoAnswer, match="private network"):
        fetch("GET", f"{scheme}://{host}/")
    assert not asked
    if scheme == "http":
        assert fetch("GET", "http://public.example.org/").status == 200
        assert asked
    fetch.close()


def test_stop_is_noticed_while_a_server_is_silent(server: Callable[..., Endpoint]) -> None:
    stop = threading.Event()
    endpoint, began = server(lambda peer: peer.recv(1) and None), time.monotonic()
    threading.Timer(0.2, stop.set).start()
    with Client("a@b.example", stop=stop) as client, pytest.raises(Stopped):
        client.get(endpoint, {})
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(HEAD + b"\r\n" + GOOD[:-9], id="ends early with no length"),
        pytest.param(HEAD + b"Content-Length: 999\r\n\r\n" + GOOD, id="shorter than its length"),
        pytest.param(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n" + GOOD[:5] + b"\r\n", id="lost chunk"
        ),
        pytest.param(
            HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD)[:-6], id="cut gzip"
        ),
        pytest.param(b"", id="hangs up"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="other protocol"),
        pytest.param(HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n", id="endless header"),
    ],
)
def test_a_broken_answer_is_asked_for_again(server: Callable[..., Endpoint], reply: bytes) -> None:
    endpoint = server(
        lambda peer: peer.sendall(reply),
        lambda peer: peer.sendall(HEAD + b"\r\n" + GOOD),
    )
    quick = Politeness(first_wait=0.001)
    with Client("a@b.example", politeness=quick) as client:
        assert client.get(endpoint, {}).body["query"] == {"pages": []}
        assert client.requests("lab") == 2


def test_a_port_where_nobody_listens_is_one_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    endpoint = Endpoint("lab", f"http://127.0.0.1:{port}/api.php", allow_insecure=True)
    quick = Politeness(first_wait=0.001)
    with (
        Client("a@b.example", politeness=quick) as client,
        pytest.raises(WikiUnreachable, match=r"cannot reach lab at 127\.0\.0\.1: .*refused"),
    ):
        client.get(endpoint, {})
