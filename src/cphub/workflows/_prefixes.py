"""By which interwiki prefixes a wiki links to the others of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cphub.catalogue import Catalogue
from cphub.model.pages import Wiki
from cphub.workflows._interwiki import wikis_by_prefix

# Prefixes that can stand in a link; any other is passed over.
_PREFIX = re.compile("[a-z0-9]+(?:[-.][a-z0-9]+)*", re.IGNORECASE)


def prefixes_for(catalogue: Catalogue, target: str) -> Mapping[str, str]:
    """Return the prefixes that the wiki called `target` has, as the catalogue last heard.

    See `prefixes_at`; an empty mapping where the catalogue does not know the wiki.
    """
    wikis = catalogue.wikis()
    return prefixes_at(wikis[target], wikis) if target in wikis else {}


def prefixes_at(target: Wiki, wikis: Mapping[str, Wiki]) -> Mapping[str, str]:
    """Return the prefixes by which `target` links to wikis, by their short names.

    The wiki itself has "". Of several prefixes the shortest is taken, of these the first by
    the alphabet. One that is the name of a namespace of the wiki too leads there, and is
    passed over; a wiki without a prefix left is not in the mapping.
    """
    taken = {
        name.casefold()
        for space in target.namespaces
        for name in (space.name, space.canonical, *space.aliases)
    }
    by_prefix = wikis_by_prefix({**wikis, target.name: target})[target.name]
    found: dict[str, str] = {}
    for prefix in sorted(by_prefix, key=lambda prefix: (len(prefix), prefix)):
        if _PREFIX.fullmatch(prefix) and prefix.casefold() not in taken:
            found.setdefault(by_prefix[prefix], prefix)
    return {**found, target.name: ""}
