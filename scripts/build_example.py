"""Build catalog.db.example: the demo's catalogue, harvested and audited.

    python -m scripts.build_example

Needs no network and no MediaWiki: the demo's wikis are recordings, and the clock stands at
the day of the recording. tests/test_example.py builds it again and compares.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from cphub.workflows.demo import demo

EXAMPLE = Path(__file__).parents[1] / "catalog.db.example"


def build(target: Path) -> None:
    """Write the demo's catalogue to `target`, as one small file with no log beside it."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = demo(Path(folder, "demo")).catalog
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(catalog)) as database:
            database.execute("VACUUM INTO ?", [str(target)])
    with closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def main() -> int:
    """Build the example in its place, and say how large it became."""
    build(EXAMPLE)
    print(f"{EXAMPLE}: {EXAMPLE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
