"""Where a report is to stand: which wiki, which page, as whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from cphub.catalogue import Catalogue
from cphub.errors import CatalogueError, SettingsError, UsageError
from cphub.model.pages import Wiki
from cphub.model.progress import Progress
from cphub.settings import Settings
from cphub.settings.values import suggestion
from cphub.wiki.edit import check_title
from cphub.wiki.site import Site
from cphub.workflows._interwiki import wikis_by_prefix
from cphub.workflows.wikis import Reach, connect_to, open_client

HOW = "write it as --to meta:Project:Page: a wiki of cphub.toml, a colon, the page's title"


@dataclass(frozen=True, slots=True)
class Target:
    """A wiki's short name in cphub.toml and the title of a page on it, as it was typed."""

    wiki: str
    title: str


def target_of(text: str, settings: Settings, wikis: Mapping[str, Wiki]) -> Target:
    """Return what `meta:Project:Page` names.

    The wiki is one of cphub.toml: its short name there, its database's name (`metawiki`), or
    an interwiki prefix by which another wiki of the catalogue knows it.

    Raises:
        UsageError: it names no wiki of cphub.toml, or no page that a report may stand on.
    """
    word, colon, title = text.strip().partition(":")
    word, title = word.strip(), title.strip()
    if not colon or not word:
        raise UsageError(f'--to "{text}" does not say on which wiki', HOW)
    name = _wiki_called(word, settings, wikis)
    check_title(title)
    return Target(name, title)


def _wiki_called(word: str, settings: Settings, wikis: Mapping[str, Wiki]) -> str:
    if word in settings.wikis:
        return word
    folded = word.casefold()
    found = {name for name in settings.wikis if name.casefold() == folded}
    found = found or {n for n, wiki in wikis.items() if wiki.wikiid.casefold() == folded}
    if not found:
        maps = wikis_by_prefix(wikis).values()
        found = {known[prefix] for known in maps for prefix in known if prefix == folded}
    known_here = found & set(settings.wikis)
    if len(known_here) == 1:
        return known_here.pop()
    raise UsageError(
        f'there is no wiki "{word}" in cphub.toml{suggestion(word, settings.wikis)}', HOW
    )


@contextmanager
def logged_in(
    settings: Settings, name: str, reach: Reach, progress: Progress, known: Mapping[str, Wiki]
) -> Iterator[Site]:
    """Connect to a wiki of cphub.toml, as somebody.

    Raises:
        SettingsError: there is no login for it.
        CatalogueError: the catalogue knows another wiki by that name.
        WikiError: it does not answer, or did not take the login.
    """
    with open_client(settings, reach, progress, Event()) as client:
        site = connect_to(client, settings.wikis[name], reach)
        if not site.user:
            raise SettingsError(
                f"there is no login for {name}, and cphub edits nothing without one",
                f"put one into a file, and its name as token_file under [wikis.{name}] in "
                "cphub.toml (or --token-file); docs/publishing.md tells how",
            )
        if name in known and known[name].wikiid != site.wiki.wikiid:
            raise CatalogueError(
                f"'{name}' is {known[name].wikiid} in the catalogue, but {site.wiki.api} answers"
                f" as {site.wiki.wikiid}",
                "Give the other wiki another short name in cphub.toml.",
            )
        yield site


def keep_wiki(catalogue: Catalogue, wiki: Wiki) -> None:
    """Make a wiki known to the catalogue that was never harvested; others stay as they are."""
    if wiki.name not in catalogue.wikis():
        catalogue.save_wiki(wiki)
