"""Change client, query and catalogue in every small way, and see which changes tests notice.

mutmut mutates functions and runs, for each mutant, the tests that reach it, cheap ones first.
It also changes the case of letters in SQL, to which SQLite pays no heed outside quotes: such
mutants are the same program and do not count.

A mutant takes a second or two of a processor, so a share of them is drawn, always the same one.
What was found is kept in `.mutants`, so that a run that was broken off goes on; mutants of
functions that changed, and those that survived, are tried again.
"""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.reliability.processes import ROOT, run
from tests.faults.found import Found

MODULES = (
    *(f"wiki/{name}" for name in ("client", "query", "retry", "exchange", "answer", "limiter")),
    *(f"network/{name}" for name in ("body", "deadlines", "headers")),
    *(f"catalogue/{name}" for name in ("pages", "runs", "endings", "listings", "connection")),
)
TESTS = ("tests/wiki", "tests/catalogue")
FOLDER = ROOT / ".mutants"
ENOUGH = 80
"""Percent of the mutants that tests are to notice."""
MANY = 400
SEED = 4
FIRST = "cphub.network.body*"
"""What is tried to have all mutants made."""
LEFT = frozenset({"survived", "no tests"})

CONFIGURATION = f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {[f"src/cphub/{name}.py" for name in MODULES]}
also_copy = ["tests", "scripts", "benchmarks", "docs", "catalog.db.example"]
pytest_add_cli_args = [
  "-n0", "-p", "no:cacheprovider", "-p", "benchmarks.reliability.cheap_first",
]
timeout_multiplier = 5.0
pytest_add_cli_args_test_selection = {[*TESTS]}
"""
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|SET|ON|ORDER|GROUP|VALUES)\b")


def mutants(most: int) -> Found:
    """Count the mutants that tests notice, of `most` that are drawn at random but repeatably."""
    _copy(FOLDER)
    done = _mutmut("run", FIRST)  # makes all
    everyone = _results(FOLDER)
    drawn = random.Random(SEED).sample(sorted(everyone), min(most, len(everyone)))  # noqa: S311
    if again := [mutant for mutant in drawn if everyone[mutant] in {"not checked", *LEFT}]:
        done = _mutmut("run", "--max-children", "2", *again)
    results = _results(FOLDER)
    ends: Counter[str] = Counter()
    left = []
    for mutant in drawn:
        end = results[mutant]
        if end in LEFT and _is_the_same_sql(FOLDER, mutant):
            ends["the same SQL"] += 1
            continue
        ends[end] += 1
        left += [mutant] if end in LEFT else []
    tried = ends.total() - ends["not checked"] - ends["the same SQL"]
    killed = tried - len(left)
    share = 100 * killed / tried if tried else 0.0
    found = Found(trials=tried, notes={"drawn of": len(results), "% killed": share})
    for part in ("wiki", "network", "catalogue"):
        found.add(f"survived in {part}", sum(name.startswith(f"cphub.{part}.") for name in left))
    if share < ENOUGH or ends["not checked"]:
        found.wrong.append("\n".join(left) + done[-2000:])
    return found


def _mutmut(*arguments: str) -> str:
    return run([sys.executable, "-m", "mutmut", *arguments], cwd=FOLDER)


def _results(folder: Path) -> dict[str, str]:
    """Return how each mutant ended, as far as it was tried."""
    if not (folder / "mutants").exists():
        return {}
    told = _mutmut("results", "--all", "true")
    return dict(re.findall(r"^\s*(cphub\S+__mutmut_\d+): (.+?)\s*$", told, re.MULTILINE))


def _copy(folder: Path) -> None:
    """Copy what changed of the checkout, with what configures mutmut."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in listed.stdout.split("\0"):
        if (ROOT / name).is_file():
            content = (ROOT / name).read_bytes()
            content += CONFIGURATION.encode() if name == "pyproject.toml" else b""
            copy = folder / name
            if not copy.exists() or copy.read_bytes() != content:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content)


def _is_the_same_sql(folder: Path, mutant: str) -> bool:
    """Tell whether a mutant differs from the original in the case of SQL's letters alone."""
    module, _, name = mutant.rpartition(".")
    functions = _functions(folder / "mutants" / "src" / f"{module.replace('.', '/')}.py")
    original = functions.get(re.sub(r"_\d+$", "_orig", name))
    mutated = functions.get(name)
    if original is None or mutated is None or len(original) != len(mutated):
        return False
    differ = [(a, b) for a, b in zip(original, mutated, strict=True) if a != b]
    return all(
        isinstance(a, str) and isinstance(b, str) and _folded(a) == _folded(b) and _is_sql(a)
        for a, b in differ
    )


@cache
def _functions(path: Path) -> dict[str, list[object]]:
    """Return what each function of a mutated module is made of, names aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name: [*_parts(node)] for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }


def _parts(function: ast.FunctionDef) -> Iterator[object]:
    for node in ast.walk(ast.Module(function.body, [])):
        yield type(node)
        for _, value in ast.iter_fields(node):
            if not isinstance(value, ast.AST | list):
                yield value


def _folded(sql: str) -> str:
    return re.sub(r"'[^']*'|\w+", lambda m: m[0] if m[0][0] == "'" else m[0].lower(), sql)


def _is_sql(text: str) -> bool:
    return bool(SQL.search(text) or re.search(r"\b[a-z]+\.[a-z_]+", text))  # table.column
