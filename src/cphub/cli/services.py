"""`cphub services`: tools, services and addresses that are gone."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.progress import open_progress
from cphub.cli.rendering import Rendering
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.errors import UsageError

HELP = "See which tools, services and addresses are gone, and ask Toolhub for more."


# Of the web; its scheme may be left out, but another one is none of it.
_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/]\S*|(?![a-z][a-z0-9+-]*:(?!\d))[^\s/:]+[.:]\S+", re.IGNORECASE
)


def update(shared: Shared) -> None:
    """Ask Toolhub which tools their maintainers call deprecated.

    \b
    Examples:
      cphub services update
    """  # noqa: D301  # typer reads \b
    # These load httpx and SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import services as workflow  # noqa: PLC0415

    settings = shared.settings()
    with (
        open_catalogue(settings.catalog, write=True) as catalogue,
        open_progress() as progress,
    ):
        told = workflow.update(catalogue, settings, progress=progress)
    say(
        f"{count(told.tools, 'tool')} in Toolhub, {told.deprecated:,} of them deprecated;"
        f" {told.used:,} of those can be told by an address of their own and were not known."
    )
    say("`cphub audit` finds the pages that name them.")


def list_(shared: Shared, *, rendering: Rendering) -> None:
    """Show every service that is gone, renamed or doubtful, and who says so.

    \b
    Examples:
      cphub services list
      cphub services list --format csv -o services.csv
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.services import services_document  # noqa: PLC0415

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings)
    there = settings.catalog.is_file()
    opened = open_catalogue(settings.catalog, write=False) if there else nullcontext()
    with opened as catalogue:
        document = services_document(catalogue, settings)
    wanted.write(document)


def test(
    shared: Shared,
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="An address of the web, or a service's name.")
    ],
) -> None:
    """Say whether an address belongs to a service that is gone, or what a name stands for.

    \b
    Examples:
      cphub services test https://tools.wmflabs.org/glamtools
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.services import find_service  # noqa: PLC0415

    settings = shared.settings(required=False)
    there = settings.catalog.is_file()
    opened = open_catalogue(settings.catalog, write=False) if there else nullcontext()
    with opened as catalogue:
        service = find_service(catalogue, settings, address)
    if service is None and not _ADDRESS.fullmatch(address.strip()):
        raise UsageError(
            f"“{clean(address)}” is no address and no name of a service that is known to be gone",
            "Type an address such as https://tools.wmflabs.org/glamtools; "
            "`cphub services list` has the names.",
        )
    if service is None:
        write_out(f"{clean(address)} belongs to no service that is known to be gone.\n", None)
        return
    lines = [f"{service.name}: {service.status}{f' since {service.since}' * bool(service.since)}"]
    lines += [f"Instead: {service.replaced_by}"] * bool(service.replaced_by)
    lines += [f"Says who: {service.source}"]
    write_out("".join(f"{clean(line)}\n" for line in lines), None)
