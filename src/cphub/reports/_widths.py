"""How wide the columns of a table on a terminal are, and which stand beside one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

GAP = 2  # cells between columns
NARROW = 18  # cells that a folded text has at least
LONGEST = 26  # cells of a name that is not broken
NAME = re.compile(r"(?<!\S)[a-z]+(?:-[a-z]+)+[,:]?(?!\S)")
"""A name that people type, as those of rules and commands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as it is written: its cells as texts; `folds` if they may be broken."""

    heading: Text
    cells: tuple[Text, ...]
    right: bool
    folds: bool

    @property
    def widest(self) -> int:
        return max(*(cell.cell_len for cell in self.cells), self.heading_width)

    @property
    def heading_width(self) -> int:
        """The width that the heading needs, broken between its words."""
        from rich.cells import cell_len  # noqa: PLC0415  # keeps --help quick

        return max(map(cell_len, self.heading.plain.split()), default=1)

    @property
    def narrowest(self) -> int:
        """The least width at which no name is broken, nor a word of the heading."""
        names = (len(name) for cell in self.cells for name in NAME.findall(cell.plain))
        return max(self.heading_width, *(long for long in names if long <= LONGEST), NARROW)


def total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def folded(shown: Sequence[Shown], widths: Sequence[int], room: int, first: int) -> list[int]:
    """Return widths at which the texts are folded to fit `room`, if that is enough.

    If not, a text is as wide as it likes up to a third of the room, for blocks; narrower if
    there are fewer blocks then, which the `first` columns begin.
    """
    least = [
        min(width, column.narrowest) if column.folds else width
        for column, width in zip(shown, widths, strict=True)
    ]
    spare = room - total(least)
    if spare < 0:
        tried = (
            [min(w, max(most, n)) for w, n in zip(widths, least, strict=True)]
            for most in range(max(NARROW, room // 3), NARROW - 1, -1)
        )
        return min(tried, key=lambda narrower: len(_filled(narrower, room, first)))
    wanted = sum(widths) - sum(least)
    return [low + (w - low) * spare // wanted for low, w in zip(least, widths, strict=True)]


def keys(shown: Sequence[Shown], room: int) -> int:
    """Return how many of the first columns tell the rows apart, 1 where that takes much room."""
    told: list[tuple[str, ...]] = [()] * len(shown[0].cells)
    for number, column in enumerate(shown, 1):
        told = [(*row, cell.plain) for row, cell in zip(told, column.cells, strict=True)]
        least = [min(one.widest, one.narrowest) for one in shown[:number]]
        if not column.folds or total(least) > room // 2:
            break
        if len(set(told)) == len(told):
            return number
    return 1


def blocks(widths: Sequence[int], room: int, first: int = 1) -> list[list[int]]:
    """Return the columns of each block, of as few as there can be, none much wider than others.

    Args:
        widths: of the columns.
        room: the width of a block.
        first: how many of the first columns begin every block.
    """
    found = _filled(widths, room, first)
    for narrower in range(room - 1, 0, -1):
        tried = _filled(widths, narrower, first)
        if len(tried) > len(found):
            break
        found = tried
    return found


def _filled(widths: Sequence[int], room: int, first: int) -> list[list[int]]:
    begin = list(range(first))
    found, block = [], begin
    for number in range(first, len(widths)):
        if len(block) > first and total([widths[i] for i in (*block, number)]) > room:
            found.append(block)
            block = begin
        block = [*block, number]
    return [*found, block]
