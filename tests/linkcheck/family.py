"""A family of servers on this machine that answer in every way that servers do.

All listen on one port; who is meant is told by the `Host` header. Names under `example.org`
lead here (`at_home`), all others nowhere.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpcore
import pytest

from cphub.network import deadlines

GONE = (BrokenPipeError, ConnectionResetError, ConnectionAbortedError, TimeoutError, ssl.SSLError)
HUGE = 2**26


@dataclass
class Asked:
    """One request: who was meant, how, for what, when it came and ended, what was sent."""

    host: str
    method: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float
    sent: int = 0


class Exchange:
    """One request and the socket to answer it on."""

    def __init__(self, asked: Asked, wire: socket.socket) -> None:
        self.asked = asked
        self.wire = wire
        self.open = True

    def raw(self, data: bytes) -> None:
        """Send bytes, and count them."""
        view = memoryview(data)
        while view:
            self.asked.ended = time.monotonic()  # the client has its last byte only after it
            sent = self.wire.send(view[:65_536])
            self.asked.sent += sent
            view = view[sent:]

    def answer(
        self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **more: str
    ) -> None:
        """Answer; underscores in the names of `more` are hyphens."""
        headers = {"Content-Type": kind, "Content-Length": str(len(body))}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        self.head(status, headers)
        if self.asked.method != "HEAD":
            self.raw(body)

    def head(self, status: int, headers: dict[str, str]) -> None:
        """Send the status line and headers."""
        lines = [f"HTTP/1.1 {status} Whatever", *(f"{k}: {v}" for k, v in headers.items())]
        self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def reset(self) -> None:
        """Break the connection off."""
        linger = struct.pack("ii", 1, 0)
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.open = False


Way = Callable[[Exchange], None]


class Family:
    """The servers. `ways` maps (host, path) to how it answers; a path of "" stands for all.

    `log` has every request in the order in which they came.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.ways: dict[tuple[str, str], Way] = {}
        self.log: list[Asked] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._tls: ssl.SSLContext | None = None
        if certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        # wakes the thread that accepts
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def url(self, host: str, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{host}.example.org:{self.port}{path}"

    def asked(self, host: str) -> list[Asked]:
        """Return the requests to a host, without those for its robots.txt."""
        return [one for one in self.log if one.host == host and one.path != "/robots.txt"]

    def _listen(self) -> None:
        while True:
            try:
                wire, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: socket.socket) -> None:
        wire.settimeout(20)
        try:
            if self._tls is not None:
                wire = self._tls.wrap_socket(wire, server_side=True)
            while self._answer(wire):
                pass
        except GONE:
            pass
        finally:
            wire.close()

    def _answer(self, wire: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = wire.recv(65_536)
            if not piece:
                return False
            head += piece
        began = time.monotonic()
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, *_version = first.split(" ")
        headers = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in lines if line)
        }
        host = headers.get("host", "").partition(":")[0].removesuffix(".example.org")
        asked = Asked(host, method, path, headers, began, began)
        exchange = Exchange(asked, wire)
        with self._lock:
            self.log.append(asked)
        self._way(host, path)(exchange)
        return exchange.open

    def _way(self, host: str, path: str) -> Way:
        known = self.ways.get((host, path)) or self.ways.get((host, ""))
        if path == "/robots.txt":
            return self.ways.get((host, path)) or status(404)
        return known or status(404)


def look_up(number: int) -> None:
    """Fail to look up a name as the system does."""
    raise socket.gaierror(number, "no name")


