"""Ask a wiki what titles are: missing, redirects, pages of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cphub.wiki.query import Batch, query
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import understanding

GROWTH = "MediaWiki:GrowthExperimentsSuggestedEdits.json"
_SEPARATOR = "\x1f"


def redirect_targets(site: Site, titles: Sequence[str]) -> dict[str, str | None]:
    """Return where each of up to `site.limit` titles leads.

    A title maps to None where there is no such page, to the title it redirects to, or to ""
    where it is a page of its own.

    Raises:
        WikiError: see `query`.
    """
    found: dict[str, str | None] = {}
    asked = _SEPARATOR + _SEPARATOR.join(titles)
    for batch in query(site, {"titles": asked, "redirects": "1", "prop": "info"}):
        with understanding(site.endpoint.name, "titles"):
            missing = {str(page["title"]) for page in batch.pages if _is_missing(page)}
            normal, redirects = _pairs(batch, "normalized"), _pairs(batch, "redirects")
        for title in titles:
            name = normal.get(title, title)
            target = redirects.get(name, "")
            found[title] = None if name in missing else target
    return found


def linked_titles(site: Site, page_ids: Sequence[int]) -> Iterator[dict[str, str | None]]:
    """Yield, batch by batch, the titles that up to 50 pages link to, as `redirect_targets` does.

    Only whether a title is missing is told; redirects count as pages of their own.

    Raises:
        WikiError: see `query`.
    """
    params = {
        "generator": "links",
        "pageids": "|".join(str(number) for number in page_ids),
        "gpllimit": "max",
        "prop": "info",
    }
    for batch in query(site, params):
        with understanding(site.endpoint.name, "links"):
            told = {str(page["title"]): None if _is_missing(page) else "" for page in batch.pages}
        yield told


def growth_templates(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the community's own maintenance templates, by the task that Growth makes of them.

    Tasks are `update`, `expand`, `references`, `copyedit` and `links`. Empty where the wiki
    has no such list (GrowthExperiments, SuggestedEditsSchema.php).

    Raises:
        WikiError: see `query`.
    """
    params = {"titles": GROWTH, "prop": "revisions", "rvprop": "content", "rvslots": "main"}
    for batch in query(site, params):
        for page in batch.pages:
            with understanding(site.endpoint.name, f"[[{GROWTH}]]"):
                if page.get("missing"):
                    continue
                tasks = json.loads(page["revisions"][0]["slots"]["main"]["content"])
                return {
                    str(task): tuple(str(name) for name in table.get("templates", ()))
                    for task, table in tasks.items()
                    if isinstance(table, dict)
                }
    return {}


def _is_missing(page: dict[str, Any]) -> bool:
    """Tell whether there is nothing behind a title; a file of Commons is `known`."""
    return bool(page.get("missing")) and not page.get("known")


def _pairs(batch: Batch, key: str) -> dict[str, str]:
    return {str(pair["from"]): str(pair["to"]) for pair in batch.query.get(key, ())}
