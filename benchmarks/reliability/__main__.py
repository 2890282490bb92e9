"""Measure how cphub bears faults, crashes, full disks and damage.

`python -m benchmarks.reliability` runs the long forms of the trials in `tests/faults` and of
other tests (two hours or so) and prints a table; `--quick` runs few of each, `--row NAME` one
row, and `--write` puts the rows into docs/reliability.md, where rows that were not run keep
their figures. atheris, coverage and mutmut must be installed for their rows.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.reliability.row import told
from benchmarks.reliability.rows import ROWS
from tests.faults.lab import running_lab

DOCS = Path(__file__).parents[2] / "docs" / "reliability.md"
HEAD = "| Our test | Target | Measured |\n|---|---|---|\n"
INTRODUCTION = """# How much cphub bears

Each row is a kind of trouble, what cphub is to do in it, and what it did. A trial harvests a
wiki of 90 pages that has changed since the last harvest (40 requests: what the wiki is, its
lists, texts, pages that left, histories, titles) through a raw-socket server that plays
faults, and compares the catalogue with that of a harvest without them, table by table. The
same trials run in small with the tests, in `tests/faults`. Rows without a harvest say of what
they are. This page is made by

```sh
python -m venv .venv && .venv/bin/pip install -e .[dev] atheris coverage mutmut
.venv/bin/python -m benchmarks.reliability --write               # all rows, about two hours
.venv/bin/python -m benchmarks.reliability --row mutants --write # one row
```

"""


CLOSING = """
## How cphub waits

- A request that failed in a way that may pass is tried eight times in all. The waits between
  are drawn from nothing up to 1, 2, 4 … 60 seconds, so eight tries outlast a minute of trouble
  on average, and with three of ten answers faulty one request of 15,000 is given up. None
  begins five minutes after the first: a silent wiki costs three deadlines of two minutes.
- A wiki that asks to wait (`Retry-After`, as seconds or as a date by its own clock) is obeyed,
  up to five minutes; beyond that the run ends with exit code 5 and goes on when it is run again.
- All waits of a run together are 15 minutes at most.
- An address that was never reached is given up after four tries, one that answers with a page
  of another kind after two: it is most likely mistyped.
- Where Wikimedia says that it is asked too much (429, `ratelimited`, `concurrency-limit`), one
  request fewer is under way at a time from then on, down to one; each hundred requests without
  such a word give one back. A wait that it asks for holds for all its wikis.
- Where a wiki fails twice as if it were asked too much, it is asked for half as much at a time.

`attempts`, `budget`, `deadline` and `longest_retry_after` can be [set](configuration.md).

## Adding a command

A command that asks a wiki, or reads the catalogue, is one entry in `tests/faults/commands.py`;
a test fails until it is there. It then meets every class of faults, damaged catalogues and a
disk that can only be read.
"""


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few trials of each kind")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only this row")
    parser.add_argument("--write", action="store_true", help=f"put the rows into {DOCS.name}")
    chosen = parser.parse_args()
    measured: dict[str, str] = {}
    wrong = 0
    print(HEAD, end="", flush=True)
    for name in chosen.row or ROWS:
        with running_lab() as lab:
            start = time.monotonic()
            found = ROWS[name].measure(lab, chosen.quick)
        measured[name] = f"{told(found)} ({time.monotonic() - start:.0f} s)"
        print(_line(name, measured[name]), flush=True)
        for told_wrong in found.wrong:
            print(told_wrong, file=sys.stderr)
        wrong += len(found.wrong)
        if chosen.write:
            DOCS.write_text(_document(_kept() | measured), encoding="utf-8")
    sys.exit(bool(wrong))


def _line(name: str, measured: str) -> str:
    row = ROWS[name]
    return f"| {row.test} | {row.target} | {measured} |"


def _kept() -> dict[str, str]:
    """Return the figures that the page has now, by row."""
    text = DOCS.read_text(encoding="utf-8") if DOCS.exists() else ""
    cells = dict(re.findall(r"^\| (.+?) \| .+? \| (.+) \|$", text, re.MULTILINE))
    return {name: cells[row.test] for name, row in ROWS.items() if row.test in cells}


def _document(measured: Mapping[str, str]) -> str:
    lines = [_line(name, measured[name]) for name in ROWS if name in measured]
    return INTRODUCTION + HEAD + "\n".join(lines) + "\n" + CLOSING


if __name__ == "__main__":
    main()
