"""What is known of the addresses that pages link to, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from cphub.catalogue import Catalogue
from cphub.model.addresses import is_archive
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.links import LinkState, LinkStatus
from cphub.workflows._filters import Filters
from cphub.workflows._link_pages import Linking, link_pages

_ORDER = (LinkState.DEAD, LinkState.SUSPECTED, LinkState.MOVED, LinkState.UNKNOWN, LinkState.OK)
_COLUMNS = (
    Column("url", "Address"),
    Column("status", "Status"),
    Column("reason", "Why"),
    Column("location", "New address"),
    Column("pages", "Pages"),
    Column("checked", "Checked", only_data=True),
)
WORDS = {
    LinkState.DEAD: "dead",
    LinkState.SUSPECTED: "suspected",
    LinkState.MOVED: "moved for good",
    LinkState.UNKNOWN: "could not be checked",
    LinkState.OK: "sound",
}
_NAMED = 3


def links_document(
    catalogue: Catalogue,
    filters: Filters | None = None,
    hosts: Collection[str] = (),
    *,
    everything: bool = False,
) -> Document:
    """Return what is known of the addresses that pages link to, the worst first.

    Args:
        catalogue: only read.
        filters: wikis, sources and languages of the pages.
        hosts: only addresses of these hosts; all if empty.
        everything: show sound addresses in the table, too; the data always have them.

    Raises:
        UsageError: a filter names something that is not there.
    """
    with catalogue.read():
        pages = link_pages(catalogue, filters or Filters(), hosts)
        known = {url: one for url, one in catalogue.link_statuses().items() if url in pages}
        wikis = catalogue.wikis()
    ordered = sorted(known.values(), key=lambda one: (_ORDER.index(one.status), one.url))
    shown = [one for one in ordered if everything or one.status is not LinkState.OK]
    return Document(
        title="Links",
        lead=(_lead(known.values(), len(pages)),),
        sheets=(
            Sheet(
                "links",
                "",
                _COLUMNS,
                tuple(_row(one, pages[one.url]) for one in shown),
                empty="No address that was checked is dead, suspected or moved."
                if known
                else "No address was checked yet.",
                entries=True,
            ),
        ),
        data={"links": [_data(one, pages[one.url]) for one in ordered]},
        titles=tuple(
            dict.fromkeys(
                (page.wiki, page.title)
                for one in ordered
                if one.status is LinkState.DEAD
                for page in pages[one.url]
            )
        ),
        wikis=wikis,
    )


def seen(url: str, known: Mapping[str, LinkStatus]) -> str:
    """Return an address of a page with what a check saw of it, and when."""
    if is_archive(url):
        return f"{url} (an archived copy)"
    status = known.get(url)
    if status is None:
        return f"{url} (not checked)" if known else url
    why = f": {status.reason}"
    if status.status in {LinkState.OK, LinkState.MOVED}:
        why = f": {status.location}" if status.location else ""
    return f"{url} ({WORDS[status.status]}, {status.checked:%Y-%m-%d}{why})"


def _lead(known: Collection[LinkStatus], every: int) -> str:
    states = Counter(one.status for one in known)
    told = ", ".join(f"{states[state]:,} {WORDS[state]}" for state in _ORDER if states[state])
    left = every - len(known)
    said = f"{every:,} address{'' if every == 1 else 'es'}: {told or 'none checked'}"
    return f"{said}, {left:,} never checked." if left and told else f"{said}."


def _row(one: LinkStatus, pages: list[Linking]) -> tuple[Cell, ...]:
    names = [f"{page.wiki}: {page.title}" for page in pages[:_NAMED]]
    more = len(pages) - len(names)
    return (
        Cell(one.url, url=one.url),
        Cell(WORDS[one.status], state=one.status.value),
        Cell(one.reason),
        Cell(one.location, url=one.location),
        Cell("; ".join(names) + (f" and {more:,} more" if more else "")),
        Cell(f"{one.checked:%Y-%m-%d}"),
    )


def _data(one: LinkStatus, pages: list[Linking]) -> Mapping[str, Any]:
    return {
        "url": one.url,
        "status": one.status.value,
        "reason": one.reason,
        "checked": one.checked,
        "location": one.location or None,
        "pages": [
            {"wiki": page.wiki, "title": page.title, "language": page.language} for page in pages
        ],
    }
