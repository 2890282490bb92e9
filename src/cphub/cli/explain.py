"""`cphub explain`: rules, kinds of source and formats in the user's words."""

from __future__ import annotations

import re
import sys
from collections.abc import Container
from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.tables import table
from cphub.cli.terminal import broken, columns, is_terminal
from cphub.errors import UsageError
from cphub.registry import Plugin

MOST_COLUMNS = 92  # longer lines are hard to read
CODE = 8  # spaces before what is no prose
BLOCK = re.compile(r"[A-Z][^:]*:$")
ENTRY = re.compile(r" *(\w+)(?: = [^:]+)?: ")
ITEM = re.compile(r" *(?:[-*•]|\d+\.) ")

MOST_COLUMNS = 92  # longer lines are hard to read
CODE = 8  # spaces before what is no prose
BLOCK = re.compile(r"[A-Z][^:]*:$")
ENTRY = re.compile(r" *(\w+)(?: = [^:]+)?: ")
ITEM = re.compile(r" *(?:[-*•]|\d+\.) ")


def explain(
    shared: Shared,  # noqa: ARG001  # every command is given it
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]", help="A rule, a kind of source or a format; without it all of them."
        ),
    ] = "",
) -> None:
    """Say what a rule looks for, why, and what to do about it.

    Kinds of source and report formats are explained too, with their settings.

    \b
    Examples:
      cphub explain                    list all there are
      cphub explain empty-section      all about a rule
      cphub explain category           all about a kind of source
    """  # noqa: D301  # typer reads \b
    from cphub.settings.values import suggestion  # noqa: PLC0415  # read only when asked for

    rooms = _rooms()
    if not name:
        write_out("\n".join(_listing(heading, known) for heading, known in rooms.items()), None)
        return
    every = {plugin.name: plugin for known in reversed(rooms.values()) for plugin in known}
    wanted = name.strip().lower().replace("_", "-")
    if wanted not in every:
        raise UsageError(
            f'there is nothing called "{name}"{suggestion(name, every)}',
            "`cphub explain` lists all there are",
        )
    write_out(page(every[wanted]), None)


def page(plugin: Plugin) -> str:
    """Return a plug-in's page: its name, a rule's axis, its docstring, fitted to a terminal."""
    axis = plugin.attributes.get("axis")
    heading = f"{plugin.name}{f' ({axis.value})' if axis else ''}"
    text = plugin.doc.rstrip()
    if is_terminal(sys.stdout):
        text = fitted(text, min(columns(sys.stdout), MOST_COLUMNS), plugin.settings)
    return f"{heading}\n\n{text}\n"


def fitted(text: str, width: int, settings: Container[str]) -> str:
    """Break a docstring's paragraphs anew for `width` columns.

    Blocks' names, each of the `settings`, items of lists and margins stay what they are;
    what stands further in than its block is code and stays as it is.
    """
    lines: list[str] = []
    open_ = False  # whether the next line may go on with the last one
    hanging = False
    for line in text.splitlines():
        margin = line[: len(line) - len(line.lstrip(" "))]
        entry = ENTRY.match(line)
        begins = bool(entry and entry[1] in settings) or bool(ITEM.match(line))
        if open_ and not begins and line.strip() and (hanging or len(margin) < CODE):
            lines[-1] += f" {line.strip()}"
            continue
        lines.append(line)
        hanging = begins
        open_ = bool(line.strip()) and not BLOCK.match(line) and (begins or len(margin) < CODE)
    shown = []
    for line in lines:
        margin = line[: len(line) - len(line.lstrip(" "))]
        entry = ENTRY.match(line)
        further = "    " if (entry and entry[1] in settings) or ITEM.match(line) else ""
        verbatim = len(margin) >= CODE
        shown += [line] if verbatim else broken(line, width, margin + further)
    return "\n".join(shown)


def _rooms() -> dict[str, list[Plugin]]:
    from cphub import reports, rules, sources  # noqa: PLC0415  # read only when asked for
    from cphub.registry import discover  # noqa: PLC0415  # likewise

    rooms = {"rule": rules, "kind of source": sources, "format": reports}
    return {heading: list(discover(room).values()) for heading, room in rooms.items()}


def _listing(heading: str, known: list[Plugin]) -> str:
    if all("axis" in plugin.attributes for plugin in known):
        rows = [(p.name, p.attributes["axis"].value, p.summary) for p in known]
        return table((heading, "axis", "what it finds"), rows)
    return table((heading, "what it is"), [(p.name, p.summary) for p in known])
