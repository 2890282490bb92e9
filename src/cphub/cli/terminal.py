"""What goes to the terminal and how: standard error for all that is not data."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

from cphub.clean import clean


def say(text: str, *, indented: bool = False) -> None:
    """Print a line (or several) to standard error, with nothing in it that steers a terminal.

    `indented` keeps the white space that lines begin with.
    """
    if sys.stderr is None:
        return
    lines = text.splitlines() if indented else [text]
    margins = [line[: len(line) - len(line.lstrip(" "))] if indented else "" for line in lines]
    shown = (m + clean(line, newlines=True) for m, line in zip(margins, lines, strict=True))
    try:
        sys.stderr.write("\n".join(shown) + "\n")
        sys.stderr.flush()
    except OSError:
        # Nobody can be told, and what was asked for may still be done.
        return


def wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Break lines between words where standard output is a terminal; keep their margins."""
    if not sys.stdout.isatty():
        yield from lines
        return
    width = shutil.get_terminal_size().columns
    for line in lines:
        margin = line[: len(line) - len(line.lstrip(" "))]
        # Nothing inside a word is broken: addresses stay whole to be clicked.
        yield from textwrap.wrap(
            line,
            width,
            subsequent_indent=f"{margin}  ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def is_plain() -> bool:
    """Tell whether boxes, colours and animation are unwanted: CPHUB_PLAIN, TERM=dumb."""
    return os.environ.get("CPHUB_PLAIN", "") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def is_live() -> bool:
    """Tell whether standard error is a terminal on which things may move."""
    return sys.stderr is not None and sys.stderr.isatty() and not is_plain()


def can_ask() -> bool:
    """Tell whether there is a person to answer a question."""
    return (
        sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None
    ) and sys.stderr.isatty()


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


def prepare_streams() -> None:
    """Let no character end a command: data is UTF-8, and what cannot be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream is sys.stdout and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            reconfigure(errors="backslashreplace")
