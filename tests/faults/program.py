"""cphub in a folder of its own, run in children of the nursery; and what its catalogue holds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.live.program import CONTENTS

ROOT = Path(__file__).parents[2]
LATE = 60.0  # seconds after which a run has hung
HURRY = ("hurry", "0.05")
ALSO = {
    "states": "SELECT wiki, page_id, title, state, revision FROM pages ORDER BY wiki, page_id",
    "titles": "SELECT wiki, title, missing, target, asked IS NULL FROM titles ORDER BY 1, 2",
    "changes": "SELECT wiki, page_id, kind, old, new FROM changes ORDER BY 1, 2, 3, 4, 5",
    "translations": """
        SELECT wiki, page_id, language, total, translated, fuzzy, complete, workflow_state
        FROM translation_stats ORDER BY wiki, page_id, language""",
    "editions": "SELECT wiki, page_id, language, is_source, tie FROM editions ORDER BY 1, 2",
    "births": "SELECT wiki, page_id, timestamp FROM births ORDER BY wiki, page_id",
    "items": "SELECT repository, item, site, title FROM sitelinks ORDER BY 1, 2, 3",
    "old texts": "SELECT wiki, page_id, moment, revision, why FROM baselines ORDER BY 1, 2, 3",
    "under way": "SELECT source FROM listings UNION SELECT source FROM cursors",
}
Drill = tuple[str, str]
Contents = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Done:
    """How a run ended; `code` is None where it hung and was killed."""

    arguments: tuple[str, ...]
    code: int | None
    out: str
    err: str

    @property
    def sound(self) -> bool:
        """Tell whether it ended by itself, and as a program does that knows what happened."""
        told = self.out + self.err
        crashed = "Traceback" in told or "bug in cphub" in told or "Exception ignored" in told
        return self.code in {0, 1, 2, 4, 5} and not crashed

    def __str__(self) -> str:
        """Show all of it."""
        return f"cphub {' '.join(self.arguments)} → {self.code}\n{self.out}\n{self.err}"


class Nursery:
    """The process whose children run cphub. A context manager; one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith("CPHUB_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def order(self, **order: Any) -> Any:
        """Give an order and return the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class Running:
    """A run that may not have ended."""

    def __init__(
        self, nursery: Nursery, folder: Path, arguments: Sequence[str], drills: Sequence[Drill]
    ) -> None:
        self._nursery = nursery
        self.arguments = tuple(arguments)
        number = len(list(folder.glob("*.out")))
        self._out, self._err = folder / f"{number}.out", folder / f"{number}.err"
        self._out.touch()
        self.child = int(
            nursery.order(
                arguments=list(arguments),
                folder=str(folder),
                drills=[*drills],
                out=str(self._out),
                err=str(self._err),
            )
        )

    def kill(self) -> None:
        """End it with SIGKILL."""
        os.kill(self.child, signal.SIGKILL)

    def wait(self, seconds: float = LATE) -> Done:
        """Return how it ended; kill what does not end in time."""
        code = self._nursery.order(child=self.child, seconds=seconds)
        if code is None:
            self.kill()
            self._nursery.order(child=self.child, seconds=5)
        out, err = (
            file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
            for file in (self._out, self._err)
        )
        return Done(self.arguments, code, out, err)


@dataclass(frozen=True)
class Cphub:
    """The program in `folder`, where its cphub.toml and catalogue are."""

    nursery: Nursery
    folder: Path

    @property
    def catalog(self) -> Path:
        """The catalogue's file."""
        return self.folder / "catalog.db"

    def start(self, *arguments: str, drills: Sequence[Drill] = ()) -> Running:
        """Start it and return at once."""
        return Running(self.nursery, self.folder, arguments, [HURRY, *drills])

    def run(self, *arguments: str, drills: Sequence[Drill] = ()) -> Done:
        """Run it to its end."""
        return self.start(*arguments, drills=drills).wait()

    def opened(self) -> closing[sqlite3.Connection]:
        """Open the catalogue to be asked several things."""
        return closing(sqlite3.connect(f"file:{self.catalog}?mode=ro", uri=True))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the catalogue."""
        with self.opened() as database:
            return database.execute(sql).fetchall()

    def contents(self) -> Contents:
        """Return all that two harvests of the same wiki must agree on, whatever came between."""
        with self.opened() as database:
            asked = (CONTENTS | ALSO).items()
            return {name: database.execute(sql).fetchall() for name, sql in asked}

    def intact(self) -> bool:
        """Tell whether SQLite finds the file sound."""
        return self.rows("PRAGMA integrity_check") == [("ok",)] and not self.rows(
            "PRAGMA foreign_key_check"
        )


def copied(catalog: Path, to: Path) -> None:
    """Put a closed catalogue into a folder."""
    shutil.copyfile(catalog, to / "catalog.db")
