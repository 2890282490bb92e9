"""`cphub explain`: the rules in the user's words."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.tables import table
from cphub.errors import UsageError
from cphub.registry import Plugin


def explain(
    shared: Shared,  # noqa: ARG001  # every command is given it
    rule: Annotated[
        str, typer.Argument(metavar="[RULE]", help="A rule's name; without it all are listed.")
    ] = "",
) -> None:
    """Say what a rule looks for, why, and what to do about it.

    \b
    Examples:
      cphub explain                    list the rules
      cphub explain empty-section      all about one of them
    """  # noqa: D301  # typer reads \b
    from cphub import rules  # noqa: PLC0415  # read only when rules are asked for
    from cphub.registry import discover  # noqa: PLC0415  # likewise
    from cphub.settings.values import suggestion  # noqa: PLC0415  # likewise

    known = discover(rules)
    if not rule:
        rows = [(p.name, p.attributes["axis"].value, p.summary) for p in known.values()]
        write_out(table(("rule", "axis", "what it finds"), rows), None)
        return
    name = rule.strip().lower().replace("_", "-")
    if name not in known:
        raise UsageError(
            f'there is no rule "{rule}"{suggestion(name, known)}', "`cphub explain` lists them all"
        )
    write_out(page(known[name]), None)


def page(rule: Plugin) -> str:
    """Return a rule's page for the terminal: its name, its axis and its docstring."""
    return f"{rule.name} ({rule.attributes['axis'].value})\n\n{rule.doc.rstrip()}\n"