def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let names under example.org lead to this machine; other names are looked at as ever."""
    real = deadlines.public_addresses

    def found(host: str, port: int) -> list[str]:
        for name, number in (("nowhere", socket.EAI_NONAME), ("unsure", socket.EAI_AGAIN)):
            if host.startswith(name):
                try:
                    look_up(number)
                except socket.gaierror as error:
                    raise httpcore.ConnectError(str(error)) from error
        return ["127.0.0.1"] if host.endswith(".example.org") else real(host, port)

    monkeypatch.setattr(deadlines, "public_addresses", found)


def self_signed(folder: Path) -> Path:
    """Return a certificate with its key that nobody has signed."""
    path = folder / "self-signed.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=self.example.org"
    files = ["-keyout", str(path), "-out", str(folder / "c.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (folder / "c.pem").read_bytes())
    return path


def page(title: str, text: str = "Some text.", h1: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title></head>"
        f"<body><h1>{h1 or title}</h1><p>{text}</p></body></html>"
    ).encode()


def status(code: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Way:
    """Answer every request alike."""
    return lambda exchange: exchange.answer(code, body, kind, **headers)


def shows(title: str, text: str = "Some text.", h1: str = "") -> Way:
    return status(200, page(title, text, h1))


def leads(code: int, to: str) -> Way:
    return status(code, Location=to)


def head_says(code: int, then: Way) -> Way:
    """Answer HEAD with a status of its own."""

    def way(exchange: Exchange) -> None:
        if exchange.asked.method == "HEAD":
            exchange.answer(code)
        else:
            then(exchange)

    return way


def head_hangs(then: Way) -> Way:
    def way(exchange: Exchange) -> None:
        if exchange.asked.method == "HEAD":
            time.sleep(3)
            exchange.reset()
        else:
            then(exchange)

    return way


def silent(exchange: Exchange) -> None:
    time.sleep(3)
    exchange.reset()


def drips(exchange: Exchange) -> None:
    """Send a header's bytes one by one, for ever."""
    for _ in range(200):
        exchange.raw(b"H")
        time.sleep(0.05)
    exchange.reset()


def breaks(exchange: Exchange) -> None:
    exchange.reset()


def no_http(exchange: Exchange) -> None:
    exchange.raw(b"SSH-2.0-OpenSSH_9.2\r\n")
    exchange.open = False


def endless(exchange: Exchange) -> None:
    """A page without an end."""
    exchange.head(200, {"Content-Type": "text/html", "Connection": "close"})
    if exchange.asked.method != "HEAD":
        exchange.raw(page("A long list"))
        while exchange.asked.sent < HUGE:
            exchange.raw(b"<p>more</p>" * 1000)
    exchange.open = False


def huge(exchange: Exchange) -> None:
    """A file of many megabytes."""
    exchange.head(200, {"Content-Type": "application/pdf", "Content-Length": str(HUGE)})
    if exchange.asked.method != "HEAD":
        while exchange.asked.sent < HUGE:
            exchange.raw(b"%PDF" * 16_384)


BOMB = gzip.compress(page("A page") + b"\0" * HUGE, 1)


def bomb(exchange: Exchange) -> None:
    """A page that is small on the wire and 64 MB when unpacked."""
    exchange.answer(200, BOMB, Content_Encoding="gzip")


def packed(exchange: Exchange) -> None:
    exchange.answer(200, gzip.compress(page("Seite nicht gefunden")), Content_Encoding="gzip")


def brotli(exchange: Exchange) -> None:
    exchange.answer(200, b"\x0b\x02\x80no", Content_Encoding="br")


def once(first: Way, then: Way) -> Way:
    """Answer the first request in one way, the others in another."""
    ways = [then, first]

    def way(exchange: Exchange) -> None:
        (ways.pop() if len(ways) > 1 else then)(exchange)

    return way


def circle(exchange: Exchange) -> None:
    other = "/b" if exchange.asked.path == "/a" else "/a"
    exchange.answer(302, Location=other)


def deeper(exchange: Exchange) -> None:
    exchange.answer(302, Location=f"{exchange.asked.path}x")


def sets_cookie(exchange: Exchange) -> None:
    exchange.answer(302, Location="/after", Set_Cookie="session=secret; Path=/")


def head_leads(to: str, then: Way) -> Way:
    """Redirect HEAD, and answer GET."""

    def way(exchange: Exchange) -> None:
        if exchange.asked.method == "HEAD":
            exchange.answer(302, Location=to)
        else:
            then(exchange)

    return way


def says_raw(data: bytes) -> Way:
    """Send bytes as they are, and hang up."""

    def way(exchange: Exchange) -> None:
        exchange.raw(data)
        exchange.open = False

    return way


def without_end(first: bytes, then: bytes) -> Way:
    """Send a piece again and again; what was sent shows when the other side hung up."""

    def way(exchange: Exchange) -> None:
        exchange.raw(first)
        while exchange.asked.sent < 2**30:
            exchange.raw(then)
        exchange.open = False

    return way


