"""Open a file that a user names, be it a file, a pipe or standard input.

Whoever reads it reads one byte more than it may have (`file.read(LARGEST + 1)`) and refuses
what is larger: `/dev/zero` has no end.
"""

from __future__ import annotations

import errno
import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

LARGEST = 64 * 2**20
"""Bytes of the largest sheet or list that is read."""

STANDARD = Path("-")
PATIENCE = 5.0
"""Seconds that the other end of a pipe with a name is waited for."""

_PAUSE = 0.02


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file or, for `-`, standard input.

    Raises:
        OSError: as `open_to_read`.
    """
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    with open_to_read(path) as file:
        yield file


def open_to_read(path: Path) -> BinaryIO:
    """Open a file; a pipe without a name, as of `<(…)` or `/dev/stdin`, is read as one.

    Raises:
        OSError: it cannot be opened, or is a pipe through which nothing comes.
    """
    if not _has_name(path):
        return _opened(path, "rb")
    file = _at_once(path, os.O_RDONLY)
    if select.select([file], [], [], PATIENCE)[0]:
        return file
    file.close()
    raise OSError(errno.ENXIO, "it is a pipe through which nothing comes", str(path))


def open_to_write(path: Path) -> BinaryIO:
    """Open what is there already and no file: a device, or a pipe.

    Raises:
        OSError: it cannot be opened, or is a pipe that nobody reads.
    """
    if not _has_name(path):
        return _opened(path, "wb")
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _at_once(path, os.O_WRONLY)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        if time.monotonic() > end:
            raise OSError(errno.ENXIO, "it is a pipe that nobody reads", str(path))
        time.sleep(_PAUSE)


def _has_name(path: Path) -> bool:
    """Tell whether a path leads to a pipe in a folder, which opens only with its other end."""
    try:
        return path.resolve().is_fifo()
    except RuntimeError:  # a link that leads to itself, before Python 3.13
        return False


def _opened(path: Path, mode: Literal["rb", "wb"]) -> BinaryIO:
    try:
        return path.open(mode)
    except OSError as error:
        if path.is_socket():
            error.strerror = "it is a socket"
        raise


def _at_once(path: Path, flags: int) -> BinaryIO:
    """Open one end of a pipe without waiting for the other; reading and writing wait again."""
    handle = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    return os.fdopen(handle, "rb" if flags == os.O_RDONLY else "wb")
