"""Trials in which one run meets several faults: what tests do of the long forms.

`benchmarks.reliability` plays each fault in a run of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.faults.commands import Command
from tests.faults.fault import Fault, first_of_each
from tests.faults.found import Found, same_in_the_end
from tests.faults.lab import Lab
from tests.faults.trials import met

HARVESTS = 3
"""In which a fault is played in all phases between them; neighbours are not in the same."""


def play_in_each_phase(lab: Lab, fault: Fault) -> Found:
    """Play a fault that passes in each of its phases: the harvest gets over all of them."""
    found = Found()
    for first in range(HARVESTS):
        found.trials += 1
        phases = fault.phases[first::HARVESTS]
        left = set(phases)
        with lab.trial(attempts=3) as cphub:
            done, _ = lab.harvest(cphub, first_of_each(left, fault))
            what = f"{fault.name} in {', '.join(phases)}"
            found.check(what, done, played=not left)
            same_in_the_end(found, what, lab, cphub, done)
            found.add("phases", len(phases))
    return found


def play_always_in_turn(lab: Lab, command: Command, faults: Iterable[Fault]) -> Found:
    """Play faults at every request of runs of a command on one catalogue; then run it without.

    Each run ends in time and in words; what the last does shows that none has spoilt anything.
    """
    found = Found()
    with lab.trial(attempts=2) as cphub:
        for fault in faults:
            found.trials += 1
            met(found, lab, cphub, (command, fault, None))
        lab.server.play(None)
        last = cphub.run(*command.arguments)
        found.check(f"{command.name}, after all", last, done=last.code == 0)
    return found
