"""`cphub report`: write down what was found."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.parameters import OfRule, OfSeverity, OfSource, OfWiki, OnAxis
from cphub.cli.rendering import Rendering

if TYPE_CHECKING:
    from cphub.cli.writing import Chosen
    from cphub.settings import Settings
    from cphub.workflows.report import Filters

LETTERS = ("table",)
"""Formats that a wide table must be narrow in."""

WHOLE = ("csv", "xlsx")
"""Formats of one table with all resources."""


class Kind(StrEnum):
    """What `cphub report` can write down."""

    FINDINGS = "findings"
    OVERVIEW = "overview"


def report(
    shared: Shared,
    name: Annotated[
        Kind,
        typer.Argument(
            case_sensitive=False,
            metavar="[NAME]",
            help="findings, or overview: the map of the material by topic and level.",
        ),
    ] = Kind.FINDINGS,
    *,
    rendering: Rendering,
    wiki: OfWiki = [],  # noqa: B006  # typer copies it
    source: OfSource = [],  # noqa: B006  # typer copies it
    language: Annotated[
        list[str], typer.Option(metavar="CODE", help="Only pages in this language; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    axis: OnAxis = [],  # noqa: B006  # typer copies it
    rule: OfRule = [],  # noqa: B006  # typer copies it
    severity: OfSeverity = [],  # noqa: B006  # typer copies it
) -> None:
    """Write down what the last audit found, or what there is.

    Reads the catalogue alone: the same catalogue gives the same report.

    \b
    Examples:
      cphub report                             read it here
      cphub report -o report.md                share it
      cphub report --format wikitext           paste it into a wiki
      cphub report --language sv --severity error -o swedish.csv
      cphub report overview                    what there is, by topic and level
      cphub report overview --format wikitext -o map.wikitext
      cphub report overview -o map.jsonld      linked data, for other catalogues
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.report import Filters, build_report  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings, of=name)
    filters = Filters(
        wiki=tuple(wiki),
        source=tuple(source),
        language=tuple(language),
        axis=tuple(axis),
        rule=tuple(rule),
        severity=tuple(severity),
    )
    if name is Kind.OVERVIEW:
        _overview(settings, filters, wanted)
        return
    with open_catalogue(settings.catalog, write=False) as catalogue:
        built = build_report(
            catalogue, filters, title=settings.report.title, languages=settings.languages
        )
    wanted.write(built)


def _overview(settings: Settings, filters: Filters, wanted: Chosen) -> None:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.linked_data import linked_document  # noqa: PLC0415
    from cphub.workflows.overview import overview  # noqa: PLC0415
    from cphub.workflows.overview_document import document_of  # noqa: PLC0415

    with open_catalogue(settings.catalog, write=False) as catalogue, catalogue.read():
        found = overview(catalogue, settings, filters, now().date())
        document = document_of(
            found,
            title=settings.report.title,
            short=wanted.name in LETTERS,
            whole=wanted.name in WHOLE,
        )
        if "only" in (of := wanted.plugin.attributes):  # the formats of linked data
            into = of.get("wikibase", False)
            document = linked_document(catalogue, settings, found, document, wikibase=into)
    wanted.write(document)
