"""Ask a wiki what a page said at a moment of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cphub.wiki.site import Site
from cphub.wiki.siteinfo import number, timestamp, understanding


@dataclass(frozen=True, slots=True)
class OldRevision:
    """A page's newest revision at a moment; `text` is None where it may not be read."""

    revision: int
    parent: int
    timestamp: datetime
    text: str | None


def revision_at(site: Site, page_id: int, moment: datetime) -> OldRevision | None:
    """Return the newest revision that a page had at `moment`: one request.

    None where the page had none yet, or where the wiki has no such page any more.

    Raises:
        WikiError: see `Client.get`.
    """
    answer = site.get(
        {
            "action": "query",
            "pageids": str(page_id),
            "prop": "revisions",
            "rvprop": "ids|timestamp|content",
            "rvslots": "main",
            "rvlimit": "1",
            "rvdir": "older",
            "rvstart": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )
    with understanding(site.endpoint.name, "a page's history"):
        pages = answer.body["query"]["pages"]
        revisions = pages[0].get("revisions", ()) if pages else ()
        if not revisions:
            return None
        revision = revisions[0]
        made = timestamp(revision["timestamp"])
        if made > moment:
            raise ValueError("a revision of another time")
        content = (revision.get("slots") or {}).get("main", {}).get("content")
        return OldRevision(
            revision=number(revision["revid"]),
            parent=number(revision.get("parentid", 0)),
            timestamp=made,
            text=None if content is None else str(content),
        )
