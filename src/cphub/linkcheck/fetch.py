"""One request to anybody's server: nothing of ours goes along, and little is read."""

from __future__ import annotations

import http.cookiejar
import logging
import re
import socket
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast
from urllib.parse import urlsplit

import httpx

from cphub.errors import SettingsError
from cphub.linkcheck.limits import Limits
from cphub.network.clock import Clock
from cphub.network.connections import certificates, open_http, said
from cphub.network.deadlines import Deadlines, hold_to_deadline
from cphub.network.headers import http_date, retry_after

_GZIP = 31  # zlib's wbits for "gzip header and trailer, nothing else"
_HTML = ("text/html", "application/xhtml+xml")
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_CLOSED = "disconnected without sending a response"
_CONNECT = 10.0  # seconds
_NUMBER = re.compile(r"[0-9][0-9.]*(?:[eE]\+?[0-9]+)?")
_ABSURD = 10.0**9  # seconds, for numbers that no header may have, such as 9e99
_PORTS = {80, 443}
_LOWEST_PORT = 1024  # those below are other services' than the web's
_CHARSET = re.compile(  # others that Python knows are no charsets of pages, or slow ones
    r"utf-(?:8|16(?:[bl]e)?)|us-ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]"
    r"|gb2312|gbk|gb18030|big5|euc-(?:jp|kr)|shift_jis|iso-2022-jp|koi8-[ru]"
)


class Trouble(StrEnum):
    """Why there is no answer."""

    NO_HOST = "no such host"
    REFUSED = "cannot be reached"
    TIMEOUT = "no answer in time"
    TLS = "its certificate is not accepted"
    PRIVATE = "leads to a private network"
    PORT = "its port is not the web's"
    CLOSED = "hangs up without an answer"
    BROKEN = "its answer breaks HTTP's rules"


class NoAnswer(Exception):
    """No answer came; `trouble` is the kind of why, `said` the system's own words."""

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.said = said


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. `text` is the beginning of its body, "" where none was read.

    `after` is for how many seconds it asks to be left alone, None where it does not.
    """

    status: int
    location: str = ""
    content_type: str = ""
    text: str = ""
    after: float | None = None

    @property
    def is_html(self) -> bool:
        """Whether the body is a page."""
        return self.content_type in _HTML


class Fetcher:
    """Sends requests that carry no cookie, no login and no referrer. Thread-safe.

    `check` is called a few times a second while a server is silent; it ends by raising.
    """

    def __init__(
        self,
        agent: str,
        limits: Limits,
        clock: Clock,
        check: Callable[[], None],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._check = check
        self._deadlines = Deadlines(clock, check)
        jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self._http = open_http(
            verify=True if transport else certificates(),
            headers={"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
            cookies=jar,
            timeout=httpx.Timeout(limits.deadline, connect=min(_CONNECT, limits.deadline)),
            limits=httpx.Limits(
                max_connections=None,
                max_keepalive_connections=limits.hosts,
                keepalive_expiry=max(5.0, 2 * limits.pause),
            ),
            follow_redirects=False,
            transport=transport,
        )
        hold_to_deadline(self._http, self._deadlines, public=not limits.allow_private)
        self._lock = threading.Lock()
        self.sent = 0
        self.answered = 0
        for noisy in ("httpx", "httpcore"):
            logging.getLogger(noisy).setLevel(logging.WARNING)

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def __call__(self, method: str, address: str, most: int = 0, *, pages: bool = True) -> Reply:
        """Send one request; read up to `most` bytes of a body, with `pages` only of a page.

        Raises:
            NoAnswer: no answer came.
            Stopped: the run is to end.
        """
        if port := _odd_port(address):
            raise NoAnswer(Trouble.PORT, port)
        with self._lock:
            self.sent += 1
        try:
            reply = self._ask(method, address, most, pages=pages)
        except SettingsError as error:
            raise NoAnswer(Trouble.PRIVATE, error.message) from None
        except httpx.TimeoutException:
            raise NoAnswer(Trouble.TIMEOUT, f"{self._limits.deadline:.0f} s") from None
        except httpx.ConnectError as error:
            raise NoAnswer(*_unreachable(error)) from None
        except httpx.NetworkError as error:
            raise NoAnswer(Trouble.REFUSED, said(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            if _CLOSED in str(error):  # httpx has no other sign of it
                raise NoAnswer(Trouble.CLOSED) from None
            raise NoAnswer(Trouble.BROKEN, said(error)) from None
        with self._lock:
            self.answered += 1
        return reply

    def _ask(self, method: str, address: str, most: int, *, pages: bool) -> Reply:
        request = self._http.build_request(method, address)
        end = self._clock.monotonic() + self._limits.deadline

        def tick() -> None:
            self._check()
            if self._clock.monotonic() > end:
                raise httpx.ReadTimeout("deadline")

        with self._deadlines.until(end):
            response = self._http.send(request, stream=True)
            try:
                headers = response.headers
                kind = headers.get("content-type", "").partition(";")[0].strip().lower()
                body = b""
                if most and method != "HEAD" and (not pages or kind in _HTML):
                    # what iter_raw() reads, also where a test's transport has read it before
                    stream = cast("httpx.SyncByteStream", response.stream)
                    body = beginning(stream, headers.get("content-encoding", ""), most, tick)
            finally:
                response.close()
        date = http_date(headers.get("date", "")) or self._clock.now()
        return Reply(
            response.status_code,
            headers.get("location", ""),
            kind,
            body.decode(_charset(headers.get("content-type", "")), "replace"),
            _after(headers.get("retry-after", ""), date),
        )


def beginning(chunks: Iterable[bytes], encoding: str, most: int, tick: Callable[[], None]) -> bytes:
    """Return the first `most` bytes of a body, unpacked; what is packed otherwise is left alone.

    No more than `most` bytes are taken off the wire either, but for the last piece. `tick` is
    called between pieces and ends the reading by raising.
    """
    packed = encoding.strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip"}:
        return b""
    unpack = zlib.decompressobj(_GZIP) if "gzip" in packed else None
    body, taken = b"", 0
    for chunk in chunks:
        tick()
        taken += len(chunk)
        try:
            body += unpack.decompress(chunk, most - len(body)) if unpack else chunk
        except zlib.error:
            break
        if len(body) >= most or taken >= most or (unpack and unpack.eof):
            break
    return body[:most]


def _odd_port(address: str) -> str:
    """Return the port of an address if it is another service's than the web's, else ""."""
    try:
        port = urlsplit(address).port
    except ValueError:
        return "odd"
    other = port is not None and port < _LOWEST_PORT and port not in _PORTS
    return str(port) if other else ""


def _after(value: str, date: datetime) -> float | None:
    if value and (after := retry_after(value, date)) is not None:
        return after
    return _ABSURD if _NUMBER.fullmatch(value.strip()) else None


def _charset(content_type: str) -> str:
    name = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return name if _CHARSET.fullmatch(name) else "utf-8"


def _unreachable(error: httpx.ConnectError) -> tuple[Trouble, str]:
    """Tell apart a name that nobody has, a certificate that is not accepted, and the rest."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            known = cause.errno in _NO_SUCH_HOST
            return (Trouble.NO_HOST if known else Trouble.REFUSED), said(cause)
        cause = cause.__cause__ or cause.__context__
    words = said(error)
    tls = any(word in words.lower() for word in ("certificate", "ssl", "tls"))
    return (Trouble.TLS if tls else Trouble.REFUSED), words
