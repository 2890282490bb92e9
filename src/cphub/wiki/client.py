"""One API request done right: paced, bounded, understood, tried again where that may help."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import httpx

from cphub.errors import SettingsError
from cphub.network.clock import Clock
from cphub.network.deadlines import Deadlines
from cphub.wiki.answer import Answer, Warning_
from cphub.wiki.endpoint import Endpoint, is_wikimedia
from cphub.wiki.exchange import Exchange
from cphub.wiki.hosts import Host, Hosts, user_agent
from cphub.wiki.limiter import Limiter, Slots
from cphub.wiki.retry import Fault, Patience, Politeness
from cphub.wiki.secrets import FIELDS, Secrets

__all__ = ["Answer", "Client", "Endpoint", "Politeness", "Transport", "Warning_", "user_agent"]

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
_LONG = 5.0  # seconds; shorter pauses between requests are not worth telling


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
        self._politeness = politeness or Politeness()
        self._clock = clock or Clock()
        self._patience = Patience(self._politeness, self._clock, stop or threading.Event(), on_wait)
        self._slots = Slots(self._politeness.in_flight)
        self._wikimedia = Limiter(self._politeness.per_minute)
        deadlines = Deadlines(self._clock, self._patience.check)
        self._hosts = Hosts(contact, transport, deadlines)
        self.secrets = Secrets()
        self._exchange = Exchange(
            self._politeness, self._clock, deadlines, self._patience.check, self.secrets
        )
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
        self._hosts.close()

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
        self.secrets.keep(token)
        self._hosts.of(endpoint).token = token

    def requests(self, name: str) -> int:
        """Return how many requests were sent to the wiki called `name`, every attempt."""
        return self._sent[name]

    def _send(
        self, endpoint: Endpoint, method: str, params: Mapping[str, str], extra: Mapping[str, str]
    ) -> Answer:
        host = self._hosts.of(endpoint)
        fields, headers = {**_ALWAYS, **params}, dict(extra)
        for name in FIELDS:
            self.secrets.keep(fields.get(name, ""), given=True)
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
            answer = self._exchange(endpoint, host, request)
            self._slots.judge(refused=False)
        except Fault as fault:
            self._judge(endpoint, host, fault)
            raise
        else:
            return answer
        finally:
            self._slots.release()

    def _judge(self, endpoint: Endpoint, host: Host, fault: Fault) -> None:
        """Add to a fault what is known of its host."""
        if host.answered:
            fault.stranger = 0
        if fault.shared and is_wikimedia(endpoint.host):
            self._slots.judge(refused=True)
            wait = min(fault.after or 0.0, self._politeness.longest_retry_after)
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
