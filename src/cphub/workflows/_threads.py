"""Jobs side by side, one a wiki, until all are done or Ctrl-C is pressed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait

from cphub.errors import CphubError
from cphub.settings import WikiSettings

HEAR = 0.2
"""Seconds between two looks at whether Ctrl-C was pressed."""


def side_by_side(
    jobs: Mapping[WikiSettings, Callable[[], None]], stop: threading.Event, in_flight: int
) -> tuple[dict[WikiSettings, CphubError], bool]:
    """Do a job for each wiki; return those that failed, and whether Ctrl-C ended it."""
    interrupted = False
    with ThreadPoolExecutor(in_flight) as pool:
        futures = {wiki: pool.submit(job) for wiki, job in jobs.items()}
        try:
            while wait(futures.values(), HEAR).not_done:
                pass
        except BaseException as error:
            stop.set()
            if not isinstance(error, KeyboardInterrupt):
                raise
            interrupted = True
    failed = {}
    for wiki, future in futures.items():
        if (problem := future.exception()) is None:
            continue
        if not isinstance(problem, CphubError):
            raise problem
        failed[wiki] = problem
    return failed, interrupted
