"""Write a report in a format of the user's choice, to where the user wants it."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cphub import reports
from cphub.cli.output import STDOUT, write_out
from cphub.cli.tables import count
from cphub.cli.terminal import columns, is_plain, is_terminal, say
from cphub.errors import UsageError

if TYPE_CHECKING:
    from cphub.model.documents import Document
    from cphub.model.reports import Report
    from cphub.registry import Plugin

DEFAULT = "table"
WIDTH = 80  # of what goes to no terminal
# Their files' names, without loading them: a new format is listed as soon as it is there.
FORMATS = ", ".join(
    info.name for info in pkgutil.iter_modules(reports.__path__) if not info.name.startswith("_")
)

Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{FORMATS} (default: what FILE's name ends in, else table).",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE; - is standard output."),
]
SheetName = Annotated[
    str,
    typer.Option(
        "--sheet", metavar="TABLE", help="CSV of another table than the first; by its name."
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw",
        help="CSV for programs: no guard against spreadsheets taking text for formulas.",
    ),
]


def choose_format(name: str, output: Path | None) -> Plugin:
    """Return the format called `name`, else the one that `output` ends in, else the table.

    Raises:
        UsageError: there is no such format, or the file's name does not tell.
    """
    from cphub.registry import discover  # noqa: PLC0415  # it loads the formats
    from cphub.settings.values import unknown  # noqa: PLC0415  # likewise

    known = discover(reports)
    if name:
        wanted = name.strip().lower()
        if wanted not in known:
            raise UsageError(unknown("format", name, known))
        return known[wanted]
    if output is None or output == STDOUT or not output.suffix:
        return known[DEFAULT]
    by_suffix = {plugin.attributes["suffix"]: plugin for plugin in known.values()}
    by_suffix[known[DEFAULT].attributes["suffix"]] = known[DEFAULT]
    try:
        return by_suffix[output.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"no format is written to {output.suffix} files", "say which one with --format"
        ) from None


def write_report(
    report: Report | Document,
    format_: Plugin,
    output: Path | None,
    asked: Mapping[str, Any],
    preset: Mapping[str, Any] | None = None,
) -> None:
    """Render `report` and write it; what a user should know of it goes to standard error.

    Args:
        report: what is rendered.
        format_: the plug-in that renders it.
        output: see `write_out`.
        asked: settings of the format that the user typed; "typed nothing" is left out.
        preset: settings that the command chooses, for formats that have them.

    Raises:
        UsageError: the format has no setting that was asked for.
    """
    for name in asked:
        if name not in format_.settings:
            raise UsageError(f"the format {format_.name} has no --{name}")
    chosen = {**_of_terminal(output), **(preset or {}), **asked}
    options = {name: value for name, value in chosen.items() if name in format_.settings}
    write_out(format_.function(report, **options), output)
    remark = format_.attributes.get("remark")
    if remark is not None and (said := remark(report, **asked)):
        say(said)


def asked_of_csv(*, raw: bool = False, sheet: str = "") -> dict[str, Any]:
    """Return what was typed for --raw and --sheet, as `write_report` takes it."""
    return {**({"raw": True} if raw else {}), **({"sheet": sheet} if sheet else {})}


def tell_unchecked(number: int) -> None:
    """Say how much could not be checked: no finding there means nothing."""
    if number:
        things = count(number, "thing")
        say(f"{things} could not be checked; the report says which under that heading.")


def _of_terminal(output: Path | None) -> dict[str, Any]:
    """Return how wide and colourful what is shown may be."""
    live = output in {None, STDOUT} and is_terminal(sys.stdout)
    return {
        "width": columns(sys.stdout) if live else WIDTH,
        "colour": live and not os.environ.get("NO_COLOR"),
        "plain": is_plain() or not live,
    }
