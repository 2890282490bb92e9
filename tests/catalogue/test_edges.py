"""What is asked of a catalogue that has no answer to it, or must not be asked."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from tests.catalogue.imagined import NOW, Harvest, listed

from cphub.catalogue import Catalogue, connection
from cphub.catalogue.rows import read_number
from cphub.errors import CatalogueError

GUIDE = listed(1, "Guide", 5)


def test_nothing_is_written_while_one_snapshot_is_read(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    """SQLite would refuse it only where another process has written meanwhile."""
    harvest([GUIDE])
    with (
        catalogue.read(),
        pytest.raises(RuntimeError, match="old snapshot"),
        catalogue.write(),
    ):
        pytest.fail("it was let in")
    with catalogue.write():
        pass  # the snapshot is over


def test_a_page_that_nobody_harvested_is_not_made_up(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    assert catalogue.page("meta", 2) is None
    assert catalogue.page("elsewhere", 1) is None
    assert catalogue.facts("meta", 5) == (None, "not read yet")


def test_a_look_at_pages_that_are_not_held_changes_nothing(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    before = catalogue.rows("SELECT * FROM changes")
    run = catalogue.start_run("harvest", NOW)
    catalogue.save_states(run, "meta", [listed(2, "Other", 6)], {3})
    assert catalogue.rows("SELECT page_id, state FROM pages") == [(1, "current")]
    assert catalogue.rows("SELECT * FROM changes") == before


def test_findings_of_a_run_that_there_is_not_are_refused(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    with pytest.raises(LookupError, match="no run 77"):
        catalogue.save_findings(77, [], rules=None, unchecked=lambda *_: False)


def test_a_page_that_is_no_edition_yet_is_no_resource(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    catalogue.run("DELETE FROM editions")
    assert [page.title for page in catalogue.find_pages("Guide")] == ["Guide"]
    assert catalogue.find_resources("Guide") == []


def test_a_count_of_changes_that_is_none_is_a_lost_count(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    harvest([GUIDE])
    assert isinstance(catalogue.input_changes(), int)
    catalogue.run("UPDATE change_counts SET changes = 'currunt'")
    assert catalogue.input_changes() is None


@pytest.mark.parametrize("value", ["currunt", None, 1.5, b"7"])
def test_what_is_no_number_where_one_must_be_is_damage(value: object) -> None:
    assert read_number(7) == 7
    with pytest.raises(CatalogueError, match="a row that no cphub wrote"):
        read_number(value)


def test_a_title_that_is_no_text_is_damage_of_the_file_that_is_named(
    catalogue: Catalogue, harvest: Harvest, path: Path
) -> None:
    harvest([GUIDE])
    assert [page[2] for page in catalogue.tie_pages()] == ["Guide"]
    catalogue.run("UPDATE pages SET title = CAST(title AS BLOB)")
    with pytest.raises(CatalogueError, match=r"is damaged \(pages.title") as caught:
        catalogue.tie_pages()
    assert caught.value.message.startswith(f"{path} is damaged")


def test_what_cannot_be_written_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch()
    folder = path.absolute().parent
    monkeypatch.setattr(os, "access", lambda file, _mode: file != folder)
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorname = "SQLITE_READONLY_DIRECTORY"
    assert connection.explain(error, path).message == f"{folder} is read-only"


def test_a_mount_whose_name_is_no_utf_8_hides_no_network_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    share = b"server:/home / nfs4 rw 0 0\n"
    mounts.write_bytes(b"/dev/sdb /mnt/caf\xe9 vfat rw 0 0\n" + share)
    assert connection.journal_mode(tmp_path / "catalog.db", mounts) == "DELETE"


@pytest.mark.parametrize("kind", ["fuse.portal", "fuse.lxcfs", "fuse.overlayfs"])
def test_a_container_s_own_file_system_is_no_network_s(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"{kind} / {kind} rw 0 0\n")
    assert connection.journal_mode(tmp_path / "catalog.db", mounts) == "WAL"
