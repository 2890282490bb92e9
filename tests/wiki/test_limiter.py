from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.wiki.limiter import Limiter


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
