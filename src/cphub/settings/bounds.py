"""How hard cphub.toml may let cphub press other people's servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from cphub.settings.shape import LinksSettings, PolitenessSettings

MOST_IN_FLIGHT = 3  # what Wikimedia asks of one client, over all its wikis
MOST_HOSTS = 20  # servers of strangers at once
LEAST_PAUSE = 0.5  # seconds between two requests to a stranger's server


def beyond_politeness(polite: PolitenessSettings) -> Iterator[str]:
    """Yield what is wrong with `[politeness]`."""
    for each in fields(polite):
        if getattr(polite, each.name) <= 0:
            yield f"politeness.{each.name} must be more than 0"
    if polite.in_flight > MOST_IN_FLIGHT:
        yield f"politeness.in_flight must be at most {MOST_IN_FLIGHT}: Wikimedia asks for it"


def beyond_links(links: LinksSettings) -> Iterator[str]:
    """Yield what is wrong with `[links]`; servers of one's own may be asked without a pause."""
    least = 0.0 if links.allow_private else LEAST_PAUSE
    if links.pause < least:
        yield f"links.pause must be {least:g} or more"
    if not 1 <= links.hosts <= MOST_HOSTS:
        yield f"links.hosts must be from 1 to {MOST_HOSTS}"
    if links.deadline <= 0:
        yield "links.deadline must be more than 0"
