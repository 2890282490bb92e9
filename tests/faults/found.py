"""What trials find."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.faults.lab import Lab
from tests.faults.program import Cphub, Done


@dataclass
class Found:
    """What trials found: how many there were, and each thing that went wrong."""

    trials: int = 0
    wrong: list[str] = field(default_factory=list)
    notes: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    def check(self, what: str, done: Done | None = None, /, **right: bool) -> None:
        """Note what of `right` is not."""
        self.wrong += [
            f"{what}: not {name}\n{done or ''}" for name, fine in right.items() if not fine
        ]

    def __add__(self, other: Found) -> Found:
        """Return what both found; notes of one name are added up, of peaks the higher one stays."""
        both = Found(self.trials + other.trials, self.wrong + other.wrong)
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


def same_in_the_end(found: Found, what: str, lab: Lab, cphub: Cphub, last: Done) -> None:
    """Check that the last run went well and that the catalogue holds what it must."""
    found.check(
        what,
        last,
        done=last.sound and last.code == 0,
        intact=cphub.intact(),
        the_same=cphub.contents() == lab.expected,
    )
