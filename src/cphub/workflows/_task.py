"""What the steps of one wiki's harvest share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.runs import Counts
from cphub.errors import CphubError
from cphub.model.progress import Progress
from cphub.settings import SourceSettings
from cphub.wiki.site import Site
from cphub.workflows._titles import Asker

T = TypeVar("T")

_END = object()


@dataclass(frozen=True, slots=True)
class Task:
    """What harvesting one wiki needs."""

    site: Site
    catalogue: Catalogue
    run: int
    sources: Sequence[SourceSettings]
    progress: Progress
    full: bool
    limit: int | None
    links: bool
    views: bool
    histories_since: datetime
    asker: Asker
    languages: Sequence[str] = ()

    @property
    def wiki(self) -> str:
        """The wiki's short name."""
        return self.site.wiki.name


@dataclass(slots=True)
class Outcome:
    """What came of one wiki so far; `saved` is how many texts were saved.

    Of a wiki that was not harvested to the end, `total.failed` counts the texts that are
    still to be fetched, and `ended` is false. `site` is None where it did not even answer.
    """

    total: Counts = field(default_factory=Counts)
    ended: bool = False
    saved: int = 0
    listing_requests: dict[str, int] = field(default_factory=dict)
    errors: dict[str, CphubError] = field(default_factory=dict)
    site: Site | None = None


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield what `items` yields, with the next one already under way."""
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        following = pool.submit(next, items, _END)
        while (item := following.result()) is not _END:
            following = pool.submit(next, items, _END)
            yield item  # type: ignore[misc]  # next() gives a T or the end
