"""`cphub catalogue`: what is done with catalogues as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.tables import count, table
from cphub.cli.terminal import say
from cphub.errors import Exit

MOST_REJECTED = 10
HELP = "Work with catalogues as files."


def import_(
    shared: Shared,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A catalogue that somebody else made.")
    ],
) -> int:
    """Take the rows of somebody else's catalogue into yours.

    Pages that yours has not, or has at an older revision, come with text, history and
    sources; what yours has newer stays. The file is only read, and rows that cphub would not
    have written are passed over and named. `cphub audit` then works out the rest anew.

    \b
    Examples:
      cphub catalogue import colleague.db
      cphub catalogue import colleague.db --catalog mine.db
    """  # noqa: D301  # typer reads \b
    from cphub.workflows.import_catalogue import import_catalogue  # noqa: PLC0415  # loads SQLite

    settings = shared.settings(required=False)
    taken = import_catalogue(settings.catalog, file)
    pages = taken.pages
    columns = ("new", "newer", "known", "texts", "memberships", "titles", "not taken")
    figures = (
        *(pages["new"], pages["newer"], pages["known"], taken.texts, taken.memberships),
        *(taken.titles, len(taken.rejected)),
    )
    write_out(table(columns, [figures]), None)
    for theirs, ours in sorted(taken.names.items()):
        say(f"Their wiki {theirs} is called {ours} here.")
    for rejected in taken.rejected[:MOST_REJECTED]:
        say(f"{rejected.what} was not taken: {rejected.why}")
    if len(taken.rejected) > MOST_REJECTED:
        say(f"and {len(taken.rejected) - MOST_REJECTED} more were not taken.")
    if taken.sources:
        say(
            f"{count(len(taken.sources), 'source')} came with it: put "
            "them into cphub.toml, or the next harvest of all sources lets go of their pages."
        )
    say(f"Saved in {settings.catalog}. `cphub audit` finds what is wrong.")
    return Exit.DONE
