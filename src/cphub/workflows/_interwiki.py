"""Which wiki of the catalogue an interwiki prefix leads to."""

from __future__ import annotations

from collections.abc import Mapping

from cphub.model.pages import Wiki


def wikis_by_prefix(wikis: Mapping[str, Wiki]) -> dict[str, dict[str, str]]:
    """Return, for each wiki, the other wikis' short names by the prefixes that it has for them.

    An interwiki map may have a wiki's script (`/w/index.php?title=$1`, beside its `api.php`)
    where its pages have short addresses (`/wiki/$1`).
    """
    addresses = {_address(_script(wiki.api)): name for name, wiki in wikis.items()}
    addresses |= {_address(wiki.url("$1")): name for name, wiki in wikis.items()}
    return {
        name: {
            prefix: addresses[_address(address)]
            for prefix, address in wiki.interwiki.items()
            if _address(address) in addresses
        }
        for name, wiki in wikis.items()
    }


def _script(api: str) -> str:
    return api.removesuffix("api.php") + "index.php?title=$1"


def _address(url: str) -> str:
    """Return an article address without what differs between equal ones."""
    return url.partition("//")[2].replace("%241", "$1").casefold()
