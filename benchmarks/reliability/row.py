"""What a row of the table is, and how its figures are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.faults.found import Found
from tests.faults.lab import Lab


@dataclass(frozen=True)
class Row:
    """One row of the table; `measure` runs its trials, fewer of them if `quick`.

    `minutes` is about how long it takes; those that take long begin first.
    """

    test: str
    target: str
    measure: Callable[[Lab, bool], Found]
    minutes: float = 1.0


def told(found: Found) -> str:
    """Return what was measured in words."""
    notes: Sequence[str] = [
        f"{name}: {value:,.0f}" if value == int(value) else f"{name}: {value:.1f}"
        for name, value in (found.notes | found.peaks).items()
    ]
    wrong = f"**{len(found.wrong)} wrong**" if found.wrong else "0 wrong"
    return "; ".join([f"{found.trials:,} trials, {wrong}", *notes])
