"""A trial that a busy machine made late is run again alone, and both are told."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.faults.found import Found, again_alone

SPARE = 3.0


def trials(seconds: dict[str, float], cases: Iterable[str]) -> Found:
    """Run cases that take so many seconds over their deadlines."""
    found = Found()
    for case in cases:
        found.trials += 1
        found.in_time(case, f"trial {case}", seconds[case], SPARE)
    return found


def test_what_is_late_once_is_told_and_not_wrong() -> None:
    ran: list[str] = []

    def alone(cases: Iterable[str]) -> Found:
        ran.extend(cases)
        return trials({"b": 0.5}, ran)

    found = again_alone(trials({"a": 1.0, "b": 7.5}, "ab"), alone)
    assert ran == ["b"]
    assert (found.trials, found.wrong, found.late) == (2, [], [])
    assert found.notes == {"late, so run again alone": 1, "late again": 0}
    over = "seconds over the deadlines"
    assert found.peaks == {over: 7.5, f"{over}, alone": 0.5}


def test_what_is_late_again_is_wrong() -> None:
    found = again_alone(trials({"a": 9.0}, "a"), lambda late: trials({"a": 4.5}, late))
    assert found.wrong == ["again trial a: late by 1.5 s"]
    assert found.notes["late again"] == 1


def test_what_goes_wrong_when_run_again_is_wrong() -> None:
    found = again_alone(trials({"a": 9.0}, "a"), lambda _: Found(wrong=["a: not intact"]))
    assert found.wrong == ["a: not intact"]


@pytest.mark.parametrize("seconds", [0.0, 3.0])
def test_what_is_in_time_is_not_run_again(seconds: float) -> None:
    def never(_: Iterable[str]) -> Found:
        raise AssertionError

    assert not again_alone(trials({"a": seconds}, "a"), never).wrong
