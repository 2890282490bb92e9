"""Opening a catalogue: each thing that can be wrong with the file is one clear line."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.catalogue.imagined import Harvest, listed

from cphub.catalogue import Catalogue, connection, migrations, open_catalogue
from cphub.catalogue.catalogue import connect_immutable
from cphub.errors import CatalogueError

DIGESTS = {
    "tables": "14f20f1fc3ae02a0",
    "indexes": "c76e7693295b84ed",
    "views": "a74f401ac4eb239e",
    "translations": "77935942ceadcf12",
    "resources": "74124a95efc21c73",
    "search": "b938adcc3d6fc31d",
    "comparisons": "8f6e812da8151fbf",
    "reviews": "f53aebd9e8cd2a74",
    "audited": "8244a38a28246dcd",
    "subjects": "e122a6125ec471ac",
    "links": "aa9db09eb2d37018",
    "services": "ae647e4961942940",
    "publications": "62a13b080ba97d95",
    "incoming": "66f90a7819ea220d",
}


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


def test_a_new_catalogue_says_what_it_is(catalogue: Catalogue) -> None:
    assert catalogue.row("PRAGMA application_id") == (migrations.APPLICATION_ID,)
    assert catalogue.row("PRAGMA foreign_keys") == (1,)
    assert catalogue.row("PRAGMA journal_mode") == ("wal",)
    assert catalogue.row("PRAGMA synchronous") == (1,)


def test_released_steps_are_never_edited() -> None:
    digests = {
        name: hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
        for name, statements in migrations.STEPS
    }
    assert digests == DIGESTS


def test_opening_again_changes_nothing_and_loads_no_sqlite_utils(path: Path) -> None:
    open_catalogue(path, write=True).close()
    before = path.read_bytes()
    code = (
        "import sys; from pathlib import Path; from cphub.catalogue import open_catalogue\n"
        f"open_catalogue(Path({str(path)!r}), write=True).close()\n"
        f"open_catalogue(Path({str(path)!r}), write=False).close()\n"
        "print('sqlite_utils' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
    assert path.read_bytes() == before


def test_a_reader_cannot_write(path: Path) -> None:
    open_catalogue(path, write=True).close()
    with open_catalogue(path, write=False) as reader:
        with pytest.raises(CatalogueError, match="reading only"), reader.write():
            pass
        with pytest.raises(CatalogueError, match="read-only"):
            reader.run("DELETE FROM runs")


def test_no_file_is_said(path: Path) -> None:
    with pytest.raises(CatalogueError, match="There is no catalogue at") as caught:
        open_catalogue(path, write=False)
    assert "harvest" in caught.value.hint
    assert not path.exists()


def test_a_link_into_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").symlink_to("no/catalog.db")
    with pytest.raises(CatalogueError, match=r"There is no folder .*no$"):
        open_catalogue(tmp_path / "catalog.db", write=True)


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="There is no folder"):
        open_catalogue(tmp_path / "none" / "catalog.db", write=True)


@pytest.mark.parametrize("write", [True, False])
def test_a_page_of_html_is_no_catalogue_and_stays_as_it_is(path: Path, *, write: bool) -> None:
    text = "<!doctype html><title>Wikimedia Error</title>" * 50
    path.write_text(text)
    with pytest.raises(CatalogueError, match="is not a catalogue"):
        open_catalogue(path, write=write)
    assert path.read_text() == text


@pytest.mark.parametrize("write", [True, False])
def test_another_program_s_database_is_left_alone(path: Path, *, write: bool) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(CatalogueError, match="database of another program"):
        open_catalogue(path, write=write)
    assert schema(path) == {"bookmarks"}


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_catalogue_names_the_cphub_it_needs(path: Path, *, write: bool) -> None:
    open_catalogue(path, write=True).close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('cphub', 'from_the_future', '2030-01-01')"
        )
        database.execute("PRAGMA user_version = 20103")
    with pytest.raises(CatalogueError, match=r"newer cphub \(2\.1\.3;") as caught:
        open_catalogue(path, write=write)
    assert "2.1.3 or later" in caught.value.hint


def test_an_older_catalogue_is_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:2])
        open_catalogue(path, write=True).close()
    assert "current_pages" not in schema(path)
    with pytest.raises(CatalogueError, match="older cphub"):
        open_catalogue(path, write=False)
    open_catalogue(path, write=True).close()
    assert "current_pages" in schema(path)


def test_a_step_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*migrations.STEPS[:2], ("broken", ("CREATE TABLE half (a)", "CREATE TABLE wrong")))
    monkeypatch.setattr(migrations, "STEPS", steps)
    with pytest.raises(CatalogueError):
        open_catalogue(path, write=True)
    assert schema(path) == set()


def test_an_empty_file_is_said(path: Path) -> None:
    path.touch()
    with pytest.raises(CatalogueError, match="is empty"):
        open_catalogue(path, write=False)


def test_a_locked_catalogue_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.catalogue.catalogue.WAIT", 0.1)
    with open_catalogue(path, write=True) as one, open_catalogue(path, write=True) as two:
        with one.write(), pytest.raises(CatalogueError, match="locked"), two.write():
            pass
        with two.write():
            pass


def test_damage_is_said(path: Path) -> None:
    with open_catalogue(path, write=True) as catalogue:
        Harvest(catalogue)([listed(number, f"Page {number}", number) for number in range(1, 300)])
    with path.open("r+b") as file:
        for offset in range(4096 * 3, path.stat().st_size, 4096):
            file.seek(offset)
            file.write(b"\xff" * 2048)

    def read_all() -> None:
        with open_catalogue(path, write=False) as catalogue:
            for table in ("pages", "texts", "changes"):
                catalogue.rows(f"SELECT * FROM {table}")  # noqa: S608  # constants

    with pytest.raises(CatalogueError, match="damaged"):
        read_all()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "The disk is full"),
        ("SQLITE_IOERR_WRITE", "disk full or failing"),
        ("SQLITE_READONLY", "is read-only"),
        ("SQLITE_READONLY_DIRECTORY", "is read-only"),
        ("SQLITE_CANTOPEN_ISDIR", "cannot be opened"),
        ("SQLITE_BUSY_SNAPSHOT", "is locked by another program"),
        ("SQLITE_CORRUPT_INDEX", "is damaged"),
        ("SQLITE_ERROR", "could not be used"),
    ],
)
def test_each_of_sqlite_s_errors_has_its_words(path: Path, name: str, said: str) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorname = name
    told = connection.explain(error, path)
    assert said in told.message
    assert told.hint


def test_a_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be opened"):
        open_catalogue(tmp_path, write=True)


def test_a_catalogue_in_a_folder_that_is_read_only_is_read(path: Path) -> None:
    with open_catalogue(path, write=True) as catalogue:
        Harvest(catalogue)([listed(1, "A", 1)])
    refusal = sqlite3.OperationalError("unable to open database file")
    with closing(connect_immutable(path, refusal)) as database:
        assert database.execute("SELECT title FROM pages").fetchall() == [("A",)]
    Path(f"{path}-wal").write_bytes(b"what is not in the file yet")
    with pytest.raises(CatalogueError, match=r"in catalog\.db-wal beside it") as error:
        connect_immutable(path, refusal)
    assert str(path.parent) in error.value.hint


def test_what_a_killed_writer_left_half_way_on_a_network_file_system_is_never_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.catalogue.catalogue.journal_mode", lambda _path: "DELETE")
    with open_catalogue(path, write=True) as catalogue:
        catalogue.run("CREATE TABLE notes (text TEXT)")
        catalogue.run("PRAGMA cache_size = 5")  # so that half of it is in the file
        with catalogue.write():
            catalogue.run_many("INSERT INTO notes VALUES (?)", [("new" * 500,)] * 500)
            killed = path.with_name("killed.db")
            for end in ("", "-journal"):
                shutil.copy(f"{path}{end}", f"{killed}{end}")
    with pytest.raises(CatalogueError, match="ended half-way"):
        open_catalogue(killed, write=False)
    open_catalogue(killed, write=True).close()
    with open_catalogue(killed, write=False) as whole:
        assert whole.row("SELECT count(*) FROM notes") == (0,)


@pytest.mark.parametrize("mode", [0o444, 0o644, 0o666])
def test_who_may_not_write_to_the_folder_reads_a_catalogue_in_wal_mode(mode: int) -> None:
    code = """
