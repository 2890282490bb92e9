"""Lines of figures over time: in their picture, apart from each other, true to their figures."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.locale.speaker import speaker
from cphub.model.documents import Lines, Series
from cphub.reports._html_lines import HEIGHT, WIDTH, Drawing, drawing

STATES = ("error", "warning", "note", "good", "")


def drawn(*figures: tuple[float, ...]) -> Drawing:
    series = tuple(Series(f"S{n}", STATES[n], row) for n, row in enumerate(figures))
    points = tuple(f"day {n}" for n in range(len(figures[0])))
    made = drawing(Lines(points, series), speaker(""))
    assert made is not None
    return made


def heights(path: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


@pytest.mark.parametrize("points", [(), ("today",)])
def test_one_moment_is_no_picture(points: tuple[str, ...]) -> None:
    assert drawing(Lines(points, (Series("S", "error", (1,) * len(points)),)), speaker("")) is None
    assert drawing(Lines(("a", "b"), ()), speaker("")) is None


def test_a_line_is_as_high_as_its_figures_on_a_scale_that_begins_at_nought() -> None:
    made = drawn((0, 50, 100))
    assert [mark.text for mark in made.levels] == ["0", "50", "100"]
    assert heights(made.lines[0].path) == [mark.y for mark in made.levels]


def test_lines_differ_by_more_than_their_colour() -> None:
    made = drawn((1, 2), (3, 4), (5, 6))
    shapes = {re.sub(r"[\d.]+", "", line.dots) for line in made.lines}
    assert len(shapes) == len({line.tone for line in made.lines}) == 3


@given(st.lists(st.tuples(*[st.integers(0, 10**7)] * 3), min_size=1, max_size=5))
def test_whatever_the_figures_all_is_in_the_picture_and_no_name_hides_another(
    rows: list[tuple[int, ...]],
) -> None:
    made = drawn(*rows)
    for line in made.lines:
        assert all(0 <= y <= HEIGHT for y in heights(line.path))
    marks = sorted(line.label.y for line in made.lines)
    assert all(0 < y < HEIGHT for y in marks)
    assert all(after - before >= 13.9 for before, after in pairwise(marks))
    assert all(0 <= mark.x <= WIDTH for mark in (*made.levels, *made.moments))


def test_the_names_stand_in_the_order_of_the_last_figures() -> None:
    made = drawn((5, 100), (5, 99), (5, 98))
    assert [line.label.text for line in made.lines] == ["S0 100", "S1 99", "S2 98"]
    ys = [line.label.y for line in made.lines]
    assert ys == sorted(ys)
