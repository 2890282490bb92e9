"""How each fault is played: functions that answer an exchange in the wiki's place."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from itertools import count
from typing import Any

from tests.faults.server import Exchange, Play, Reply, head

HTML = b"<!DOCTYPE html><title>Wikimedia Error</title><p>Our servers are busy.</p>"
JSON = {"Content-Type": "application/json; charset=utf-8"}
PACKED = {**JSON, "Content-Encoding": "gzip"}

# --- statuses ----------------------------------------------------------------------------


def status(code: int, body: bytes = HTML, **headers: str) -> Play:
    """Answer with a status and a body."""
    shown = {"Content-Type": "text/html", **headers}
    return lambda exchange: exchange.send(code, shown, body)


def too_fast(after: str) -> Play:
    """Answer 429 as Wikimedia's edge does; "date" is a second from the server's own Date."""

    def play(exchange: Exchange) -> None:
        # a server whose clock is far off: the date counts from its own
        there = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
        value = format_datetime(there + timedelta(seconds=1), usegmt=True)
        headers = {
            "Content-Type": "text/html",
            "Date": format_datetime(there, usegmt=True),
            "Retry-After": value if after == "date" else after,
        }
        exchange.send(429, headers, b"<h1>Error</h1><p>Too many requests (f061ab2)</p>")

    return play


def redirect(code: int, to: str) -> Play:
    """Send elsewhere."""
    return lambda exchange: exchange.send(code, {"Location": to} if to else {}, HTML)


def api_error(code: str, *, old: bool = False) -> Play:
    """Answer with an API error of either form, as MediaWiki does: with status 200."""
    entry = {"code": code, "text": f"about {code}", "module": "query"}
    if old:
        entry = {"code": code, "info": f"about {code}", "host": "db1", "lag": "7.2"}
    body = json.dumps({"error": entry} if old else {"errors": [entry]}).encode()
    shown = {**JSON, "MediaWiki-API-Error": code}
    return lambda exchange: exchange.send(200, shown, body)


# --- the body ----------------------------------------------------------------------------


def cut_by_length(exchange: Exchange) -> None:
    """Send half of the body that Content-Length promises."""
    body = exchange.truth.body
    exchange.send(200, JSON, body[: len(body) // 2], length=len(body))


def cut_in_chunks(exchange: Exchange) -> None:
    """Send a chunk that ends early, and no last one."""
    body = exchange.truth.body
    exchange.raw(head(200, {**JSON, "Transfer-Encoding": "chunked"}, None))
    exchange.raw(f"{len(body):x}\r\n".encode() + body[: len(body) // 2])
    exchange.close()


def cut_at_end(exchange: Exchange) -> None:
    """Send half of a body whose end only the connection's end tells."""
    body = exchange.truth.body
    exchange.send(200, {**JSON, "Connection": "close"}, body[: len(body) // 2], length=None)


def cut_gzip(exchange: Exchange) -> None:
    """Send half of a packed body as if it were whole."""
    body = gzip.compress(exchange.truth.body)
    exchange.send(200, PACKED, body[: len(body) // 2])


def flipped_gzip(exchange: Exchange) -> None:
    """Send a packed body with one bit of its checksum flipped."""
    body = bytearray(gzip.compress(exchange.truth.body))
    body[-6] ^= 1
    exchange.send(200, PACKED, bytes(body))


def gzip_that_is_none(exchange: Exchange) -> None:
    """Say that a plain body is packed."""
    exchange.send(200, PACKED, exchange.truth.body)


def double_gzip(said: str) -> Play:
    """Pack the body twice and say so or not."""

    def play(exchange: Exchange) -> None:
        body = gzip.compress(gzip.compress(exchange.truth.body))
        exchange.send(200, {**JSON, "Content-Encoding": said}, body)

    return play


def two_gzips(exchange: Exchange) -> None:
    """Put a second packed body behind the first."""
    exchange.send(200, PACKED, gzip.compress(exchange.truth.body) + gzip.compress(b"{}"))


def packed_as(encoding: str) -> Play:
    """Pack in a way that was not asked for."""
    return lambda exchange: exchange.send(
        200, {**JSON, "Content-Encoding": encoding}, zlib.compress(exchange.truth.body)
    )


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * 200_000_000, 9)


def bomb(exchange: Exchange) -> None:
    """Send 200 kB that unpack to 200 MB."""
    exchange.send(200, PACKED, _bomb())


def flood(exchange: Exchange) -> None:
    """Send 40 MB."""
    piece = b" " * 2**20
    exchange.raw(head(200, JSON, 40 * len(piece)))
    for _ in range(40):
        exchange.raw(piece)


def recoded(encoding: str) -> Play:
    """Send the truth in another encoding."""
    return lambda exchange: exchange.send(200, JSON, exchange.truth.body.decode().encode(encoding))


# --- what the JSON says ------------------------------------------------------------------


def _telling(exchange: Exchange, truth: Reply, body: dict[str, Any]) -> None:
    exchange.send(truth.status, JSON, json.dumps(body).encode())


def changed(**parts: object) -> Play:
    """Answer with some parts of the truth replaced."""

    def play(exchange: Exchange) -> None:
        truth = exchange.truth
        _telling(exchange, truth, truth.json | parts)

    return play


def _pages_changed(change: Callable[[list[dict[str, Any]]], object]) -> Play:
    def play(exchange: Exchange) -> None:
        truth = exchange.truth
        body = truth.json
        change(body.get("query", {}).get("pages", []))
        _telling(exchange, truth, body)

    return play


def first_page(key: str, value: object) -> Play:
    """Answer with the truth but for one key of the first page."""

    def change(pages: list[dict[str, Any]]) -> None:
        for page in pages[:1]:
            page[key] = value

    return _pages_changed(change)


def first_revision(key: str, value: object) -> Play:
    """Answer with the truth but for one key of the first page's newest revision."""

    def change(pages: list[dict[str, Any]]) -> None:
        for page in pages[:1]:
            for revision in page.get("revisions", ())[:1]:
                revision[key] = value

    return _pages_changed(change)


def warned(exchange: Exchange) -> None:
    """Answer with the truth and a warning of a kind that nobody has met."""
    warning = {"code": "newfangled", "module": "query", "text": "Something \x1b[31mnew\u202e"}
    changed(warnings=[warning])(exchange)


def size_cut(exchange: Exchange) -> None:
    """Leave out the last page, say so, and leave its text for the continuation."""
    truth = exchange.truth
    body = truth.json
    pages = body.get("query", {}).get("pages", [])
    if len(pages) > 1:
        kept = int(exchange.asked.params.get("gcmcontinue", 0)) + len(pages) - 1
        del pages[-1]
        body["continue"] = {"gcmcontinue": str(kept), "continue": "gcmcontinue||"}
        body["warnings"] = [_TRUNCATED]
    _telling(exchange, truth, body)


def size_cut_silent(exchange: Exchange) -> None:
    """Leave out pages with a warning, and no way to go on."""
    truth = exchange.truth
    body = truth.json
    del body.get("query", {}).get("pages", [])[1:]
    body.pop("continue", None)
    body["warnings"] = [_TRUNCATED]
    _telling(exchange, truth, body)


_TRUNCATED = {
    "code": "truncatedresult",
    "module": "result",
    "text": "This result was truncated because it would otherwise be larger than the limit",
}
_anew = count(1)


def continues_anew(exchange: Exchange) -> None:
    """Continue a list with ever new words that lead nowhere."""
    on = {"gcmcontinue": "0", "continue": f"||{next(_anew)}"}
    truth = exchange.truth
    _telling(exchange, truth, {"continue": on})


def continues_alike(exchange: Exchange) -> None:
    """Continue a list with where it is."""
    changed(**{"continue": {"gcmcontinue": "0", "continue": "gcmcontinue||"}})(exchange)


def no_batchcomplete(exchange: Exchange) -> None:
    """Leave out `batchcomplete`: there is more to say of these pages."""
    truth = exchange.truth
    body = truth.json
    body.pop("batchcomplete", None)
    _telling(exchange, truth, body)
