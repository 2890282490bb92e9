"""`cphub audit`: find what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.progress import open_progress
from cphub.cli.rendering import Rendering, tell_unchecked
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.errors import Exit, UsageError

if TYPE_CHECKING:
    from cphub.catalogue import Catalogue
    from cphub.model.findings import Finding

EARLIEST = date(2001, 1, 1)
"""There was no wiki of Wikimedia's before it."""

LATEST = timedelta(days=3653)
"""Ten years: how long after a harvest somebody may want to see what it would come to."""


class FailOn(StrEnum):
    """Severities from which on findings end the command with exit code 4."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def audit(
    shared: Shared,
    *,
    select: Annotated[
        list[str],
        typer.Option(metavar="RULE", help="Run this rule; may be repeated. Without it, all."),
    ] = [],  # noqa: B006  # typer copies it
    ignore: Annotated[
        list[str], typer.Option(metavar="RULE", help="Do not run this rule; may be repeated.")
    ] = [],  # noqa: B006  # typer copies it
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            case_sensitive=False,
            metavar="SEVERITY",
            help="End with exit code 4 if there are findings of this severity (error, warning "
            "or note) or a worse one.",
        ),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="The day to count from (default: today)."
        ),
    ] = None,
    rendering: Rendering,
) -> int:
    """Find what is stale, unfinished or wrong.

    Reads what was harvested; asks no wiki. Remembers what was found when.

    \b
    Examples:
      cphub audit                              all rules
      cphub audit --select empty-section       one rule
      cphub audit --fail-on error              for scripts: exit code 4 on errors
      cphub audit --format json -o audit.json
    """  # noqa: D301  # typer reads \b
    # These load SQLite and the rules.
    from cphub import rules  # noqa: PLC0415
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.registry import discover  # noqa: PLC0415
    from cphub.workflows import audit as workflow  # noqa: PLC0415
    from cphub.workflows.report import build_report  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    workflow.choose(discover(rules), select, ignore)  # says what is wrong before it opens
    if not settings.catalog.is_file():
        open_catalogue(settings.catalog, write=False)  # says that there is none
    with open_catalogue(settings.catalog, write=True) as catalogue:
        if today:
            check_day(catalogue, today.date())
        with open_progress() as progress:
            result = workflow.audit(
                catalogue,
                settings,
                today=(today or datetime.now(UTC)).date(),
                select=select,
                ignore=ignore,
                progress=progress,
            )
        report = build_report(catalogue, title=settings.report.title, languages=settings.languages)
    wanted.write(report, {"summary": False})
    tell_unchecked(len(report.unchecked))
    say(
        f"{count(result.new, 'new finding')}, {result.gone:,} gone. "
        "`cphub report -o report.md` writes it down for others."
    )
    return Exit.FINDINGS if reaches(result.findings, fail_on) else Exit.DONE


def check_day(catalogue: Catalogue, day: date) -> None:
    """Make sure that a day that was typed can be meant: findings are kept by it.

    Raises:
        UsageError: it is before all wikis, or years after the last harvest.
    """
    if day < EARLIEST:
        raise UsageError(f"--today {day} is before there were wikis", "Nothing was audited.")
    harvests = catalogue.runs("harvest", limit=1)
    if harvests and day > (last := harvests[0].started.date()) + LATEST:
        raise UsageError(
            f"--today {day} is more than ten years after the last harvest, of {last}",
            "Nothing was audited.",
        )


def reaches(findings: Iterable[Finding], severity: FailOn | None) -> bool:
    """Tell whether a finding is as bad as `severity`; none is bad enough for None."""
    from cphub.model.findings import Severity  # noqa: PLC0415  # not needed for help

    if severity is None:
        return False
    return any(finding.severity.rank <= Severity(severity).rank for finding in findings)
