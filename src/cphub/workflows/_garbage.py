"""Python's collector, told how much work is coming."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT = 200_000
"""New objects between two looks for cycles; with Python's own 700 they take a tenth of an audit."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for cycles among new objects seldom: facts hold none, and are many."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
