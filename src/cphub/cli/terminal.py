"""What goes to the terminal and how: standard error for all that is not data."""

from __future__ import annotations

import io
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from cphub.clean import clean
from cphub.errors import CphubError

WIDTH = 80  # of a terminal that does not tell its own
LONGEST_COUNT = 5  # digits that a terminal's width can have
_UNBROKEN = "\N{NO-BREAK SPACE}"


def say(text: str, *, indented: bool = False) -> None:
    """Print a line (or several) to standard error, with nothing in it that steers a terminal.

    Lines are broken between words where it is a terminal. `indented` keeps the white space
    that lines begin with.
    """
    if sys.stderr is None:
        return
    lines = text.splitlines() if indented else [text]
    margins = [line[: len(line) - len(line.lstrip(" "))] if indented else "" for line in lines]
    cleaned = (m + clean(line, newlines=True) for m, line in zip(margins, lines, strict=True))
    shown: Iterable[str] = "\n".join(cleaned).split("\n")
    if is_terminal(sys.stderr) and not indented:
        width = columns(sys.stderr)
        shown = [part for line in shown for part in broken(line, width)]
    try:
        sys.stderr.write("\n".join(shown) + "\n")
        sys.stderr.flush()
    except OSError:
        # Nobody can be told, and what was asked for may still be done.
        return


def shortened(text: str, most: int) -> str:
    """Return a text of `most` characters at most: of a longer one its beginning and its end."""
    half = (most - 3) // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"


def end_line() -> None:
    """Leave the line on which a terminal shows what was typed last: `^C`, for one."""
    if is_terminal(sys.stderr):
        sys.stderr.write("\n")


def wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Break lines between words where standard output is a terminal; keep their margins."""
    if not is_terminal(sys.stdout):
        yield from lines
        return
    width = columns(sys.stdout)
    for line in lines:
        margin = line[: len(line) - len(line.lstrip(" "))]
        yield from broken(line, width, f"{margin}  ")


def broken(line: str, width: int, margin: str = "") -> list[str]:
    """Return `line` in lines of `width` columns at most, those after the first after `margin`.

    Nothing inside a word is broken, so that addresses stay whole to be clicked, and nothing
    inside `code` that fits a line, so that commands can be copied.
    """
    joined = re.sub(
        r"`[^`]+`",
        lambda code: code[0].replace(" ", _UNBROKEN) if len(code[0]) < width else code[0],
        line,
    )
    parts = textwrap.wrap(
        joined,
        width,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [part.replace(_UNBROKEN, " ") for part in parts] or [""]


def is_terminal(stream: Any) -> bool:
    """Tell whether a standard stream is there and a terminal."""
    return stream is not None and stream.isatty()


def columns(stream: Any) -> int:
    """Return how many columns the terminal behind `stream` has; $COLUMNS counts first."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and len(told) <= LONGEST_COUNT and int(told):
        return int(told)
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


def is_plain() -> bool:
    """Tell whether boxes, colours and animation are unwanted: CPHUB_PLAIN, TERM=dumb."""
    return os.environ.get("CPHUB_PLAIN", "") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def is_live() -> bool:
    """Tell whether standard error is a terminal on which things may move."""
    return is_terminal(sys.stderr) and not is_plain()


def can_ask() -> bool:
    """Tell whether there is a person to answer a question."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask(question: str) -> str:
    """Return what is typed in answer; asks on standard error until something is.

    Raises:
        EOFError: there is nothing more to read.
    """
    while True:
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if answer := line.strip():
            return answer


class _Unreadable(io.TextIOBase):
    """Stands in for a standard input that the caller closed."""

    @property
    def buffer(self) -> NoReturn:
        """Refuse, as `read` does."""
        self.read()

    def read(self, _size: int | None = -1) -> NoReturn:
        """Refuse.

        Raises:
            CphubError: always.
        """
        raise CphubError("standard input is closed, so there is nothing to read")

    def readline(self, _size: int = -1) -> NoReturn:  # type: ignore[override]  # it never returns
        """Refuse, as `read` does."""
        self.read()


class _Closed(io.TextIOBase):
    """Stands in for a standard output that the caller closed."""

    @property
    def buffer(self) -> NoReturn:
        """Refuse, as `write` does."""
        self.write("")

    def write(self, _text: str) -> NoReturn:
        """Refuse.

        Raises:
            CphubError: always.
        """
        raise CphubError("standard output is closed, so there is nowhere to write to")


def prepare_streams() -> None:
    """Let no character end a command: data is UTF-8, and what cannot be shown is escaped.

    Where standard output is closed, whatever would be written to it is an error, and where
    standard input is, whatever would be read from it.
    """
    if sys.stdin is None:
        sys.stdin = _Unreadable()
    if sys.stdout is None:
        sys.stdout = _Closed()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream is sys.stdout and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            reconfigure(errors="backslashreplace")
