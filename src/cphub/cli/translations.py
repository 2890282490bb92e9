"""`cphub translations`: what there is in which language, and what to translate next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.rendering import DEFAULT, Rendering

if TYPE_CHECKING:
    from cphub.workflows.report import Filters

HELP = "See what there is in which language, and what to translate next."

LETTERS = ("table", "markdown")
"""Formats that a wide table must be narrow in."""

TABLES = ("csv", "xlsx")
"""Formats for more than one table."""

FEW = 25
"""Gaps that a table shows."""

Wikis = Annotated[
    list[str],
    typer.Option("--wiki", metavar="WIKI", help="Only resources with a page on this wiki."),
]
Sources = Annotated[
    list[str],
    typer.Option("--source", metavar="SOURCE", help="Only resources with a page of this source."),
]
Languages = Annotated[
    list[str], typer.Option("--language", metavar="CODE", help="This language; may be repeated.")
]


def matrix(
    shared: Shared,
    *,
    language: Languages = [],  # noqa: B006  # typer copies it
    wiki: Wikis = [],  # noqa: B006  # likewise
    source: Sources = [],  # noqa: B006  # likewise
    rendering: Rendering,
) -> None:
    """Show every resource in every language: complete, partial, outdated or missing.

    The languages are those of cphub.toml and those that something is there in. On a wiki
    page each state that leaves work to do leads to Special:Translate.

    \b
    Examples:
      cphub translations matrix
      cphub translations matrix --language sv --language ar --source capacity
      cphub translations matrix --format wikitext -o coordination.wikitext
      cphub translations matrix --format csv --sheet states -o states.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.translation_matrix import matrix as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = workflow(
            catalogue,
            settings,
            _filters(wiki, source, language),
            short=wanted.name in LETTERS,
            detailed=wanted.name in TABLES,
        )
    wanted.write(document)


def gaps(
    shared: Shared,
    *,
    language: Languages = [],  # noqa: B006  # typer copies it
    wiki: Wikis = [],  # noqa: B006  # likewise
    source: Sources = [],  # noqa: B006  # likewise
    most: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many to show (default: 25 in a table, else all)."
        ),
    ] = None,
    rendering: Rendering,
) -> None:
    """Show what to translate next, the most useful first, and why.

    Sorted by how often it is read (or linked to, where that is not known), how many
    languages it is there in, and how few faults its source has. What is stale itself is
    told apart: translating it is for later.

    \b
    Examples:
      cphub translations gaps --language sv
      cphub translations gaps --language ar --format wikitext -o arabic.wikitext
      cphub translations gaps --language sv --most 5
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.translation_gaps import gaps as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    if most is None and wanted.name == DEFAULT:
        most = FEW
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = workflow(catalogue, settings, _filters(wiki, source, language), most=most)
    wanted.write(document)


def outdated(
    shared: Shared,
    *,
    language: Languages = [],  # noqa: B006  # typer copies it
    wiki: Wikis = [],  # noqa: B006  # likewise
    source: Sources = [],  # noqa: B006  # likewise
    rendering: Rendering,
) -> None:
    """Show which units or sections are outdated, with the source's old and new words.

    Of Translate's pages the outdated units, of editions made by hand the sections of the
    source that changed in substance after a person last edited the edition.

    \b
    Examples:
      cphub translations outdated --language sv
      cphub translations outdated --format wikitext -o outdated.wikitext
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.translation_outdated import outdated as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = workflow(catalogue, settings, _filters(wiki, source, language))
    wanted.write(document)


def coverage(
    shared: Shared,
    *,
    language: Languages = [],  # noqa: B006  # typer copies it
    wiki: Wikis = [],  # noqa: B006  # likewise
    source: Sources = [],  # noqa: B006  # likewise
    rendering: Rendering,
) -> None:
    """Show how much of the material there is in each language, and of each topic.

    \b
    Examples:
      cphub translations coverage
      cphub translations coverage --source capacity --format markdown
      cphub translations coverage --format csv --sheet topics
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.translation_coverage import coverage as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = workflow(catalogue, settings, _filters(wiki, source, language))
    wanted.write(document)


def _filters(wiki: list[str], source: list[str], language: list[str]) -> Filters:
    from cphub.workflows.report import Filters  # noqa: PLC0415  # as above

    return Filters(wiki=tuple(wiki), source=tuple(source), language=tuple(language))
