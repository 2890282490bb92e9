"""Whatever a wiki answers, a harvest ends whole or with one clear message, and in time."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from tests.faults.fault import DONE, PHASES, Fault
from tests.faults.faults import CLASSES, FAULTS, SIBLINGS
from tests.faults.found import Found, again_alone
from tests.faults.lab import Lab
from tests.faults.quick import play_in_each_phase
from tests.faults.trials import play_faults

LIES = [fault for fault in FAULTS.values() if fault.lies]
REFUSED = FAULTS["connection refused"]  # whatever is asked meanwhile is, too
PASSING = [one for one in CLASSES if one.once == (DONE,) and not one.slow and one is not REFUSED]
OTHERS = [one for one in CLASSES if one not in PASSING]


def play(lab: Lab, cases: Iterable[tuple[Fault, str, bool]]) -> Found:
    return again_alone(play_faults(lab, cases), lambda late: play_faults(lab, late))


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.name)
def test_a_fault_that_passes_does_so_in_each_phase(lab: Lab, fault: Fault) -> None:
    found = play_in_each_phase(lab, fault)
    assert not found.wrong, found
    assert found.notes["phases"] == len(fault.phases)


@pytest.mark.parametrize("fault", OTHERS, ids=lambda fault: fault.name)
def test_a_fault_in_any_phase_passes_or_is_told(lab: Lab, fault: Fault) -> None:
    phases = ("listing", "histories") if fault.slow else fault.phases  # each costs a deadline
    found = play(lab, ((fault, phase, False) for phase in phases))
    assert not found.wrong, found


def test_every_form_of_a_fault_passes_or_is_told(lab: Lab) -> None:
    found = play(lab, ((fault, "text", False) for fault in SIBLINGS))
    assert not found.wrong, found


@pytest.mark.parametrize(
    "name", ["503", "404", "gzip that is none", "cut short gzip", "query is null"]
)
def test_a_fault_that_does_not_pass_is_told_and_costs_nothing(lab: Lab, name: str) -> None:
    found = play(lab, ((FAULTS[name], phase, True) for phase in PHASES[1::2]))
    assert not found.wrong, found


@pytest.mark.parametrize("name", ["slow drip of headers", "100 Continue for ever", "silence"])
def test_no_slow_answer_holds_a_harvest_beyond_its_deadline(lab: Lab, name: str) -> None:
    found = play(lab, [(FAULTS[name], "text", False)])
    assert not found.wrong, found


def test_answers_that_lie_spoil_no_catalogue(lab: Lab) -> None:
    chosen = random.Random(4).sample(LIES, 12)  # noqa: S311  # `benchmarks.reliability` has all
    found = play(lab, ((fault, fault.phases[0], False) for fault in chosen))
    assert not found.wrong, found
