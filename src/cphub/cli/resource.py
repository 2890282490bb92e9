"""`cphub resource`: which pages are editions of one resource, and a person's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.parameters import Resource
from cphub.cli.rendering import Rendering
from cphub.cli.tables import count
from cphub.cli.terminal import say

if TYPE_CHECKING:
    from cphub.workflows.resource import Said

HELP = "Say which pages are editions of one resource, and see which are."

PageName = Annotated[
    str,
    typer.Argument(metavar="PAGE", help="A title, WIKI:TITLE, WIKI:PAGE-ID or a page's address."),
]


def show(
    shared: Shared,
    resource: Resource,
    *,
    rendering: Rendering,
) -> None:
    """Show the editions of a resource, and why they are.

    \b
    Examples:
      cphub resource show Guide
      cphub resource show 12
      cphub resource show meta:Guide/sv --format json
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.resource_documents import show_resource  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = show_resource(catalogue, " ".join(resource))
    wanted.write(document)


def list_(
    shared: Shared,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Also resources of a single page.")] = False,
    rendering: Rendering,
) -> None:
    """List the resources that have several editions.

    \b
    Examples:
      cphub resource list
      cphub resource list --all --format csv -o resources.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.resource_documents import list_resources  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = list_resources(catalogue, single=all_)
    wanted.write(document)


def link(shared: Shared, page: PageName, other: PageName) -> None:
    """Say that two pages are editions of one resource.

    What a person says is never undone by what harvests bring.

    \b
    Examples:
      cphub resource link "meta:Uploading images" "sv:Ladda upp bilder"
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.resource import link as workflow  # noqa: PLC0415

    with open_catalogue(shared.settings(required=False).catalog, write=True) as catalogue:
        _tell(workflow(catalogue, page, other))


def unlink(
    shared: Shared,
    page: PageName,
    other: Annotated[
        str,
        typer.Argument(metavar="[PAGE]", help="Untie it from this page alone.", show_default=False),
    ] = "",
) -> None:
    """Say that a page is no edition of its resource, or not of one with another page.

    Its own language subpages go with it. What a person says is never undone by what
    harvests bring; `cphub resource link` takes it back.

    \b
    Examples:
      cphub resource unlink "sv:Ladda upp bilder"
      cphub resource unlink "sv:Ladda upp bilder" "meta:Uploading images"
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.resource import unlink as workflow  # noqa: PLC0415

    with open_catalogue(shared.settings(required=False).catalog, write=True) as catalogue:
        _tell(workflow(catalogue, page, other or None))


def source(shared: Shared, page: PageName) -> None:
    """Say that a page is the source edition: what the others are made from.

    \b
    Examples:
      cphub resource source "meta:Uploading images"
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.resource import name_source as workflow  # noqa: PLC0415

    with open_catalogue(shared.settings(required=False).catalog, write=True) as catalogue:
        _tell(workflow(catalogue, page))


def _tell(said: Said) -> None:
    """Say what the page's resource is now."""
    editions = said.resource.editions
    lines = [f"{clean(said.page.title)}: resource {said.resource.id}, "]
    lines[0] += count(len(editions), "edition")
    for edition in editions:
        role = ", the source" if edition.is_source else ""
        where = f"{edition.language}{role}: {edition.wiki}: {edition.title}"
        lines.append(f"  {clean(where)}")
    write_out("".join(f"{line}\n" for line in lines), None)
    for warning in said.tied.warnings:
        say(clean(warning.message))
