"""Look for 2,000 made-up tools on the labelled pages: none is there, so none may be found.

    python -m benchmarks.links.toolhub

The tools have the shape of Toolhub's records. Their names are words of the pages themselves,
and many of their addresses those of wikis, forges and shared hosts that the pages link to:
whatever takes such a name or address for a tool's own raises an alarm here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from benchmarks.audit_quality.corpus import load_corpus

from cphub.data import load_vocabulary
from cphub.data.toolhub import Retired, retired
from cphub.model.tools import Tool

TOOLS = 2_000
HOSTS = ("commons.wikimedia.org", "meta.wikimedia.org", "en.wikipedia.org", "github.com")
ASKED = datetime(2026, 11, 22, tzinfo=UTC)
ADDRESS = re.compile(r"https?://[^\s\]|}]+")


@dataclass(frozen=True)
class Measured:
    """How many tools can be told, what was looked at, and what was found by mistake."""

    tools: int
    deprecated: int
    told: int
    pages: int
    addresses: int
    alarms: Sequence[tuple[str, str]]
    planted: int


def main() -> None:
    """Measure, and print the figures."""
    found = measure()
    print(f"tools              {found.tools:,}, {found.deprecated:,} of them deprecated")
    print(f"can be told        {found.told:,} by an address of their own")
    print(f"looked at          {found.pages:,} pages, {found.addresses:,} addresses")
    print(
        f"false alarms       {len(found.alarms):,} {' '.join(map(str, found.alarms[:5]))}".rstrip()
    )
    print(f"planted            {found.planted} of 2 found")


def measure() -> Measured:
    """Look for all tools on all labelled pages, and for one that is planted."""
    pages = load_corpus()
    words = sorted({word for page in pages for word in re.findall(r"[^\W\d_]{3,}", page.text)})
    tools = made_up(words)
    known = retired(tools, load_vocabulary())
    alarms, addresses = [], 0
    for page in pages:
        alarms += [(page.id, service.name) for service, _match in known.named_in(page.text)]
        urls = ADDRESS.findall(page.text)
        addresses += len(urls)
        alarms += [(page.id, url) for url in urls if known.at(url)]
    return Measured(
        tools=len(tools),
        deprecated=sum(tool.deprecated for tool in tools),
        told=len(known.services),
        pages=len(pages),
        addresses=addresses,
        alarms=alarms,
        planted=_planted(known),
    )


def made_up(words: Sequence[str]) -> list[Tool]:
    """Return tools called by words of pages, the same every time, and one that is planted."""
    chosen = random.Random(8)  # noqa: S311  # the same tools every time
    tools = [
        Tool(
            f"tool-{number}",
            " ".join(chosen.choices(words, k=chosen.choice((1, 1, 2, 3)))),
            chosen.choice(
                (
                    f"https://{chosen.choice(HOSTS)}/",
                    f"https://{chosen.choice(HOSTS)}/wiki/",
                    f"https://tool-{number}.toolforge.org/",
                    f"https://tools.wmflabs.org/tool-{number}",
                    f"https://github.com/someone/tool-{number}",
                    "",
                    "https://[broken",
                )
            ),
            deprecated=number % 4 != 0,
            replaced_by="",
            modified="2024-05-01",
            asked=ASKED,
        )
        for number in range(TOOLS)
    ]
    planted = replace(
        tools[1], name="planted", title="PlantedTool", url="https://planted.toolforge.org/"
    )
    return [*tools, planted]


def _planted(known: Retired) -> int:
    named = [service.name for service, _match in known.named_in("Use PlantedTool now.")]
    return (named == ["PlantedTool"]) + (
        known.at("https://planted.toolforge.org/start") is not None
    )


if __name__ == "__main__":
    main()
