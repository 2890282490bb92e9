"""The program: its commands, its help, and the way in."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer

from cphub.cli import (
    audit,
    catalogue,
    check_links,
    demo,
    describe,
    diff,
    explain,
    exports,
    find,
    harvest,
    imports,
    init,
    publish,
    report,
    resource,
    review,
    services,
    show,
    status,
    translations,
)
from cphub.cli.boundary import guarded
from cphub.cli.options import SHARED, shared_options, signed, with_shared
from cphub.cli.terminal import prepare_streams
from cphub.errors import Exit

HELP = """
\b
Examples:
  cphub demo                       see it work, offline, in ./cphub-demo
  cphub init                       write a cphub.toml for your own wikis
  cphub harvest                    fetch what is new from the wikis
  cphub audit                      find what is stale, unfinished or wrong
  cphub report -o report.md        write it down for others

cphub maps the learning material that lies scattered over Wikimedia's wikis and
languages, and says page by page what is stale, unfinished or wrong.
"""
EPILOG = """
Exit codes: 0 done; 1 failed; 2 wrong usage or settings; 4 findings at or above
--fail-on; 5 stopped half-way, run it again to go on; 130 stopped with Ctrl-C.
"""

COMMANDS = (
    demo.demo,
    init.init,
    harvest.harvest,
    audit.audit,
    check_links.check_links,
    report.report,
    publish.publish,
    diff.diff,
    find.find,
    show.show,
    review.review,
    describe.describe,
    explain.explain,
    status.status,
    status.doctor,
)

GROUPS = (
    (
        "resource",
        resource.HELP,
        (resource.show, resource.list_, resource.link, resource.unlink, resource.source),
    ),
    (
        "translations",
        translations.HELP,
        (translations.matrix, translations.gaps, translations.outdated, translations.coverage),
    ),
    ("services", services.HELP, (services.update, services.list_, services.test)),
    ("export", exports.HELP, (exports.reviews, exports.translation_units)),
    ("import", imports.HELP, (imports.reviews,)),
    ("catalogue", catalogue.HELP, (catalogue.import_, catalogue.merge)),
)
"""Commands of two words: the first word, its help, the commands."""

app = typer.Typer(
    name="cphub",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def root(context: typer.Context, **typed: Any) -> None:
    """Keep what was typed before the command's name; with no command show the help."""
    context.obj = shared_options(**typed)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def show_help(context: typer.Context) -> None:
    """With no second word show the help."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.callback(invoke_without_command=True, help=HELP, epilog=EPILOG)(signed(root, SHARED))
for command in COMMANDS:
    app.command()(with_shared(command))
for name, help_, members in GROUPS:
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, help=help_)(show_help)
    for member in members:
        word = member.__name__.strip("_").replace("_", "-")
        group.command(word)(with_shared(member))
    app.add_typer(group, name=name)


def main() -> NoReturn:
    """Run `cphub` with what was typed and end the process with its exit code."""
    prepare_streams()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    return guarded(
        lambda: app(arguments, prog_name="cphub", standalone_mode=False) or Exit.DONE,
        verbose="--verbose" in arguments,
        typed=_typed(arguments),
    )


def _typed(arguments: list[str]) -> str:
    """Return the command that was typed, without what stands after it."""
    names: dict[str, set[str]] = {one.__name__.replace("_", "-"): set() for one in COMMANDS}
    for name, _help, members in GROUPS:
        names[name] = {member.__name__.strip("_").replace("_", "-") for member in members}
    for number, word in enumerate(arguments):
        if word in names:
            second = [*arguments[number + 1 : number + 2]]
            return " ".join(["cphub", word, *(one for one in second if one in names[word])])
    return "cphub"
