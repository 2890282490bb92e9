"""Rows that are measured by tests, by fuzzing and by mutants rather than by trials in the lab.

They run in processes of their own: pytest, atheris and mutmut each take a whole process.
atheris, coverage and mutmut are no dependencies of cphub: docs/reliability.md says how to
install them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.faults.found import Found
from tests.security.targets import TARGETS

ROOT = Path(__file__).parents[2]
CASES = "CPHUB_CASES"
"""Names the environment variable that says how many cases a property test tries."""

COVERED = (
    *("client", "query", "retry", "exchange", "answer", "body", "limiter", "pages"),
    *("network", "hosts", "endpoint", "site", "siteinfo", "titles", "auth", "login"),
)
STORE = ("pages", "runs", "endings", "listings", "connection", "catalogue", "rows", "findings")
MUTATED = (
    *(f"wiki/{name}" for name in COVERED[:7]),
    *(f"catalogue/{name}" for name in STORE[:5]),
)
UNIT = ("tests/wiki", "tests/catalogue")
CONFIGURATION = f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {[f"src/cphub/{name}.py" for name in MUTATED]}
also_copy = ["tests", "scripts", "benchmarks", "docs", "catalog.db.example"]
pytest_add_cli_args = ["-n0", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {[*UNIT]}
"""
ENDS = {"🎉": "killed", "🫥": "without a test", "⏰": "timed out", "🙁": "survived"}


def suite(*arguments: str, cases: int = 0) -> Found:
    """Run tests; with `cases` each property test that sets no number of its own tries so many."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *arguments]
    if cases:
        command += ["-p", "benchmarks.reliability.thorough", "--hypothesis-profile=thorough"]
    done = _run(command, {CASES: str(cases)})
    numbers = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", done)
    }
    found = Found(trials=sum(numbers.values()))
    found.wrong += re.findall(r"^(?:FAILED|ERROR) .+$", done, re.MULTILINE)
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
            done = _run(
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
    done = _run([sys.executable, "-m", "benchmarks.reliability.parser"])
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
        modules = [f"src/cphub/wiki/{name}.py" for name in COVERED]
        modules += [f"src/cphub/catalogue/{name}.py" for name in STORE]
        base = [sys.executable, "-m", "coverage"]
        tests = ["-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *UNIT, "tests/workflows"]
        done = _run([*base, "run", "--branch", f"--data-file={data}", *tests])
        include = f"--include={','.join(modules)}"
        _run([*base, "json", f"--data-file={data}", include, "-o", report])
        totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    found = Found(trials=totals["num_branches"])
    share = 100 * totals["covered_branches"] / totals["num_branches"]
    found.notes["% of branches"] = share
    found.notes["% of statements"] = 100 * totals["covered_lines"] / totals["num_statements"]
    found.check(done[-500:], enough=share >= 95)  # noqa: PLR2004  # the target
    return found


def mutants(patterns: Sequence[str] = ()) -> Found:
    """Change the client, the query and the catalogue in every small way; tests must notice."""
    with tempfile.TemporaryDirectory() as folder:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        )
        for name in listed.stdout.split("\0"):
            if (ROOT / name).is_file():
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / name).write_bytes((ROOT / name).read_bytes())
        with (Path(folder) / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        mutmut = [sys.executable, "-m", "mutmut"]
        done = _run([*mutmut, "run", "--max-children", "2", *patterns], cwd=Path(folder))
        left = _run([*mutmut, "results"], cwd=Path(folder))
    counts = {
        word: int(n)
        for sign, n in re.findall(r"(\S) (\d+)(?=\s)", done[-300:] + " ")
        if (word := ENDS.get(sign))
    }
    total = sum(counts.values())
    found = Found(trials=total, notes=dict(counts))
    killed = counts.get("killed", 0) + counts.get("timed out", 0)
    found.notes["% killed"] = 100 * killed / total if total else 0
    if not total or killed < 0.8 * total:
        found.wrong.append(done[-500:] if not total else left)
    return found


def _run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, cwd: Path = ROOT
) -> str:
    """Return all that a program says."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace").replace("\r", "\n")
