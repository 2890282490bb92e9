"""What became of the addresses that pages link to, and when one is called dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

APART = timedelta(days=3)
"""How far apart two checks must be to call an address dead that both found gone."""


class LinkState(StrEnum):
    """What is known of an address.

    `suspected`: it was found gone once, or what answers looks like a page that is not found.
    `unknown`: it could not be checked, and nothing is said of it.
    """

    OK = "ok"
    MOVED = "moved"
    SUSPECTED = "suspected"
    DEAD = "dead"
    UNKNOWN = "unknown"


class Sight(StrEnum):
    """What one check saw. `GONE`: 404, 410 or no such host. `DOUBTFUL`: looks like not found."""

    OK = "ok"
    MOVED = "moved"
    DOUBTFUL = "doubtful"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one check saw of an address; `location` is where it has moved to for good.

    `silent`: nobody answered at all, which says nothing where the network is down.
    """

    url: str
    sight: Sight
    reason: str
    location: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What the catalogue knows of an address: one row of `link_targets`.

    `first_failed` is when it was first found gone, and at every check since that saw it; None
    where it was not. `checks` counts all checks.
    """

    url: str
    status: LinkState
    reason: str
    checked: datetime
    location: str = ""
    first_failed: datetime | None = None
    checks: int = 1


def judge(before: LinkStatus | None, seen: Seen, now: datetime) -> LinkStatus:
    """Return what is known of an address after a check.

    It is dead if it was found gone at two checks `APART` or more, with none between them that
    found it there. A check that could not tell changes nothing of that.
    """
    first = before.first_failed if before else None
    if seen.sight is Sight.GONE:
        first = min(first or now, now)  # a clock may have been ahead then
        dead = now - first >= APART
        state = LinkState.DEAD if dead else LinkState.SUSPECTED
    elif seen.sight is Sight.UNKNOWN:
        state = LinkState.UNKNOWN
    else:
        first = None
        state = LinkState.SUSPECTED if seen.sight is Sight.DOUBTFUL else LinkState(seen.sight)
    checks = before.checks + 1 if before else 1
    return LinkStatus(seen.url, state, seen.reason, now, seen.location, first, checks)
