"""`cphub diff`: what became better or worse."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.audit import FailOn, reaches
from cphub.cli.options import Shared
from cphub.cli.rendering import Rendering
from cphub.cli.terminal import say
from cphub.errors import Exit

MOST = 100
"""Rows of a table that people read; the other formats have all."""

CUT = ("table", "markdown", "wikitext", "html")


def diff(
    shared: Shared,
    *,
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE|RUN",
            help="2026-11-01, 30d, 2w, 6m, the number of a run, or last: the audit before the "
            "last one.",
        ),
    ] = "last",
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            case_sensitive=False,
            metavar="SEVERITY",
            help="End with exit code 4 if there are new findings of this severity (error, "
            "warning or note) or a worse one.",
        ),
    ] = None,
    rendering: Rendering,
) -> int:
    """Show what became better or worse: pages, findings, verdicts.

    Reads the catalogue alone. A table has 100 rows at most; csv and json have all.

    \b
    Examples:
      cphub diff                           what the last harvest and audit brought
      cphub diff --since 30d
      cphub diff --since 2026-10-01 --format wikitext -o changes.wikitext
      cphub diff --format csv --sheet findings -o findings.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows._since import LAST  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.diff import NEW  # noqa: PLC0415
    from cphub.workflows.diff import diff as workflow  # noqa: PLC0415
    from cphub.workflows.diff_document import document_of  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        found = workflow(catalogue, since, now().date())
    document = document_of(found, most=MOST if wanted.name in CUT else None)
    wanted.write(document)
    if since.strip().lower() == LAST and found.since.run == found.audit.id:
        say(
            "There is one audit only, so there is nothing to compare it with yet: "
            "harvest and audit again later, or name a day with --since."
        )
    news = (change.finding for change in found.findings if change.became == NEW)
    return Exit.FINDINGS if reaches(news, fail_on) else Exit.DONE
