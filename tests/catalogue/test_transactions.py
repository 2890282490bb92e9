"""Many writers and sudden deaths: nothing is lost, doubled or half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.catalogue.imagined import NOW, Harvest, fetched, listed

from cphub.catalogue import Catalogue, open_catalogue

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
