"""`cphub report`: write down what was found."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.rendering import (
    Format,
    Output,
    Raw,
    asked_of_csv,
    choose_format,
    write_report,
)


def report(
    shared: Shared,
    *,
    format_: Format = "",
    output: Output = None,
    wiki: Annotated[
        list[str], typer.Option(metavar="WIKI", help="Only this wiki; may be repeated.")
    ] = [],  # noqa: B006  # typer copies it
    source: Annotated[
        list[str], typer.Option(metavar="SOURCE", help="Only pages of this source; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    language: Annotated[
        list[str], typer.Option(metavar="CODE", help="Only pages in this language; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    axis: Annotated[
        list[str], typer.Option(metavar="AXIS", help="Only findings on this axis; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    rule: Annotated[
        list[str], typer.Option(metavar="RULE", help="Only findings of this rule; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    severity: Annotated[
        list[str],
        typer.Option(metavar="SEVERITY", help="Only error, warning or note; likewise."),
    ] = [],  # noqa: B006  # typer copies it
    raw: Raw = False,
) -> None:
    """Write down what the last audit found.

    Reads the catalogue alone: the same catalogue gives the same report.

    \b
    Examples:
      cphub report                             read it here
      cphub report -o report.md                share it
      cphub report --format wikitext           paste it into a wiki
      cphub report --language sv --severity error -o swedish.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.report import Filters, build_report  # noqa: PLC0415

    wanted = choose_format(format_, output)
    settings = shared.settings(required=False)
    filters = Filters(
        wiki=tuple(wiki),
        source=tuple(source),
        language=tuple(language),
        axis=tuple(axis),
        rule=tuple(rule),
        severity=tuple(severity),
    )
    with open_catalogue(settings.catalog, write=False) as catalogue:
        built = build_report(
            catalogue, filters, title=settings.report.title, languages=settings.languages
        )
    write_report(built, wanted, output, asked_of_csv(raw=raw))
