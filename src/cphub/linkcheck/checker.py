"""Check one address: HEAD, GET where HEAD is not enough, redirects one by one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from http import HTTPStatus

from cphub.data.not_found import NotFound
from cphub.linkcheck.fetch import Fetcher, NoAnswer, Reply, Trouble
from cphub.linkcheck.limits import Limits
from cphub.linkcheck.pages import led_astray, says
from cphub.linkcheck.robots import Robots
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of, is_archive, joined
from cphub.model.links import Seen, Sight
from cphub.network.clock import Clock

_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_REDIRECTS = {*_PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_SURE = {Trouble.NO_HOST, Trouble.TLS, Trouble.PRIVATE, Trouble.PORT}  # GET would tell the same
_SILENT = {Trouble.NO_HOST, Trouble.REFUSED, Trouble.TIMEOUT, Trouble.CLOSED}
_USELESS = 2  # HEADs that had to be asked again by GET, after which a host is only asked by GET


class Busy(Exception):
    """The server asks to be left alone for `after` seconds."""

    def __init__(self, seen: Seen, after: float) -> None:
        super().__init__(seen.reason)
        self.seen = seen
        self.after = after


@dataclass
class _Way:
    """How far a check has got: where it is, where it would lead for good, what it passed.

    `heads`: HEAD may be asked, `by_head`: some redirect was told by HEAD alone.
    """

    address: str
    lasting: str
    heads: bool
    by_head: bool = False
    permanent: bool = True
    passed: tuple[str, ...] = ()


class Checker:
    """Checks addresses one at a time a thread. Thread-safe."""

    def __init__(
        self, fetch: Fetcher, turns: Turns, limits: Limits, words: NotFound, clock: Clock
    ) -> None:
        self._fetch = fetch
        self._turns = turns
        self._limits = limits
        self._words = words
        self._clock = clock
        self._robots = Robots(self._page_of_rules, limits, turns)
        self._useless: dict[str, int] = {}
        self._spent = threading.local()

    def __call__(self, url: str) -> Seen:
        """Return what is seen of an address.

        Raises:
            Busy: its host, or one that it leads to, asks to be left alone.
            Stopped: the run is to end.
        """
        self._spent.seconds = 0.0
        way = _Way(url, url, heads=True)
        seen = self._followed(url, way)
        if seen.sight in {Sight.GONE, Sight.DOUBTFUL} and way.by_head:
            return self._followed(url, _Way(url, url, heads=False))  # readers use GET
        return seen

    def _followed(self, url: str, way: _Way) -> Seen:
        try:
            return self._follow(url, way)
        except NoAnswer as none:
            gone = none.trouble is Trouble.NO_HOST
            sight = Sight.GONE if gone else Sight.UNKNOWN
            said = f" ({none.said})" if none.said and not gone else ""
            silent = none.trouble in _SILENT and not way.passed
            reason = f"{self._where(way)}{none.trouble.value}{said}"
            return Seen(url, sight, reason, silent=silent)

    def _follow(self, url: str, way: _Way) -> Seen:
        while True:
            if why := self._robots.forbids(way.address):
                return Seen(url, Sight.UNKNOWN, f"{self._where(way)}{why}")
            reply = self._answer(way)
            if reply.status not in _REDIRECTS:
                return self._judged(url, way, reply)
            target = joined(way.address, reply.location)
            if not target:
                said = f"redirects to no address of the web ({reply.status})"
                return Seen(url, Sight.UNKNOWN, said)
            way.passed = (*way.passed, way.address)
            if target in way.passed:
                return Seen(url, Sight.UNKNOWN, "redirects in a circle")
            if len(way.passed) > self._limits.hops:
                return Seen(url, Sight.UNKNOWN, f"redirects more than {self._limits.hops} times")
            way.permanent = way.permanent and reply.status in _PERMANENT
            way.address = target
            if way.permanent:
                way.lasting = target

    def _answer(self, way: _Way) -> Reply:
        """Return a server's answer: to HEAD if that tells enough, else to GET."""
        host = host_of(way.address)
        if way.heads and self._useless.get(host, 0) < _USELESS:
            try:
                reply = self._ask("HEAD", way.address, 0)
            except NoAnswer as none:
                if none.trouble in _SURE:
                    raise
            else:
                good = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
                if reply.status in _REDIRECTS:
                    way.by_head = True
                    return reply
                if good and not reply.is_html:
                    return reply
                if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return reply
            self._useless[host] = self._useless.get(host, 0) + 1
        return self._ask("GET", way.address, self._limits.page_bytes)

    def _judged(self, url: str, way: _Way, reply: Reply) -> Seen:
        status, where = reply.status, self._where(way)
        said = f"{where}{status} {_phrase(status)}".strip()
        if status in _GONE:
            return Seen(url, Sight.GONE, said)
        if (after := self._asks_for(reply)) is not None:
            raise Busy(Seen(url, Sight.UNKNOWN, said), after)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Seen(url, Sight.UNKNOWN, said)
        bad = (led_astray(url, way.address) if way.passed else None) or says(
            reply.text, self._words
        )
        if bad is not None:
            sight, reason = bad
            return Seen(url, sight, f"{reason} ({way.address})" if way.passed else reason)
        if way.lasting != url and not is_archive(way.lasting):
            return Seen(url, Sight.MOVED, "has moved for good", way.lasting)
        return Seen(url, Sight.OK, said)

    def _asks_for(self, reply: Reply) -> float | None:
        """Return for how long a server asks to be left alone, None where it does not."""
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS and reply.after is None:
            return self._limits.busy
        return reply.after if reply.status in _BUSY else None

    @staticmethod
    def _where(way: _Way) -> str:
        return f"redirects to {way.address}: " if way.passed else ""

    def _ask(self, method: str, address: str, most: int, *, pages: bool = True) -> Reply:
        if self._spent.seconds >= self._limits.patience:
            raise NoAnswer(Trouble.TIMEOUT, f"{self._limits.patience:.0f} s in all")
        with self._turns.turn(host_of(address)):
            began = self._clock.monotonic()
            try:
                return self._fetch(method, address, most, pages=pages)
            finally:
                self._spent.seconds += self._clock.monotonic() - began

    def _page_of_rules(self, address: str, most: int) -> Reply:
        return self._ask("GET", address, most, pages=False)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
