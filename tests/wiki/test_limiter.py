from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.wiki.limiter import Limiter, Slots


def _run(limiter: Limiter, idle: list[float]) -> list[float]:
    """Take a token after each idle time, waiting as told; return when each was given."""
    now, given_at = 0.0, []
    for pause in idle:
        now += pause
        while wait := limiter.take(now):
            now += wait
        given_at.append(now)
    return given_at


@given(
    st.integers(1, 300),
    st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.1, 3.0, 61.0]), min_size=1, max_size=600),
)
def test_never_more_than_the_limit_in_any_minute(per_minute: int, idle: list[float]) -> None:
    given_at = _run(Limiter(per_minute), idle)
    for first, last in zip(given_at, given_at[per_minute:], strict=False):
        assert last - first >= 60 - 1e-6


def test_a_small_burst_goes_at_once_and_the_rest_evenly() -> None:
    given_at = _run(Limiter(200), [0.0] * 200)
    assert given_at[19] == 0
    assert given_at[20] == pytest.approx(1 / 3)
    assert given_at[199] == pytest.approx(60)


def test_hold_stops_everything_until_its_moment() -> None:
    limiter = Limiter(200)
    limiter.take(0.0)
    limiter.hold(30.0)
    limiter.hold(5.0)
    assert limiter.take(10.0) == pytest.approx(20)
    assert limiter.take(30.0) == 0


def taken(slots: Slots) -> int:
    """Take all slots that are free; give them back."""
    number = 0
    while slots.acquire(0):
        number += 1
    for _ in range(number):
        slots.release()
    return number


def test_each_refusal_takes_a_slot_away_but_the_last() -> None:
    slots = Slots(3)
    seen = [taken(slots)]
    for _ in range(3):
        slots.judge(refused=True)
        seen.append(taken(slots))
    assert seen == [3, 2, 1, 1]


def test_slots_come_back_one_by_one_when_all_is_calm() -> None:
    slots = Slots(3)
    for refused in (True, True):
        slots.judge(refused=refused)
    seen = []
    for _ in range(3):
        for _ in range(100):
            seen.append(taken(slots))
            slots.judge(refused=False)
    assert seen == [1] * 100 + [2] * 100 + [3] * 100
    slots.judge(refused=True)
    for _ in range(99):
        slots.judge(refused=False)
    slots.judge(refused=True)
    for _ in range(99):
        slots.judge(refused=False)
    assert taken(slots) == 1


def test_slots_under_way_are_not_taken_away() -> None:
    slots = Slots(2)
    assert slots.acquire(0)
    assert slots.acquire(0)
    slots.judge(refused=True)
    slots.release()
    assert not slots.acquire(0)
    slots.release()
    assert slots.acquire(0)
