"""Which edition of a resource is the source, where that can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cphub.workflows._ties import NOT_HELD, Numbered


@dataclass(frozen=True, slots=True)
class Lore:
    """What tells the source edition, by the numbers of pages.

    `named` are pages that a person named as sources, with the newest word the lowest figure.
    `base` maps a language subpage to the page that it stands under. `births` are the dates
    of pages' first revisions, where they are known.
    """

    named: Mapping[int, int]
    base: Mapping[int, int]
    births: Mapping[int, datetime]


def source_of(group: Sequence[int], pages: Numbered, lore: Lore) -> int | None:
    """Return the source edition of a group of pages, None where it cannot be told.

    It is the page that a person named last; else the only page, unless that is a translation
    of a page that no source holds; else the one that the
    language subpages stand under; else the oldest, where the dates of all pages' first
    revisions are known. Pages that are missing or redirects are passed over while there are
    others.
    """
    if len(group) == 1:
        # A person may have untied a translation; one whose source is elsewhere is none itself.
        return None if lore.base.get(group[0]) == NOT_HELD else group[0]
    there = [page for page in group if pages.there[page]] or list(group)
    named = [page for page in there if page in lore.named]
    if named:
        return min(named, key=lore.named.__getitem__)
    own = [page for page in there if page not in lore.base]
    if len(there) == 1:
        # What is left of a family whose source is gone is still a translation.
        return there[0] if own else None
    bases = sorted({lore.base[page] for page in there if page in lore.base} & set(own))
    if len(bases) == 1:
        return bases[0]
    candidates = bases or own
    if candidates and all(page in lore.births for page in candidates):
        oldest, *others = sorted(candidates, key=lambda page: (lore.births[page], page))
        if not others or lore.births[oldest] < lore.births[others[0]]:
            return oldest
    return None
