"""Measure whole audits against a bare parse: `python -m benchmarks.audit [PAGES]`.

One catalogue of made pages (10 kB on average), and in turns, each in a process of its own:

* a bare `mwparserfromhell.parse` of the same texts on the same number of processes,
* the first audit: `cphub audit` on that catalogue, start-up, SQLite and language included,
* a second audit with nothing changed, which must change nothing but its run,
* an audit after a threshold was changed in cphub.toml, which must read no text,
* an audit on the next day, which asks the rules that count from the day.

What counts are the ratios; the seconds are this machine's.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.analyse.comparison import time_bare
from benchmarks.analyse.pages import make
from benchmarks.audit.filling import fill

PROCESSES = min(2, os.cpu_count() or 1)
CONFIG = 'contact = "benchmark@example.org"\n'
TABLES = ("pages", "texts", "facts", "findings", "memberships", "changes", "titles")


def main() -> None:
    """Run the comparison and print it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cphub.toml").write_text(CONFIG, encoding="utf-8")
        fill(folder / "catalog.db", number)
        texts = [make(index)[0] for index in range(number)]
        mean = sum(len(text.encode()) for text in texts) / number / 1000
        print(f"{number} pages, {mean:.1f} kB on average, {PROCESSES} processes", flush=True)
        before = time_bare(texts, PROCESSES)
        first, memory = audit(folder)
        after = time_bare(texts, PROCESSES)
        del texts
        parse = (before + after) / 2
        print(f"bare parse before and after   {before:7.2f} s {after:7.2f} s")
        print(f"first audit                   {first:7.2f} s   ratio {first / parse:.2f}")
        print(f"memory of its main process    {memory:7.0f} MB")
        was = contents(folder)
        second, _ = audit(folder)
        same = "changed nothing" if contents(folder) == was else "CHANGED THE CATALOGUE"
        print(f"second audit                  {second:7.2f} s   {same}")
        table = "[rules.short-page]\nmin_words = 80\n"
        (folder / "cphub.toml").write_text(CONFIG + table, encoding="utf-8")
        third, _ = audit(folder)
        read = json.loads(last_counts(folder))["read"]
        print(
            f"audit with another threshold  {third:7.2f} s   ratio to the first"
            f" {third / first:.3f}, {read} texts read"
        )
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
        fourth, _ = audit(folder, "--today", tomorrow.isoformat())
        ratio = fourth / first
        print(f"audit on the next day         {fourth:7.2f} s   ratio to the first {ratio:.3f}")


def audit(folder: Path, *options: str) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of `cphub audit`, its workers not counted."""
    command = [sys.executable, "-m", "cphub", "audit", "--format", "titles", "-o", "titles.txt"]
    command += options
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"cphub audit ended with {process.returncode}")
    return time.perf_counter() - start, peak / 1000


def resident(pid: int) -> int:
    """Return the kilobytes of memory that a process has had at its most, 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    lines = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(next(lines, "x 0").split()[1])


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what stands in the tables that an audit without changes must leave alone."""
    with closing(sqlite3.connect(folder / "catalog.db")) as database:
        return {
            table: database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # constants
            for table in TABLES
        }


def last_counts(folder: Path) -> str:
    """Return the counts of the newest run."""
    with closing(sqlite3.connect(folder / "catalog.db")) as database:
        (counts,) = database.execute("SELECT counts FROM runs ORDER BY id DESC").fetchone()
    return str(counts)


if __name__ == "__main__":
    main()
