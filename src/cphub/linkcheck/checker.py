"""Check one address: HEAD, GET where HEAD is not enough, redirects one by one."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from cphub.data.not_found import NotFound
from cphub.linkcheck.fetch import Fetcher, NoAnswer, Reply, Trouble
from cphub.linkcheck.limits import Limits
from cphub.linkcheck.pages import led_astray, says
from cphub.linkcheck.robots import Robots
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of, is_archive, link_address
from cphub.model.links import Seen, Sight

_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_REDIRECTS = {*_PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_SURE = {Trouble.NO_HOST, Trouble.TLS, Trouble.PRIVATE}  # asking by GET would tell the same
_USELESS = 2  # HEADs that had to be asked again by GET, after which a host is only asked by GET
_LOWEST_PORT = 1024  # those below are other services' than the web's


class Busy(Exception):
    """The server asks to be left alone for `after` seconds."""

    def __init__(self, seen: Seen, after: float) -> None:
        super().__init__(seen.reason)
        self.seen = seen
        self.after = after


@dataclass
class _Way:
    """How far a check has got: where it is, where it would lead for good, what it passed."""

    address: str
    lasting: str
    permanent: bool = True
    passed: tuple[str, ...] = ()


class Checker:
    """Checks addresses one at a time a thread. Thread-safe."""

    def __init__(self, fetch: Fetcher, turns: Turns, limits: Limits, words: NotFound) -> None:
        self._fetch = fetch
        self._turns = turns
        self._limits = limits
        self._words = words
        self._robots = Robots(self._page_of_rules, limits, turns)
        self._useless: dict[str, int] = {}

    def __call__(self, url: str) -> Seen:
        """Return what is seen of an address.

        Raises:
            Busy: its host, or one that it leads to, asks to be left alone.
            Stopped: the run is to end.
        """
        way = _Way(url, url)
        try:
            return self._follow(url, way)
        except NoAnswer as none:
            gone = none.trouble is Trouble.NO_HOST
            sight = Sight.GONE if gone else Sight.UNKNOWN
            said = f" ({none.said})" if none.said and not gone else ""
            return Seen(url, sight, f"{self._where(way)}{none.trouble.value}{said}")

    def _follow(self, url: str, way: _Way) -> Seen:
        while True:
            if why := self._refused(way.address):
                return Seen(url, Sight.UNKNOWN, f"{self._where(way)}{why}")
            reply = self._answer(way.address)
            if reply.status not in _REDIRECTS:
                return self._judged(url, way, reply)
            target = link_address(urljoin(way.address, reply.location)) if reply.location else ""
            if not target:
                return Seen(url, Sight.UNKNOWN, f"redirects to no address ({reply.status})")
            way.passed = (*way.passed, way.address)
            if target in way.passed:
                return Seen(url, Sight.UNKNOWN, "redirects in a circle")
            if len(way.passed) > self._limits.hops:
                return Seen(url, Sight.UNKNOWN, f"redirects more than {self._limits.hops} times")
            way.permanent = way.permanent and reply.status in _PERMANENT
            way.address = target
            if way.permanent:
                way.lasting = target

    def _refused(self, address: str) -> str:
        """Return why an address is not asked at all, "" where it is."""
        try:
            port = urlsplit(address).port
        except ValueError:
            return "has an odd port"
        if port is not None and port < _LOWEST_PORT and port not in {80, 443}:
            return f"has the port {port}, which is not the web's"
        return self._robots.forbids(address)

    def _answer(self, address: str) -> Reply:
        """Return a server's answer: to HEAD if that tells enough, else to GET."""
        host = host_of(address)
        if self._useless.get(host, 0) < _USELESS:
            try:
                reply = self._ask("HEAD", address, 0)
            except NoAnswer as none:
                if none.trouble in _SURE:
                    raise
            else:
                good = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
                if reply.status in _REDIRECTS or (good and not reply.is_html):
                    return reply
                if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
                    return reply
            self._useless[host] = self._useless.get(host, 0) + 1
        return self._ask("GET", address, self._limits.page_bytes)

    def _judged(self, url: str, way: _Way, reply: Reply) -> Seen:
        status, where = reply.status, self._where(way)
        said = f"{where}{status} {_phrase(status)}".strip()
        if status in _GONE:
            return Seen(url, Sight.GONE, said)
        if status in _BUSY and reply.after:
            raise Busy(Seen(url, Sight.UNKNOWN, said), reply.after)
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

    @staticmethod
    def _where(way: _Way) -> str:
        return f"redirects to {way.address}: " if way.passed else ""

    def _ask(self, method: str, address: str, most: int, *, pages: bool = True) -> Reply:
        with self._turns.turn(host_of(address)):
            return self._fetch(method, address, most, pages=pages)

    def _page_of_rules(self, address: str, most: int) -> Reply:
        return self._ask("GET", address, most, pages=False)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
