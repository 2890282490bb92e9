"""What is known of a page's links to elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cphub.model.addresses import link_address
from cphub.model.facts import Facts
from cphub.model.links import LinkStatus

Titles = Mapping[str, Mapping[str, str | None]]


def links_of(facts: Facts, known: Mapping[str, LinkStatus]) -> dict[str, LinkStatus] | None:
    """Return what is known of a page's external links, by address as it stands there."""
    found = {
        link.url: known[address]
        for link in (facts.external_links if known else ())
        if (address := link_address(link.url)) in known
    }
    return found or None


def interwiki_of(facts: Facts, prefixes: Mapping[str, str], titles: Titles) -> dict[str, Any]:
    """Return what other wikis said of the pages that a page links to there.

    Args:
        facts: of the page.
        prefixes: the wikis' short names by the prefixes that the page's wiki has for them.
        titles: what each wiki said of titles that it was asked about.
    """
    told: dict[str, str | None] = {}
    for link in facts.links if prefixes else ():
        known = titles.get(prefixes.get(link.interwiki, ""), {})
        if link.interwiki and link.title in known:
            told[f"{link.interwiki}:{link.title}"] = known[link.title]
    if not told:
        return {}
    return {
        "missing_interwiki": tuple(sorted(name for name, to in told.items() if to is None)),
        "redirected_interwiki": {name: to for name, to in told.items() if to},
    }
