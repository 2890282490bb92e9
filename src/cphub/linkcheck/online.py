"""Believe in silence only while the network is known to be up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from cphub.errors import WikiUnreachable
from cphub.linkcheck.fetch import Fetcher, NoAnswer
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of
from cphub.model.links import Seen, Sight

LOST = 5
"""Hosts in a row that do not answer, after which it is looked whether the network is down."""

ASKED = 3
"""Addresses at most that are asked whether it is."""


class Online:
    """Tells whether the network is up, by an address that should answer."""

    def __init__(self, fetch: Fetcher, turns: Turns, anchors: Sequence[str]) -> None:
        self._fetch = fetch
        self._turns = turns
        self._anchors = tuple(anchors)
        self._good = ""

    def believed(self, found: Iterator[Seen]) -> Iterator[Seen]:
        """Yield what was seen; what nobody answered to only once somebody did answer after it.

        Where nobody else is left to answer, one that should is asked.

        Raises:
            WikiUnreachable: nobody answers any more.
        """
        held: list[Seen] = []
        hosts: set[str] = set()
        answered = 0
        for one in found:
            if held and self._fetch.answered > answered:
                yield from held
                held.clear()
                hosts.clear()
            if not one.silent:
                if one.sight in {Sight.OK, Sight.MOVED}:
                    self._good = one.url
                yield one
                continue
            held.append(one)
            hosts.add(host_of(one.url))
            answered = self._fetch.answered
            if len(hosts) >= LOST:
                if not self._is_up():
                    raise WikiUnreachable(
                        f"none of {len(hosts)} hosts in a row can be reached: {one.reason}",
                        "Look whether this computer is online. What was checked before is saved.",
                    )
                hosts.clear()
                answered = -1
        if held and (self._fetch.answered > answered or self._is_up()):
            yield from held
            return
        for one in held:
            if one.sight is Sight.GONE:
                said = f"{one.reason}, but no other host answered either"
                yield replace(one, sight=Sight.UNKNOWN, reason=said)
            else:
                yield one

    def _is_up(self) -> bool:
        """Ask those that should answer."""
        for address in dict.fromkeys((self._good, *self._anchors[:ASKED])):
            if address:
                with suppress(NoAnswer), self._turns.turn(host_of(address)):
                    self._fetch("HEAD", address)
                    return True
        return False
