"""Tables for people: aligned columns, no boxes, colour only on a terminal that wants it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence

from cphub.clean import clean
from cphub.cli.terminal import columns as columns_of
from cphub.cli.terminal import is_plain, is_terminal

UNLIMITED = 100_000  # columns: what is no terminal gets one line a row
STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, to_terminal: bool | None = None
) -> str:
    """Return a table with a header line; figures are aligned to the right.

    Args:
        columns: the headings.
        rows: cells, cleaned here of what could steer a terminal.
        to_terminal: whether to fit the width and use colour; by default whether standard
            output is a terminal.
    """
    from rich.console import Console  # noqa: PLC0415  # only a table needs rich
    from rich.table import Table  # noqa: PLC0415  # likewise
    from rich.text import Text  # noqa: PLC0415  # likewise

    live = is_terminal(sys.stdout) if to_terminal is None else to_terminal
    colour = live and not is_plain() and not os.environ.get("NO_COLOR")
    content = [tuple(row) for row in rows]
    shown = Table(box=None, pad_edge=False, header_style="bold" if colour else "")
    for number, heading in enumerate(columns):
        figures = bool(content) and all(isinstance(row[number], int) for row in content)
        # A folded name cannot be copied; a folded sentence can be read.
        last = number == len(columns) - 1
        shown.add_column(
            heading,
            justify="right" if figures else "left",
            no_wrap=not last,
            overflow="fold" if last else "ellipsis",
        )
    for row in content:
        shown.add_row(*(Text(_words(cell), style=STYLES.get(str(cell), "")) for cell in row))
    console = Console(
        file=io.StringIO(),
        width=columns_of(sys.stdout) if live else UNLIMITED,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(shown, overflow="fold", crop=False)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _words(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else clean(str(cell))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its word: `1 page`, `1,200 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
