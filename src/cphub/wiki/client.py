"""One API request done right: paced, bounded, understood, tried again where that may help."""

from __future__ import annotations

import logging
import re
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self, cast
from urllib.parse import quote, urlsplit

import httpx

from cphub import __version__
from cphub.errors import BadReply, SettingsError, WikiUnreachable
from cphub.wiki.answer import Answer, Warning_, read_answer
from cphub.wiki.body import Broken, TooBig, read_body
from cphub.wiki.clock import Clock
from cphub.wiki.endpoint import Endpoint, is_wikimedia
from cphub.wiki.limiter import Limiter
from cphub.wiki.network import Deadlines, hold_to_deadline
from cphub.wiki.retry import COME_BACK, HEAVY, Fault, Patience, Politeness, spoken

__all__ = ["Answer", "Client", "Endpoint", "Politeness", "Transport", "Warning_"]

Transport = httpx.BaseTransport
Lighten = Callable[[], Mapping[str, str] | None]

_ALWAYS = {
    "format": "json",
    "formatversion": "2",
    "errorformat": "plaintext",
    "errorlang": "en",
    "maxlag": "5",
}
_LONGEST_URL = 2000  # bytes; longer questions go by POST
_READ_BY_POST = {"Promise-Non-Write-API-Action": "true"}  # lets any data centre answer
_SILENCE = 65.0  # seconds without a byte; MediaWiki itself gives up after 60
_LONG = 5.0  # seconds; shorter pauses between requests are not worth telling


