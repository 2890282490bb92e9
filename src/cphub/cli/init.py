"""`cphub init`: write a cphub.toml."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.terminal import ask, can_ask, say
from cphub.errors import UsageError


def init(
    shared: Shared,
    *,
    contact: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Your user page or e-mail, sent with every request so that a wiki's "
            "operators can reach you.",
        ),
    ] = "",
    wiki: Annotated[
        str,
        typer.Option(
            metavar="WIKI",
            help="meta, commons, a language code for that Wikipedia, or a wiki's address.",
        ),
    ] = "",
    category: Annotated[
        str, typer.Option(metavar="NAME", help="A category of learning material on that wiki.")
    ] = "",
    language: Annotated[
        list[str],
        typer.Option(metavar="CODE", help="A language you want material in; may be repeated."),
    ] = [],  # noqa: B006  # typer copies it
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write a commented cphub.toml to go on from.

    It names one wiki and one category on it. What is not given is asked for, if there
    is somebody to ask.

    \b
    Examples:
      cphub init
      cphub init --contact https://meta.wikimedia.org/wiki/User:Example \\
                 --wiki meta --category "Content Partnerships Hub"
    """  # noqa: D301  # typer reads \b
    from cphub.settings import find_config  # noqa: PLC0415  # only commands need settings
    from cphub.settings.template import config_text  # noqa: PLC0415  # likewise

    path = find_config(shared.config)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "--force writes over it")
    contact = _answer(contact, "--contact", "Your user page or e-mail, for the wikis' operators")
    wiki = _answer(wiki, "--wiki", "The wiki (meta, a language code, or an address)")
    category = _answer(category, "--category", "A category of learning material there")
    write_out(config_text(contact, wiki, category, tuple(language)), path)
    say(f"Wrote {path}. Look at it, then type `cphub harvest --dry-run`.")


def _answer(given: str, option: str, question: str) -> str:
    """Return what was given, else ask.

    Raises:
        UsageError: nothing was given and there is nobody to ask.
    """
    if given.strip():
        return given.strip()
    if not can_ask():
        raise UsageError(f"init needs {option}", "there is no terminal to ask at")
    return ask(question)
