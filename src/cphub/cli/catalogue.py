"""`cphub catalogue`: what is done with catalogues as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.tables import count, table
from cphub.cli.terminal import say
from cphub.errors import Exit

if TYPE_CHECKING:
    from cphub.catalogue.imports import Taken
    from cphub.model.reviews import Standing
    from cphub.model.subjects import Description

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
    _tell(import_catalogue(settings.catalog, file), ())
    say(f"Saved in {settings.catalog}. `cphub audit` finds what is wrong.")
    return Exit.DONE


def merge(
    shared: Shared,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The catalogue of somebody who reviews, too.")
    ],
) -> int:
    """Take all of somebody else's catalogue into yours: pages, and what people said of them.

    Reviews, dismissed findings and ties that persons made come along with the pages, and what
    newer checks of links saw; nothing that was said in yours is lost. Of two verdicts on one
    resource the newer one holds; where neither knew of the other it is named as a conflict.
    Doing it again changes nothing, and when both merge each other's both say the same.

    \b
    Examples:
      cphub catalogue merge colleague.db
    """  # noqa: D301  # typer reads \b
    from cphub.workflows.merge import merge_catalogue  # noqa: PLC0415  # loads SQLite

    settings = shared.settings(required=False)
    merged = merge_catalogue(settings.catalog, file)
    new = merged.words.new
    said = (
        ("reviews", new["reviews"]),
        ("dismissals", new["dismissals"]),
        ("descriptions", new["descriptions"]),
        ("ties", new["person_ties"]),
        ("taken back", merged.words.ended.total()),
        ("checked links", merged.links),
        ("conflicts", len(merged.conflicts) + len(merged.contradictions)),
    )
    _tell(merged.taken, said)
    for conflict in merged.conflicts:
        first = conflict.resource.source or conflict.resource.editions[0]
        ours, theirs = conflict.ours, conflict.theirs
        say(
            f"Conflict on {first.title} (resource {conflict.resource.id}): {_verdict(ours)} here, "
            f"{_verdict(theirs)} there. The newer one holds."
        )
    for found in merged.contradictions:
        first = found.resource.source or found.resource.editions[0]
        say(
            f"Conflict on {first.title} (resource {found.resource.id}): {_words(found.ours)} here, "
            f"{_words(found.theirs)} there. The newer one holds."
        )
    say(f"Saved in {settings.catalog}. `cphub audit` finds what is wrong.")
    return Exit.DONE


def _words(said: Description) -> str:
    holds = "" if said.holds else "not " if said.value else "none"
    what = said.property.value.replace("_", " ")
    return f"{what} {holds}{said.value} by {said.who} on {said.timestamp:%Y-%m-%d %H:%M}"


def _verdict(standing: Standing) -> str:
    when = f" on {standing.since:%Y-%m-%d %H:%M}" if standing.since else ""
    note = f" ({standing.note})" if standing.note else ""
    return f"{standing.verdict} by {standing.reviewer}{when}{note}"


def _tell(taken: Taken, also: Sequence[tuple[str, int]]) -> None:
    """Say what came, and what did not."""
    pages = taken.pages
    figures = (
        ("new pages", pages["new"]),
        ("newer pages", pages["newer"]),
        ("known pages", pages["known"]),
        ("texts", taken.texts),
        ("memberships", taken.memberships),
        ("titles", taken.titles),
        *also,
        ("not taken", len(taken.rejected)),
    )
    write_out(table(("what", "number"), figures), None)
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
