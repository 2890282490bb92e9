"""Parameters that some commands share, declared once; `options` has those of every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cphub.errors import UsageError


def _named(typed: str) -> Path:
    """Return the file that was typed; `Path("")` would be the folder that one is in."""
    if not typed.strip():
        raise UsageError("-o needs the name of a file", "- is standard output")
    return Path(typed)


Resource = Annotated[
    list[str], typer.Argument(metavar="RESOURCE", help="One of its pages, or its number.")
]
OfWiki = Annotated[
    list[str], typer.Option("--wiki", metavar="WIKI", help="Only this wiki; may be repeated.")
]
OfSource = Annotated[
    list[str],
    typer.Option("--source", metavar="SOURCE", help="Only pages of this source; likewise."),
]
OnAxis = Annotated[
    list[str], typer.Option("--axis", metavar="AXIS", help="Only findings on this axis; likewise.")
]
OfRule = Annotated[
    list[str], typer.Option("--rule", metavar="RULE", help="Only findings of this rule; likewise.")
]
OfSeverity = Annotated[
    list[str],
    typer.Option("--severity", metavar="SEVERITY", help="Only error, warning or note; likewise."),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file", metavar="FILE", help="A file with a login, readable by you alone."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        parser=_named,
        metavar="FILE",
        help="Write to FILE; - is standard output.",
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw", help="CSV for programs: no guard against spreadsheets taking text for formulas."
    ),
]
