"""Say what a harvest would ask for: list the sources, fetch no text, save nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from cphub.catalogue.catalogue import open_catalogue
from cphub.errors import CphubError
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings, SourceSettings
from cphub.wiki.pages import TEXTS
from cphub.wiki.site import Site
from cphub.workflows._listing import walk
from cphub.workflows.wikis import (
    Reach,
    by_wiki,
    checked,
    chosen_sources,
    connect_to,
    make_plan,
    open_client,
)


@dataclass(frozen=True, slots=True)
class DryRow:
    """What a harvest of one wiki would do.

    `asked` requests were needed to find out and would be asked again; `more` are those for
    texts. Looking after pages that are gone and asking for histories of pages that bots
    edited last come on top: how many is known only then. `error` is why it could not be
    found out.
    """

    wiki: str
    listed: int = 0
    texts: int = 0
    asked: int = 0
    more: int = 0
    error: CphubError | None = None


def dry_run(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    full: bool = False,
    limit: int | None = None,
    progress: Progress | None = None,
    reach: Reach | None = None,
) -> tuple[DryRow, ...]:
    """Return what `harvest` with the same arguments would ask each wiki for.

    Raises:
        SettingsError: cphub.toml is wrong, or has no contact.
        UsageError: a name is no source's.
        CatalogueError: there is a catalogue, and it cannot be read.
    """
    settings = checked(settings)
    wikis = by_wiki(settings, chosen_sources(settings, names))
    progress, reach = progress or Silent(), reach or Reach()
    with open_client(settings, reach, progress, threading.Event()) as client:
        rows = []
        for wiki, sources in wikis.items():
            known = {} if full else _known(settings, wiki.name)
            try:
                site = connect_to(client, wiki, reach)
                listed = _list(site, sources, limit, progress)
            except CphubError as error:
                rows.append(DryRow(wiki.name, asked=client.requests(wiki.name), error=error))
                continue
            texts = sum(known.get(page_id) != revision for page_id, revision in listed.items())
            asked = client.requests(wiki.name)
            rows.append(DryRow(wiki.name, len(listed), texts, asked, ceil(texts / TEXTS)))
        return tuple(rows)


def _known(settings: Settings, wiki: str) -> Mapping[int, int]:
    if not settings.catalog.exists():
        return {}
    with open_catalogue(settings.catalog, write=False) as catalogue:
        return catalogue.stored_revisions(wiki)


def _list(
    site: Site, sources: Sequence[SourceSettings], limit: int | None, progress: Progress
) -> dict[int, int]:
    """Return the newest revision of each page that the sources list, by page id."""
    found: dict[int, int] = {}
    for source in sources:
        progress.start(site.wiki.name, None, f"listing {source.name}")
        pages: dict[int, int] = {}
        for step in walk(site, make_plan(site.wiki, source), None):
            pages |= {page.page_id: page.revision for page, _ in step.pages}
            progress.advance(site.wiki.name, len(step.pages))
            if limit is not None and len(pages) >= limit:
                break
        found |= dict(list(pages.items())[:limit])
    return found
