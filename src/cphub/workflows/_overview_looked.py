"""Which axes the last audit could look at: what is green must have been looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

import cphub.rules
from cphub.catalogue import Catalogue
from cphub.model.findings import Axis
from cphub.model.reports import Run
from cphub.registry import discover

Key = tuple[str, int]
Known = Callable[[Iterable[Key]], bool]
"""Tells whether anything is known of a resource's pages that a rule goes by."""


class Looked:
    """Tells for each resource the axes that no rule could say anything of.

    Rules about links say nothing before links were checked, that about topics nothing where
    the hub has none or no edition was read for them, that about views nothing where these are
    not known. An axis is looked at where one of its rules had something to go by.

    Args:
        catalogue: only read.
        audit: the last one, None if there was none.
        rules: those whose findings count.
    """

    def __init__(self, catalogue: Catalogue, audit: Run | None, rules: Collection[str]) -> None:
        self._nothing = frozenset(axis.value for axis in Axis)
        self._needs: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._known: Mapping[str, Known] = {}
        if audit is None:
            return
        self._known = _known(catalogue, audit)
        known = discover(cphub.rules)
        for name in rules:
            rule = known.get(name)
            needed = rule.attributes.get("relations", ()) if rule else ()
            # A rule of another cphub may have looked at any axis.
            for axis in [rule.attributes["axis"].value] if rule else self._nothing:
                self._needs[axis].append(frozenset(needed) & self._known.keys())

    def not_at(self, pages: Collection[Key], *, unseen: bool) -> frozenset[str]:
        """Return the axes on which nobody looked at a resource with these editions.

        Args:
            pages: its editions.
            unseen: it is new since the audit.
        """
        if unseen:
            return self._nothing
        there = {name for name, known in self._known.items() if known(pages)}
        return frozenset(
            axis
            for axis in self._nothing
            if not any(needed <= there for needed in self._needs.get(axis, ()))
        )


def _known(catalogue: Catalogue, audit: Run) -> dict[str, Known]:
    """Return by the name of a relation what tells whether it is known."""
    runs = catalogue.runs("links")
    checked = any(run.id < audit.id for run in runs) if runs else bool(catalogue.count_links())
    sought = {page for page, (read, words, _) in catalogue.topics_known().items() if read and words}
    views = catalogue.page_views().keys()
    return {
        "links": lambda _pages: checked,
        "missing_interwiki": lambda _pages: checked,
        "topics": lambda pages: any(page in sought for page in pages),
        "views": lambda pages: any(page in views for page in pages),
    }
