"""What trials find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.lab import Lab
from tests.faults.program import Cphub, Done


@dataclass
class Found:
    """What trials found: how many there were, and each thing that went wrong.

    `late` are the cases that took longer than they may, each with what is to be said of it; who
    asked for the trials runs them again (`again_alone`).
    """

    trials: int = 0
    wrong: list[str] = field(default_factory=list)
    late: list[tuple[Any, str]] = field(default_factory=list)
    notes: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    def check(self, what: str, done: Done | None = None, /, **right: bool) -> None:
        """Note what of `right` is not."""
        self.wrong += [
            f"{what}: not {name}\n{done or ''}" for name, fine in right.items() if not fine
        ]

    def __add__(self, other: Found) -> Found:
        """Return what both found; notes of one name are added up, of peaks the higher one stays."""
        both = Found(self.trials + other.trials, self.wrong + other.wrong, self.late + other.late)
        for one in (self, other):
            for name, value in one.notes.items():
                both.add(name, value)
            for name, value in one.peaks.items():
                both.most(name, value)
        return both

    def most(self, what: str, value: float) -> None:
        """Note the greatest value of something."""
        self.peaks[what] = max(value, self.peaks.get(what, 0))

    def add(self, what: str, value: float = 1) -> None:
        """Add up."""
        self.notes[what] = self.notes.get(what, 0) + value

    def in_time(self, case: Any, what: str, over: float, spare: float) -> None:
        """Note the seconds `over` the deadlines; beyond `spare` the case is late."""
        self.most("seconds over the deadlines", over)
        if over > spare:
            self.late.append((case, f"{what}: late by {over - spare:.1f} s"))


def again_alone(found: Found, play: Callable[[Iterable[Any]], Found]) -> Found:
    """Run what was late again, one by one, when all else has ended; return all that was found.

    Seconds are those of the clock on the wall, so a busy machine makes trials late. What is
    late again went wrong; how often and by how much is told of the first runs and of these.
    """
    if not found.late:
        return found
    again = play(case for case, _ in found.late)
    found.add("late, so run again alone", len(found.late))
    found.add("late again", len(again.late))
    for name, value in again.peaks.items():
        found.most(f"{name}, alone", value)
    found.wrong += again.wrong + [f"again {what}" for _, what in again.late]
    found.late = []
    return found


def same_in_the_end(found: Found, what: str, lab: Lab, cphub: Cphub, last: Done) -> None:
    """Check that the last run went well and that the catalogue holds what it must."""
    found.check(
        what,
        last,
        done=last.sound and last.code == 0,
        intact=cphub.intact(),
        the_same=cphub.contents() == lab.expected,
    )
