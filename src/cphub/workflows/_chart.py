"""Charts of figures over time: in a line of text, and as lines to be drawn."""

from __future__ import annotations

from collections.abc import Sequence

from cphub.model.documents import Lines, Series
from cphub.model.findings import Severity
from cphub.model.reports import Run

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII = "_.-:=+*#"


def chart(figures: Sequence[int], *, plain: bool = False) -> str:
    """Return a character for each figure, the higher the more; nothing is as low as nought.

    The scale begins at nought, so that a small change among great figures looks small.

    Args:
        figures: the oldest first, none below nought.
        plain: ASCII alone.
    """
    steps = ASCII if plain else BLOCKS
    most = max(figures, default=0)
    if not most:
        return steps[0] * len(figures)
    return "".join(steps[_level(figure, most, len(steps))] for figure in figures)


def lines_of(audits: Sequence[Run]) -> Lines:
    """Return what audits counted as lines, one for each severity, the worst first."""
    series = [
        Series(
            f"{severity.value.capitalize()}s",
            severity.value,
            tuple(run.counts.get(f"{severity.value}s", 0) for run in audits),
        )
        for severity in sorted(Severity, key=lambda one: one.rank)
    ]
    return Lines(tuple(f"{run.started:%Y-%m-%d}" for run in audits), tuple(series))


def _level(figure: int, most: int, steps: int) -> int:
    # What is there at all is never drawn as nought.
    return max(1, round(figure / most * (steps - 1))) if figure else 0
