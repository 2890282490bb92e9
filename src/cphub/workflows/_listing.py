"""Walk a source's listings, with a cursor that a later run can go on from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cphub.model.pages import Listed
from cphub.sources._plan import Listing, Plan
from cphub.wiki.pages import LISTING, Problem, listed, problems
from cphub.wiki.query import Batch, query
from cphub.wiki.site import Site


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of a listing: its pages, each with what it was reached by.

    `cursor` is what `walk` goes on from after this step, None at the end.
    """

    pages: tuple[tuple[Listed, str], ...]
    problems: tuple[Problem, ...]
    cursor: Mapping[str, Any] | None


def walk(site: Site, plan: Plan, cursor: Mapping[str, Any] | None) -> Iterator[Step]:
    """List the pages of `plan`, from the start or from where `cursor` stands.

    A listing is walked once however often it is met, so loops of categories end.
    """
    queue, seen, resume = _load(plan, cursor)
    while queue:
        here = queue[0]
        for batch in query(site, {**LISTING, **here.params}, resume=resume):
            pages = listed(site, batch)
            for page in pages:
                further = plan.follow(here, page)
                if further is not None and further.via not in seen:
                    seen.add(further.via)
                    queue.append(further)
            if batch.resume is None:
                queue.popleft()
            yield Step(
                tuple((page, here.via) for page in pages if plan.keep(page)),
                tuple(problems(batch)),
                _save(queue, seen, batch),
            )
        resume = None


def _load(
    plan: Plan, cursor: Mapping[str, Any] | None
) -> tuple[deque[Listing], set[str], Mapping[str, str] | None]:
    if cursor is None:
        return deque(plan.first), {listing.via for listing in plan.first}, None
    queue = deque(Listing(**listing) for listing in cursor["queue"])
    return queue, set(cursor["seen"]), cursor["continue"]


def _save(queue: deque[Listing], seen: set[str], batch: Batch) -> dict[str, Any] | None:
    if not queue:
        return None
    return {
        "queue": [
            {"params": dict(listing.params), "via": listing.via, "depth": listing.depth}
            for listing in queue
        ],
        "seen": sorted(seen),
        "continue": batch.resume,
    }
