"""Read the texts that nobody has read yet into facts, once a revision, and into the search."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from cphub.catalogue import Catalogue
from cphub.catalogue.readings import Unread, Unreadable
from cphub.data import Vocabulary
from cphub.model.progress import Progress, Silent
from cphub.wikitext.pool import Job, Outcome, Unparsed, read_all
from cphub.wikitext.reader import facts_version
from cphub.wikitext.words import Words

BATCH = 200
"""Facts saved in one transaction."""

TOGETHER = 2
"""Batches that are taken into the search at once."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """How many texts were read, of how many that was given up, and how many are searched."""

    read: int = 0
    unparsed: int = 0
    indexed: int = 0


def analyse(
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    *,
    noticed: datetime,
    progress: Progress | None = None,
    workers: int = 0,
) -> Analysis:
    """Read every held page's text that has no facts of this vocabulary and reading.

    While the workers read on, what was read is taken into the search. Ended half-way, what was
    read stays, and the next call goes on.

    Args:
        catalogue: opened for writing.
        vocabulary: what to look for in the texts.
        noticed: since when pages that cannot be read are `unparsed`.
        progress: told of every page.
        workers: how many processes read, 0 for one per processor.
    """
    progress = progress or Silent()
    version = facts_version(vocabulary)
    total = catalogue.count_unread(version)
    if not total:
        return Analysis()
    progress.start("catalogue", total, "reading texts")
    words = {name: Words.of(wiki) for name, wiki in catalogue.wikis().items()}
    jobs = (
        Job(unread, unread.text, words[unread.wiki], unread.language)
        for unread in catalogue.unread(version)
    )
    read = unparsed = indexed = 0
    fresh: list[tuple[str, int]] = []
    with closing(_results(read_all(jobs, vocabulary, workers=workers))) as results:
        for batch in results:
            catalogue.save_facts(version, batch, noticed)
            failed = sum(isinstance(told, Unreadable) for _unread, told in batch)
            read, unparsed = read + len(batch) - failed, unparsed + failed
            progress.advance("catalogue", len(batch))
            fresh += [(unread.wiki, unread.page_id) for unread, _told in batch]
            if len(fresh) >= TOGETHER * BATCH:
                indexed += catalogue.index_pages(fresh)
                fresh.clear()
    return Analysis(read, unparsed, indexed)


def _results(
    outcomes: Iterator[tuple[Unread, Outcome]],
) -> Generator[list[tuple[Unread, bytes | Unreadable]], None, None]:
    """Yield what was read in batches; close the pool when closed."""
    batch: list[tuple[Unread, bytes | Unreadable]] = []
    try:
        for unread, told in outcomes:
            batch.append((unread, Unreadable(told.why) if isinstance(told, Unparsed) else told))
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        outcomes.close()  # type: ignore[attr-defined]  # a generator: ends its workers
