"""`cphub describe`: what a resource is about and for whom."""

from __future__ import annotations

from typing import Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.parameters import Resource
from cphub.cli.rendering import Rendering
from cphub.cli.review import As
from cphub.errors import UsageError


def describe(
    shared: Shared,
    resource: Resource,
    *,
    level: Annotated[
        str, typer.Option(metavar="LEVEL", help="beginner, intermediate, expert, or none.")
    ] = "",
    topic: Annotated[
        list[str], typer.Option(metavar="TOPIC", help="It is about this; may be repeated.")
    ] = [],  # noqa: B006  # typer copies it
    audience: Annotated[
        list[str], typer.Option(metavar="AUDIENCE", help="It is for these people; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    kind: Annotated[
        list[str], typer.Option(metavar="KIND", help="It is a guide, a course …; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    time_required: Annotated[
        str,
        typer.Option(metavar="TIME", help="How long it takes: PT30M, 30m, 1h 30m, or none."),
    ] = "",
    remove_topic: Annotated[
        list[str], typer.Option(metavar="TOPIC", help="It is not about this; may be repeated.")
    ] = [],  # noqa: B006  # typer copies it
    remove_audience: Annotated[
        list[str], typer.Option(metavar="AUDIENCE", help="It is not for them; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    remove_kind: Annotated[
        list[str], typer.Option(metavar="KIND", help="It is no such thing; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back what was last said at once.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Show what holds and why (as with no option).")
    ] = False,
    as_: As = "",
    rendering: Rendering,
) -> None:
    """Say what a resource is about and for whom; show what is known of it.

    `cphub audit` proposes topics, audiences, kinds and levels from categories, templates and
    words. What a person says stands over that and is never overwritten.

    \b
    Examples:
      cphub describe Guide                              what is known, and why
      cphub describe Guide --level beginner --topic upload
      cphub describe Guide --kind course --time-required 90m
      cphub describe Guide --remove-topic metadata
      cphub describe Guide --undo
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import describe as workflow  # noqa: PLC0415
    from cphub.workflows.propose import subjects_of  # noqa: PLC0415
    from cphub.workflows.review import reviewer_of  # noqa: PLC0415
    from cphub.workflows.subject_documents import NAMES, label, show_subjects  # noqa: PLC0415

    typed = workflow.Typed(
        *(level, topic, audience, kind, remove_topic, remove_audience, remove_kind),
        time_required,
    )
    says = typed != workflow.Typed(*("", [], [], [], [], [], []), "")
    if says + undo + show > 1:
        raise UsageError("describing, --undo and --show are three commands", "give them one by one")
    settings = shared.settings(required=False)
    chosen = rendering.chosen(settings)
    vocabulary = subjects_of(settings)
    name = " ".join(resource)
    with open_catalogue(settings.catalog, write=says or undo) as catalogue:
        if not says and not undo:
            document = show_subjects(catalogue, vocabulary, name)
            chosen.write(document)
            return
        if undo:
            told = workflow.undo(catalogue, name)
        else:
            who = reviewer_of(settings, as_)
            told = workflow.describe(catalogue, vocabulary, name, typed, who)
    first = told.resource.source or told.resource.editions[0]
    lines = [f"{first.title}: resource {told.resource.id}"]
    lines += [
        f"  {NAMES[one.property]}: {label(vocabulary, one)} ({one.who or 'the machine'})"
        for one in told.subjects
    ]
    write_out("".join(f"{clean_line(line)}\n" for line in lines), None)


def clean_line(line: str) -> str:
    """Return a line that is safe to print, with the spaces that it begins with."""
    return line[: len(line) - len(line.lstrip(" "))] + clean(line)
