"""Ask a Wikibase repository, such as Wikidata, which pages of other sites its items have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cphub.model.resources import Sitelink
from cphub.wiki.client import Client, Endpoint
from cphub.wiki.siteinfo import understanding

ITEMS = 50
"""Items that one request may ask for (wbgetentities, without `apihighlimits`)."""

WIKIDATA = Endpoint("wikidata", "https://www.wikidata.org/w/api.php")
"""Where the items of every Wikimedia wiki are kept."""


def sitelinks(
    client: Client, repository: Endpoint, items: Sequence[str]
) -> dict[str, tuple[Sitelink, ...] | None]:
    """Return the sitelinks of up to 50 items; None of one that is not there.

    Nothing of who we are is sent but the User-Agent.

    Raises:
        ValueError: there are more than 50 items.
        WikiError: see `Client.get`.
    """
    if len(items) > ITEMS:
        raise ValueError(f"{len(items)} items, at most {ITEMS} at once")
    answer = client.get(
        repository,
        {"action": "wbgetentities", "ids": "|".join(items), "props": "sitelinks/urls"},
    )
    found: dict[str, tuple[Sitelink, ...] | None] = dict.fromkeys(items)
    with understanding(repository.name, "items"):
        for entity in answer.body["entities"].values():
            asked = entity.get("redirects", {}).get("from", entity["id"])
            if asked in found and "missing" not in entity:
                found[asked] = tuple(map(_sitelink, _values(entity.get("sitelinks"))))
    return found


def _values(links: Mapping[str, Any] | Sequence[Any] | None) -> list[Any]:
    """Return the sitelinks; PHP writes an empty mapping as a list."""
    return list(links.values()) if isinstance(links, Mapping) else list(links or ())


def _sitelink(link: Mapping[str, Any]) -> Sitelink:
    return Sitelink(str(link["site"]), str(link["title"]), str(link.get("url", "")))
