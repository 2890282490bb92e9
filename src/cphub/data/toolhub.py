"""Toolhub's public records as entries of the vocabulary of services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from cphub.data.entries import Service
from cphub.data.matching import phrases
from cphub.data.vocabulary import Vocabulary
from cphub.model.tools import Tool

OWN_HOSTS: Final = ("toolforge.org", "wmflabs.org", "wmcloud.org")
"""Wikimedia's hosting of tools: a host below one of these is one tool's."""

SHARED: Final = re.compile(
    r"(?:^|\.)(?:wiki[a-z]+\.org|mediawiki\.org|toolserver\.org|github\.com|gitlab\.com"
    r"|github\.io|google\.com|npmjs\.com|pypi\.org|sourceforge\.net|tools\.wmflabs\.org)$"
)
"""Hosts of many things: only an address some way below one is a tool's."""

_DISTINCT: Final = re.compile(r"(?=.*[a-z])(?=.*[A-Z]).*\S")
_SHORTEST: Final = 6
_DEEP: Final = 2


@dataclass(frozen=True)
class Retired:
    """Tools that their maintainers call deprecated, by address and by name in prose.

    Shipped entries and the hub's own come first: what they know is left out, and so is an
    address that a tool in use has too, or lies below.
    """

    services: Mapping[str, Service] = field(default_factory=dict)
    _lookup: Vocabulary | None = None

    def at(self, url: str) -> Service | None:
        """Return the tool that an address belongs to."""
        return self._lookup.service_at(url) if self._lookup else None

    def named_in(self, text: str) -> Iterator[tuple[Service, re.Match[str]]]:
        """Yield tools that a text names, each once, with where."""
        for service in self.services.values():
            for name in service.prose:
                if name in text and (match := phrases([name], case=True).search(text)):
                    yield service, match
                    break


def retired(tools: Iterable[Tool], known: Vocabulary) -> Retired:
    """Return the deprecated ones of `tools` that `known` says nothing of."""
    tools = list(tools)
    used = [_address(one.url) for one in tools if not one.deprecated and one.url]
    names = {one.title.casefold() for one in tools if not one.deprecated}
    found: dict[str, Service] = {}
    for one in tools:
        address = _address(one.url)
        if not one.deprecated or not _is_a_tools(one.url) or known.service_at(one.url):
            continue
        if any(other == address or other.startswith(f"{address}/") for other in used):
            continue
        entry = f"toolhub-{one.name}"
        prose = (one.title,) if _is_distinct(one.title) else ()
        if one.title.casefold() in names or one.title in known.service_names():
            prose = ()
        found[entry] = Service(
            id=entry,
            name=one.title,
            kind="tool",
            status="gone",
            source=f"its maintainers say so in Toolhub, {one.page}",
            replaced_by=one.replaced_by,
            addresses=(address,),
            prose=prose,
        )
    return Retired(found, replace(known, services=found) if found else None)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:  # such as a broken IPv6 address
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"{host}{path.rstrip('/')}"


def _is_a_tools(url: str) -> bool:
    """Tell whether an address is one tool's and nothing else's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme not in {"http", "https"} or "." not in host:
        return False
    deep = len([part for part in parts.path.split("/") if part])
    if SHARED.search(host):
        # tools.wmflabs.org/NAME and a wiki's /wiki/TITLE have their own depth
        return deep >= (1 if host == "tools.wmflabs.org" else _DEEP)
    return host not in OWN_HOSTS


def _is_distinct(title: str) -> bool:
    """Tell whether a name can mean nothing but the tool: odd capitals, or a digit, inside it."""
    if len(title) < _SHORTEST or not _DISTINCT.fullmatch(title):
        return False
    # The Dutch write "IJssel": the two are one letter there.
    plain = re.sub(r"\bIJ(?=[a-z])", "Y", title)
    return bool(re.search(r"[a-z][A-Z]|[A-Z]{2,}[a-z]|[a-z]\d|\d[a-z]", plain))
