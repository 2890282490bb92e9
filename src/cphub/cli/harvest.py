"""`cphub harvest`: fetch what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.parameters import TokenFile
from cphub.cli.progress import open_progress
from cphub.cli.tables import count, table
from cphub.cli.terminal import say
from cphub.errors import CphubError, Exit

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.dry_run import DryRow
    from cphub.workflows.harvest_result import HarvestResult

MOST_WARNINGS = 5
LONGEST_WARNING = 200  # characters
COLUMNS = ("listed", "new", "changed", "unchanged", "gone", "failed", "requests")


def harvest(
    shared: Shared,
    source: Annotated[
        list[str], typer.Argument(metavar="[SOURCE]...", help="Sources by name; without any, all.")
    ] = [],  # noqa: B006  # typer copies it
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Fetch every text again, known or not.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked for; fetch no text.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="List N pages of each source at most."),
    ] = None,
    links: Annotated[
        bool,
        typer.Option("--links", help="Ask, too, which of the pages they link to are missing."),
    ] = False,
    views: Annotated[
        bool, typer.Option("--views", help="Ask, too, how often pages are read.")
    ] = False,
    token_file: TokenFile = None,
) -> int:
    """Fetch what is new from the wikis.

    Pages whose newest revision is known are not fetched again. Stop it whenever you like:
    the same command goes on where it was.

    \b
    Examples:
      cphub harvest                    all sources of cphub.toml
      cphub harvest capacity           one source
      cphub harvest --dry-run          what would be asked for
      cphub harvest --limit 20         a first try
      cphub harvest --links            also find red links (the rule red-links)
      cphub harvest --views            also find unread pages (unread-page)
    """  # noqa: D301  # typer reads \b
    # These load httpx and SQLite.
    from cphub.workflows import dry_run as rehearsal  # noqa: PLC0415
    from cphub.workflows import harvest as workflow  # noqa: PLC0415
    from cphub.workflows import wikis  # noqa: PLC0415

    settings = shared.settings()
    reach = wikis.Reach(token_file=token_file)
    with open_progress() as progress:
        if dry_run:
            rows = rehearsal.dry_run(
                settings, source, full=full, limit=limit, progress=progress, reach=reach
            )
        else:
            result = workflow.harvest(
                settings,
                source,
                full=full,
                limit=limit,
                links=links,
                views=views,
                progress=progress,
                reach=reach,
            )
    return show_dry_run(rows) if dry_run else show(result, settings)


def show_dry_run(rows: Sequence[DryRow]) -> int:
    """Show what a harvest would ask each wiki for."""
    cells = [(row.wiki, row.listed, row.texts, row.asked + row.more) for row in rows]
    write_out(table(("wiki", "listed", "texts to fetch", "requests"), cells), None)
    say("Nothing was saved. Pages that left a source, or that bots edited last, may add requests.")
    code = Exit.DONE
    for row in rows:
        if row.error:
            _tell(row.wiki, row.error)
            code = Exit.FAILED
    return code


def show(result: HarvestResult, settings: Settings) -> int:
    """Show what came of each wiki, what failed and why, and what to do next."""
    rows = [(row.wiki, *(getattr(row.counts, name) for name in COLUMNS)) for row in result.wikis]
    write_out(table(("wiki", *COLUMNS), rows), None)
    for failure in result.failures:
        _tell(f"{failure.wiki} ({', '.join(failure.sources)})", failure.error)
    _tell_warnings(result, settings)
    if result.interrupted:
        say(
            f"cphub: stopped. {count(result.saved, 'page')} saved in {settings.catalog}; "
            "run the same command again to go on."
        )
    elif result.exit is Exit.STOPPED:
        kept = f"What was fetched is saved in {settings.catalog}"
        say(f"{kept if result.saved else 'Nothing new was fetched'}; the same command goes on.")
    elif result.failures and result.some_worked:
        say(f"All else is saved in {settings.catalog}.")
    elif result.failures:
        return result.exit
    else:
        say(f"Saved in {settings.catalog}. `cphub audit` finds what is wrong.")
    return result.exit


def _tell_warnings(result: HarvestResult, settings: Settings) -> None:
    """Show the first warnings; what failed was told already."""
    warnings = [warning for warning in result.warnings if warning.code != "failed"]
    for warning in warnings[:MOST_WARNINGS]:
        say(f"{warning.wiki}: {_short(warning.message)} ({_short(warning.code)})")
    more = len(warnings) - MOST_WARNINGS
    if more > 0:
        say(f"and {count(more, 'warning')} more in the table `warnings` of {settings.catalog}")


def _short(text: str) -> str:
    """Return the beginning of what a wiki says; the catalogue has it whole."""
    return text if len(text) <= LONGEST_WARNING else f"{text[:LONGEST_WARNING]}…"


def _tell(where: str, error: CphubError) -> None:
    say(f"cphub: {where}: {error.message}")
    if error.hint:
        say(error.hint)
