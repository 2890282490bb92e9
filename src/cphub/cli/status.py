"""`cphub status` and `cphub doctor`: what there is, and whether it is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared, check_vocabulary
from cphub.cli.output import write_out
from cphub.cli.progress import open_progress
from cphub.cli.tables import count, table
from cphub.cli.terminal import say
from cphub.errors import CphubError, Exit

if TYPE_CHECKING:
    from cphub.model.reports import Run
    from cphub.settings import Settings
    from cphub.workflows.doctor import Check
    from cphub.workflows.status import Status

STATES = ("current", "redirect", "missing", "hidden", "unparsed")


def status(shared: Shared) -> None:
    """Say what is in the catalogue and how fresh it is.

    \b
    Examples:
      cphub status
      cphub status --catalog catalog.db.example
    """  # noqa: D301  # typer reads \b
    from cphub.workflows.status import status as workflow  # noqa: PLC0415  # it loads SQLite

    settings = shared.settings(required=False)
    write_out(_status_text(workflow(settings.catalog)), None)


def _status_text(found: Status) -> str:
    pages: dict[str, Counter[str]] = {name: Counter() for name in found.kinds}
    for holding in found.holdings:
        pages[holding.source][holding.state.value] = holding.pages
    rows = [
        (name, *found.kinds[name], *(states[state] for state in STATES))
        for name, states in pages.items()
    ]
    runs = [*found.harvests, *found.audits]
    parts = [
        table(("source", "wiki", "kind", *STATES), rows),
        table(("run", "began", "ended as", "warnings"), map(_run_cells, runs)),
    ]
    for name, listed in found.unfinished.items():
        parts.append(
            f"The harvest of {name} is not finished ({count(listed, 'page')} listed). "
            "`cphub harvest` goes on with it.\n"
        )
    if found.audits:
        by_severity = (
            count(found.findings.get(severity, 0), severity)
            for severity in ("error", "warning", "note")
        )
        parts.append(f"Open findings: {', '.join(by_severity)}\n")
        left_out = ", ".join(found.audits[0].rules_left_out)
        if left_out:
            parts.append(f"Not run in the last audit: {left_out}\n")
    return "\n".join(parts)


def _run_cells(run: Run) -> tuple[object, ...]:
    return (run.kind, f"{run.started:%Y-%m-%d %H:%M} UTC", run.status, run.warnings)


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
    yield from workflow.catalogue(shared.catalog or settings.catalog)
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
