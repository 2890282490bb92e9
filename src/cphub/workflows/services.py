"""Tools that are gone: what Toolhub tells of them, beside cphub's and the hub's own lists."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cphub.catalogue import Catalogue
from cphub.data import Service, Vocabulary
from cphub.data.toolhub import Retired, retired
from cphub.errors import BadReply, Stopped, WikiUnreachable
from cphub.linkcheck.fetch import Fetcher, NoAnswer, Trouble
from cphub.linkcheck.linkcheck import Limits
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of, joined
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.progress import Progress, Silent
from cphub.model.tools import Tool
from cphub.network.clock import Clock
from cphub.settings import Settings
from cphub.wiki.client import Transport, user_agent
from cphub.workflows.audit import vocabulary_of
from cphub.workflows.clock import now

TOOLHUB = "https://toolhub.wikimedia.org/api/tools/?page_size=100"
"""Its API is public (toolhub.wikimedia.org/api-docs)."""

MOST_BYTES = 8 * 2**20  # of one answer
MOST_PAGES = 500
LONGEST = 500  # characters of any text in a record
DONE = 200

_COLUMNS = (
    Column("name", "Name"),
    Column("status", "Status"),
    Column("replaced_by", "Instead"),
    Column("addresses", "Addresses"),
    Column("source", "Says who"),
)


@dataclass(frozen=True, slots=True)
class ServicesUpdate:
    """How many tools Toolhub told of, how many as deprecated, and how many of those count."""

    tools: int
    deprecated: int
    used: int


def update(
    catalogue: Catalogue,
    settings: Settings,
    *,
    progress: Progress | None = None,
    transport: Transport | None = None,
    clock: Callable[[], datetime] = now,
) -> ServicesUpdate:
    """Take over what Toolhub's public records tell of tools; all of it or nothing.

    Raises:
        SettingsError: there is no contact.
        WikiUnreachable: Toolhub does not answer. What was known stays.
        BadReply: its answer is not what its API gives. Likewise.
    """
    progress, started = progress or Silent(), clock()
    tools: dict[str, Tool] = {}
    progress.start("toolhub", None, "reading records")
    for records in _pages(user_agent(settings.contact), transport):
        for record in records:
            tool = _tool(record, started)
            tools[tool.name] = tool
        progress.advance("toolhub", len(records))
    catalogue.save_tools(tools.values())
    deprecated = sum(one.deprecated for one in tools.values())
    used = retired(tools.values(), vocabulary_of(settings)).services
    return ServicesUpdate(len(tools), deprecated, len(used))


def retired_tools(catalogue: Catalogue, vocabulary: Vocabulary) -> Retired:
    """Return the tools that Toolhub calls deprecated and `vocabulary` says nothing of."""
    return retired(catalogue.tools(), vocabulary)


def services_document(catalogue: Catalogue | None, settings: Settings) -> Document:
    """Return all services that are known to be gone, renamed or doubtful, and says who."""
    vocabulary = vocabulary_of(settings)
    fed = retired_tools(catalogue, vocabulary).services if catalogue else {}
    every = {**vocabulary.services, **fed}
    known = sorted(every.values(), key=lambda one: one.name.casefold())
    return Document(
        title="Services",
        lead=(f"{len(known):,} services; of these Toolhub calls {len(fed):,} deprecated.",),
        sheets=(Sheet("services", "", _COLUMNS, tuple(map(_row, known)), entries=True),),
        data={"services": [_data(one) for one in known]},
    )


def find_service(catalogue: Catalogue | None, settings: Settings, address: str) -> Service | None:
    """Return the service that an address belongs to or that is called so, None if unknown."""
    vocabulary = vocabulary_of(settings)
    found = vocabulary.service_at(address)
    fed = retired_tools(catalogue, vocabulary) if catalogue is not None else None
    if found is None and fed is not None:
        found = fed.at(address)
    if found is None:
        every = (*vocabulary.services.values(), *(fed.services.values() if fed else ()))
        name = " ".join(address.split()).casefold()
        found = next((one for one in every if name in {one.name.casefold(), one.id}), None)
    return found


def _pages(agent: str, transport: Transport | None) -> Iterator[list[Any]]:
    limits, clock, stop = Limits(pause=0.5, deadline=60.0), Clock(), threading.Event()
    turns = Turns(limits.pause, clock, stop)
    fetch = Fetcher(agent, limits, clock, turns.check, transport)
    address = TOOLHUB
    host = host_of(TOOLHUB)
    try:
        for _page in range(MOST_PAGES):
            with turns.turn(host):
                reply = fetch("GET", address, MOST_BYTES, pages=False)
            if reply.status != DONE:
                raise WikiUnreachable(f"Toolhub answers {reply.status}", "Try again later.")
            answer = _understood(reply.text)
            yield answer["results"]
            following = str(answer.get("next") or "")
            if not following:
                return
            address = joined(address, following)
            if host_of(address) != host:
                raise BadReply(f"Toolhub leads on to another host: {following[:80]}")
            address = urlsplit(address)._replace(scheme=urlsplit(TOOLHUB).scheme).geturl()
    except NoAnswer as none:
        said = f" ({none.said})" if none.said and none.trouble is not Trouble.NO_HOST else ""
        raise WikiUnreachable(
            f"Toolhub: {none.trouble.value}{said}", "What was known of services stays as it was."
        ) from None
    except Stopped:
        raise KeyboardInterrupt from None
    finally:
        fetch.close()


def _understood(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        answer = None
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise BadReply("Toolhub's answer is not what its API gives", "Try again later.")
    found: dict[str, Any] = answer
    return found


def _tool(record: dict[str, Any], asked: datetime) -> Tool:
    said = record.get("annotations")
    annotations = said if isinstance(said, dict) else {}

    def text(key: str) -> str:
        value = record.get(key) or annotations.get(key) or ""
        return whole(value)[:LONGEST] if isinstance(value, str) else ""

    deprecated = record.get("deprecated") is True or annotations.get("deprecated") is True
    name, title = text("name"), text("title")
    modified = text("modified_date")[:10]
    return Tool(name, title or name, text("url"), deprecated, text("replaced_by"), modified, asked)


def whole(text: str) -> str:
    """Return text in which halves of characters, which JSON may have, are question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _row(one: Service) -> tuple[Cell, ...]:
    return (
        Cell(one.name),
        Cell(one.status),
        Cell(one.replaced_by),
        Cell(", ".join(one.addresses)),
        Cell(one.source),
    )


def _data(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "status": one.status,
        "since": one.since or None,
        "replaced_by": one.replaced_by or None,
        "addresses": one.addresses,
        "source": one.source,
    }
