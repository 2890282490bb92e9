"""Hold every read from the network to the request's deadline.

httpx's timeouts hold for a single read, so that a server that sends a byte now and then is
listened to for ever. Here the deadline goes down to the socket, headers included.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from cphub.wiki.clock import Clock

Options = Iterable[Any]
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
    def __init__(self, deadlines: Deadlines) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadlines = deadlines

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadlines.left(timeout)
        stream = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._deadlines)


def hold_to_deadline(http: httpx.Client, deadlines: Deadlines) -> None:
    """Make every connection of `http`, through a proxy or not, keep the deadlines."""
    # httpx has no public way to a network backend that leaves its proxies as they are
    transports = [http._transport, *http._mounts.values()]  # noqa: SLF001
    for transport in transports:
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = _Backend(deadlines)  # noqa: SLF001
