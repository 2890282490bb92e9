"""Check whether the addresses that pages link to still lead somewhere."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from cphub.catalogue import Catalogue
from cphub.linkcheck.linkcheck import Limits, check_links
from cphub.model.addresses import host_of
from cphub.model.links import APART, LinkState, LinkStatus, Seen, judge
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings
from cphub.wiki.client import Transport, user_agent
from cphub.workflows._filters import Filters
from cphub.workflows._link_pages import link_pages
from cphub.workflows.analyse import analyse
from cphub.workflows.audit import vocabulary_of
from cphub.workflows.clock import now

AGE = timedelta(days=30)
"""What was seen of an address holds so long."""

AHEAD = timedelta(days=1)
"""What was seen so long after now was seen by a clock that was wrong: its age is not known."""

ANSWER = 0.4
"""Seconds that a server takes, for the guess of how long a run lasts."""


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What a run did: how many addresses it checked, and how many of those due are left.

    `put_off` are those whose hosts asked to be left alone, `every` all that pages link to.
    """

    checked: int
    left: int
    put_off: int
    every: int
    states: Mapping[LinkState, int] = field(default_factory=dict)


def check(
    catalogue: Catalogue,
    settings: Settings,
    filters: Filters | None = None,
    *,
    hosts: Collection[str] = (),
    most: int | None = None,
    older_than: timedelta = AGE,
    progress: Progress | None = None,
    transport: Transport | None = None,
    clock: Callable[[], datetime] = now,
) -> LinkCheck:
    """Check the external links of the pages that sources hold, each address once.

    Those never checked come first, then those suspected at a check long enough ago, then the
    ones whose last check is oldest. What is seen is saved as it is seen: ended anywhere, the
    same call goes on.

    Args:
        catalogue: opened for writing.
        settings: the contact, and how gently servers are asked.
        filters: wikis, sources and languages of the pages.
        hosts: only addresses of these hosts; all if empty.
        most: how many addresses to check; all if None.
        older_than: addresses checked less long ago are not checked again.
        progress: told of every address.
        transport: in place of the network.
        clock: what the time is.

    Raises:
        SettingsError: there is no contact.
        UsageError: a filter names something that is not there.
        WikiUnreachable: the network is down.
        KeyboardInterrupt: Ctrl-C; what was seen is saved, and its text says how much.
    """
    progress, agent, started = progress or Silent(), user_agent(settings.contact), clock()
    analyse(catalogue, vocabulary_of(settings), noticed=started, progress=progress)
    with catalogue.read():
        known = catalogue.link_statuses()
        every = link_pages(catalogue, filters or Filters(), hosts)
        due = _due(every, known, started, older_than)
    chosen = due if most is None else due[:most]
    if not chosen:
        return LinkCheck(0, 0, 0, len(every))
    per_host = Counter(map(host_of, chosen))
    _tell(progress, per_host, settings)
    keeper = _Keeper(catalogue, known, progress, clock)
    run = catalogue.start_run("links", started)
    status = "partial"
    try:
        limits = Limits(
            pause=settings.links.pause,
            hosts=settings.links.hosts,
            deadline=settings.links.deadline,
            allow_private=settings.links.allow_private,
        )
        found = check_links(
            chosen,
            agent,
            limits=limits,
            transport=transport,
            on_wait=progress.wait,
            anchors=tuple(wiki.api for wiki in settings.wikis.values()),
            stop=threading.Event(),
        )
        with closing(found):  # type: ignore[type-var]  # a generator: ends its threads
            for seen in found:
                keeper.add(seen)
        status = "done"
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"{keeper.number:,} address{'' if keeper.number == 1 else 'es'} checked and saved;"
            " the same command goes on."
        ) from None
    finally:
        counts = {"checked": keeper.number, "due": len(due)}
        catalogue.end_run(run, clock(), status, counts)
    put_off = len(chosen) - keeper.number
    left = len(due) - keeper.number
    return LinkCheck(keeper.number, left, put_off, len(every), keeper.states)


class _Keeper:
    """Saves what is seen as it is seen, so that whoever goes on asks nobody twice."""

    def __init__(
        self,
        catalogue: Catalogue,
        known: Mapping[str, LinkStatus],
        progress: Progress,
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue = catalogue
        self._known = known
        self._progress = progress
        self._clock = clock
        self.number = 0
        self.states: Counter[LinkState] = Counter()

    def add(self, seen: Seen) -> None:
        status = judge(self._known.get(seen.url), seen, self._clock())
        self._catalogue.save_links([status])
        self.number += 1
        self.states[status.status] += 1
        self._progress.advance("links", 1)


def _due(
    urls: Collection[str], known: Mapping[str, LinkStatus], today: datetime, age: timedelta
) -> list[str]:
    """Return the addresses to check now, the most urgent first."""
    never, ripe, old = [], [], []
    for url in sorted(urls):
        status = known.get(url)
        if status is None:
            never.append(url)
        elif status.checked - today > AHEAD or (
            status.status is LinkState.SUSPECTED and today - status.checked >= min(APART, age)
        ):
            ripe.append(url)
        elif today - status.checked >= age:
            old.append(url)
    return [*never, *ripe, *sorted(old, key=lambda url: known[url].checked)]


def _tell(progress: Progress, per_host: Mapping[str, int], settings: Settings) -> None:
    """Say how much there is to check, and about how long it takes."""
    links = settings.links
    each = links.pause + ANSWER
    longest = max(per_host.values()) + 2  # robots.txt, and a HEAD that has to be asked again
    together = (sum(per_host.values()) + 2 * len(per_host)) / links.hosts
    minutes = ceil(max(longest, together) * each / 60)
    number, hosts = sum(per_host.values()), len(per_host)
    progress.start("links", number, "checking", ("address", "addresses"))
    progress.note(f"links: on {hosts:,} host{'' if hosts == 1 else 's'}, about {minutes:,} min")
