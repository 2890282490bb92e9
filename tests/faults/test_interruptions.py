"""A harvest that ended anywhere goes on: nothing lost, doubled or asked for over and over."""

from __future__ import annotations

import time

import pytest
from tests.faults.faults import FATAL, FAULTS, PASSING
from tests.faults.lab import REQUESTS, Lab
from tests.faults.trials import fail_at, jumping_clock, kill, random_faults, rivals


@pytest.mark.parametrize("start", range(1, 5))
def test_a_harvest_that_fails_at_any_request_goes_on(lab: Lab, start: int) -> None:
    cases = ((k, FATAL[(k + k // 4) % 4]) for k in range(start, REQUESTS + 1, 4))
    found = fail_at(lab, cases)
    assert not found.wrong, found
    assert found.trials == REQUESTS // 4


def test_a_third_of_all_answers_faulty_still_gives_the_same_catalogue(lab: Lab) -> None:
    found = random_faults(lab, range(3), PASSING, 0.3)
    assert not found.wrong, found
    assert found.notes["faults played"] > 30


def test_a_harvest_that_is_killed_goes_on(lab: Lab) -> None:
    found = kill(lab, range(20))
    assert not found.wrong, found
    assert found.notes["killed"] >= 15


def test_an_audit_after_a_first_harvest_was_killed_says_how_to_go_on(lab: Lab) -> None:
    with lab.trial() as cphub:
        cphub.catalog.unlink()
        log = lab.server.play(lambda _, n: FAULTS["silence"].play if n == 8 else None)
        harvest = cphub.start("harvest")
        end = time.monotonic() + 10
        while len(log) < 8 and time.monotonic() < end:
            time.sleep(0.01)
        harvest.kill()
        assert harvest.wait().code == -9
        for command in ("audit", "report"):
            done = cphub.run(command)
            assert done.code == 0, done
            assert "No harvest was finished" in done.out, done
            assert "Run cphub harvest again" in done.out, done
        assert "harvest of training is not finished" in cphub.run("status").out
        again, _ = lab.harvest(cphub)
        assert again.code == 0, again
        cphub.run("audit")
        for command in ("report", "status"):
            assert "finished" not in cphub.run(command).out


@pytest.mark.parametrize("name", ["429 until a date", "429 for a second"])
def test_a_clock_that_jumps_makes_nobody_wait(lab: Lab, name: str) -> None:
    found = jumping_clock(lab, FAULTS[name])
    assert not found.wrong, found


def test_two_harvests_of_one_source_do_not_spoil_each_other(lab: Lab) -> None:
    found = rivals(lab, 4)
    assert not found.wrong, found
