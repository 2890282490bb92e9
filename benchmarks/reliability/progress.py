"""Show how far a row has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Case = TypeVar("Case")
OFTEN = 20.0  # seconds between two lines


def shown(what: str, cases: Iterable[Case]) -> Iterator[Case]:
    """Yield cases; say now and then how many of how many are done."""
    every = list(cases)
    last = time.monotonic()
    for number, case in enumerate(every):
        if time.monotonic() - last > OFTEN:
            last = time.monotonic()
            print(f"{what}: {number} of {len(every)}", file=sys.stderr, flush=True)
        yield case
