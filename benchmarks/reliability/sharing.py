"""Let several labs share the cases of a row: while one waits, another works."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tests.faults.found import Found
from tests.faults.lab import Lab, running_lab

Case = TypeVar("Case")
OTHERS = 2
"""Labs beside a row's own."""
OFTEN = 20.0  # seconds between two lines of progress


def taken(what: str, cases: Iterable[Case]) -> Iterator[Case]:
    """Yield cases, to several threads; say now and then how many are taken."""
    left = list(cases)[::-1]
    every, told, lock = len(left), time.monotonic(), threading.Lock()

    def take() -> Case | None:
        nonlocal told
        with lock:
            if time.monotonic() - told > OFTEN:
                told = time.monotonic()
                print(f"{what}: {every - len(left)} of {every}", file=sys.stderr, flush=True)
            return left.pop() if left else None

    return iter(take, None)  # not a generator: threads cannot share one


def shared(
    lab: Lab, what: str, cases: Iterable[Case], trial: Callable[[Lab, Iterable[Case]], Found]
) -> Found:
    """Return what the trials of all cases found, in `lab` and in others of its kind."""
    every = taken(what, cases)

    def elsewhere() -> Found:
        with running_lab() as other:
            return trial(other, every)

    with ThreadPoolExecutor(OTHERS) as pool:
        others = [pool.submit(elsewhere) for _ in range(OTHERS)]
        found = trial(lab, every)
        return sum((other.result() for other in others), found)
