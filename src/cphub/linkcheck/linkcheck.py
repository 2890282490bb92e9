"""URL → what is seen of it: many hosts side by side, each asked politely."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import httpx

from cphub.data.not_found import shipped_not_found
from cphub.errors import CphubError, Stopped
from cphub.linkcheck.checker import Busy, Checker
from cphub.linkcheck.fetch import Fetcher
from cphub.linkcheck.limits import Limits
from cphub.linkcheck.online import Online
from cphub.linkcheck.turns import Turns
from cphub.model.addresses import host_of
from cphub.model.links import Seen, Sight
from cphub.network.clock import Clock

__all__ = ["Limits", "check_links"]

_HEAR = 0.2  # seconds between two looks at whether Ctrl-C was pressed
_END = 10.0  # seconds that a thread may need to notice that the run ends


@dataclass
class _Host:
    """A host's addresses that are still to be checked."""

    name: str
    urls: deque[str]
    not_before: float = 0.0
    failures: int = 0
    waited: bool = False


@dataclass
class _Run:
    """What the threads of one run share. `found` gets what was seen, or how a thread ended."""

    check: Checker
    limits: Limits
    clock: Clock
    turns: Turns
    waiting: list[_Host]
    on_wait: Callable[[str, float, str], None] | None
    found: queue.Queue[Seen | BaseException | None] = field(default_factory=queue.Queue)
    lock: threading.Lock = field(default_factory=threading.Lock)


def check_links(
    urls: Iterable[str],
    agent: str,
    *,
    limits: Limits | None = None,
    transport: httpx.BaseTransport | None = None,
    on_wait: Callable[[str, float, str], None] | None = None,
    stop: threading.Event | None = None,
    clock: Clock | None = None,
    anchors: Sequence[str] = (),
) -> Iterator[Seen]:
    """Yield what is seen of each address, as it is seen; hosts with many addresses begin first.

    An address whose host asks to be left alone for longer than is waited is not yielded: the
    next run asks again.

    Args:
        urls: as `link_address` writes them; others are not asked.
        agent: the User-Agent, which names the operator.
        limits: how gently.
        transport: in place of the network.
        on_wait: told of waits that a host asks for: host, seconds, why.
        stop: ends the run when it is set.
        clock: what the time is.
        anchors: addresses that should answer, asked where nobody else does.

    Raises:
        WikiUnreachable: nobody answers any more, so the network is down.
        Stopped: `stop` was set.
    """
    limits, clock, stop = limits or Limits(), clock or Clock(), stop or threading.Event()
    turns = Turns(limits.pause, clock, stop)
    fetch = Fetcher(agent, limits, clock, turns.check, transport)
    checker = Checker(fetch, turns, limits, shipped_not_found(), clock)
    run = _Run(checker, limits, clock, turns, _by_host(urls), on_wait)
    threads = [
        threading.Thread(target=_work, args=(run,), daemon=True)
        for _ in range(min(limits.hosts, len(run.waiting)))
    ]
    for thread in threads:
        thread.start()
    try:
        yield from Online(fetch, turns, anchors).believed(_heard(run, len(threads)))
    finally:
        stop.set()
        end = time.monotonic() + _END
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        fetch.close()


def _by_host(urls: Iterable[str]) -> list[_Host]:
    hosts: dict[str, _Host] = {}
    for url in urls:
        name = host_of(url)
        hosts.setdefault(name, _Host(name, deque())).urls.append(url)
    return sorted(hosts.values(), key=lambda host: -len(host.urls))


def _heard(run: _Run, threads: int) -> Iterator[Seen]:
    """Yield what the threads see until all have ended."""
    while threads:
        try:
            one = run.found.get(timeout=_HEAR)
        except queue.Empty:
            continue
        if one is None:
            threads -= 1
        elif isinstance(one, BaseException):
            raise one
        else:
            yield one


def _work(run: _Run) -> None:
    """Check hosts until none is left."""
    try:
        while (host := _next(run)) is not None:
            _check_host(run, host)
    except Stopped as stopped:
        run.found.put(stopped)
    except CphubError as error:
        run.found.put(error)
    except BaseException as error:  # noqa: BLE001  # told in the main thread
        run.found.put(error)
    else:
        run.found.put(None)


def _next(run: _Run) -> _Host | None:
    """Return a host that may be asked now, waiting for one that asked for it; None at the end."""
    while True:
        with run.lock:
            if not run.waiting:
                return None
            now = run.clock.monotonic()
            ready = next((host for host in run.waiting if host.not_before <= now), None)
            if ready is not None:
                run.waiting.remove(ready)
                return ready
            soonest = min(host.not_before for host in run.waiting) - now
        run.turns.wait(min(max(soonest, 0.01), 1.0))


def _check_host(run: _Run, host: _Host) -> None:
    """Check a host's addresses, until it asks to be left alone or does not answer any more."""
    while host.urls:
        url = host.urls[0]
        try:
            seen = run.check(url)
        except Busy as busy:
            if busy.after > run.limits.longest_wait or host.waited:
                run.found.put(busy.seen)  # the others are asked another day
                return
            host.waited, host.not_before = True, run.clock.monotonic() + busy.after
            if run.on_wait:
                run.on_wait(host.name, busy.after, busy.seen.reason)
            with run.lock:
                run.waiting.append(host)
            return
        host.urls.popleft()
        run.found.put(seen)
        host.failures = host.failures + 1 if seen.silent else 0
        if seen.silent and seen.sight is Sight.GONE:
            _say_of_all(run, host, seen)
        elif host.failures >= run.limits.failures:
            _say_of_all(run, host, replace(seen, reason=f"not asked: its host {seen.reason}"))


def _say_of_all(run: _Run, host: _Host, seen: Seen) -> None:
    """Say of all addresses of a host what was seen of one."""
    while host.urls:
        run.found.put(replace(seen, url=host.urls.popleft()))
