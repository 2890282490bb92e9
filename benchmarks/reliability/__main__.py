"""Measure how cphub bears faults, crashes, full disks and damage.

`python -m benchmarks.reliability` runs the long forms of the trials in `tests/faults` and of
other tests and prints a table; `--quick` runs few of each, `--row NAME` one row. `--write` puts
each row into docs/reliability.md as soon as it ends; rows that were not run keep their
figures, and `--go-on` runs only those that have none of this commit. Rows run side by side,
one a processor. atheris, coverage and mutmut (the `reliability` extra) must be installed for
their rows.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed

from benchmarks.reliability.measuring import measured
from benchmarks.reliability.page import PAGE, Measured, commit, header, kept, line, write
from benchmarks.reliability.rows import ROWS


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few trials of each kind")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only this row")
    parser.add_argument("--skip", action="append", choices=list(ROWS), help="not this row")
    parser.add_argument("--write", action="store_true", help=f"put the rows into {PAGE.name}")
    parser.add_argument("--go-on", action="store_true", help="pass over rows of this commit")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="rows at the same time")
    chosen = parser.parse_args()
    of = commit()
    page = kept()
    names = [
        name
        for name in chosen.row or ROWS
        if name not in (chosen.skip or ())
        and not (chosen.go_on and name in page and page[name].commit == of)
    ]
    wrong = 0
    print(header(), end="", flush=True)
    for name, figures, told_wrong in _rows(names, quick=chosen.quick, jobs=chosen.jobs):
        page[name] = Measured(figures, of)
        print(line(name, page[name]), flush=True)
        for one in told_wrong:
            print(one, file=sys.stderr)
        wrong += len(told_wrong)
        if chosen.write:
            write(page)
    sys.exit(bool(wrong))


def _rows(names: Sequence[str], *, quick: bool, jobs: int) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each row's name, figures and what went wrong, as soon as it ends."""
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        running: dict[Future[tuple[str, list[str]]], str] = {
            pool.submit(measured, name, quick): name
            for name in sorted(names, key=lambda name: ROWS[name].minutes, reverse=True)
        }
        for future in as_completed(running):
            yield running[future], *future.result()


if __name__ == "__main__":
    main()
