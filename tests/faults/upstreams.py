"""What stands behind the fault server: a wiki in memory, or a live MediaWiki."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable

import httpx
from tests.faults.server import Reply, Request, Upstream
from tests.live.proxy import HOP_BY_HOP
from tests.workflows.fake_wiki import error

DELAYED = "Accept-Encoding"  # kept from the wiki, so that faults can change its JSON


def in_memory(answer: Callable[[httpx.Request], httpx.Response], address: str) -> Upstream:
    """Return what asks a wiki in memory, one request at a time."""
    lock = threading.Lock()

    def ask(request: Request) -> Reply:
        asked = httpx.Request(request.method, address + request.target, content=request.body)
        with lock:
            try:
                reply = answer(asked)
            except ValueError:  # it takes no continuation but its own
                reply = error("badcontinue")
        headers = {k.title(): v for k, v in reply.headers.items() if k != "content-length"}
        return Reply(reply.status_code, headers, reply.content)

    return ask


def live(port: int) -> Upstream:
    """Return what asks a MediaWiki that listens on `port`."""

    def ask(request: Request) -> Reply:
        upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        kept = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in HOP_BY_HOP and name != DELAYED
        }
        try:
            upstream.request(request.method, request.target, request.body or None, kept)
            reply = upstream.getresponse()
            headers = {k: v for k, v in reply.getheaders() if k.lower() not in HOP_BY_HOP}
            return Reply(reply.status, headers, reply.read())
        finally:
            upstream.close()

    return ask
