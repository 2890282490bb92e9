"""The house stays as it was drawn: floors, fences, small files, every plug-in with its tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest

from cphub import model, reports, rules, sources
from cphub.registry import Plugin, discover

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "cphub"
LONGEST = 250  # lines
FENCES = {
    "httpx": "wiki | linkcheck | network",
    "sqlite3": "catalogue",
    "sqlite_utils": "catalogue",
    "mwparserfromhell": "wikitext",
    "langdetect": "wikitext",
    "py3langid": "wikitext",
    "typer": "cli",
    "click": "nowhere: typer carries its own",
}
HEAVY = [
    *("httpx", "sqlite_utils", "sqlite3", "mwparserfromhell", "langdetect", "py3langid"),
    *("jinja2", "numpy", "rich", "rapidfuzz", "msgspec", "pebble", "stamina", "pydantic"),
    *("tomlkit", "asyncio", "multiprocessing"),
]
FILES = sorted(SOURCE.rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def test_imports_keep_every_contract() -> None:
    """The contracts stand in pyproject.toml, [tool.importlinter]."""
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_library_is_imported_in_its_own_room_alone() -> None:
    for path in FILES:
        room = path.relative_to(SOURCE).parts[0]
        for module, line in imported(path):
            fence = FENCES.get(module.partition(".")[0], room)
            assert room in fence.split(" | "), (
                f"{path}:{line} imports {module}; that is for {fence}"
            )


@pytest.mark.parametrize("room", ["rules", "reports", "wikitext"])
def test_what_is_pure_stays_pure_at_run_time(room: str) -> None:
    """Loading every plug-in brings no network, database or terminal library with it."""
    code = (
        f"import sys, cphub.{room} as room; from cphub.registry import discover\n"
        f"{'' if room == 'wikitext' else 'discover(room)'}\n"
        "print(*sorted({'httpx', 'sqlite3', 'sqlite_utils', 'typer'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    code = (
        "import sys\nfrom cphub.cli.main import run\n"
        f"code = run([{option!r}])\n"
        f"print('LOADED', code, *sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "LOADED 0"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def plugins(package: ModuleType) -> list[Plugin]:
    return list(discover(package).values())


def mentions(folder: Path, word: str) -> bool:
    """Tell whether a test of `folder` is about `word`: in its name or its text."""
    return any(
        path.is_file() and (word in path.name or word in path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.*")
        if path.suffix in {".py", ".toml"}
    )


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in (SOURCE / "catalogue").glob("*.py")
        if path.name not in {"rows.py", "checks.py"}
    ],
    ids=lambda path: path.name,
)
def test_values_of_rows_are_read_where_damage_is_told_as_such(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kinds = "|".join(
        name
        for module in iter_modules(model.__path__)
        for name, kind in vars(import_module(f"cphub.model.{module.name}")).items()
        if isinstance(kind, type) and issubclass(kind, Enum)
    )
    found = re.findall(rf"fromisoformat\(|json\.loads\(|\b(?:{kinds})\([^(),]*\)", text)
    assert not found, "read_moment, read_day, read_json and read_member of rows.py do this"


@pytest.mark.parametrize("rule", plugins(rules), ids=lambda plugin: plugin.name)
def test_every_rule_has_its_cases(rule: Plugin) -> None:
    assert (ROOT / "tests" / "rules" / "cases" / f"{rule.function.__name__}.toml").is_file()


@pytest.mark.parametrize("source", plugins(sources), ids=lambda plugin: plugin.name)
def test_every_source_has_its_tests(source: Plugin) -> None:
    assert mentions(ROOT / "tests" / "sources", source.function.__name__)


@pytest.mark.parametrize("format_", plugins(reports), ids=lambda plugin: plugin.name)
def test_every_report_format_has_its_tests(format_: Plugin) -> None:
    assert mentions(ROOT / "tests" / "reports", format_.function.__name__)


def test_the_product_names_nothing_of_the_place_it_was_made_in() -> None:
    """A path of one machine in the repository is a path that nobody else has."""
    for path in [*FILES, *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for word in ("/work/", "/home/", "/root/"):
            assert word not in text, f"{path} names {word}"
