"""What is said of what was found: words that no page has, pages that could not be looked in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cphub.catalogue import Catalogue
from cphub.catalogue.search_query import Query


def more_than(limit: int) -> str:
    """Say that there is more than is shown."""
    these = "is more than this one" if limit == 1 else f"are more than these {limit:,}"
    return f"There {these}: --limit shows more."


def instead(query: Query, near: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Say, for each word that no page has, what is near it."""
    for word, like in near.items():
        hint = f"; near it: {', '.join(like)}" if like else ""
        yield f"No page has “{query.typed(word)}”{hint}."


def notes_on(
    catalogue: Catalogue, query: Query, near: Mapping[str, Sequence[str]], *, some: bool
) -> Iterator[str]:
    """Say what a reader should know of what was found; `some` is not all of the words."""
    if query.left_out:
        yield f"Only the first {len(query.terms)} words were looked for."
    if some:
        yield "No page has all these words; these have some of them."
    yield from instead(query, near)
    if behind := catalogue.count_unindexed():
        pages = "1 page" if behind == 1 else f"{behind} pages"
        yield f"{pages} changed and cannot be found by what changed; `cphub audit` helps."
    elif unread := catalogue.count_titles_only():
        pages = "1 page was" if unread == 1 else f"{unread} pages were"
        yield (
            f"{pages} not read since the last change, and found by title or older words alone; "
            "`cphub audit` reads."
        )
