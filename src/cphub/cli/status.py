"""`cphub status` and `cphub doctor`: what there is, and whether it is well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared, a_file, check_vocabulary
from cphub.cli.output import write_out
from cphub.cli.progress import open_progress
from cphub.cli.rendering import DEFAULT, Rendering
from cphub.cli.tables import table
from cphub.cli.terminal import is_plain, say
from cphub.errors import CphubError, Exit, UsageError

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.doctor import Check


def status(
    shared: Shared,
    *,
    rendering: Rendering,
) -> None:
    """Show the hub at a glance: verdicts, reviews overdue, the trend, what to repair first.

    Reads the catalogue alone. Other formats than the table also have the sources with their
    pages, the last runs, and reviews overdue by owner as tables.

    \b
    Examples:
      cphub status
      cphub status --format wikitext -o status.wikitext
      cphub status --format csv --sheet overdue
      cphub status --catalog catalog.db.example
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.status import status as workflow  # noqa: PLC0415
    from cphub.workflows.status_document import document_of  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        found = workflow(catalogue, settings, now().date())
    document = document_of(found, short=wanted.name == DEFAULT, plain=is_plain())
    wanted.write(document)


def doctor(
    shared: Shared,
    *,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask each wiki whether it answers.")
    ] = False,
) -> int:
    """Look for what would keep cphub from working.

    \b
    Examples:
      cphub doctor
      cphub doctor --online            ask the wikis as well
    """  # noqa: D301  # typer reads \b
    from cphub.workflows.doctor import Health  # noqa: PLC0415  # it loads httpx and SQLite

    checks = list(_checks(shared, online=online))
    rows = [(check.health.value, check.what, check.found) for check in checks]
    write_out(table(("health", "what", "found"), rows), None)
    for check in checks:
        if check.advice:
            say(f"{check.what}: {check.advice}")
    return Exit.FAILED if any(check.health is Health.ERROR for check in checks) else Exit.DONE


def _checks(shared: Shared, *, online: bool) -> Iterator[Check]:
    from cphub.workflows import doctor as workflow  # noqa: PLC0415  # it loads httpx and SQLite

    yield from workflow.programs()
    settings, problems = _read(shared)
    yield from (workflow.Check("settings", workflow.Health.ERROR, problem) for problem in problems)
    if settings is None:
        return
    refused = [] if problems else list(workflow.offline(settings))
    yield from refused
    if settings.path and not problems and not refused:
        yield workflow.Check("settings", workflow.Health.OK, str(settings.path))
    if not settings.path:
        yield workflow.Check(
            "settings", workflow.Health.WARNING, "no cphub.toml here", "`cphub init` writes one"
        )
    else:
        yield workflow.contact(settings)
    try:
        yield from workflow.catalogue(a_file(shared.catalog or settings.catalog))
    except UsageError as error:
        yield workflow.Check("catalogue", workflow.Health.ERROR, error.message, error.hint)
    if online and not problems and not refused:
        with open_progress() as progress:
            yield from workflow.wikis(settings, progress)


def _read(shared: Shared) -> tuple[Settings | None, Iterable[str]]:
    """Return the settings as far as they can be read, and all that is wrong with them."""
    try:
        settings, problems = shared.read_settings(required=False)
        check_vocabulary(settings)
    except CphubError as error:
        return None, (f"{error.message}; {error.hint}" if error.hint else error.message,)
    return settings, problems
