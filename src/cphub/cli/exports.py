"""`cphub export`: sheets for others to work with."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.rendering import Format, Output, Raw, asked_of_csv, choose_format, write_report

HELP = "Write sheets that others fill in or work with."


def reviews(
    shared: Shared,
    *,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only what has no verdict, or one that is overdue.")
    ] = False,
    format_: Format = "",
    output: Output = None,
    raw: Raw = False,
) -> None:
    """Write one row a resource, with its review and what is wrong, for volunteers to fill in.

    CSV unless another format is asked for. Fill in verdict (good, expired, irrelevant or
    incomplete), note, owner and review_by; `cphub import reviews` takes it back. What matters
    most comes first.

    \b
    Examples:
      cphub export reviews -o reviews.csv
      cphub export reviews --waiting -o to-review.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.export_reviews import export_reviews  # noqa: PLC0415

    wanted = choose_format(format_ or ("" if output and output.suffix else "csv"), output)
    settings = shared.settings(required=False)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = export_reviews(catalogue, settings, now().date(), waiting=waiting)
    write_report(document, wanted, output, asked_of_csv(raw=raw))
