"""Ask wikis that the catalogue knows whether the pages that other wikis link to are there."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from cphub.catalogue import Catalogue
from cphub.catalogue.readings import Outline
from cphub.data import Vocabulary
from cphub.errors import WikiError
from cphub.model.pages import Wiki
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings
from cphub.wiki.titles import redirect_targets
from cphub.wikitext.reader import facts_version
from cphub.workflows._interwiki import wikis_by_prefix
from cphub.workflows.audit import vocabulary_of
from cphub.workflows.clock import now
from cphub.workflows.wikis import Reach, connect_to, open_client

NOT_PAGES = frozenset({-2, -1})
"""Namespaces of what no wiki stores: `Media:` and `Special:`."""


@dataclass(frozen=True, slots=True)
class WikiLinkCheck:
    """How many titles wikis were asked about, and (wiki, why) of those that did not answer."""

    asked: int
    failures: tuple[tuple[str, WikiError], ...] = ()


def check_wiki_links(
    catalogue: Catalogue,
    settings: Settings,
    *,
    older_than: timedelta,
    progress: Progress | None = None,
    reach: Reach | None = None,
    clock: Callable[[], datetime] = now,
) -> WikiLinkCheck:
    """Ask about the targets of interwiki links, 50 at a time; save each answer as it comes.

    Only wikis of cphub.toml that the catalogue has are asked, and only about titles that no
    page of the catalogue has and that were not asked about since `older_than`.

    Raises:
        SettingsError: there is no contact.
        CatalogueError: the catalogue cannot be written.
    """
    progress, reach, started = progress or Silent(), reach or Reach(), clock()
    wanted = _wanted(catalogue, vocabulary_of(settings), started - older_than, started)
    wanted = {name: titles for name, titles in wanted.items() if name in settings.wikis}
    if not wanted:
        return WikiLinkCheck(0)
    asked, failures = 0, []
    run = catalogue.start_run("links", started)
    with open_client(settings, reach, progress, threading.Event()) as client:
        for name, titles in sorted(wanted.items()):
            progress.start(name, len(titles), "asking about links to it", ("title", "titles"))
            try:
                site = connect_to(client, settings.wikis[name], reach)
                waiting = iter(sorted(titles))
                while batch := list(islice(waiting, site.limit)):
                    catalogue.save_titles(run, name, redirect_targets(site, batch))
                    progress.advance(name, len(batch))
                    asked += len(batch)
            except WikiError as error:
                failures.append((name, error))
    catalogue.end_run(run, clock(), "partial" if failures else "done", {"titles": asked})
    return WikiLinkCheck(asked, tuple(failures))


def _wanted(
    catalogue: Catalogue, vocabulary: Vocabulary, since: datetime, until: datetime
) -> dict[str, set[str]]:
    """Return the titles to ask each wiki about: those not asked about from `since` to `until`."""
    wikis = catalogue.wikis()
    prefixes = wikis_by_prefix(wikis)
    with catalogue.read():
        there = catalogue.there()
        linked = defaultdict(set)
        for wiki, _page_id, _title, _language, outline in catalogue.outlines(
            facts_version(vocabulary)
        ):
            for name, title in _targets(outline, prefixes[wiki]):
                if title not in there[name] and _is_page(title, wikis[name]):
                    linked[name].add(title)
        return {
            name: new
            for name, titles in linked.items()
            if (new := titles - catalogue.titles_asked(name, since, until))
        }


def _targets(outline: Outline, prefixes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for link in outline.links:
        name = prefixes.get(link.interwiki, "") if link.interwiki else ""
        if name and link.title:
            yield name, link.title


def _is_page(title: str, wiki: Wiki) -> bool:
    head, colon, _ = title.partition(":")
    virtual = {
        name.casefold()
        for space in wiki.namespaces
        if space.id in NOT_PAGES
        for name in (space.name, space.canonical, *space.aliases)
    } | {"special", "media"}
    return not (colon and head.strip().casefold() in virtual)
