"""Whatever a user names is read, or a line says why not: no file is waited for without end."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cphub.errors import SettingsError
from cphub.settings import files, load_settings
from cphub.settings.files import open_to_read
from cphub.wiki.auth import load_credentials


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_a_pipe_with_a_name_is_read_once_something_comes(pipe: Path) -> None:
    content = b"x" * 200_000  # more than a pipe holds

    def write() -> None:
        time.sleep(0.2)  # the reader is there first
        pipe.write_bytes(content)

    writer = threading.Thread(target=write)
    writer.start()
    with open_to_read(pipe) as file:
        assert file.read() == content
    writer.join()


@pytest.mark.parametrize("link", [False, True])
def test_settings_and_logins_in_a_pipe_that_nobody_writes_into_are_not_waited_for(
    pipe: Path, monkeypatch: pytest.MonkeyPatch, *, link: bool
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    path = pipe.with_name("link") if link else pipe
    if link:
        path.symlink_to(pipe)
    with pytest.raises(SettingsError, match=r"cannot read .*: it is a pipe through"):
        load_settings(path)
    with pytest.raises(SettingsError, match=r"cannot read .*: it is a pipe through"):
        load_credentials(path)


@pytest.mark.parametrize("shell", ["<(sleep 0.3; echo {})", "/dev/stdin < <(sleep 0.3; echo {})"])
def test_settings_may_come_from_another_program(tmp_path: Path, shell: str) -> None:
    # Slower than a pipe with a name may be: this one's other end is known to be there.
    code = (
        "import sys; from pathlib import Path; from cphub.settings import files, load_settings\n"
        "files.PATIENCE = 0.1; print(load_settings(Path(sys.argv[1])).contact)"
    )
    named = shell.format("'contact = \"me@example.org\"'")
    done = subprocess.run(
        ["bash", "-c", f'{shlex.quote(sys.executable)} -c "$0" {named}', code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("me@example.org\n", "")


def test_a_socket_is_called_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.toml")
        with pytest.raises(SettingsError, match=r"cannot read s\.toml: it is a socket"):
            load_settings(Path("s.toml"))


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    with pytest.raises(SettingsError, match="symbolic links"):
        load_settings(tmp_path / "loop.toml")
