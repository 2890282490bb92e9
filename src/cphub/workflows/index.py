"""Take into the search what changed since."""

from __future__ import annotations

from cphub.catalogue import Catalogue
from cphub.model.progress import Progress, Silent

MANY = 10_000
"""Pages after which the index is worth being merged into one piece."""


def index(catalogue: Catalogue, progress: Progress | None = None, *, lately: int = 0) -> int:
    """Take the pages that changed into the index of the search; return how many.

    Ended half-way, what was taken in stays, and the next call goes on.

    Args:
        catalogue: opened for writing.
        progress: told of every batch.
        lately: pages that were taken in since the index was merged.
    """
    progress = progress or Silent()
    total, done = catalogue.count_unindexed(), 0
    if total:
        progress.start("catalogue", total, "indexing words")
    while total and (taken := catalogue.index_some()):
        done += taken
        progress.advance("catalogue", taken)
    if done + lately >= MANY:
        catalogue.tidy_index()
    return done