class _Host:
    """What is kept for one host: its connections and cookie jar, its token, its past."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self.token = ""
        self.answered = False


class Client:
    """All the requests of a run go through one client. Thread-safe; a context manager.

    `contact` is the operator's e-mail or page, named in every User-Agent. `on_wait` is told
    of waits: the wiki's short name, seconds, why. When `stop` is set, waits and requests
    end at once with Stopped.

    Raises:
        SettingsError: there is no contact, or it is neither an e-mail nor an address.
    """

    def __init__(
        self,
        contact: str,
        *,
        politeness: Politeness | None = None,
        transport: httpx.BaseTransport | None = None,
        on_wait: Callable[[str, float, str], None] | None = None,
        stop: threading.Event | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._agent = user_agent(contact)
        self._politeness = politeness or Politeness()
        self._transport = transport
        self._clock = clock or Clock()
        self._patience = Patience(self._politeness, self._clock, stop or threading.Event(), on_wait)
        self._slots = threading.Semaphore(self._politeness.in_flight)
        self._wikimedia = Limiter(self._politeness.per_minute)
        self._deadlines = Deadlines(self._clock, self._patience.check)
        self._hosts: dict[str, _Host] = {}
        self._tls: ssl.SSLContext | None = None
        self._sent: Counter[str] = Counter()
        self._lock = threading.Lock()
        for noisy in ("httpx", "httpcore"):  # they log addresses and headers, secrets and all
            logging.getLogger(noisy).setLevel(logging.WARNING)

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.http.close()

    def get(
        self, endpoint: Endpoint, params: Mapping[str, str], *, lighten: Lighten | None = None
    ) -> Answer:
        """Ask the API something that changes nothing.

        `lighten` is called when the wiki has failed twice as if the question were too big;
        it returns a smaller question, or None.

        Raises:
            WikiError: it did not answer, or with an error (see `cphub.errors`).
            Stopped: the run is to end.
        """
        question = dict(params)

        def attempt(failed: int, last: Fault | None) -> Answer:
            nonlocal question
            if last and 0 < last.heavy <= failed:
                if lighten and (smaller := lighten()):
                    question = dict(smaller)
                elif last.heavy == 1:
                    raise last.error
            address = f"{endpoint.api}?{httpx.QueryParams({**_ALWAYS, **question})}"
            if len(address) <= _LONGEST_URL:
                return self._send(endpoint, "GET", question, {})
            return self._send(endpoint, "POST", question, _READ_BY_POST)

        return self._patience.persist(endpoint.name, attempt, repeat=True)

    def post(self, endpoint: Endpoint, params: Mapping[str, str], *, retry: bool = False) -> Answer:
        """Send something in a request's body: a login, an edit.

        Without `retry` it is sent again only where the wiki surely did nothing with it.

        Raises:
            WikiError: it did not answer, or with an error (see `cphub.errors`).
            Stopped: the run is to end.
        """
        return self._patience.persist(
            endpoint.name,
            lambda _failed, _last: self._send(endpoint, "POST", params, {}),
            repeat=retry,
        )

    def bear(self, endpoint: Endpoint, token: str) -> None:
        """Send OAuth 2 `token` with every request to the endpoint's host, and to no other."""
        self._host(endpoint).token = token

    def requests(self, name: str) -> int:
        """Return how many requests were sent to the wiki called `name`, every attempt."""
        return self._sent[name]

    def _send(
        self, endpoint: Endpoint, method: str, params: Mapping[str, str], extra: Mapping[str, str]
    ) -> Answer:
        host = self._host(endpoint)
        fields, headers = {**_ALWAYS, **params}, dict(extra)
        if host.token:
            headers["Authorization"] = f"Bearer {host.token}"
        try:
            request = host.http.build_request(
                method,
                endpoint.api,
                params=fields if method == "GET" else None,
                data=fields if method == "POST" else None,
                headers=headers,
            )
        except httpx.InvalidURL as error:  # which is no httpx.HTTPError
            raise SettingsError(f"the api address of wiki {endpoint.name}: {error}") from None
        self._take_slot(endpoint)
        try:
            return self._exchange(endpoint, host, request)
        except Fault as fault:
            self._judge(endpoint, host, fault)
            raise
        finally:
            self._slots.release()

    def _exchange(self, endpoint: Endpoint, host: _Host, request: httpx.Request) -> Answer:
        limits, began = self._politeness, self._clock.monotonic()

        def tick() -> None:
            self._patience.check()
            if self._clock.monotonic() - began > limits.deadline:
                raise httpx.ReadTimeout("deadline")

        try:
            with self._deadlines.until(began + limits.deadline):
                response = host.http.send(request, stream=True)
                try:
                    # what iter_raw() reads, also where a test's transport has read it before
                    stream = cast("httpx.SyncByteStream", response.stream)
                    encoding = response.headers.get("content-encoding", "")
                    body = read_body(stream, encoding, max_bytes=limits.max_bytes, tick=tick)
                finally:
                    response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Fault(
                WikiUnreachable(
                    f"cannot reach {endpoint.name} at {endpoint.host}: {_reason(error)}",
                    f"check the network, and api under [wikis.{endpoint.name}] in cphub.toml",
                ),
                refused=True,
            ) from None
        except httpx.TimeoutException:
            late = f"{endpoint.name} did not answer within {spoken(limits.deadline)}"
            raise Fault(WikiUnreachable(late, COME_BACK), heavy=HEAVY) from None
        except httpx.HTTPError as error:
            lost = f"{endpoint.name} broke off its answer: {_reason(error)}"
            raise Fault(WikiUnreachable(lost, COME_BACK)) from None
        except Broken as error:
            broken = f"{endpoint.name} sent an answer that is {error}"
            raise Fault(WikiUnreachable(broken, COME_BACK)) from None
        except TooBig:
            size = f"more than {limits.max_bytes // 2**20} MB"
            big = f"{endpoint.name} sent {size} in one answer"
            raise Fault(BadReply(big), heavy=1) from None
        answer = read_answer(
            endpoint, response.status_code, response.headers, body, self._clock.now()
        )
        host.answered = True
        return answer

    def _judge(self, endpoint: Endpoint, host: _Host, fault: Fault) -> None:
        """Add to a fault what is known of its host."""
        fault.stranger = fault.stranger and not host.answered
        if fault.shared and fault.after and is_wikimedia(endpoint.host):
            wait = min(fault.after, self._politeness.longest_retry_after)
            self._wikimedia.hold(self._clock.monotonic() + wait)

    def _take_slot(self, endpoint: Endpoint) -> None:
        """Wait until a request may go; it then holds a slot."""
        while True:
            self._patience.check()
            if not self._slots.acquire(timeout=0.5):
                continue
            wait = 0.0
            if is_wikimedia(endpoint.host):
                wait = self._wikimedia.take(self._clock.monotonic())
            if not wait:
                with self._lock:
                    self._sent[endpoint.name] += 1
                return
            self._slots.release()
            why = "Wikimedia's limit of requests a minute" if wait >= _LONG else ""
            self._patience.pause(endpoint.name, wait, why)

    def _host(self, endpoint: Endpoint) -> _Host:
        with self._lock:
            key = urlsplit(endpoint.api).netloc.lower()
            if key not in self._hosts:
                self._hosts[key] = _Host(self._open())
            return self._hosts[key]

    def _open(self) -> httpx.Client:
        if self._tls is None and self._transport is None:
            self._tls = httpx.create_ssl_context()  # once: it takes longer than a request
        http = httpx.Client(
            headers={
                "User-Agent": self._agent,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            verify=self._tls or True,
            timeout=httpx.Timeout(_SILENCE, connect=10.0),
            follow_redirects=False,
            transport=self._transport,
        )
        hold_to_deadline(http, self._deadlines)
        return http


def user_agent(contact: str) -> str:
    """Return the User-Agent that Wikimedia's policy asks for.

    Raises:
        SettingsError: there is no contact, or it is neither an e-mail nor an address.
    """
    contact = contact.strip()
    how = 'set contact = "https://meta.wikimedia.org/wiki/User:YourName" in cphub.toml'
    if not contact:
        raise SettingsError("wikis must be told who is asking, and there is no contact", how)
    if re.search(r"[\x00-\x1f\x7f]", contact) or not re.search(r"\S@\S|https?://\S", contact):
        raise SettingsError("contact is neither an e-mail nor the address of a page", how)
    quoted = quote(contact, safe=" !\"#$%&'*+,-./:;<=>?@[]^_`{|}~")
    return f"cphub/{__version__} ({quoted}) httpx/{httpx.__version__}"


def _reason(error: Exception) -> str:
    """Return what went wrong on the network, in the system's words."""
    return str(error)[:200] or type(error).__name__
