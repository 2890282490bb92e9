"""Take into the search what changed since."""

from __future__ import annotations

from cphub.catalogue import Catalogue
from cphub.model.progress import Progress, Silent

MANY = 10_000
"""Pages after which the index is worth being merged into one piece."""


def index(catalogue: Catalogue, progress: Progress | None = None) -> int:
    """Take the pages that changed into the index of the search; return how many.

    Ended half-way, what was taken in stays, and the next call goes on.

    Args:
        catalogue: opened for writing.
        progress: told of every batch.
    """
    progress = progress or Silent()
    total = catalogue.count_unindexed()
    if not total:
        return 0
    progress.start("catalogue", total, "indexing words")
    done = 0
    while taken := catalogue.index_some():
        done += taken
        progress.advance("catalogue", taken)
    if done >= MANY:
        catalogue.tidy_index()
    return done
