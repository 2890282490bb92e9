"""Measure one row, in the process that this runs in."""

from __future__ import annotations

import resource
import time

from benchmarks.reliability.row import told
from benchmarks.reliability.rows import ROWS
from tests.faults.lab import running_lab


def measured(name: str, quick: bool) -> tuple[str, list[str]]:  # noqa: FBT001  # Executor.submit
    """Return a row's figures in words, with the time that it took, and what went wrong."""
    start, cpu = time.monotonic(), _processor()
    with running_lab() as lab:
        found = ROWS[name].measure(lab, quick)
    seconds, cpu = time.monotonic() - start, _processor() - cpu
    return f"{told(found)} ({seconds:.0f} s, CPU {cpu:.0f} s)", found.wrong


def _processor() -> float:
    """Return the processor's seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
