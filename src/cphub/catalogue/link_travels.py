"""What checks saw of addresses, from one catalogue to another: of two, the newer check holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.checks import Check, is_id, is_moment, is_text, is_words, maybe
from cphub.catalogue.links import link_status
from cphub.catalogue.offered import Offered
from cphub.catalogue.rows import to_text
from cphub.model.addresses import link_address
from cphub.model.links import LinkState


def _is_address(value: Any) -> bool:
    return is_text(value) and bool(value) and link_address(value) == value


CHECKS: dict[str, Check] = {
    "url": _is_address,
    "status": {state.value for state in LinkState}.__contains__,
    "reason": is_words,
    "checked": is_moment,
    "location": lambda value: value == "" or _is_address(value),
    "first_failed": maybe(is_moment),
    "checks": is_id,
}


def take_links(own: Catalogue, offered: Offered, now: datetime) -> int:
    """Take over newer checks of addresses from another catalogue; return how many.

    What claims to have been checked later than now is left.

    Raises:
        CatalogueError: one's own catalogue cannot be written, or the other one not be read.
    """
    known, latest = own.link_statuses(), to_text(now)
    taken = []
    for row in offered.good_rows("link_targets", CHECKS, "ORDER BY url"):
        theirs = link_status(row)
        ours = known.get(theirs.url)
        if to_text(theirs.checked) <= latest and (ours is None or ours.checked < theirs.checked):
            taken.append(theirs)
    own.save_links(taken)
    return len(taken)
