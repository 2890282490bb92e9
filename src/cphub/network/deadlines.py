"""Hold every read from the network to the request's deadline.

httpx's timeouts hold for a single read, so that a server that sends a byte now and then is
listened to for ever. Here the deadline goes down to the socket, headers included. And a
name is looked up once: what was looked at is what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from cphub.errors import SettingsError
from cphub.network.clock import Clock
from cphub.network.names import is_private_name

Options = Iterable[Any]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits
_GLOBAL = ipaddress.ip_network("2000::/3")  # what IANA has given out; outside are old private ones
_PIECE = 0.5  # seconds of silence after which a stopped run is noticed


class Deadlines:
    """When the request that the current thread is at must be done.

    `check` is called a few times a second while a server is silent; it ends by raising.
    """

    def __init__(self, clock: Clock, check: Callable[[], None]) -> None:
        self._clock = clock
        self.check = check
        self._local = threading.local()

    @contextmanager
    def until(self, moment: float) -> Iterator[None]:
        """Hold the thread's network reads to `moment` of the monotonic clock."""
        self._local.moment = moment
        try:
            yield
        finally:
            del self._local.moment

    def left(self, timeout: float | None) -> float | None:
        """Return `timeout`, or what is left until the deadline if that is less.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        moment = getattr(self._local, "moment", None)
        if moment is None:
            return timeout
        left: float = moment - self._clock.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadlines: Deadlines) -> None:
        self._stream = stream
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        silent = 0.0
        while True:
            left = self._deadlines.left(timeout)
            piece = _PIECE if left is None else min(left, _PIECE)
            try:
                return self._stream.read(max_bytes, piece)
            except httpcore.ReadTimeout:
                silent += piece
                self._deadlines.check()
                if timeout is not None and silent >= timeout:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadlines.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadlines.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects; with `public`, to public addresses alone, whatever a name leads to."""

    def __init__(self, deadlines: Deadlines, *, public: bool) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadlines = deadlines
        self._public = public

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        addresses = public_addresses(host, port) if self._public else [host]
        for number, address in enumerate(addresses, start=1):
            left = self._deadlines.left(timeout)
            try:
                stream = self._backend.connect_tcp(
                    address, port, left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Stream(stream, self._deadlines)
        raise httpcore.ConnectError(f"{host} leads to no address")


def public_addresses(host: str, port: int) -> list[str]:
    """Return the addresses that `host` leads to.

    Raises:
        SettingsError: one of them is none of the public internet's.
        httpcore.ConnectError: there is no such name.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_public(address):
            raise SettingsError(
                f"{host} leads to {address}, which is on a private network",
                "for a wiki of your own set allow_insecure = true in its table of cphub.toml",
            )
    return addresses


def _look(http: httpx.Client, request: httpx.Request) -> None:
    """Send no request to a proxy for what is on its private network, not ours."""
    if http._transport_for_url(request.url) is http._transport:  # noqa: SLF001  # no proxy: see _Backend
        return
    host = request.url.raw_host.decode("ascii").lower().strip("[]").rstrip(".")
    try:
        host = socket.inet_ntoa(socket.inet_aton(host))  # 127.1 and 0x7f000001 are addresses, too
    except OSError:
        if ":" not in host and not is_private_name(host):
            return
    if not is_public(host):
        raise SettingsError(
            f"{host} is on a private network",
            "for a wiki of your own set allow_insecure = true in its table of cphub.toml",
        )


def is_public(address: str) -> bool:
    """Tell whether an IP address, and one that is wrapped in it, is the public internet's."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner: ipaddress.IPv4Address | None = None
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and ip not in _GLOBAL:
            return False
    seen = inner or ip
    return seen.is_global and not seen.is_multicast


def hold_to_deadline(http: httpx.Client, deadlines: Deadlines, *, public: bool) -> None:
    """Make every connection of `http`, through a proxy or not, keep the deadlines.

    With `public` it speaks to public addresses alone. A proxy looks names up itself, and is
    the user's own choice: there only those are refused that are private by their very form.
    """
    if public:
        http.event_hooks = {"request": [lambda request: _look(http, request)]}
    # httpx has no public way to a network backend that leaves its proxies as they are
    for transport in (http._transport, *http._mounts.values()):  # noqa: SLF001
        if isinstance(transport, httpx.HTTPTransport):
            direct = transport is http._transport  # noqa: SLF001
            backend = _Backend(deadlines, public=public and direct)
            transport._pool._network_backend = backend  # noqa: SLF001
