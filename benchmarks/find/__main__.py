"""Measure the search: `python -m benchmarks.find [PAGES] [CATALOG]`.

A catalogue of made pages in twelve languages (100,000 if not said otherwise) with a planted
page for every kind of query. Printed are, for each query, the place at which its page comes
and the time inside the process, against a floor: the bare FTS5 MATCH of its exact words, no
ranking, no grouping, no passages. Then p95 over all queries, the same for words that most
pages have, the time of whole commands, what indexing costs, and what `status`, `diff` and
`report overview` take on the same catalogue (`glance.py`). A CATALOG that is there is used, and
two audits are planted in it if it has none.

What counts are the places and the ratios; the milliseconds are this machine's.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.find.glance import glances
from benchmarks.find.making import COMMON, fill
from benchmarks.find.planted import PLANTED, Planted
from benchmarks.find.timing import Times, timed

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.search_query import Width, parse
from cphub.catalogue.search_wanted import Wanted
from cphub.workflows._found import document_of
from cphub.workflows.find import find
from cphub.workflows.index import index

FLOOR = "SELECT rowid FROM search WHERE search MATCH ? LIMIT 10"
BROAD = (*COMMON[:4], " ".join(COMMON[:2]), " ".join(COMMON[:3]), "の", "的", "a")


def main() -> None:
    """Run the measurement and print it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(name) / "catalog.db"  # noqa: PLR2004
        if not path.exists():
            make(path, number)
        with open_catalogue(path, write=False) as catalogue:
            measure(catalogue)
        commands(path)
        glances(path)


def make(path: Path, number: int) -> None:
    """Make the catalogue and index it."""
    fill(path, number)
    before = path.stat().st_size
    with open_catalogue(path, write=True) as catalogue:
        start = time.perf_counter()
        index(catalogue)
        taken = time.perf_counter() - start
        print(f"{number} pages indexed in {taken:.0f} s, {taken / number * 1000:.2f} ms a page")
        catalogue.run("PRAGMA wal_checkpoint(TRUNCATE)")
        grown = path.stat().st_size - before
        print(f"the catalogue grew from {before / 1e6:.0f} MB by {grown / 1e6:.0f} MB")
        catalogue.run(
            "INSERT INTO search_queue (wiki, page_id) SELECT wiki, page_id FROM pages LIMIT 1000"
        )
        start = time.perf_counter()
        index(catalogue)
        print(f"1000 pages looked at again, unchanged: {time.perf_counter() - start:.2f} s")


def measure(catalogue: Catalogue) -> None:
    """Print place and time of every planted query, then of the broad ones."""
    taken, places = Times(), []
    print(f"{'query':34} {'place':>5} {'cpu ms':>7} {'floor':>7}")
    for planted in PLANTED:
        wanted = wanted_of(planted)
        place = place_of(catalogue, planted, wanted)
        times = timed(lambda: document_of(find(catalogue, planted.query, wanted)))  # noqa: B023
        query = parse(planted.query)
        floor = timed(lambda: catalogue.rows(FLOOR, (query.match(Width.ALL, whole=True),)))  # noqa: B023
        taken.add(times)
        places.append(place)
        print(f"{planted.kind:34} {place:5} {median(times.cpu):7.1f} {median(floor.cpu):7.2f}")
    print(f"{sum(place == 1 for place in places)} of {len(places)} come first")
    print(f"p95 of all: {taken.p95()}")
    taken = Times()
    for typed in BROAD:
        times = timed(lambda: document_of(find(catalogue, typed)))  # noqa: B023
        taken.add(times)
        print(f"{typed:34} {'':5} {median(times.cpu):7.1f}")
    print(f"p95 of words that most pages have: {taken.p95()}")


def place_of(catalogue: Catalogue, planted: Planted, wanted: Wanted) -> int:
    """Return at which place the planted page comes; 0 if it is not found."""
    for place, result in enumerate(find(catalogue, planted.query, wanted).results, 1):
        page = result.hit
        texts = (page.title, *_texts(catalogue, page.wiki, page.revision))
        if any(planted.words in text for text in texts):
            return place
    return 0


def _texts(catalogue: Catalogue, wiki: str, revision: int) -> Iterable[str]:
    for section in catalogue.sections(wiki, revision):
        yield section.title
        yield section.text


def wanted_of(planted: Planted) -> Wanted:
    """Return what the options of a planted query ask for, but for what needs an audit."""
    options = dict(zip(planted.options[::2], planted.options[1::2], strict=True))
    return Wanted(
        languages=tuple(filter(None, [options.get("--language")])),
        sources=tuple(filter(None, [options.get("--source")])),
        since=datetime.fromisoformat(f"{options['--since']}T00Z") if "--since" in options else None,
    )


def commands(path: Path) -> None:
    """Print the time of whole commands."""
    taken = []
    for planted in PLANTED[:20]:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "cphub", "find", "--catalog", str(path), "--", planted.query],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        taken.append((time.perf_counter() - start) * 1000)
    print(f"as a command: median {median(taken):.0f} ms, p95 {quantiles(taken, n=20)[-1]:.0f} ms")


if __name__ == "__main__":
    main()
