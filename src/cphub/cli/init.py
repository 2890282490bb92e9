"""`cphub init`: write a cphub.toml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_file
from cphub.cli.terminal import ask, can_ask, say
from cphub.errors import UsageError

T = TypeVar("T")
QUESTIONS = (
    "Your user page or e-mail, for the wikis' operators",
    "The wiki (meta, a language code, or an address)",
    "A category of learning material there",
)


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
    from cphub.cli.addresses import check_contact, wiki_address  # noqa: PLC0415  # likewise
    from cphub.settings import find_config  # noqa: PLC0415  # only commands need settings
    from cphub.settings.template import config_text  # noqa: PLC0415  # likewise

    path = find_config(shared.config)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "--force writes over it")
    for code in language:
        _checked_language(code)
    try:
        who = _answer(contact, "--contact", QUESTIONS[0], check_contact)
        site = _answer(wiki, "--wiki", QUESTIONS[1], wiki_address)
        category = _answer(category, "--category", QUESTIONS[2], str)
    except (KeyboardInterrupt, EOFError):
        raise KeyboardInterrupt("Nothing was written.") from None
    write_file(config_text(who, site, category, tuple(language)), path)
    if site.allow_insecure:
        say(f"{site.api} is no public https address; allow_insecure = true lets cphub ask it.")
    say(f"Wrote {path}. Look at it, then type `cphub harvest --dry-run`.")


def _answer(given: str, option: str, question: str, check: Callable[[str], T]) -> T:
    """Return what `check` makes of what was given, else of an answer; ask until it fits.

    Raises:
        UsageError: what was given does not fit, or nothing was and there is nobody to ask.
    """
    if given.strip():
        return check(given.strip())
    if not can_ask():
        raise UsageError(f"init needs {option}", "there is no terminal to ask at")
    while True:
        try:
            return check(ask(question))
        except UsageError as error:
            say(f"{error.message}\n{error.hint}")


def _checked_language(code: str) -> None:
    from cphub.settings.values import Wrong, check_language  # noqa: PLC0415  # likewise

    try:
        check_language(code)
    except Wrong as wrong:
        raise UsageError(f"--language {wrong}") from wrong
