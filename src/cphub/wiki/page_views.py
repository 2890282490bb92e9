"""Ask a wiki how often pages are read, where it has the extension PageViewInfo.

An answer has the last days by date, each a number or null. Null is no figure: a day not
counted yet, or one without a visit; so a page with no figure at all is not known, and days
behind the last figure are not counted (PageViewInfo, ApiQueryPageViews.php). One answer tells
of a few pages; `query` follows the continuation to the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cphub.model.pages import Wiki
from cphub.model.weight import DAYS, Views
from cphub.wiki.query import query
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import number, understanding

PAGES = 50
"""Pages that one request names."""

_EXTENSION = "PageViewInfo"


def has_page_views(wiki: Wiki) -> bool:
    """Tell whether a wiki tells how often pages are read, as its siteinfo says."""
    return _EXTENSION in wiki.extensions


def page_views(site: Site, ids: Sequence[int]) -> dict[int, Views | None]:
    """Return how often up to 50 pages were read of late, by page id; None is not known.

    Raises:
        ValueError: there are more than 50 pages.
        WikiError: see `Client.get`.
    """
    if len(ids) > PAGES:
        raise ValueError(f"{len(ids)} pages, at most {PAGES} at once")
    params = {
        "prop": "pageviews",
        "pageids": "|".join(map(str, ids)),
        "pvipdays": str(DAYS),
    }
    told: dict[int, Views | None] = dict.fromkeys(ids)
    for batch in query(site, params):
        with understanding(site.endpoint.name, "page views"):
            for page in batch.pages:
                page_id = number(page.get("pageid", 0))
                if page_id in told and "pageviews" in page:
                    told[page_id] = _views(page["pageviews"])
    return told


def _views(by_day: Mapping[str, Any] | Sequence[Any]) -> Views | None:
    if not isinstance(by_day, Mapping):
        if by_day:
            raise TypeError("views are no days")
        return None  # how PHP writes that there are none
    counts = [
        None if by_day[day] is None else number(by_day[day]) for day in sorted(map(str, by_day))
    ]
    while counts and counts[-1] is None:
        counts.pop()
    if not counts:
        return None
    if min(count or 0 for count in counts) < 0:
        raise ValueError("a day with fewer than no views")
    return Views(sum(count or 0 for count in counts), len(counts))
