"""Ask what tells more of resources: which edition came first, what items lead to.

One step of a harvest, after its pages are tied. It is no part of what a harvest promises:
what cannot be asked is told as a warning, and asked next time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cphub.catalogue import Catalogue, RunWarning, open_catalogue
from cphub.clean import clean
from cphub.errors import WikiError
from cphub.model.progress import Progress
from cphub.model.wikibase import ITEM
from cphub.settings import Settings, WikiSettings
from cphub.wiki.client import Client, Endpoint
from cphub.wiki.endpoint import is_wikimedia
from cphub.wiki.pages import begun
from cphub.wiki.site import Site
from cphub.wiki.wikidata import ITEMS, WIKIDATA, sitelinks

AGE = timedelta(days=30)
"""What an item leads to is asked again after this time."""

_LAST_ITEM = 2**31 - 1  # the largest number that Wikibase takes (its ItemId.php)

MOST_BIRTHS = 300
"""First revisions that one harvest asks for, a request each; the next one goes on."""


def repositories(wikis: Mapping[str, WikiSettings]) -> dict[str, Endpoint]:
    """Return where the items of each wiki are kept: as cphub.toml says, else Wikidata.

    Only Wikimedia's own wikis have their items in Wikidata.
    """
    found = {}
    for name, wiki in wikis.items():
        if wiki.repository:
            there = wikis[wiki.repository]
            found[name] = Endpoint(there.name, there.api, there.allow_insecure)
        elif is_wikimedia(Endpoint(name, wiki.api, wiki.allow_insecure).host):
            found[name] = WIKIDATA
    return found


@dataclass
class Origins:
    """What asking for origins needs; `answers` counts what came, which may tie pages anew."""

    settings: Settings
    client: Client
    run: int
    noticed: datetime
    progress: Progress
    answers: int = 0

    def jobs(self, sites: Mapping[WikiSettings, Site]) -> dict[WikiSettings, Callable[[], None]]:
        """Return what is to be asked of each wiki and of each repository of items."""
        jobs: dict[WikiSettings, Callable[[], None]] = {
            wiki: partial(self._job, wiki.name, partial(self._ask_births, site))
            for wiki, site in sites.items()
        }
        names = {wiki.name for wiki in sites}
        for endpoint in self._endpoints(names):
            there = WikiSettings(f"{endpoint.name} (items)", endpoint.api)
            jobs[there] = partial(self._job, endpoint.name, partial(self._ask_items, endpoint))
        return jobs

    def save_repositories(self, catalogue: Catalogue) -> None:
        """Save where each wiki's items are kept."""
        found = repositories(self.settings.wikis)
        catalogue.save_repositories({wiki: endpoint.name for wiki, endpoint in found.items()})

    def _endpoints(self, names: Collection[str]) -> list[Endpoint]:
        found = repositories(self.settings.wikis)
        return list(dict.fromkeys(found[name] for name in sorted(names) if name in found))

    def _job(self, wiki: str, ask: Callable[[Catalogue], None]) -> None:
        with open_catalogue(self.settings.catalog, write=True) as catalogue:
            try:
                ask(catalogue)
            except WikiError as error:
                warning = RunWarning(wiki, "", "origins", clean(error.message))
                catalogue.add_warnings(self.run, [warning])

    def _ask_births(self, site: Site, catalogue: Catalogue) -> None:
        """Ask when pages were begun that may be sources, one request each."""
        wiki = site.wiki.name
        ids = [page_id for name, page_id in catalogue.births_wanted() if name == wiki]
        for number, page_id in enumerate(ids[:MOST_BIRTHS]):
            if not number:
                self.progress.start(wiki, len(ids[:MOST_BIRTHS]), "asking for first revisions")
            catalogue.save_birth((wiki, page_id), begun(site, page_id), self.noticed)
            self.progress.advance(wiki, 1)
            self.answers += 1

    def _ask_items(self, endpoint: Endpoint, catalogue: Catalogue) -> None:
        """Ask for the sitelinks of held pages' items, 50 a request."""
        # one number that is none, and the whole request is refused: every other page's with it
        wanted = catalogue.items_wanted(endpoint.name, self.noticed - AGE)
        items = [item for item in wanted if ITEM.fullmatch(item) and int(item[1:]) <= _LAST_ITEM]
        for start in range(0, len(items), ITEMS):
            if not start:
                self.progress.start(endpoint.name, len(items), "asking about items")
            answer = sitelinks(self.client, endpoint, items[start : start + ITEMS])
            catalogue.save_sitelinks(endpoint.name, answer, self.noticed)
            self.progress.advance(endpoint.name, len(answer))
            self.answers += 1
