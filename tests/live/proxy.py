"""A loopback HTTP proxy that keeps a log of what a wiki was asked and can stand in the way."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "server"}
LOGIN_FREE = {"token", "logintoken", "lgtoken", "lgpassword"}


@dataclass(frozen=True)
class Asked:
    """One request as it came: `params` are those of the address and of a form together."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def batch(self) -> tuple[tuple[str, str], ...]:
        """What tells one batch from another: the parameters, sorted."""
        return tuple(sorted(self.params.items()))

    @property
    def is_siteinfo(self) -> bool:
        """Tell whether the wiki was asked about itself, not about pages."""
        return "siteinfo" in self.params.get("meta", "")

    @property
    def asks_text(self) -> bool:
        """Tell whether the texts of revisions were asked for."""
        return "content" in self.params.get("rvprop", "").split("|")


@dataclass
class Log:
    """The requests of a stretch of time, oldest first."""

    asked: list[Asked] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of requests."""
        return len(self.asked)

    def __iter__(self) -> Iterator[Asked]:
        """Go through the requests, oldest first."""
        return iter(self.asked)

    @property
    def texts(self) -> list[Asked]:
        """The requests that asked for texts."""
        return [one for one in self.asked if one.asks_text]

    @property
    def repeats(self) -> dict[tuple[tuple[str, str], ...], int]:
        """The batches that were asked for more than once, and how often; siteinfo is none."""
        times = Counter(one.batch for one in self.asked if not one.is_siteinfo)
        return {batch: number for batch, number in times.items() if number > 1}


class Proxy:
    """Stand between a program and the MediaWiki at `target`; close with `close()`."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.log = Log()
        self.hook: Callable[[Asked, int], None] | None = None
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        cast("Any", self._server).proxy = self
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that the proxy listens on."""
        return int(self._server.server_address[1])

    @contextmanager
    def watch(self, hook: Callable[[Asked, int], None] | None = None) -> Iterator[Log]:
        """Give the log of what is asked inside the block.

        `hook` is called before each request is passed on, with the request and its number
        in this log (from 1); what it takes in time, the program waits.
        """
        before, self.log, self.hook = self.log, Log(), hook
        mine = self.log
        try:
            yield mine
        finally:
            before.asked.extend(mine.asked)
            self.log, self.hook = before, None

    def note(self, asked: Asked) -> None:
        """Write a request into the log and let the hook see it."""
        with self._lock:
            self.log.asked.append(asked)
            number, hook = len(self.log), self.hook
        if hook is not None:
            hook(asked, number)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        proxy = cast("Proxy", cast("Any", self.server).proxy)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        params = dict(parse_qsl(address.query, keep_blank_values=True))
        if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            params |= parse_qsl(body.decode(), keep_blank_values=True)
        shown = {name: value for name, value in params.items() if name not in LOGIN_FREE}
        proxy.note(Asked(self.command, address.path, shown, dict(self.headers.items())))
        upstream = http.client.HTTPConnection("127.0.0.1", proxy.target, timeout=120)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            headers["Host"] = self.headers.get("Host", "127.0.0.1")
            upstream.request(self.command, self.path, body or None, headers)
            reply = upstream.getresponse()
            content = reply.read()
        finally:
            upstream.close()
        try:
            self.send_response_only(reply.status, reply.reason)
            for name, value in reply.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            # the program was killed while it waited: the tests do that
            self.close_connection = True

    def handle_one_request(self) -> None:
        """Serve one request; a program that was killed just ends the connection."""
        try:
            super().handle_one_request()
        except ConnectionResetError:
            self.close_connection = True

    do_GET = do_POST = _pass_on  # noqa: N815  # http.server's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # http.server's name
        """Say nothing: the log is kept in `Proxy`."""
