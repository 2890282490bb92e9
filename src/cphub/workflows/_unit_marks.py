"""What pages' texts say of translations, also texts that no audit has read yet."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from cphub.catalogue import Catalogue
from cphub.catalogue.comparisons import Marks
from cphub.model.facts import TranslateFacts
from cphub.wikitext.scanner import scan
from cphub.wikitext.translation import translation
from cphub.wikitext.words import Words

_MARKS = ("<translate", "mw-translate-fuzzy", "mw-content-")
_NONE = TranslateFacts()
_SHORT = 1000
"""Bytes that a page without a text may have: categories, links to other languages, notes."""
_UNSEEN = re.compile(r"<!--(?:[^-]|-(?!->))*-->|\[\[[^\[\]|:]+:[^\[\]]*\]\]|__[^\W\d_]+__|\s")


def unit_marks(
    catalogue: Catalogue, keys: Collection[tuple[str, int]]
) -> dict[tuple[str, int], Marks]:
    """Return what the newest texts of pages say of units.

    What an audit has read is taken from the catalogue. Texts that came since are read here,
    and not kept: a page that Translate keeps must not pass for one made by hand until then.
    Pages without a text, and those that an audit could not read, are left out.
    """
    found = catalogue.unit_marks(keys)
    words = lru_cache(None)(lambda wiki: Words.of(catalogue.wikis()[wiki]))
    for wiki, page_id in keys:
        page = None if (wiki, page_id) in found else catalogue.never_read(wiki, page_id)
        if page is None:
            continue
        told = _NONE
        if any(mark in page.text for mark in _MARKS):
            told = translation(scan(page.text, words(wiki)), page.language)
        found[wiki, page_id] = Marks(told, page.display_title)
    return found


def empty_editions(
    catalogue: Catalogue, ids: Collection[int] | None = None
) -> frozenset[tuple[str, int]]:
    """Return the editions of resources (None: of all) that were blanked or never written.

    Their pages have nothing but categories, links to other languages, files and comments. A
    template may bring a text, and leaves it open.
    """
    return frozenset(
        key for key, text in catalogue.short_editions(_SHORT, ids) if not _UNSEEN.sub("", text)
    )
