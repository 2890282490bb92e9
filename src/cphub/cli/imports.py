"""`cphub import`: take back the sheets that others filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.review import As, existing
from cphub.cli.tables import count, table
from cphub.cli.terminal import say, shortened
from cphub.errors import Exit

if TYPE_CHECKING:
    from cphub.workflows.import_reviews import Line, SheetResult

HELP = "Take sheets that others filled in."
MOST_LINES = 10
LONGEST = 200  # characters of what is said of a row, and of its title


def reviews(
    shared: Shared,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The sheet as CSV; - is standard input."),
    ],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be saved; save nothing.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Save conflicts, too: over what was said since the export."),
    ] = False,
    as_: As = "",
) -> int:
    """Take the reviews of a sheet that `cphub export reviews` made and people filled in.

    Only what was changed in the sheet counts; empty cells say nothing, and `none` takes back.
    If a row cannot be understood, nothing is saved and every such row is named. What was
    reviewed since the export is a conflict: listed, and left as it is.

    \b
    Examples:
      cphub import reviews reviews.csv --dry-run
      cphub import reviews reviews.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.settings.files import LARGEST, open_input  # noqa: PLC0415
    from cphub.workflows.import_reviews import import_reviews  # noqa: PLC0415
    from cphub.workflows.review import reviewer_of  # noqa: PLC0415

    settings = shared.settings(required=False)
    who = reviewer_of(settings, as_)
    with open_input(file) as opened:
        data = opened.read(LARGEST + 1)  # what is larger is refused
    with open_catalogue(existing(settings.catalog), write=True) as catalogue:
        result = import_reviews(catalogue, settings, data, who, dry_run=dry_run, force=force)
    _tell(result, dry_run=dry_run)
    return Exit.FAILED if result.bad else Exit.DONE


def _tell(result: SheetResult, *, dry_run: bool) -> None:
    rows = [
        (line.number, shortened(line.title, LONGEST // 3), shortened(line.what, LONGEST))
        for line in result.changed
    ]
    if rows:
        write_out(table(("line", "page", "review"), rows), None)
    if result.lacking:
        own = f" (not read: {', '.join(result.unread)})" if result.unread else ""
        say(f"The sheet has no column {', '.join(result.lacking)}, so nothing of it was read{own}.")
    _list("Conflict", result.conflicts)
    _list("Not understood", result.bad)
    changed = count(len(result.changed), "review")
    if result.bad:
        say(f"{count(len(result.bad), 'row')} could not be understood, so nothing was saved.")
        say("Mend these rows, then the same command again.")
        return
    done = "would be saved" if dry_run else "saved"
    say(
        f"{changed} {done}, {count(result.unchanged, 'row')} unchanged, "
        f"{count(len(result.conflicts), 'conflict')}."
    )
    if result.conflicts:
        say("Conflicts were left as they are; --force takes the sheet's word.")


def _list(what: str, lines: Sequence[Line]) -> None:
    for line in lines[:MOST_LINES]:
        title = f" ({shortened(line.title, LONGEST // 3)})" if line.title else ""
        say(f"{what}, line {line.number}{title}: {shortened(line.what, LONGEST)}")
    if len(lines) > MOST_LINES:
        say(f"and {len(lines) - MOST_LINES:,} more.")
