"""Many writers and sudden deaths: nothing is lost, doubled or half done."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.catalogue.imagined import META, NOW, Harvest, fetched, listed

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.connection import Connection, Values, explain
from cphub.errors import CatalogueError

WRITER = """
import sys
from pathlib import Path
from tests.catalogue.imagined import Harvest, fetched, listed
from cphub.catalogue import open_catalogue
with open_catalogue(Path(sys.argv[1]), write=True) as catalogue:
    run = Harvest(catalogue).start()
    first = (catalogue.begin_listing(run, "capacity").resume or {"next": 1})["next"]
    print("ready", flush=True)
    for number in range(first, 100_000, 5):
        pages = [listed(n, f"Page {n}", n) for n in range(number, number + 5)]
        catalogue.save_listing(run, "capacity", [(p, "") for p in pages], {"next": number + 5})
        catalogue.save_pages(run, "meta", [fetched(p) for p in pages])
"""


def test_an_error_undoes_the_whole_write(catalogue: Catalogue) -> None:
    def fail() -> None:
        with catalogue.write():
            catalogue.start_run("harvest", NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert catalogue.rows("SELECT * FROM runs") == []


def test_an_error_in_a_nested_write_undoes_only_that(catalogue: Catalogue) -> None:
    def fail() -> None:
        with catalogue.write():
            catalogue.start_run("audit", NOW)
            raise LookupError

    with catalogue.write():
        catalogue.start_run("harvest", NOW)
        with pytest.raises(LookupError):
            fail()
    assert catalogue.rows("SELECT kind FROM runs") == [("harvest",)]


def test_a_snapshot_does_not_move_while_others_write(path: Path, catalogue: Catalogue) -> None:
    catalogue.start_run("harvest", NOW)
    with open_catalogue(path, write=False) as reader, reader.read():
        assert len(reader.rows("SELECT * FROM runs")) == 1
        catalogue.start_run("harvest", NOW)
        assert len(reader.rows("SELECT * FROM runs")) == 1
    with open_catalogue(path, write=False) as reader:
        assert len(reader.rows("SELECT * FROM runs")) == 2


def test_threads_that_read_then_write_never_collide(path: Path) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with open_catalogue(path, write=True) as catalogue:
                harvest = Harvest(catalogue, day=number * 100)
                for _ in range(15):
                    harvest([listed(number, f"P{number}", harvest.day)], source=f"s{number}")
        except BaseException as error:  # noqa: BLE001  # handed to the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_catalogue(path, write=False) as catalogue:
        assert catalogue.row("SELECT count(*) FROM texts") == (60,)


def test_kill_minus_nine_loses_no_batch_and_doubles_none(path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for attempt in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(0.03 + 0.02 * attempt)
            writer.send_signal(signal.SIGKILL)
        with open_catalogue(path, write=True) as catalogue:
            assert catalogue.row("PRAGMA integrity_check") == ("ok",)
            assert catalogue.rows("PRAGMA foreign_key_check") == []
            (resume,) = catalogue.rows("SELECT resume FROM cursors")[0]
            (count,) = catalogue.rows("SELECT count(*) FROM listings")[0]
            assert resume == f'{{"next":{count + 1}}}'
            (fetched_,) = catalogue.rows("SELECT count(*) FROM pages")[0]
            assert fetched_ in (count, count - 5 * (attempt + 1), *range(count - 20, count))


def test_two_pages_in_one_batch_are_saved_together_or_not(harvest: Harvest) -> None:
    run = harvest.start()
    wrong = fetched(listed(2, "B", 2))
    object.__setattr__(wrong, "page_props", {"k": None})
    with pytest.raises(Exception, match="NOT NULL"):
        harvest.catalogue.save_pages(run, "meta", [fetched(listed(1, "A", 1)), wrong])
    assert harvest.catalogue.rows("SELECT * FROM pages") == []


PAGES = [listed(number, f"P{number}", 100 + number) for number in range(1, 6)]
TABLES = ("pages", "texts", "categories", "langlinks", "page_props", "listings", "cursors")


def go_on(catalogue: Catalogue) -> None:
    """Harvest in small batches from wherever the harvest before stopped."""
    run = catalogue.start_run("harvest", NOW)
    catalogue.save_wiki(META)
    catalogue.save_source("capacity", "meta", "category", {})
    cursor = catalogue.begin_listing(run, "capacity")
    start = int((cursor.resume or {"from": 0})["from"])
    while not cursor.done and start < len(PAGES):
        batch = [(page, "") for page in PAGES[start : start + 2]]
        start += 2
        catalogue.save_listing(
            run, "capacity", batch, {"from": start} if start < len(PAGES) else None
        )
    wanted = catalogue.pending("meta", ["capacity"])
    for first in range(0, len(wanted), 2):
        batch_ids = wanted[first : first + 2]
        catalogue.save_pages(run, "meta", [fetched(PAGES[number - 1]) for number in batch_ids])
    catalogue.end_sources(run, ["capacity"])


def contents(catalogue: Catalogue) -> list[list[tuple[object, ...]]]:
    members = catalogue.rows("SELECT source, wiki, page_id, via, until FROM memberships ORDER BY 3")
    changes = catalogue.rows("SELECT wiki, page_id, kind, old, new FROM changes ORDER BY 2, 3")
    tables = (catalogue.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES)  # noqa: S608
    return [members, changes, *tables]


def test_a_fault_at_any_statement_is_gone_after_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_catalogue(tmp_path / "whole.db", write=True) as whole:
        go_on(whole)
        expected = contents(whole)
    one, many = Connection.run, Connection.run_many
    number, left = 0, 0

    def fail() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise explain(error, tmp_path)

    def run(self: Connection, sql: str, values: Values = ()) -> int:
        fail()
        return one(self, sql, values)

    def run_many(self: Connection, sql: str, values: Iterable[Values]) -> int:
        fail()
        return many(self, sql, values)

    monkeypatch.setattr(Connection, "run", run)
    monkeypatch.setattr(Connection, "run_many", run_many)
    while left <= 0:
        number += 1
        with open_catalogue(tmp_path / f"{number}.db", write=True) as catalogue:
            left = number
            try:
                go_on(catalogue)
            except CatalogueError as error:
                assert "disk is full" in error.message  # noqa: PT017  # the last round has none
                left = 0
                go_on(catalogue)
            assert contents(catalogue) == expected, f"after a fault at statement {number}"
    assert number > 50
