"""How gently servers are asked, and how much of an answer is read."""

from __future__ import annotations

from dataclasses import dataclass

from cphub.errors import SettingsError


@dataclass(frozen=True)
class Limits:
    """Times are seconds, sizes bytes.

    One request at a time goes to a host, `pause` after the one before it ended; so many
    `hosts` are spoken to at once. A request that is not done by its `deadline` is given up, an
    address once asking has taken `patience` in all. A server is waited for up to
    `longest_wait`, if it asks for it, and for `busy` where it says that it is asked too often
    but not for how long; `longest_crawl_delay` is the longest pause that its robots.txt can ask
    for. Of a page `page_bytes` are read, packed or not, of a robots.txt `robots_bytes` (RFC
    9309 asks for 500 KiB at least). After so many `failures` in a row a host is not asked any
    more. With `allow_private` addresses of this
    machine and of private networks are asked too.
    """

    pause: float = 1.0
    hosts: int = 20
    deadline: float = 20.0
    patience: float = 60.0
    busy: float = 30.0
    longest_wait: float = 120.0
    longest_crawl_delay: float = 30.0
    hops: int = 10
    failures: int = 3
    page_bytes: int = 128 * 2**10
    robots_bytes: int = 512 * 2**10
    allow_private: bool = False

    def __post_init__(self) -> None:
        """Refuse figures with which nothing could be asked."""
        if self.hosts < 1 or self.pause < 0 or self.deadline <= 0:
            raise SettingsError("links.hosts must be 1 or more, links.pause 0 or more")
