"""What a fault is, and when it is played."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.server import Plan, Play
from tests.live.proxy import Asked

DONE, FAILED, STOPPED = 0, 1, 5
CLEAR = (DONE, FAILED)
PHASES = (
    *("siteinfo", "listing", "text", "gone", "histories", "titles"),
    *("translations", "items", "births", "old texts"),
)
NEEDED = PHASES[:6]
"""Those without which a source is not harvested; a refusal in the others is told as a warning."""
PROMISED = tuple(phase for phase in PHASES if phase not in {"items", "births"})
"""Whatever fails in the others is told as a warning, and asked for by the next harvest."""


@dataclass(frozen=True)
class Fault:
    """One fault. `unlight` are the exit codes where the question can't be made smaller.

    `lies`: cphub can't know that the answer is false, so what it stores may be. `phases` are
    those in which it makes sense. `slow`: it takes a deadline to notice.
    """

    name: str
    play: Play
    once: Sequence[int] = (DONE,)
    always: Sequence[int] = (FAILED,)
    says: str = "meta"
    lies: bool = False
    slow: bool = False
    phases: Sequence[str] = PHASES


def phase_of(asked: Asked) -> str:
    """Return which phase of a harvest a request belongs to."""
    params = asked.params
    signs = {
        "siteinfo": "siteinfo" in params.get("meta", ""),
        "translations": "message" in params.get("meta", "") + params.get("list", ""),
        "items": params.get("action") == "wbgetentities",
        "births": params.get("rvdir") == "newer",
        "old texts": params.get("rvdir") == "older",
        "listing": "generator" in params,
        "text": "content" in params.get("rvprop", ""),
        "histories": "rvlimit" in params,
        "titles": "titles" in params,
    }
    return next((phase for phase, is_it in signs.items() if is_it), "gone")


def at(number: int, fault: Fault) -> Plan:
    """Play `fault` at one request, counted from 1."""
    return lambda _, n: fault.play if n == number else None


def each_time(fault: Fault) -> Plan:
    """Play `fault` at every request."""
    return lambda _, __: fault.play


def first_of(phase: str, fault: Fault) -> Plan:
    """Play `fault` at the first request of a phase."""
    left = [fault.play]
    return lambda asked, _: left.pop() if left and phase_of(asked) == phase else None


def first_of_each(left: set[str], fault: Fault) -> Plan:
    """Play `fault` at the first request of each phase in `left`, which goes out of it."""

    def plan(asked: Asked, _: int) -> Play | None:
        phase = phase_of(asked)
        if phase not in left:
            return None
        left.remove(phase)
        return fault.play

    return plan


def every(phase: str, fault: Fault) -> Plan:
    """Play `fault` at all requests of a phase."""
    return lambda asked, _: fault.play if phase_of(asked) == phase else None


def forgiven(phase: str, told: str) -> bool:
    """Tell whether what a harvest left out is no part of its promise, and was told."""
    if phase in PROMISED:
        return phase not in NEEDED and bool(re.search(r"\(\w+(-\w+)*-refused\)", told))
    return "(origins)" in told


def names_it(fault: Fault, told: str) -> bool:
    """Tell whether a message says what `fault` is to be told as."""
    return bool(re.search(fault.says, told))
