"""`cphub demo`: see it all work, offline."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.progress import open_progress
from cphub.cli.rendering import tell_unchecked
from cphub.cli.tables import count, table
from cphub.cli.terminal import say

if TYPE_CHECKING:
    from cphub.workflows.demo import DemoResult

FOLDER = Path("cphub-demo")


def demo(
    shared: Shared,  # noqa: ARG001  # every command is given it
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder to make.", show_default=True)
    ] = FOLDER,
) -> None:
    """See it all work, offline, on recorded wikis.

    Harvests three small wikis that come with cphub, audits them and writes every report
    into DIR, with a cphub.toml to play with.

    \b
    Examples:
      cphub demo                       into ./cphub-demo
      cphub demo trial                 into ./trial
    """  # noqa: D301  # typer reads \b
    try:
        from cphub.workflows.demo import demo as workflow  # noqa: PLC0415  # it loads everything

        with open_progress() as progress:
            result = workflow(folder, progress=progress)
    except KeyboardInterrupt:
        if folder.exists():
            raise
        raise KeyboardInterrupt("Nothing was written.") from None
    write_out("".join(f"{line}\n" for line in _lines(result)), None)
    tell_unchecked(len(result.report.unchecked))
    page, text = (result.directory / f"report{suffix}" for suffix in (".html", ".md"))
    say(f"Look at {page} in a browser, or read {text}:")
    say("each finding has its evidence and what to do about it.")
    there = shlex.quote(str(folder))
    say(f'Ask further with `cd {there}`, then `cphub status` or `cphub show "GLAM School"`.')
    say("For wikis of your own, in another folder: `cphub init`, `cphub harvest`, `cphub audit`.")


def _lines(result: DemoResult) -> Iterator[str]:
    rows = [(c.name, c.pages, c.errors, c.warnings, c.notes) for c in result.report.by_wiki]
    yield table(("wiki", "pages", "errors", "warnings", "notes"), rows)
    total = result.report.total
    findings = total.errors + total.warnings + total.notes
    yield f"{count(findings, 'finding')} on {count(total.pages, 'page')}. Written:"
    files = (*result.reports, result.catalog, result.config)
    yield from (f"  {clean(str(path))}" for path in files)
