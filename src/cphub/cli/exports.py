"""`cphub export`: sheets for others to work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.parameters import Output, Raw
from cphub.cli.rendering import Rendering
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.cli.translations import Sources, Wikis
from cphub.errors import Exit, UsageError

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.export_units import Export

HELP = "Write sheets that others fill in or work with."
NAMED = 3
CSV = "csv"


def reviews(
    shared: Shared,
    *,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only what has no verdict, or one that is overdue.")
    ] = False,
    rendering: Rendering,
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

    settings = shared.settings(required=False)
    wanted = rendering.chosen(settings, default=CSV)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = export_reviews(catalogue, settings, now().date(), waiting=waiting)
    wanted.write(document)


def translation_units(
    shared: Shared,
    *,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="The language to translate into.")
    ] = "",
    page: Annotated[
        str,
        typer.Option("--page", metavar="RESOURCE", help="Only this one: a page, or its number."),
    ] = "",
    wiki: Wikis = [],  # noqa: B006  # typer copies it
    source: Sources = [],  # noqa: B006  # likewise
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Say what would be wrong with a filled one (- is stdin).",
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv or po (default: what FILE's name ends in, else csv); with --check"
            " that of the report.",
        ),
    ] = "",
    output: Output = None,
    raw: Raw = False,
) -> int:
    """Write what is to be translated into a file for a translator, or check a filled one.

    The units of Translate's pages that are missing or outdated, each with its section, the
    source's words, what those were before where that is known, and the old translation.
    Nothing is sent to a wiki.

    \b
    Examples:
      cphub export translation-units --language sv -o swedish.csv
      cphub export translation-units --language sv --page "Licence guide" -o guide.po
      cphub export translation-units --check guide.po
    """  # noqa: D301  # typer reads \b
    settings = shared.settings(required=False)
    if check is not None:
        if language or page or wiki or source:
            raise UsageError("--check looks at all that is in the file", "leave out the rest")
        return _check(settings, check, Rendering(format_, output, raw=raw))
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows._filters import Filters  # noqa: PLC0415
    from cphub.workflows.export_units import export_units  # noqa: PLC0415

    wanted = _format(format_, output)
    filters = Filters(
        wiki=tuple(wiki), source=tuple(source), language=(language,) if language else ()
    )
    with open_catalogue(settings.catalog, write=False) as catalogue:
        export = export_units(catalogue, settings, filters, page=page, format_=wanted, raw=raw)
    write_out(export.text, output)
    _tell(export)
    return Exit.DONE


def _format(name: str, output: Path | None) -> str:
    from cphub.settings.values import unknown  # noqa: PLC0415  # only wrong names need it
    from cphub.workflows.export_units import FORMATS  # noqa: PLC0415  # it loads SQLite

    wanted = name.strip().lower() or (output.suffix.lower().lstrip(".") if output else "") or CSV
    if wanted not in FORMATS:
        raise UsageError(unknown("format", wanted, FORMATS))
    return wanted


def _tell(export: Export) -> None:
    units = count(export.units, "unit")
    say(f"{units} of {count(export.pages, 'page')}, {export.outdated:,} of them outdated.")
    reasons: dict[str, list[str]] = {}
    for _, title, why in export.left_out:
        reasons.setdefault(why, []).append(clean(title))
    for why, titles in reasons.items():
        named = ", ".join(titles[:NAMED]) + (", …" if len(titles) > NAMED else "")
        say(f"Left out, as {why}: {count(len(titles), 'page')} ({named}).")


def _check(settings: Settings, file: Path, rendering: Rendering) -> int:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.settings.files import LARGEST, open_input  # noqa: PLC0415
    from cphub.workflows.check_units import check_units  # noqa: PLC0415

    wanted = rendering.chosen(settings)
    with open_input(file) as opened:
        data = opened.read(LARGEST + 1)  # what is larger is refused
    with open_catalogue(settings.catalog, write=False) as catalogue:
        done = check_units(catalogue, file.name, data)
    wanted.write(done.document)
    return Exit.FAILED if done.errors else Exit.DONE
