"""What a repair would help: the formula and its words."""

from __future__ import annotations

import pytest

from cphub.model.weight import Reach, Views, Weight, reach_of


def test_it_says_in_words_what_it_is_made_of() -> None:
    weight = Weight(Reach(views=1200), languages=5, errors=3)
    assert weight.words() == "3 errors, read 1,200 times in 60 days, 5 languages"
    assert weight.number == (1 + 1200) * 5 * 27


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (Weight(Reach(10), 1, warnings=1), Weight(Reach(11), 1, warnings=1)),
        (Weight(Reach(10), 1, warnings=1), Weight(Reach(10), 2, warnings=1)),
        (Weight(Reach(10), 1, warnings=1), Weight(Reach(10), 1, warnings=2)),
        (Weight(Reach(10), 1, warnings=2), Weight(Reach(10), 1, errors=1)),
        (Weight(Reach(10), 1, notes=2), Weight(Reach(10), 1, warnings=1)),
        (Weight(Reach(10), 1), Weight(Reach(11), 1)),
        (Weight(Reach(None, 1), 1), Weight(Reach(None, 2), 1)),
        (Weight(Reach(9, None), 1), Weight(Reach(None, 1), 1)),
        (Weight(Reach(), 1), Weight(Reach(None, 1), 1)),
    ],
)
def test_more_readers_languages_or_faults_weigh_more(less: Weight, more: Weight) -> None:
    assert less.number < more.number


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        (Reach(1), "read 1 time in 60 days"),
        (Reach(0), "read 0 times in 60 days"),
        (Reach(None, 3), "3 links to it (views not known)"),
        (Reach(7, 2), "read 7 times in 60 days and 2 links to it where views are not known"),
        (Reach(7, 0), "read 7 times in 60 days"),
        (Reach(), "views and links not known"),
    ],
)
def test_what_is_not_known_is_said(reach: Reach, said: str) -> None:
    assert reach.words() == said


def test_views_count_where_they_are_known_and_links_elsewhere() -> None:
    pages = [("meta", 1), ("sv", 2)]
    links = {("meta", 1): 50, ("sv", 2): 4}
    assert reach_of(pages, {("meta", 1): Views(30, 30)}, links) == Reach(60, 4)
    assert reach_of(pages, {}, links) == Reach(None, 54)
    assert reach_of(pages, {}, None) == Reach()
    both = {("meta", 1): Views(3, 60), ("sv", 2): Views(4, 60)}
    assert reach_of(pages, both, links) == Reach(7, None)
