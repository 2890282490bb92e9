"""Data goes to standard output or, whole or not at all, to a file."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from cphub.cli.terminal import is_terminal
from cphub.errors import UsageError

STDOUT = Path("-")

_ANOTHER = "give another name for the file to write"
_DATABASE = b"SQLite format 3\0"
"""What SQLite's files begin with (sqlite.org/fileformat2.html, 1.3.1)."""


def write_out(data: str | bytes, path: Path | None) -> None:
    """Write `data` to `path`, or to standard output where it is None or `-`.

    A file is written beside its place and moved there once it is on the disk, so that
    nobody ever sees half of it; text is UTF-8.

    Raises:
        UsageError: bytes that are no text would go to a terminal, `path` is no place for a
            file, or there is a catalogue or settings.
        OSError: the file cannot be written.
    """
    if path is None or path == STDOUT:
        _to_stdout(data)
        return
    if path.suffix == ".toml" and path.exists():
        raise UsageError(f"{path} is there already and may be settings", _ANOTHER)
    write_file(data, path)


def write_file(data: str | bytes, path: Path) -> None:
    """Write `data` to `path` as `write_out` does, be there settings or not.

    Raises:
        UsageError: `path` is no place for a file, or there is a catalogue.
        OSError: the file cannot be written.
    """
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    if path.is_dir():
        raise UsageError(f"{path} is a folder", _ANOTHER)
    if is_stream(path):
        with _opened(path) as file:
            file.write(content)
        return
    place = _led_to(path) if path.is_symlink() else path
    if _is_of_a_database(place):
        raise UsageError(f"{path} is a catalogue or belongs to one; it stays as it is", _ANOTHER)
    _replace(place, content)


def is_stream(path: Path) -> bool:
    """Tell whether a path leads to a device, a pipe, or a file that is open already.

    There is nothing to move into its place: `-o /dev/stdout >> log` goes on with the log.
    """
    return _descriptor(path) is not None or (path.exists() and not path.is_file())


def _descriptor(path: Path) -> int | None:
    """Return the number of the open file that a path means by its name, as shells read it."""
    found = re.fullmatch(r"/dev/std(?:(out)|err)|/(?:dev|proc/self)/fd/([0-9]{1,9})", str(path))
    if not found:
        return None
    return int(found[2]) if found[2] else 1 if found[1] else 2


def _opened(path: Path) -> BinaryIO:
    number = _descriptor(path)
    if number is None:
        from cphub.settings.files import open_to_write  # noqa: PLC0415  # only these need it

        return open_to_write(path)
    if sys.stdout is not None:
        sys.stdout.flush()  # what was printed comes first
    try:
        return os.fdopen(os.dup(number), "wb")
    except OSError as error:
        error.filename = str(path)
        raise


def _to_stdout(data: str | bytes) -> None:
    if isinstance(data, str):
        sys.stdout.write(data)
        return
    if is_terminal(sys.stdout):
        raise UsageError("this format is not for a terminal", "write it to a file with -o FILE")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _led_to(link: Path) -> Path:
    """Return what a link leads to, so that the file changes and the link stays."""
    try:
        return link.resolve()
    except RuntimeError as error:  # from Python 3.13 on the link itself is returned
        raise UsageError(f"{link} is a link that leads to itself", _ANOTHER) from error


def _is_of_a_database(path: Path) -> bool:
    """Tell whether SQLite keeps something in a file, or beside a database's under this name."""
    beside = re.fullmatch("(.+)-(?:wal|shm|journal)", path.name, re.DOTALL)
    database = path.with_name(beside[1]) if beside else path
    if not database.is_file():
        return False
    with database.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE


def _replace(path: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=".cphub-", suffix=".part", dir=path.parent)
    except FileNotFoundError as error:
        raise UsageError(f"there is no folder {path.parent}", "make it first") from error
    except OSError as error:
        error.filename = str(path)  # not the name of a file that nobody asked for
        raise
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
