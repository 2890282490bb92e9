"""-o FILE is whole or not there at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from cphub.cli.output import write_file, write_out
from cphub.errors import UsageError


def test_a_file_is_written_as_utf8_with_nothing_changed(tmp_path: Path) -> None:
    write_out("å\r\nب\n", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == "å\r\nب\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_cannot_be_moved_into_place_leaves_the_old_one_and_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.md"
    target.write_text("old", encoding="utf-8")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_out("new", target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.md"]


def test_a_new_file_has_the_rights_that_new_files_have_and_an_old_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    mask = os.umask(0o027)
    try:
        write_out("x", tmp_path / "new")
    finally:
        os.umask(mask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o600)
    write_out("y", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    write_out("new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(("name", "said"), [("", "is a folder"), ("no/out.md", "is no folder")])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        write_out("x", tmp_path / name)


def test_a_dash_and_nothing_are_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_out("a\n", None)
    write_out("b\n", Path("-"))
    assert capsys.readouterr().out == "a\nb\n"


def test_bytes_go_to_standard_output_after_what_was_printed(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    write_out("a\n", None)
    write_out(b"\x00\xff", None)
    assert capfdbinary.readouterr().out == b"a\n\x00\xff"


@pytest.mark.parametrize("name", ["catalog.db", "catalog.db-wal", "link.html", "./catalog.db"])
def test_no_report_takes_a_catalogue_s_place(tmp_path: Path, name: str) -> None:
    catalogue = tmp_path / "catalog.db"
    with closing(sqlite3.connect(catalogue)) as database:
        database.execute("CREATE TABLE reviews (verdict)")
    (tmp_path / "link.html").symlink_to("catalog.db")
    before = catalogue.read_bytes()
    with pytest.raises(UsageError, match="stays as it is"):
        write_out("a report", tmp_path / name)
    assert catalogue.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog.db", "link.html"]


def test_an_empty_or_missing_database_s_name_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").touch()
    for name in ("catalog.db", "other.db-wal"):
        write_out("x", tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8") == "x"


def test_settings_are_written_over_by_init_alone(tmp_path: Path) -> None:
    settings = tmp_path / "cphub.toml"
    write_out("new", settings)
    with pytest.raises(UsageError, match="may be settings"):
        write_out("a report", settings)
    assert settings.read_text(encoding="utf-8") == "new"
    write_file("other settings", settings)
    assert settings.read_text(encoding="utf-8") == "other settings"


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone" / "out.md")
    with pytest.raises(UsageError, match=r"there is no folder .*gone"):
        write_out("x", tmp_path / "link")
    (tmp_path / "file").touch()
    for inside in (tmp_path / "file" / "out.md", tmp_path / ("n" * 300)):
        with pytest.raises(OSError, match=r"directory|too long") as raised:
            write_out("x", inside)
        assert raised.value.filename == str(inside)


@pytest.mark.parametrize("descriptor", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_a_log_that_standard_output_is_added_to_keeps_what_stood_in_it(
    tmp_path: Path, descriptor: str
) -> None:
    code = (
        "from pathlib import Path; from cphub.cli.output import write_out\n"
        f"print('1'); write_out('2\\n', Path({descriptor!r})); print('3')"
    )
    log = tmp_path / "log"
    log.write_text("0\n", encoding="utf-8")
    with log.open("ab") as opened:
        subprocess.run([sys.executable, "-c", code], stdout=opened, check=True)
    assert log.read_text(encoding="utf-8") == "0\n1\n2\n3\n"


def test_a_descriptor_that_is_not_open_is_told_by_its_name() -> None:
    with pytest.raises(OSError, match="Bad file descriptor") as raised:
        write_out("x", Path("/dev/fd/987654"))
    assert raised.value.filename == "/dev/fd/987654"


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_out("x" * 200_000, pipe)  # more than a pipe holds
    reader.join()
    assert got == [b"x" * 200_000]
    assert pipe.is_fifo()


def test_a_pipe_that_nobody_reads_is_not_waited_for_without_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with (
        patch("cphub.settings.files.PATIENCE", 0.1),
        pytest.raises(OSError, match="a pipe that nobody reads"),
    ):
        write_out("x", pipe)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