def drips_body(exchange: Exchange) -> None:
    """Send a page's bytes one by one, for ever."""
    exchange.head(200, {"Content-Type": "text/html", "Connection": "close"})
    for _ in range(200):
        exchange.raw(b"x")
        time.sleep(0.05)
    exchange.reset()


def hints_first(exchange: Exchange) -> None:
    """Announce what is coming before the answer."""
    exchange.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 3)
    exchange.answer(200, page("A page"))


ENDLESS_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ENDLESS_FILE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
NASTY: dict[str, tuple[Way, str, str]] = {
    # name of the host: how it answers, what is said of it at once, words of the reason
    "tofile": (leads(301, "file:///etc/passwd"), "unknown", "no address of the web"),
    "tonohost": (leads(302, "http:///page"), "unknown", "redirects in a circle"),
    "tobroken": (leads(302, "http://[bad"), "unknown", "no address of the web"),
    "tojavascript": (leads(302, "javascript:alert(1)"), "unknown", "breaks HTTP"),
    "tometadata": (leads(302, "http://169.254.169.254/latest"), "unknown", "private network"),
    "toeight": (leads(302, "http://[::ffff:10.0.0.1]/"), "unknown", "private network"),
    "touser": (leads(302, "http://a:b@sound.example.org/"), "unknown", "no address of the web"),
    "tossh": (leads(302, "http://sound.example.org:22/"), "unknown", "not the web's"),
    "tolong": (leads(302, "/" + "a" * 9_000), "unknown", "no address of the web"),
    "headers": (
        says_raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 2**22 + b"\r\n\r\n"),
        "unknown",
        "",
    ),
    "endlessheaders": (without_end(ENDLESS_PAGE, b"X-More: more\r\n" * 64), "unknown", ""),
    "storm": (without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 64), "unknown", "in time"),
    "hints": (hints_first, "ok", "200"),
    "switches": (says_raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), "unknown", ""),
    "old": (says_raw(b"<html><title>A page</title></html>"), "unknown", "without an answer"),
    "noreason": (says_raw(b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), "ok", "200"),
    "short": (
        says_raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<p>"),
        "unknown",
        "breaks HTTP",
    ),
    "twolengths": (
        says_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        "unknown",
        "breaks HTTP",
    ),
    "chunks": (
        says_raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n-9\r\n"
        ),
        "unknown",
        "breaks HTTP",
    ),
    "dripsbody": (drips_body, "unknown", "no answer in time"),
    "never": (status(429, Retry_After="9e99"), "unknown", "429"),
    "ages": (status(503, Retry_After="9" * 12), "unknown", "503"),
    "oddtime": (
        status(200, page("A page"), Date="Fri, 31 Dec 9999 23:59:59 -2359", Retry_After="soon"),
        "ok",
        "200",
    ),
    "oddcharset": (status(200, page("A page"), "text/html; charset=idna"), "ok", "200"),
    "titles": (status(200, b"<title " * 18_000), "ok", "200"),
    "cookies": (status(200, page("A page"), Set_Cookie="a=" + "b" * 4000), "ok", "200"),
    "headleads": (head_leads("/gone", shows("A page")), "ok", "200"),
}
"""What hostile servers answer."""

ROBOTS: dict[str, tuple[Way, str, str]] = {
    "hugerules": (without_end(ENDLESS_FILE, b"Disallow: /a\n" * 1000), "ok", "200"),
    "manyrules": (
        status(
            200,
            b"User-agent: *\n" + b"".join(b"Allow: /%d\n" % n for n in range(30_000)),
            "text/plain",
        ),
        "unknown",
        "robots.txt could not be read (more than 10,000 rules)",
    ),
    "binaryrules": (status(200, bytes(range(256)) * 99, "text/plain"), "ok", "200"),
    "looprules": (leads(302, "/robots.txt"), "ok", "200"),
    "fileasrules": (leads(302, "file:///etc/passwd"), "ok", "200"),
    "metadatarules": (leads(302, "http://169.254.169.254/"), "unknown", "private network"),
    "sshrules": (leads(302, "http://sound.example.org:22/"), "unknown", "not the web's"),
    "slowrules": (status(200, b"User-agent: *\nCrawl-delay: 9e9\n", "text/plain"), "ok", "200"),
}
"""What hostile servers have for a robots.txt, with what is said of a sound page there."""