import os, sys
from pathlib import Path
from cphub.catalogue import open_catalogue
from cphub.catalogue.offered import open_offered
from cphub.errors import CatalogueError
path = Path(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
with open_catalogue(path, write=False) as catalogue:
    print(catalogue.find_pages("A")[0].title)
with open_offered(path) as offered:
    print(len(list(offered.wikis())))
try:
    open_catalogue(path, write=True).start_run("audit", None)
except CatalogueError as error:
    print(error.message)
"""
    # Others may not look into a folder of pytest's.
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "catalog.db"
        with open_catalogue(path, write=True) as catalogue:
            Harvest(catalogue)([listed(1, "A", 1)])
            assert catalogue.row("PRAGMA journal_mode") == ("wal",)
        # Root becomes somebody else; whoever cannot gets the rights that somebody else has.
        path.chmod(mode if os.getuid() == 0 else (mode & 7) * 0o111)
        folder.chmod(0o555)
        said = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
        )
        read_only = path if mode != 0o666 else folder
        assert said.stdout.splitlines() == ["A", "1", f"{read_only} is read-only"], said.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs RLIMIT_FSIZE's errors")
def test_a_full_disk_is_said_and_what_is_saved_is_safe(path: Path) -> None:
    code = f"""
import resource, signal
from pathlib import Path
from tests.catalogue.imagined import Harvest, listed
from cphub.catalogue import open_catalogue
from cphub.catalogue.catalogue import connect_immutable
from cphub.errors import CatalogueError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_catalogue(Path({str(path)!r}), write=True) as catalogue:
    harvest = Harvest(catalogue)
    harvest([listed(1, "A", 1)])
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    try:
        harvest([listed(n, f"Page {{n}}", n) for n in range(1, 20_000)])
    except CatalogueError as error:
        print(error)
"""
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert "disk" in said.stdout
    with open_catalogue(path, write=True) as catalogue:
        assert catalogue.row("PRAGMA integrity_check") == ("ok",)
        assert catalogue.rows("SELECT title FROM pages") == [("A",)]


@pytest.mark.parametrize(
    ("filesystem", "mode"),
    [("ext4", "WAL"), ("nfs4", "DELETE"), ("fuse.sshfs", "DELETE"), ("cifs", "DELETE")],
)
def test_a_network_file_system_gets_no_wal(tmp_path: Path, filesystem: str, mode: str) -> None:
    mounts = tmp_path / "mounts"
    escaped = str(tmp_path.resolve()).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/home {escaped} {filesystem} rw 0 0\n")
    assert connection.journal_mode(tmp_path / "catalog.db", mounts) == mode


def test_processes_that_make_it_at_once_do_not_collide(path: Path) -> None:
    code = (
        "from pathlib import Path; from cphub.catalogue import open_catalogue\n"
        f"open_catalogue(Path({str(path)!r}), write=True).close()"
    )
    makers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [maker.wait() for maker in makers] == [0, 0, 0, 0]
    assert "current_pages" in schema(path)
