"""Run cphub as its users do: a process, a cphub.toml and a catalogue in a directory."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.live.family import Family

KEPT_FROM_ENVIRONMENT = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
LISTED = "(SELECT wiki, page_id FROM memberships WHERE until IS NULL)"
CONTENTS = {
    "pages": """
        SELECT wiki, page_id, namespace, title, language, state, revision, parent, timestamp,
            user, minor, length, content_model, edited_by_person, edited_in_substance
        FROM pages WHERE (wiki, page_id) IN LISTED ORDER BY wiki, page_id""",
    "texts": """
        SELECT wiki, page_id, revision, text FROM texts JOIN pages USING (wiki, page_id, revision)
        WHERE (wiki, page_id) IN LISTED ORDER BY wiki, page_id""",
    "categories": """
        SELECT wiki, page_id, title, hidden FROM categories
        WHERE (wiki, page_id) IN LISTED ORDER BY wiki, page_id, title""",
    "langlinks": """
        SELECT wiki, page_id, language, title FROM langlinks
        WHERE (wiki, page_id) IN LISTED ORDER BY wiki, page_id, language, title""",
    "page_props": """
        SELECT wiki, page_id, name, value FROM page_props
        WHERE (wiki, page_id) IN LISTED ORDER BY wiki, page_id, name""",
    "memberships": """
        SELECT wiki, page_id, source, via FROM memberships
        WHERE until IS NULL ORDER BY wiki, page_id, source""",
}
CONTENTS = {name: sql.replace("LISTED", LISTED) for name, sql in CONTENTS.items()}


class Program:
    """cphub in `directory`; `configure` it, then `run` it."""

    def __init__(self, family: Family, directory: Path) -> None:
        self.family = family
        self.directory = directory
        self.environment = {
            name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ
        } | {"CPHUB_PLAIN": "1", "PYTHONUTF8": "1", "COLUMNS": "200"}

    @property
    def catalog(self) -> Path:
        """The catalogue's file."""
        return self.directory / "catalog.db"

    def configure(self, *sources: str, text: str | None = None) -> None:
        """Write cphub.toml: the family's wikis and `sources`, or `text` as it is."""
        text = self.family.config(*sources) if text is None else text
        tomllib.loads(text)
        (self.directory / "cphub.toml").write_text(text, encoding="utf-8")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start cphub and return without waiting for its end."""
        return subprocess.Popen(
            [sys.executable, "-m", "cphub", *arguments],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run cphub; fail if it ends in another code than `exit_code`, or shows a traceback."""
        with self.start(*arguments) as process:
            try:
                stdout, stderr = process.communicate(timeout=180)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        told = f"cphub {' '.join(arguments)} → {process.returncode}\n{stdout}\n{stderr}"
        assert process.returncode == exit_code, told
        assert "Traceback" not in stderr, told
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the catalogue."""
        with closing(sqlite3.connect(f"file:{self.catalog}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what the catalogue holds of the pages that its sources list now.

        Two harvests of the same wikis must agree on this, whatever came between. Runs,
        times of harvests, and pages that have left are history.
        """
        return {name: self.rows(sql) for name, sql in CONTENTS.items()}

    def states(self) -> dict[str, str]:
        """Return the state of each page by its title."""
        return dict(self.rows("SELECT title, state FROM pages"))

    def json(self, *arguments: str, exit_code: int = 0) -> Any:
        """Run cphub and read what it printed as JSON."""
        return json.loads(self.run(*arguments, exit_code=exit_code).stdout)
