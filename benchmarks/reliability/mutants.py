"""Change client, query and catalogue in every small way, and see which changes tests notice.

mutmut mutates functions and runs, for each mutant, the tests that reach it. It also changes
the case of letters in SQL, to which SQLite pays no heed outside quotes: such mutants are the
same program and do not count.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from benchmarks.reliability.processes import ROOT, run
from tests.faults.found import Found

MODULES = (
    *(f"wiki/{name}" for name in ("client", "query", "retry", "exchange", "answer", "body")),
    "wiki/limiter",
    *(f"catalogue/{name}" for name in ("pages", "runs", "endings", "listings", "connection")),
)
TESTS = ("tests/wiki", "tests/catalogue")
ENOUGH = 80
"""Percent of the mutants that tests are to notice."""

CONFIGURATION = f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {[f"src/cphub/{name}.py" for name in MODULES]}
also_copy = ["tests", "scripts", "benchmarks", "docs", "catalog.db.example"]
pytest_add_cli_args = ["-n0", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {[*TESTS]}
"""
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|SET|ON|ORDER|GROUP|VALUES)\b")


def mutants(patterns: Sequence[str] = ()) -> Found:
    """Count the mutants that tests notice; `patterns` choose among them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _copy(folder)
        mutmut = [sys.executable, "-m", "mutmut"]
        done = run([*mutmut, "run", "--max-children", "2", *patterns], cwd=folder)
        told = run([*mutmut, "results", "--all", "true"], cwd=folder)
        results = dict(re.findall(r"^\s*(cphub\S+__mutmut_\d+): (.+?)\s*$", told, re.MULTILINE))
        ends: Counter[str] = Counter()
        left = []
        for mutant, end in results.items():
            if end in {"survived", "no tests"} and _is_the_same_sql(folder, mutant):
                ends["the same SQL"] += 1
                continue
            ends[end] += 1
            left += [mutant] if end in {"survived", "no tests"} else []
    tried = ends.total() - ends["not checked"] - ends["the same SQL"]
    killed = ends["killed"] + ends["timeout"] + ends["segfault"] + ends["suspicious"]
    share = 100 * killed / tried if tried else 0.0
    found = Found(trials=tried, notes={"% killed": share, "survived": len(left)})
    for part in ("wiki", "catalogue"):
        named = [n for n in results if n.startswith(f"cphub.{part}.")]
        found.add(f"survived in {part}", len({*named} & {*left}))
    if share < ENOUGH:
        found.wrong.append("\n".join(left) or done[-2000:])
    return found


def _copy(folder: Path) -> None:
    """Copy the checkout, with what configures mutmut."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in listed.stdout.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION)


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
