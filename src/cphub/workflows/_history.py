"""What a report tells beside findings: pages by language, and links that were checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from cphub.catalogue import Catalogue
from cphub.catalogue.selections import HeldPage
from cphub.model.findings import Finding, Severity
from cphub.model.pages import State
from cphub.model.reports import LinkCounts, Worst
from cphub.workflows._link_pages import checkable

Key = tuple[str, int]


def worst_by_language(
    pages: Mapping[Key, HeldPage], findings: Iterable[Finding]
) -> tuple[Worst, ...]:
    """Return how many pages of each language have which finding at worst, by language."""
    worst: dict[Key, Severity] = {}
    for finding in findings:
        key = (finding.wiki, finding.page_id)
        worst[key] = min(worst.get(key, finding.severity), finding.severity, key=_rank)
    counts: dict[str, Counter[str]] = {}
    for key, page in pages.items():
        unfound = "sound" if page.state is State.CURRENT else "unjudged"
        what = f"{worst[key].value}s" if key in worst else unfound
        counts.setdefault(page.language, Counter())[what] += 1
    return tuple(Worst(name=language, **counts[language]) for language in sorted(counts))


def _rank(severity: Severity) -> int:
    return severity.rank


def has_addresses(catalogue: Catalogue) -> bool:
    """Tell whether a page that is held links to any address that can be checked."""
    return any(
        checkable(link.url)
        for _wiki, _page_id, _title, _language, links in catalogue.external_links()
        for link in links
    )


def link_counts(catalogue: Catalogue, pages: Collection[Key] | None = None) -> LinkCounts | None:
    """Return what is known of the addresses that `pages` link to, or all that are held.

    None if nothing was ever checked: then nobody has to wait for their links to be read.
    """
    known = catalogue.link_statuses()
    if not known:
        return None
    addresses = {
        address
        for wiki, page_id, _title, _language, links in catalogue.external_links()
        if pages is None or (wiki, page_id) in pages
        for link in links
        if (address := checkable(link.url))
    }
    seen = [known[address] for address in addresses & known.keys()]
    return LinkCounts(
        states=Counter(one.status for one in seen),
        unchecked=len(addresses) - len(seen),
        checked=max((one.checked for one in seen), default=None),
    )
