"""Pages into groups by what ties them: union-find that leaves apart what cannot be one.

Nothing in it depends on the order in which ties are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

Edge = tuple[int, int]
"""Two pages that something ties, by number; the smaller number first."""


class Grouping:
    """Groups of the pages 0 to n - 1, grown one kind of tie after the other, the surest first.

    `places` says which place a page takes in a resource (its wiki and language, as a number);
    None is a page that takes none. `untied` are (page, other) pairs that a person has said are
    no editions of one another: the first is the page that was untied.
    """

    def __init__(self, places: Sequence[int | None], untied: Collection[Edge] = ()) -> None:
        self._places = places
        self._parent = list(range(len(places)))
        self._taken: dict[int, set[int]] = {}  # by root, of groups of several
        self._apart: dict[int, set[int]] = defaultdict(set)
        for page, other in untied:
            self._apart[page].add(other)
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
        plain: dict[tuple[int, int], list[Edge]] = defaultdict(list)
        careful: list[Edge] = []
        refused: list[Edge] = []
        guarded = {self.find(page) for page in self._apart}
        for edge in edges:
            one, other = self.find(edge[0]), self.find(edge[1])
            if one == other:
                continue
            if self._never and frozenset(edge) in self._never:
                refused.append(edge)
            elif guarded and (one in guarded or other in guarded):
                careful.append(edge)
            else:
                plain[(one, other) if one < other else (other, one)].append(edge)
        for link in self._ambiguous(plain) if exclusive else ():
            refused += plain.pop(link)
        for one, other in plain:
            self._unite(one, other)
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
        if apart or (exclusive and self._of(one) & self._of(two)):
            return False
        self._unite(one, two)
        return True

    def _ambiguous(self, links: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the links between groups that lie between two groups of one place."""
        near: dict[int, set[int]] = defaultdict(set)
        for one, other in links:
            near[one].add(other)
            near[other].add(one)
        found: list[tuple[int, int]] = []
        seen: set[int] = set()
        for start in near:
            if start in seen:
                continue
            component = _reached(start, near)
            seen |= component
            contested = self._contested(component)
            if contested:
                found += _between(component, contested, near)
        return found

    def _contested(self, component: Collection[int]) -> set[int]:
        """Return the groups of a component that take a place which another one takes as well."""
        taken = Counter(place for group in component for place in self._of(group))
        if len(taken) == taken.total():
            return set()
        return {group for group in component if any(taken[place] > 1 for place in self._of(group))}

    def _of(self, root: int) -> set[int]:
        """Return the places that a group takes."""
        if (taken := self._taken.get(root)) is not None:
            return taken
        place = self._places[root]
        return set() if place is None else {place}

    def _unite(self, page: int, other: int) -> None:
        one, two = self.find(page), self.find(other)
        if one == two:
            return
        first, second = (one, two) if one < two else (two, one)
        self._parent[second] = first
        places = self._of(first) | self._of(second)
        self._taken.pop(second, None)
        self._taken[first] = places


def _reached(start: int, near: dict[int, set[int]]) -> set[int]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = near[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def _between(
    component: set[int], contested: set[int], near: dict[int, set[int]]
) -> list[tuple[int, int]]:
    """Return the links that are left when all that merely hangs on is taken away.

    A group that no other one contests and that has one link left cannot lie between two
    that do; its link stays.
    """
    left = {group: set(near[group]) for group in component}
    loose = [group for group in component if group not in contested and len(left[group]) == 1]
    while loose:
        group = loose.pop()
        for other in left.pop(group, ()):
            left[other].discard(group)
            if other not in contested and len(left[other]) == 1:
                loose.append(other)
    return [(one, other) for one, others in left.items() for other in others if one < other]
