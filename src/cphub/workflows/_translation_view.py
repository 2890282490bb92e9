"""Which resources and languages a view of the translations is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from cphub.catalogue import Catalogue
from cphub.model.pages import Wiki
from cphub.model.resources import Edition, Resource, Translation
from cphub.model.translations import TranslatablePage
from cphub.settings import Settings
from cphub.workflows._compare_sources import Comparer
from cphub.workflows._filters import Filters, not_there
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._translations import Told, states, tell
from cphub.workflows.audit import vocabulary_of

Key = tuple[str, int]
Row = tuple[Resource, Mapping[str, Translation]]

NONE = "There are no resources: `cphub harvest` brings pages, and ties them."


@dataclass(frozen=True, slots=True)
class View:
    """Resources by wiki and title, each with what it is in its own languages and the hub's.

    `languages` are those asked for, else the hub's in its order and then those that exist,
    the most frequent first.
    """

    languages: tuple[str, ...]
    rows: tuple[Row, ...]
    wikis: Mapping[str, Wiki]
    pages: Mapping[Key, TranslatablePage]

    def address(self, resource: Resource, language: str) -> str:
        """Return where a resource is translated into a language: Special:Translate, else ""."""
        source = resource.source
        page = self.pages.get((source.wiki, source.page_id)) if source else None
        if source is None or page is None or page.group is None:
            return ""
        address = self.wikis[source.wiki].url("Special:Translate")
        query = f"group={quote(page.group.id, safe='')}&language={quote(language, safe='')}"
        return f"{address}{'&' if '?' in address else '?'}{query}&action=page"


def view(catalogue: Catalogue, settings: Settings, filters: Filters) -> View:
    """Return what resources are in the languages that are asked for.

    Args:
        catalogue: only read.
        settings: the hub's languages, and its vocabulary.
        filters: wikis that a resource has an edition on, sources that hold one of its
            editions, and languages.

    Raises:
        UsageError: a filter names something that is not there.
        CatalogueError: the catalogue cannot be read.
    """
    with catalogue.read(), collecting_seldom():
        wikis = catalogue.wikis()
        _check(catalogue, wikis, filters)
        chosen = filters.wiki or filters.source
        ids = catalogue.chosen_resources(filters.wiki, filters.source) if chosen else None
        resources = sorted(catalogue.resources(ids), key=_place)
        told = tell(catalogue, resources, every=ids is None)
        languages = filters.language or _languages(settings.languages, resources, told)
        comparer = Comparer(catalogue, lambda: vocabulary_of(settings))
        rows = tuple(
            (resource, {one.language: one for one in made})
            for resource, made in states(resources, languages, told, comparer)
        )
    return View(tuple(dict.fromkeys(languages)), rows, wikis, told.pages)


def only(filters: Filters) -> tuple[str, ...]:
    """Return a sentence on what was asked for, if anything was."""
    named = ", ".join(f"{name} {value}" for name, value in filters.pairs())
    return (f"Only {named}.",) if named else ()


def first(resource: Resource) -> Edition:
    """Return the edition that stands for a resource: the source where it can be told."""
    return resource.source or resource.editions[0]


def _place(resource: Resource) -> tuple[str, str, int]:
    edition = first(resource)
    return edition.wiki, edition.title, resource.id


def _languages(wanted: Iterable[str], resources: Iterable[Resource], told: Told) -> tuple[str, ...]:
    """Return the languages that are wanted, then those that something is there in."""
    there = Counter(code for one in resources for code in {e.language for e in one.editions})
    for page in told.pages.values():
        there.update(code for code, one in page.stats.items() if one.counts.translated)
    others = sorted(there.keys() - {*wanted, ""}, key=lambda code: (-there[code], code))
    return (*wanted, *others)


def _check(catalogue: Catalogue, wikis: Mapping[str, Wiki], filters: Filters) -> None:
    known = {
        "wiki": set(wikis),
        "source": {source.name for source in catalogue.sources()},
        "language": {code for wiki in wikis.values() for code in wiki.languages},
    }
    for name, value in filters.pairs():
        if value not in known[name]:
            # Of the wikis' hundreds of languages any is near to two letters.
            near = catalogue.languages() if name == "language" else known[name]
            raise not_there(name, value, filter(None, near))
