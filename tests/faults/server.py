"""A raw-socket HTTP server in front of a wiki that can break off, lie, drip and refuse.

It stands before a wiki in memory or a live MediaWiki. `plan` says for each request which
fault is played in place of the true answer, or none.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

from tests.live.proxy import Asked, Log

BACKLOG = 64
MOST_HEADERS = 65_536
GONE = (BrokenPipeError, ConnectionResetError, ConnectionAbortedError, TimeoutError)


class Reply(NamedTuple):
    """What the wiki truly answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, unpacked."""
        return dict(json.loads(self.body))


class Request(NamedTuple):
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def asked(self) -> Asked:
        """The request as tests look at it."""
        address = urlsplit(self.target)
        params = dict(parse_qsl(address.query, keep_blank_values=True))
        params |= parse_qsl(self.body.decode("ascii", "replace"), keep_blank_values=True)
        return Asked(self.method, address.path, params, self.headers)


Upstream = Callable[[Request], Reply]


class Play(Protocol):
    """A fault: answers `exchange` in the wiki's place."""

    def __call__(self, exchange: Exchange, /) -> None:
        """Answer."""


Plan = Callable[[Asked, int], Play | None]


class Exchange:
    """One request and the socket to answer it on."""

    def __init__(self, server: FaultServer, request: Request, wire: socket.socket) -> None:
        self.server = server
        self.request = request
        self.asked = request.asked
        self.wire = wire
        self.over = False

    @property
    def truth(self) -> Reply:
        """What the wiki answers to it; asked only now, as a proxy would."""
        return self.server.upstream(self.request)

    def send(
        self, status: int, headers: Mapping[str, str], body: bytes, *, length: int | None = -1
    ) -> None:
        """Answer; `length` is the Content-Length claimed, -1 for the true one, None for none."""
        self.raw(head(status, headers, len(body) if length == -1 else length) + body)
        self.over = self.over or length != -1

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.wire.sendall(data)

    def close(self) -> None:
        """End the connection as if all had been said."""
        self.over = True

    def reset(self) -> None:
        """Break the connection off: RST."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.over = True


def head(status: int, headers: Mapping[str, str], length: int | None) -> bytes:
    """Return the status line and headers of an answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Whatever"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{k}: {v}" for k, v in headers.items())]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class FaultServer:
    """Listens on `port` of this machine; a context manager that stops at its end."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream
        self._now: tuple[Log, Plan | None] = (Log(), None)
        self._lock = threading.Lock()
        self._ending = False
        self._listener = _listen(0)
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The address that stands for the wiki's, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self._wake()
        self._thread.join(timeout=5)
        self._listener.close()

    def play(self, plan: Plan | None) -> Log:
        """From now on answer as `plan` says; return the log that begins here."""
        with self._lock:
            self._now = (Log(), plan)
            return self._now[0]

    def refuse(self, seconds: float) -> None:
        """Listen to nobody for a while: connections are refused. No plan changes meanwhile."""
        with self._lock:
            self._listener.close()
            self._wake()
            time.sleep(seconds)
            self._listener = _listen(self.port, patience=10)

    def _wake(self) -> None:
        """Get the accepting thread out of its wait."""
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()

    def _accept(self) -> None:
        while not self._ending:
            try:
                wire, _ = self._listener.accept()
            except OSError:  # closed by refuse(), or about to end
                time.sleep(0.005)
                continue
            threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: socket.socket) -> None:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with wire, wire.makefile("rb") as stream, contextlib.suppress(*GONE):
            while (request := _read(stream)) is not None:
                exchange = Exchange(self, request, wire)
                with self._lock:
                    log, plan = self._now
                    log.asked.append(exchange.asked)
                    number = len(log)
                fault = plan(exchange.asked, number) if plan else None
                if fault is None:
                    exchange.send(*exchange.truth)
                else:
                    fault(exchange)
                if exchange.over:
                    break


def _listen(port: int, patience: float = 0) -> socket.socket:
    end = time.monotonic() + patience  # the old listener may linger in its thread
    while True:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            listener.settimeout(0.2)
            return listener


def _read(stream: Any) -> Request | None:
    """Read one request; None where the other side has ended."""
    first = stream.readline(MOST_HEADERS).decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = {}
    while line := stream.readline(MOST_HEADERS).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().title()] = value.strip()
    body = stream.read(int(headers.get("Content-Length", 0)))
    return Request(first[0], first[1], headers, body)
