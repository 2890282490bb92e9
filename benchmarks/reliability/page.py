"""The page docs/reliability.md: the table of rows and what stands around it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from typing import NamedTuple

from benchmarks.reliability.processes import ROOT
from benchmarks.reliability.rows import ROWS

PAGE = ROOT / "docs" / "reliability.md"
MEASURED = ("src", "tests", "benchmarks/reliability")
"""What a figure depends on."""

INTRODUCTION = """# How much cphub bears

Each row is a kind of trouble, what cphub is to do in it, and what it did. A trial harvests a
wiki of 90 pages that has changed since the last harvest (40 requests: what the wiki is, its
lists, texts, pages that left, histories, titles, translations, items, first revisions, old
texts) through a raw-socket server that plays faults, and compares the catalogue with that of a
harvest without them, table by table. Each command of a trial is a process of its own, forked
from one that has loaded cphub; only the random waits between two attempts are shortened (to
0.05 s). The same trials run in small with the tests, in `tests/faults`. Rows without a
harvest say of what they are. *Of* is the commit that was measured. In brackets are the
seconds that it took, beside another row on two cores, and those of the processor. This page is
made by

```sh
python -m venv .venv && .venv/bin/pip install -e .[dev,reliability]
.venv/bin/python -m benchmarks.reliability --write               # all rows; an hour or two
.venv/bin/python -m benchmarks.reliability --write --go-on       # what was broken off
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


class Measured(NamedTuple):
    """A row's figures, and of which commit they are."""

    figures: str
    commit: str


def commit() -> str:
    """Return the last commit that changed what the figures depend on."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%h", "--", *MEASURED],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.strip()


def header() -> str:
    """Return the head of the table."""
    return "| Our test | Target | Measured | Of |\n|---|---|---|---|\n"


def line(name: str, measured: Measured) -> str:
    """Return a row of the table."""
    row = ROWS[name]
    return f"| {row.test} | {row.target} | {measured.figures} | {measured.commit} |"


def kept() -> dict[str, Measured]:
    """Return the figures that the page has now, by row."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    cells = {
        test: Measured(figures, of)
        for test, figures, of in re.findall(
            r"^\| (.+?) \| .+? \| (.+) \| (\w+) \|$", text, re.MULTILINE
        )
    }
    return {name: cells[row.test] for name, row in ROWS.items() if row.test in cells}


def write(page: Mapping[str, Measured]) -> None:
    """Write the page."""
    lines = [line(name, page[name]) for name in ROWS if name in page]
    PAGE.write_text(INTRODUCTION + header() + "\n".join(lines) + "\n" + CLOSING, encoding="utf-8")
