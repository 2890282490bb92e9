"""The guide says what the program does, all of it, and its links lead somewhere."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from cphub import reports, rules, sources
from cphub.catalogue import open_catalogue
from cphub.cli.main import COMMANDS
from cphub.data.loading import load_vocabulary
from cphub.registry import Plugin, discover
from cphub.settings import (
    PolitenessSettings,
    ReportSettings,
    Settings,
    WikiSettings,
    check_plugins,
    load_settings,
)

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build_docs = load(ROOT / "scripts" / "build_docs.py")
PAGES = sorted(
    page for page in (*DOCS.rglob("*.md"), *ROOT.glob("*.md")) if page.name not in build_docs.BUILT
)


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the page's headings."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("name", build_docs.PAGES)
def test_the_pages_made_from_the_program_are_up_to_date(name: str) -> None:
    """If not: python scripts/build_docs.py."""
    assert text(name) == build_docs.PAGES[name]()


@pytest.mark.parametrize("command", [one.__name__.replace("_", "-") for one in COMMANDS])
def test_every_command_is_in_the_guide(command: str) -> None:
    assert f"\n## {command}\n" in text("commands.md")
    written = "".join(
        page.read_text(encoding="utf-8") for page in PAGES if page.name != "commands.md"
    )
    assert f"cphub {command}" in written


@pytest.mark.parametrize(
    ("page", "plugin"),
    [
        pytest.param(page, plugin, id=f"{page} {plugin.name}")
        for page, room in (("rules.md", rules), ("sources.md", sources), ("formats.md", reports))
        for plugin in discover(room).values()
    ],
)
def test_every_plugin_and_each_of_its_settings_is_described(page: str, plugin: Plugin) -> None:
    section = build_docs.BUILT[page]().partition(f"\n## {plugin.name}\n")[2].partition("\n## ")[0]
    assert section
    for setting in plugin.settings:
        assert re.search(rf"`{setting}(`| = )", section), f"{plugin.name}: {setting}"


@pytest.mark.parametrize("shape", [Settings, WikiSettings, PolitenessSettings, ReportSettings])
def test_every_setting_is_described(shape: type) -> None:
    page = text("configuration.md")
    for field in dataclasses.fields(shape):
        if (shape, field.name) not in {(Settings, "path"), (WikiSettings, "name")}:
            assert f"`{field.name}`" in page or f"[{field.name}" in page, field.name


def test_the_settings_file_of_the_guide_is_one(tmp_path: Path) -> None:
    whole, *others = [
        code for language, code in FENCE.findall(text("configuration.md")) if language == "toml"
    ]
    path = tmp_path / "cphub.toml"
    path.write_text(whole, encoding="utf-8")
    settings = load_settings(path, environ={})
    check_plugins(settings, sources=discover(sources), rules=discover(rules))
    load_vocabulary(settings.vocabulary)
    for other in others:
        load_vocabulary(tomllib.loads(other).get("vocabulary"))


def test_every_table_and_view_of_the_catalogue_is_described(tmp_path: Path) -> None:
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        names = [
            name
            for (name,) in catalogue.rows(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                r" AND name NOT LIKE '\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"
            )
        ]
    assert len(names) > 10
    assert [name for name in names if f"`{name}`" not in text("catalogue.md")] == []


def test_the_questions_of_the_guide_can_be_asked() -> None:
    questions = [
        code for language, code in FENCE.findall(text("catalogue.md")) if language == "sql"
    ]
    assert len(questions) >= 3
    example = (ROOT / "catalog.db.example").as_uri()
    with closing(sqlite3.connect(f"{example}?mode=ro&immutable=1", uri=True)) as database:
        for question in questions:
            database.execute(question).fetchall()


def test_every_dependency_says_what_it_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in named:
        name = re.split(r"[<>=!~\[ ]", requirement)[0]
        assert re.search(rf"\b{name}\b", text("dependencies.md")), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(there), f"{page.name}: {target}"


def test_every_page_of_the_guide_can_be_reached_from_its_index() -> None:
    seen: set[Path] = set()
    queue = [DOCS / "index.md"]
    while queue:
        page = queue.pop()
        seen.add(page)
        found = LINK.findall(page.read_text(encoding="utf-8"))
        local = [(page.parent / name.partition("#")[0]).resolve() for name in found if name]
        queue += [path for path in local if path.suffix == ".md" and path not in seen]
    assert {page for page in PAGES if DOCS in page.parents} <= seen


def test_ci_types_the_very_commands_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for mark in ("command: demo", "command: test"):
        found = re.findall(rf"<!-- {mark} -->\n```sh\n([^\n]+)\n```", readme)
        assert len(found) == 1, f"README.md has one command marked {mark}"
        assert f'readme "{mark}"' in script


def matches(shown: list[str], real: list[str]) -> bool:
    """Tell whether `shown` is what was printed.

    A line with an ellipsis stands for any lines, a figure for any figure: a rule that became
    better is no reason to write the tutorial again.
    """
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.sub(r"\d+", r"\\d+", re.escape(line)) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def test_the_tutorial_shows_what_the_commands_print(tmp_path: Path) -> None:
    """Typed one after the other, output and messages in the order in which they come."""
    folder = tmp_path
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("CPHUB_")}
    environment = {**inherited, "COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    blocks = FENCE.findall(text("tutorial/getting-started.md"))
    sessions = [code for language, code in blocks if language == "console"]
    assert sessions
    for session in re.split(r"^\$ ", "".join(sessions), flags=re.MULTILINE)[1:]:
        command, *shown = session.splitlines()
        program, *arguments = shlex.split(command)
        if program == "cd":
            folder /= arguments[0]
            continue
        assert program == "cphub"
        run = subprocess.run(
            [sys.executable, "-m", "cphub", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert matches(shown, run.stdout.splitlines()), f"{command}\n{run.stdout}"
