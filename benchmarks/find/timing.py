"""What a few runs of something take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

TIMES = 5


@dataclass(frozen=True)
class Times:
    """Milliseconds of a few runs: by the clock, and of the processor alone."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, other: Times) -> None:
        """Take in the times of other runs."""
        self.wall.extend(other.wall)
        self.cpu.extend(other.cpu)

    def p95(self) -> str:
        """Say what 95 of 100 stay below."""
        wall, cpu = (quantiles(taken, n=20)[-1] for taken in (self.wall, self.cpu))
        return f"{wall:.1f} ms, {cpu:.1f} ms of the processor"


def timed(action: Callable[[], Any]) -> Times:
    """Return the times of a few runs."""
    times = Times()
    for _ in range(TIMES):
        start, start_cpu = time.perf_counter(), time.process_time()
        action()
        times.cpu.append((time.process_time() - start_cpu) * 1000)
        times.wall.append((time.perf_counter() - start) * 1000)
    return times
