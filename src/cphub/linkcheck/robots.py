"""What a host's robots.txt lets us ask for (RFC 9309)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from cphub.linkcheck.fetch import Reply
from cphub.linkcheck.limits import Limits
from cphub.linkcheck.rules import Rules, understood
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of, joined

TOKEN = "cphub"  # noqa: S105  # what robots.txt knows us by
_HOPS = 5  # redirects of a robots.txt that RFC 9309 asks to follow
_FORBIDDEN = "its robots.txt asks not to"
_UNREAD = "its robots.txt could not be read ({})"

Ask = Callable[[str, int], Reply]


class Robots:
    """The robots.txt of the hosts of a run, each read once. Thread-safe.

    `ask` gets an address and how many bytes to read; it waits for the host's turn.
    """

    def __init__(self, ask: Ask, limits: Limits, turns: Turns) -> None:
        self._ask = ask
        self._limits = limits
        self._turns = turns
        self._known: dict[str, Rules | str] = {}
        self._reading: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def forbids(self, address: str) -> str:
        """Return why an address may not be asked for, "" where it may.

        Raises:
            NoAnswer: the host does not answer at all.
            Stopped: the run is to end.
        """
        parts = urlsplit(address)
        origin = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        with self._lock:
            reading = self._reading.setdefault(origin, threading.Lock())
        with reading:
            if origin not in self._known:
                self._known[origin] = self._read(origin)
        known = self._known[origin]
        if isinstance(known, str):
            return known
        return "" if known.allow(address) else _FORBIDDEN

    def _read(self, origin: str) -> Rules | str:
        address = f"{origin}/robots.txt"
        for _hop in range(_HOPS + 1):
            reply = self._ask(address, self._limits.robots_bytes)
            if not HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
                return self._told(origin, reply)
            address = joined(address, reply.location)
            if not address:
                break
        return Rules()

    def _told(self, origin: str, reply: Reply) -> Rules | str:
        status = reply.status
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            return _UNREAD.format(status)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Rules()
        try:
            rules = understood(reply.text, TOKEN)
        except ValueError as error:
            return _UNREAD.format(error)
        if rules.delay:
            pause = min(rules.delay, self._limits.longest_crawl_delay)
            self._turns.slow_down(host_of(origin), pause)
        return rules
