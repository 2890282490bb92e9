"""Figures over time as lines, each with a dash and a dot of its own and its name at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cphub.clean import clean
from cphub.locale.speaker import Speaker
from cphub.model.documents import Lines
from cphub.reports import _cells

WIDTH, HEIGHT = 400, 180
"""Of the picture, in its own units: as many pixels on a phone, half as many again elsewhere."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 285, 10, 155
_APART = 14
"""Between two names, which stand on a line each."""

# Dots by tone: what a colour says their shape says too.
_DOTS = {
    "bad": "M{left} {up}h6v6h-6z",
    "middling": "M{x} {up}l3.5 6h-7z",
    "neutral": "M{left} {y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
}
_DOT = "M{x} {up}l3 3l-3 3l-3 -3z"


@dataclass(frozen=True, slots=True)
class Mark:
    """A text in the picture; `place` is which of its ends is at `x`."""

    x: float
    y: float
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing's figures: the path through them, a dot on each, its name and last figure."""

    tone: str
    path: str
    dots: str
    label: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of lines, and in words what it shows."""

    lines: Sequence[Line]
    levels: Sequence[Mark]
    moments: Sequence[Mark]
    said: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT


def drawing(lines: Lines, said: Speaker) -> Drawing | None:
    """Return a picture of at least two moments; the scale begins at nought."""
    names = [clean(said.say(one.heading)) for one in lines.series]
    points = [clean(point) for point in lines.points]
    if len(points) < 2 or not lines.series:  # noqa: PLR2004  # nothing to compare
        return None
    most = max(max(one.figures) for one in lines.series)
    top = _round_up(most)
    at = [_LEFT + (_RIGHT - _LEFT) * n / (len(points) - 1) for n in range(len(points))]
    heights = [[_BOTTOM - (_BOTTOM - _TOP) * n / top for n in one.figures] for one in lines.series]
    labels = _spread([each[-1] for each in heights])
    return Drawing(
        [
            Line(
                tone := _cells.tone(one.state) or "neutral",
                "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(at, each, strict=True)),
                "".join(_dot(tone, x, y) for x, y in zip(at, each, strict=True)),
                Mark(_RIGHT + 8, label, f"{name} {_figure(said, one.figures[-1])}"),
            )
            for one, name, each, label in zip(lines.series, names, heights, labels, strict=True)
        ],
        [Mark(0, _BOTTOM - (_BOTTOM - _TOP) * n / 2, _figure(said, top * n / 2)) for n in range(3)],
        [
            Mark(_LEFT, _BOTTOM + 18, points[0]),
            Mark(_RIGHT, _BOTTOM + 18, points[-1], "end"),
        ],
        _in_words(lines, names, points, said),
    )


def _round_up(most: float) -> float:
    """Return a scale's top: an even figure of one digit that counts, or two."""
    if most <= 2:  # noqa: PLR2004  # the least that can be halved
        return 2
    step = 10.0 ** math.floor(math.log10(most))
    return next(n * step for n in (1, 2, 4, 6, 8, 10) if n * step >= most)


def _dot(tone: str, x: float, y: float) -> str:
    shape = _DOTS.get(tone, _DOT)
    return shape.format(x=f"{x:.1f}", y=f"{y:.1f}", left=f"{x - 3:.1f}", up=f"{y - 3:.1f}")


def _spread(heights: Sequence[float]) -> list[float]:
    """Return where the names of lines stand that end at `heights`, so that none hides another."""
    order = sorted(range(len(heights)), key=lambda n: -heights[n])
    found = [heights[n] for n in order]
    for number in range(1, len(found)):
        found[number] = min(found[number], found[number - 1] - _APART)
    # What went over the top comes down again, and with it what is below.
    if found and found[-1] < _TOP:
        found[-1] = _TOP
        for above, below in pairwise(reversed(range(len(found)))):
            found[below] = max(found[below], found[above] + _APART)
    return [found[order.index(n)] + 4 for n in range(len(heights))]


def _figure(said: Speaker, figure: float) -> str:
    return said.number(int(figure) if figure == int(figure) else figure)


def _in_words(lines: Lines, names: Sequence[str], points: Sequence[str], said: Speaker) -> str:
    sentences = []
    for one, name in zip(lines.series, names, strict=True):
        pairs = zip(one.figures, points, strict=True)
        figures = ", ".join(f"{_figure(said, figure)} ({point})" for figure, point in pairs)
        sentences.append(f"{name}: {figures}.")
    return " ".join(sentences)
