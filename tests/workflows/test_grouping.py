"""Groups of pages: the same whatever the order of ties, and never two of one place by machine."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cphub.workflows._grouping import Edge, Grouping

PAGES = 12
EDGES = st.lists(
    st.tuples(st.integers(0, PAGES - 1), st.integers(0, PAGES - 1))
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: (min(pair), max(pair))),
    max_size=20,
    unique=True,
)
PLACES = st.lists(st.none() | st.integers(0, 4), min_size=PAGES, max_size=PAGES)


def grouped(
    places: list[int | None], untied: list[Edge], tiers: list[list[Edge]]
) -> tuple[list[list[int]], list[list[Edge]]]:
    grouping = Grouping(places, untied)
    refused = [grouping.join(edges, exclusive=True) for edges in tiers]
    return grouping.groups(), refused


@given(PLACES, EDGES, EDGES, EDGES, st.randoms(use_true_random=False))
def test_the_order_of_ties_does_not_matter(
    places: list[int | None], untied: list[Edge], one: list[Edge], two: list[Edge], random: object
) -> None:
    shuffled = [list(edges) for edges in (one, two, untied)]
    for edges in shuffled:
        random.shuffle(edges)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert grouped(places, untied, [one, two]) == grouped(
        places, shuffled[2], [shuffled[0], shuffled[1]]
    )


@given(PLACES, EDGES, EDGES, EDGES)
def test_no_two_pages_of_one_place_and_none_that_were_untied_are_in_one_group(
    places: list[int | None], untied: list[Edge], one: list[Edge], two: list[Edge]
) -> None:
    groups, _refused = grouped(places, untied, [one, two])
    for group in groups:
        taken = [places[page] for page in group if places[page] is not None]
        assert len(taken) == len(set(taken))
        assert not set(combinations(group, 2)) & set(untied)


@given(PLACES, EDGES)
def test_a_tie_is_refused_or_holds(places: list[int | None], edges: list[Edge]) -> None:
    grouping = Grouping(places)
    refused = grouping.join(edges, exclusive=True)
    for edge in edges:
        assert edge in refused or grouping.find(edge[0]) == grouping.find(edge[1])


def test_a_persons_ties_unite_two_pages_of_one_place() -> None:
    grouping = Grouping([0, 0])
    assert grouping.join([(0, 1)], exclusive=False) == []
    assert grouping.groups() == [[0, 1]]


def test_where_two_pages_contest_a_place_what_lies_between_is_left_apart_and_the_rest_stays() -> (
    None
):
    # 0 and 3 are both English; 1 lies between them; 2 hangs on 0, and 4 on 1.
    grouping = Grouping([0, 1, 2, 0, 3])
    assert grouping.join([(0, 1), (0, 2), (1, 3), (1, 4)], exclusive=True) == [(0, 1), (1, 3)]
    assert grouping.groups() == [[0, 2], [1, 4], [3]]


def test_a_chain_does_not_bring_together_what_a_person_untied() -> None:
    grouping = Grouping([0, 1, 2], [(1, 0)])
    assert grouping.join([(0, 1), (0, 2), (1, 2)], exclusive=True) == [(0, 1), (1, 2)]
    assert grouping.groups() == [[0, 2], [1]]
