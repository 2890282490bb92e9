"""What checks saw of addresses, from one catalogue to another: of two, the newer check holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.checks import Check, is_moment, is_text, is_words, maybe
from cphub.catalogue.links import link_status
from cphub.catalogue.offered import Offered, Rejected
from cphub.catalogue.travels import AHEAD
from cphub.model.addresses import link_address
from cphub.model.links import APART, LinkState, LinkStatus

MOST_CHECKS = 10**6


def _is_address(value: Any) -> bool:
    return is_text(value) and bool(value) and link_address(value) == value


CHECKS: dict[str, Check] = {
    "url": _is_address,
    "status": {state.value for state in LinkState}.__contains__,
    "reason": is_words,
    "checked": is_moment,
    "location": lambda value: value == "" or _is_address(value),
    "first_failed": maybe(is_moment),
    "checks": range(1, MOST_CHECKS).__contains__,
}


def take_links(own: Catalogue, offered: Offered, now: datetime) -> tuple[int, list[Rejected]]:
    """Take over newer checks of addresses from another catalogue.

    Returns:
        How many were taken, and what was not, since no check can have seen it: in the future,
        or dead without two checks as far apart as they must be.

    Raises:
        CatalogueError: one's own catalogue cannot be written, or the other one not be read.
    """
    known, before = own.link_statuses(), len(offered.rejected)
    taken = []
    for row in offered.good_rows("link_targets", CHECKS, "ORDER BY url"):
        theirs = link_status(row)
        ours = known.get(theirs.url)
        if why := _impossible(theirs, now):
            offered.rejected.append(Rejected(f"check of {theirs.url[:80]!a}", why))
        elif ours is None or ours.checked < theirs.checked:
            unsure = ours and theirs.status is LinkState.UNKNOWN and theirs.first_failed is None
            first = ours.first_failed if ours and unsure else theirs.first_failed
            taken.append(replace(theirs, first_failed=first))
    own.save_links(taken)
    rejected = offered.rejected[before:]
    del offered.rejected[before:]
    return len(taken), rejected


def _impossible(one: LinkStatus, now: datetime) -> str:
    """Return why no check can have seen this, "" where one can."""
    first = one.first_failed
    if one.checked > now + AHEAD:
        return "it was checked in the future"
    if first and first > one.checked:
        return "it was found gone later than it was checked"
    if one.status is LinkState.DEAD and (first is None or one.checked - first < APART):
        return "it is called dead after a single check"
    return ""
