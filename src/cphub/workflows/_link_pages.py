"""Which pages link to which addresses outside their wikis."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.addresses import host_of, is_archive, link_address
from cphub.settings.values import suggestion
from cphub.workflows._filters import Filters, lets, not_there


@dataclass(frozen=True, slots=True)
class Linking:
    """A page that links to an address, and the section that the link stands in."""

    wiki: str
    page_id: int
    title: str
    language: str
    section: int


def link_pages(
    catalogue: Catalogue, filters: Filters, hosts: Collection[str] = ()
) -> dict[str, list[Linking]]:
    """Return the pages that link to each address, by address, each page once.

    Archives' addresses are left out: what they hold is no page of today's. So are addresses
    that nobody could ask (mail, broken ones).

    Args:
        catalogue: only read.
        filters: wikis, sources and languages of the pages.
        hosts: only addresses of these and of hosts below them; all if empty.

    Raises:
        UsageError: a filter names something that is not there.
    """
    check_filters(catalogue, filters)
    held = {key for source in filters.source for key in catalogue.members(source)}
    found: dict[str, dict[tuple[str, int], Linking]] = {}
    every: set[str] = set()
    for wiki, page_id, title, language, links in catalogue.external_links():
        key = (wiki, page_id)
        if not lets(filters.wiki, wiki) or not lets(filters.language, language):
            continue
        if filters.source and key not in held:
            continue
        for link in links:
            address = checkable(link.url)
            if address and _wanted(address, hosts):
                linking = Linking(wiki, page_id, title, language, link.section)
                found.setdefault(address, {}).setdefault(key, linking)
            every |= {host_of(address)} if address else set()
    for host in hosts:
        if every and not any(_is_below(one, host) for one in every):
            raise UsageError(f'no page links to the host "{host}"{suggestion(host, every)}')
    return {address: list(pages.values()) for address, pages in found.items()}


def checkable(url: str) -> str:
    """Return a link's address as it is checked, "" if it is not: mail, broken, an archive's."""
    address = link_address(url)
    return address if address and not is_archive(address) else ""


def check_filters(catalogue: Catalogue, filters: Filters) -> None:
    """Make sure that filters name what is there.

    Raises:
        UsageError: one does not.
    """
    known: Mapping[str, set[str]] = {
        "wiki": set(catalogue.wikis()),
        "source": {source.name for source in catalogue.sources()},
        "language": {page.language for page in catalogue.held_pages()},
    }
    for name, value in filters.pairs():
        if value not in known[name]:
            raise not_there(name, value, known[name])


def _wanted(address: str, hosts: Collection[str]) -> bool:
    host = host_of(address)
    return not hosts or any(_is_below(host, one) for one in hosts)


def _is_below(host: str, other: str) -> bool:
    return host == other or host.endswith(f".{other}")
