"""Measure the matrix of translations: `python -m benchmarks.translations [PAGES] [CATALOG]`.

A made catalogue (100,000 pages if not said otherwise), and of it the hub's 200 resources in
12 languages: whole commands in processes of their own, and the same inside one process. The
floor of a command is a bare Python that asks SQLite for the rows and writes a table of them;
the floor inside is the asking alone. They take turns with what is measured. Seconds are of
processor time, all on one processor, since others may be busy here; what counts are the ratios.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.translations.making import NAMES, fill

from cphub.catalogue import open_catalogue
from cphub.data import load_vocabulary
from cphub.model.progress import Silent
from cphub.settings import Settings
from cphub.workflows._compare_sources import compare_sources
from cphub.workflows._filters import Filters
from cphub.workflows.translation_matrix import matrix

ROUNDS = 5
LANGUAGES = tuple(code for code in NAMES if code != "en")
ROWS = """SELECT editions.resource, pages.wiki, pages.title, editions.language, total,
    translated, fuzzy FROM editions JOIN pages USING (wiki, page_id)
    LEFT JOIN translation_stats USING (wiki, page_id) WHERE editions.resource IN
    (SELECT resource FROM editions JOIN memberships USING (wiki, page_id)
    WHERE source = 'hub-meta' AND until IS NULL) ORDER BY 1"""
BARE = f"""
import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute({ROWS!r})
csv.writer(sys.stdout).writerows(rows)
"""


def main() -> None:
    """Run the measurement and print it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "catalog.db"  # noqa: PLR2004
        listed = ", ".join(f'"{code}"' for code in LANGUAGES)
        (folder / "cphub.toml").write_text(f"languages = [{listed}]\n", encoding="utf-8")
        if not path.exists():
            fill(path, number)
        uncompared = seconds(lambda: command(folder, path))
        with open_catalogue(path, write=True) as catalogue:
            start = time.process_time()
            compared = compare_sources(catalogue, load_vocabulary(), Silent())
            taken = time.process_time() - start
            (pages,) = catalogue.row("SELECT count(*) FROM pages") or (0,)
        print(f"{pages:,} pages; matrix of the hub's 200 resources in {len(NAMES)} languages")
        print(f"texts compared by an audit  {compared:6d}     {taken:7.2f} s, once")
        if compared:
            print(f"the command before that                {uncompared:7.2f} s")
        for form in ("table", "csv", "wikitext", "json"):
            floor, whole = turns(
                lambda: bare(path),
                lambda: command(folder, path, form),  # noqa: B023  # called at once
            )
            print(f"command, {form:9s} {whole:7.2f} s, bare Python and SQLite {floor:5.2f} s,"
                  f" ratio {whole / floor:.1f}")  # fmt: skip
        inside(path)


def inside(path: Path) -> None:
    """Measure within this process: the hub's resources, then all."""
    settings = Settings(languages=LANGUAGES)
    with open_catalogue(path, write=False) as catalogue:
        for name, filters in (("the hub's", Filters(source=("hub-meta",))), ("all", Filters())):
            sql = ROWS if filters.source else ROWS.partition("WHERE")[0]
            floor, whole = turns(
                lambda: catalogue.rows(sql),  # noqa: B023  # called at once
                lambda: matrix(catalogue, settings, filters, short=True),  # noqa: B023  # likewise
                rounds=ROUNDS if filters.source else 1,
            )
            print(f"inside, {name:9s}  {whole:7.3f} s, the asking alone {floor:.3f} s,"
                  f" ratio {whole / floor:.1f}")  # fmt: skip


def turns(
    one: Callable[[], object], other: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median seconds of two things that take turns."""
    taken = [(seconds(one), seconds(other)) for _ in range(rounds)]
    return median(pair[0] for pair in taken), median(pair[1] for pair in taken)


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time that something takes, here and in processes that it starts."""
    start = sum(os.times()[:4])
    run()
    return sum(os.times()[:4]) - start


def command(folder: Path, path: Path, form: str = "table") -> None:
    """Run the command as a user does."""
    words = ("translations", "matrix", "--source", "hub-meta", "--format", form)
    subprocess.run(
        [sys.executable, "-m", "cphub", "--catalog", str(path), *words],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def bare(path: Path) -> None:
    """Ask for the rows and write them, with nothing of cphub's."""
    command = [sys.executable, "-c", BARE, str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
