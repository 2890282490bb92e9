"""Pages into groups by what ties them: union-find that leaves apart what cannot be one.

Nothing in it depends on the order in which ties are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

Edge = tuple[int, int]
"""Two pages that something ties, by number; the smaller number first."""

Link = tuple[int, int, Edge]
"""Two groups, by the pages that stand for them, and the tie between them."""


class Grouping:
    """Groups of the pages 0 to n - 1, grown one kind of tie after the other, the surest first.

    `places` says which place a page takes in a resource (its wiki and language, as a number);
    None is a page that takes none. `untied` are (page, other) pairs that a person has said are
    no editions of one another: the first is the page that was untied. `contested` gathers the
    ties that were refused because of places.
    """

    def __init__(self, places: Sequence[int | None], untied: Collection[Edge] = ()) -> None:
        self._places = places
        self._parent = list(range(len(places)))
        self._taken: dict[int, set[int]] = {}  # by root, of groups of several
        self._apart: dict[int, set[int]] = defaultdict(set)
        for page, other in untied:
            self._apart[page].add(other)
        self.contested: list[Edge] = []
        self._never = {frozenset(pair) for pair in untied}

    def find(self, page: int) -> int:
        """Return the page that stands for a page's group."""
        parent = self._parent
        while parent[page] != page:
            parent[page] = page = parent[parent[page]]
        return page

    def groups(self) -> list[list[int]]:
        """Return the groups, each sorted, by their first page."""
        found: dict[int, list[int]] = {}
        for page in range(len(self._parent)):
            found.setdefault(self.find(page), []).append(page)
        return list(found.values())

    def join(self, edges: Iterable[Edge], *, exclusive: bool) -> list[Edge]:
        """Unite what `edges` tie, and return those that were refused, sorted.

        Refused are ties between pages that a person untied. With `exclusive`, also those by
        which two pages of one place would come together: every tie on a way between the two
        is refused, because which of them is wrong cannot be told.
        """
        links: list[Link] = []
        careful: list[Edge] = []
        refused: list[Edge] = []
        guarded = {self.find(page) for page in self._apart}
        for edge in edges:
            one, other = self.find(edge[0]), self.find(edge[1])
            if one == other:
                continue
            if guarded and frozenset(edge) in self._never:
                refused.append(edge)
            elif guarded and (one in guarded or other in guarded):
                careful.append(edge)
            else:
                links.append((one, other, edge))
        refused += self._unite_sure(links) if exclusive else self._unite_all(links)
        refused += [
            edge for edge in sorted(careful) if not self._join_careful(*edge, exclusive=exclusive)
        ]
        return sorted(refused)

    def _join_careful(self, page: int, other: int, *, exclusive: bool) -> bool:
        """Unite two groups, one of them with a page that was untied, unless they exclude."""
        one, two = self.find(page), self.find(other)
        if one == two:
            return True
        meeting = {one, two}
        apart = any(
            {self.find(page), self.find(other)} == meeting
            for page, others in self._apart.items()
            for other in others
        )
        if apart:
            return False
        if exclusive and self._of(one) & self._of(two):
            self.contested.append((page, other))
            return False
        self._unite(one, two)
        return True

    def _unite_all(self, links: Iterable[Link]) -> list[Edge]:
        for one, other, _edge in links:
            self._unite(one, other)
        return []

    def _unite_sure(self, links: Collection[Link]) -> list[Edge]:
        """Unite but where two groups of one place would meet; return the ties between those."""
        trial = Grouping(())
        trial._parent = self._parent.copy()
        for one, other, _edge in links:
            trial._point(one, other)
        components: dict[int, set[int]] = defaultdict(set)
        for one, other, _edge in links:
            components[trial.find(one)].update((one, other))
        return self._unite_components(components, trial, links)

    def _unite_components(
        self, components: Mapping[int, set[int]], trial: Grouping, links: Iterable[Link]
    ) -> list[Edge]:
        contested: dict[int, set[int]] = {}
        for root, component in components.items():
            if groups := self._contested(component):
                contested[root] = groups
            else:
                for group in component:
                    self._unite(root, group)
        doubtful: dict[int, list[Link]] = defaultdict(list)
        for link in links if contested else ():
            if (root := trial.find(link[0])) in contested:
                doubtful[root].append(link)
        refused = []
        for root, some in doubtful.items():
            ambiguous = _between(contested[root], some)
            for one, other, edge in some:
                if frozenset((one, other)) in ambiguous:
                    refused.append(edge)
                else:
                    self._unite(one, other)
        self.contested += refused
        return refused

    def _contested(self, component: Collection[int]) -> set[int]:
        """Return the groups of a component that take a place which another one takes as well."""
        places = [place for group in component for place in self._of(group)]
        if len(places) == len(set(places)):
            return set()
        taken = Counter(places)
        return {group for group in component if any(taken[place] > 1 for place in self._of(group))}

    def _of(self, root: int) -> set[int]:
        """Return the places that a group takes."""
        if (taken := self._taken.get(root)) is not None:
            return taken
        place = self._places[root]
        return set() if place is None else {place}

    def _unite(self, page: int, other: int) -> None:
        one, two = self.find(page), self.find(other)
        if one != two:
            places = self._of(one) | self._of(two)
            self._taken.pop(self._point(one, two), None)
            self._taken[min(one, two)] = places

    def _point(self, page: int, other: int) -> int:
        """Let the later of two groups' first pages stand behind the earlier; return it."""
        one, two = self.find(page), self.find(other)
        first, second = (one, two) if one < two else (two, one)
        self._parent[second] = first
        return second


def _between(contested: set[int], links: Iterable[Link]) -> set[frozenset[int]]:
    """Return the links that are left when all that merely hangs on is taken away.

    A group that no other one contests and that has one link left cannot lie between two
    that do; its link stays.
    """
    left: dict[int, set[int]] = defaultdict(set)
    for one, other, _edge in links:
        left[one].add(other)
        left[other].add(one)
    loose = [group for group in left if group not in contested and len(left[group]) == 1]
    while loose:
        group = loose.pop()
        for other in left.pop(group, ()):
            left[other].discard(group)
            if other not in contested and len(left[other]) == 1:
                loose.append(other)
    return {frozenset((one, other)) for one, others in left.items() for other in others}
