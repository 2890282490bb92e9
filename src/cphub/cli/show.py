"""`cphub show`: all that is known of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.rendering import DEFAULT, Rendering
from cphub.cli.story import story_lines
from cphub.cli.terminal import wrapped


def show(
    shared: Shared,
    page: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGE", help="A title, WIKI:TITLE, WIKI:PAGE-ID or a page's address."
        ),
    ],
    *,
    rendering: Rendering,
) -> None:
    """Show all that is known of a page.

    \b
    Examples:
      cphub show Help:Uploading images
      cphub show meta:Help:Uploading images
      cphub show meta:1234
      cphub show meta:1234 --format json
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.show import show as workflow  # noqa: PLC0415

    settings = shared.settings(required=False)
    chosen = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        story = workflow(catalogue, " ".join(page))
    if chosen.name == DEFAULT:
        if chosen.language:
            # Only where asked for.
            from cphub.locale import speaker  # noqa: PLC0415
            from cphub.locale.translated import said_evidence  # noqa: PLC0415

            said = speaker(chosen.language)
            told = tuple(said_evidence(finding, said) for finding in story.findings)
            title, address, *lines = story_lines(replace(story, findings=told))
            lines = list(map(said.line, lines))
        else:
            title, address, *lines = story_lines(story)
        lines = list(wrapped((title, address, *lines)))
        write_out("".join(f"{line}\n" for line in lines), chosen.output)
    else:
        from cphub.workflows.show_document import show_document  # noqa: PLC0415  # loads SQLite

        chosen.write(show_document(story))
