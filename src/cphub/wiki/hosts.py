"""A connection, a cookie jar and a token for each host, never shared between hosts."""

from __future__ import annotations

import re
import ssl
import threading
from urllib.parse import quote, urlsplit

import httpx

from cphub import __version__
from cphub.errors import SettingsError
from cphub.network.connections import certificates, open_http
from cphub.network.deadlines import Deadlines, hold_to_deadline
from cphub.wiki.endpoint import Endpoint, is_loopback

_SILENCE = 65.0  # seconds without a byte; MediaWiki itself gives up after 60
_CONNECT = 10.0  # seconds


class Host:
    """What is kept for one host: its connections and cookie jar, its token, its past."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self.token = ""
        self.answered = False


class Hosts:
    """The hosts of a run, opened as they are first spoken to. Thread-safe.

    Raises:
        SettingsError: there is no contact, or it is neither an e-mail nor an address; or the
            environment's proxies or certificates cannot be used.
    """

    def __init__(
        self, contact: str, transport: httpx.BaseTransport | None, deadlines: Deadlines
    ) -> None:
        self._agent = user_agent(contact)
        self._transport = transport
        self._deadlines = deadlines
        self._hosts: dict[tuple[str, bool], Host] = {}
        # once: it takes longer than a request; and what the environment has wrong is told now
        self._tls: ssl.SSLContext | bool = True if transport else certificates()
        if not transport:
            open_http(verify=self._tls).close()
        self._lock = threading.Lock()

    def of(self, endpoint: Endpoint) -> Host:
        """Return the host of an endpoint."""
        with self._lock:
            public = not endpoint.allow_insecure
            key = (urlsplit(endpoint.api).netloc.lower(), public)
            if key not in self._hosts:
                self._hosts[key] = Host(self._open(endpoint, public=public))
            return self._hosts[key]

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.http.close()

    def _open(self, endpoint: Endpoint, *, public: bool) -> httpx.Client:
        http = open_http(
            headers={
                "User-Agent": self._agent,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            verify=self._tls,
            timeout=httpx.Timeout(_SILENCE, connect=_CONNECT),
            follow_redirects=False,
            transport=self._transport,
            trust_env=not is_loopback(endpoint.host),  # no proxy hears what stays on the machine
        )
        hold_to_deadline(http, self._deadlines, public=public)
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
