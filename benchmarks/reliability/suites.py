"""Rows that are measured by tests and by fuzzing rather than by trials in the lab.

They run in processes of their own: pytest and atheris each take a whole process.
atheris, coverage and mutmut are no dependencies of cphub: docs/reliability.md says how to
install them.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.reliability.mutants import TESTS
from benchmarks.reliability.processes import run
from tests.faults.found import Found
from tests.security.targets import TARGETS

CASES = "CPHUB_CASES"
"""Names the environment variable that says how many cases a property test tries."""

COVERED = ("wiki", "network", "catalogue")
"""What speaks to wikis and keeps pages."""
COVERING = (*TESTS, "tests/workflows")
"""The tests that go through it. Those of commands and hostile contents, which take far longer, are
left out: what they go through besides could only make the share larger."""


def suite(*arguments: str, cases: int = 0) -> Found:
    """Run tests; with `cases` each property test that sets no number of its own tries so many."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *arguments]
    if cases:
        command += ["-p", "benchmarks.reliability.thorough", "--hypothesis-profile=thorough"]
    done = run(command, {CASES: str(cases)})
    numbers = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", done)
    }
    found = Found(trials=sum(numbers.values()))
    found.wrong += _failures(done)
    if not numbers.get("passed"):
        found.wrong.append(done[-2000:])
    if cases:
        found.notes["cases each"] = cases
    return found


def fuzz(seconds: int) -> Found:
    """Fuzz every target with coverage for so many seconds."""
    found = Found()
    for name in TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            done = run(
                [
                    *(sys.executable, "-m", "tests.security.fuzz", name),
                    *(f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/", corpus),
                ]
            )
        ended = re.search(r"Done (\d+) runs", done)
        found.trials += 1
        found.check(f"{name}\n{done[-2000:]}", nothing_found=bool(ended))
        found.add("inputs", int(ended[1]) if ended else 0)
        found.notes["seconds each"] = seconds
    return found


def parser() -> Found:
    """Read what breaks parsers, in a fresh process."""
    done = run([sys.executable, "-m", "benchmarks.reliability.parser"])
    try:
        measured = json.loads(done)
    except ValueError:
        return Found(wrong=[done[-2000:]])
    found = Found(trials=measured.pop("texts"), notes=measured)
    seconds, megabytes = 2.5, 1024  # the target
    small = measured["MB"] <= megabytes
    found.check(
        done, read=not measured["failed"], in_time=measured["seconds"] <= seconds, small=small
    )
    return found


def coverage() -> Found:
    """Measure which branches of what speaks to wikis and keeps pages the tests go through."""
    with tempfile.TemporaryDirectory() as folder:
        data, report = f"{folder}/data", f"{folder}/report.json"
        base = [sys.executable, "-m", "coverage"]
        sources = ",".join(f"src/cphub/{name}" for name in COVERED)
        tests = ["-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *COVERING]
        done = run([*base, "run", "--branch", f"--data-file={data}", f"--source={sources}", *tests])
        run([*base, "json", f"--data-file={data}", "-o", report])
        totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    found = Found(trials=totals["num_branches"])
    share = 100 * totals["covered_branches"] / totals["num_branches"]
    found.notes["% of branches"] = share
    found.notes["% of statements"] = 100 * totals["covered_lines"] / totals["num_statements"]
    found.check(done[-500:], enough=share >= 95)  # noqa: PLR2004  # the target
    found.wrong += _failures(done)  # a test that fails goes through branches as well
    return found


def _failures(said: str) -> list[str]:
    return re.findall(r"^(?:FAILED|ERROR) .+$", said, re.MULTILINE)
