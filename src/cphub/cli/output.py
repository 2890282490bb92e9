"""Data goes to standard output or, whole or not at all, to a file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from cphub.cli.terminal import is_terminal
from cphub.errors import UsageError

STDOUT = Path("-")


def write_out(data: str | bytes, path: Path | None) -> None:
    """Write `data` to `path`, or to standard output where it is None or `-`.

    A file is written beside its place and moved there once it is on the disk, so that
    nobody ever sees half of it; text is UTF-8.

    Raises:
        UsageError: bytes that are no text would go to a terminal.
        OSError: the file cannot be written.
    """
    if path is None or path == STDOUT:
        _to_stdout(data)
        return
    content = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    if path.exists() and not path.is_file():
        # A device or a pipe: there is nothing to move into its place.
        if path.is_dir():
            raise UsageError(f"{path} is a folder", "give -o the name of a file")
        path.write_bytes(content)
        return
    _replace(path, content)


def _to_stdout(data: str | bytes) -> None:
    if isinstance(data, str):
        sys.stdout.write(data)
        return
    if is_terminal(sys.stdout):
        raise UsageError("this format is not for a terminal", "write it to a file with -o FILE")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _replace(path: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=".cphub-", suffix=".part", dir=path.parent)
    except FileNotFoundError as error:
        raise UsageError(f"there is no folder {path.parent}", "make it first") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path.resolve() if path.is_symlink() else path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
