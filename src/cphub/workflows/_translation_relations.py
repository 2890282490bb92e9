"""What rules are told of resources: a source of its translations, an edition of its source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cphub.catalogue import Catalogue
from cphub.model.comparisons import Comparison
from cphub.model.facts import Facts
from cphub.model.findings import Context
from cphub.model.resources import Resource, Translation
from cphub.workflows._compare_sources import Comparer
from cphub.workflows._translation_states import Key, made_by_hand
from cphub.workflows._translations import changes, states, tell

NEEDED = frozenset(
    {"resource", "translations", "translation", "source_changes", "source_facts"},
)
"""The fields of `Relations` that are about resources."""

KEPT = 64
"""Sources whose facts are kept at hand: their editions are asked about one after another."""


def _nothing(_wiki: str, _page_id: int) -> Facts | None:
    return None


@dataclass
class Families:
    """What is known of pages as editions of resources, by (wiki, page id)."""

    resources: Mapping[Key, Resource] = field(default_factory=dict)
    translations: dict[Key, tuple[Translation, ...]] = field(default_factory=dict)
    translation: dict[Key, Translation] = field(default_factory=dict)
    changes: dict[Key, Comparison] = field(default_factory=dict)
    sources: dict[Key, Key] = field(default_factory=dict)
    facts: Callable[[str, int], Facts | None] = _nothing

    def source_facts(self, key: Key) -> Facts | None:
        """Return what the source of an edition made by hand says."""
        source = self.sources.get(key)
        return self.facts(*source) if source else None


def families(catalogue: Catalogue, needed: Collection[str], context: Context) -> Families:
    """Work out what the fields in `needed` want of resources."""
    found = Families()
    if not NEEDED & set(needed):
        return found
    resources = list(catalogue.resources())
    if "resource" in needed:
        found.resources = {
            (edition.wiki, edition.page_id): resource
            for resource in resources
            for edition in resource.editions
        }
    if not (NEEDED - {"resource"}) & set(needed):
        return found
    _tell(catalogue, resources, needed, context, found)
    if "source_facts" in needed:
        found.facts = lru_cache(KEPT)(catalogue.facts_of)
    return found


def _tell(
    catalogue: Catalogue,
    resources: Collection[Resource],
    needed: Collection[str],
    context: Context,
    found: Families,
) -> None:
    comparer = Comparer(catalogue, lambda: context.vocabulary)
    told = tell(catalogue, resources, every=True)
    for resource, made in states(resources, context.languages, told, comparer):
        source = resource.source
        if source is None:
            continue
        place = source.wiki, source.page_id
        found.translations[place] = made
        found.translation |= {
            (one.edition.wiki, one.edition.page_id): one
            for one in made
            if one.edition and not one.edition.is_source
        }
        if "source_changes" in needed:
            found.changes |= changes(resource, told, comparer)
        for edition in made_by_hand(resource, told.pages.get(place)):
            found.sources[edition.wiki, edition.page_id] = place
