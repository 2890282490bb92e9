"""`cphub diff`: what became better or worse."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.audit import FailOn, reaches
from cphub.cli.options import Shared
from cphub.cli.rendering import (
    Format,
    Output,
    Raw,
    SheetName,
    asked_of_csv,
    choose_format,
    write_report,
)
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
            metavar="SEVERITY",
            help="End with exit code 4 if there are new findings of this severity (error, "
            "warning or note) or a worse one.",
        ),
    ] = None,
    format_: Format = "",
    output: Output = None,
    sheet: SheetName = "",
    raw: Raw = False,
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
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.diff import NEW  # noqa: PLC0415
    from cphub.workflows.diff import diff as workflow  # noqa: PLC0415
    from cphub.workflows.diff_document import document_of  # noqa: PLC0415

    wanted = choose_format(format_, output)
    settings = shared.settings(required=False)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        found = workflow(catalogue, since, now().date())
    document = document_of(found, most=MOST if wanted.name in CUT else None)
    write_report(document, wanted, output, asked_of_csv(raw=raw, sheet=sheet))
    news = (change.finding for change in found.findings if change.became == NEW)
    return Exit.FINDINGS if reaches(news, fail_on) else Exit.DONE
