"""`cphub review`: what a person says of a resource."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.rendering import Rendering
from cphub.cli.tables import count
from cphub.errors import UsageError
from cphub.model.reviews import Verdict

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.review import Judged


As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="NAME",
        help="Who says it (default: reviewer under [review] in cphub.toml, else the contact).",
    ),
]


def review(
    shared: Shared,
    resource: Annotated[
        list[str],
        typer.Argument(metavar="[RESOURCE]", help="One of its pages, or its number."),
    ] = [],  # noqa: B006  # typer copies it
    *,
    verdict: Annotated[
        Verdict | None,
        typer.Option(
            case_sensitive=False, metavar="VERDICT", help="good, expired, irrelevant or incomplete."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="What others should know.")] = (
        None
    ),
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who looks after it; '' for nobody.")
    ] = None,
    review_by: Annotated[
        str,
        typer.Option(
            metavar="DAY",
            help="Until when the verdict holds: 2027-05-22, 6m, 2y, 2w or never (default: a year).",
        ),
    ] = "",
    dismiss: Annotated[
        str,
        typer.Option(
            metavar="RULE",
            help="This rule's finding is wrong here; quiet until its passage changes.",
        ),
    ] = "",
    because: Annotated[
        str, typer.Option(metavar="TEXT", help="Why the dismissed finding is wrong.")
    ] = "",
    finding: Annotated[
        str,
        typer.Option(metavar="WHICH", help="Of several to dismiss: its number, its words, or all."),
    ] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back what was last said of the resource.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Show all that was said (as with no option).")
    ] = False,
    next_: Annotated[
        bool, typer.Option("--next", help="Walk through what waits for a verdict, a key each.")
    ] = False,
    as_: As = "",
    rendering: Rendering,
) -> None:
    """Say what a resource is worth, or that a finding is wrong; show what was said.

    A verdict holds until its day. Until then `irrelevant` makes all findings of the resource
    quiet, `good` the warnings and notes that were there when it was said. Nothing that
    machines find overwrites what a person said.

    \b
    Examples:
      cphub review --next                      what matters most comes first
      cphub review Guide --verdict good --review-by 6m
      cphub review Guide --verdict expired --owner Anna --note "The tool is gone"
      cphub review Guide --dismiss red-links --because "They are to be written"
      cphub review Guide --undo
      cphub review Guide                       all that was said of it
    """  # noqa: D301  # typer reads \b
    typed = {
        "--verdict": verdict,
        "--note": note,
        "--owner": owner,
        "--review-by": review_by or None,
    }
    said = ", ".join(option for option, value in typed.items() if value is not None)
    asked = {
        said: bool(said),
        "--dismiss": bool(dismiss),
        "--undo": undo,
        "--history": history,
        "--next": next_,
    }
    _one_thing(asked)
    name = " ".join(resource)
    settings = shared.settings(required=False)
    if next_:
        if name:
            raise UsageError("--next chooses the resource itself", "leave out its name")
        from cphub.cli.walk import walk  # noqa: PLC0415  # it loads SQLite

        walk(settings, as_)
        return
    if not name:
        raise UsageError("which resource?", "name one of its pages or its number; or give --next")
    if (because or finding) and not dismiss:
        raise UsageError("--because and --finding go with --dismiss", "name the rule")
    if dismiss:
        _dismiss(settings, name, as_, rule=dismiss, because=because, which=finding)
    elif undo:
        _undo(settings.catalog, name)
    elif said:
        words = {"verdict": verdict or "", "note": note, "owner": owner, "review_by": review_by}
        _say(settings, name, as_, words)
    else:
        _history(settings, name, rendering)


def _one_thing(asked: dict[str, bool]) -> None:
    wanted = [name for name, given in asked.items() if given]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} are two commands", "give them one by one")


def _today() -> date:
    from cphub.workflows.clock import now  # noqa: PLC0415  # loads nothing heavy, but workflows do

    return now().date()


def _say(settings: Settings, name: str, as_: str, typed: dict[str, Any]) -> None:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import review as workflow  # noqa: PLC0415

    who = workflow.reviewer_of(settings, as_)
    said = workflow.said_of(settings, _today(), **typed)
    with open_catalogue(existing(settings.catalog), write=True) as catalogue:
        _tell(workflow.say(catalogue, name, said, who))


def _dismiss(
    settings: Settings, name: str, as_: str, *, rule: str, because: str, which: str
) -> None:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import review as workflow  # noqa: PLC0415

    who = workflow.reviewer_of(settings, as_)
    with open_catalogue(existing(settings.catalog), write=True) as catalogue:
        done = workflow.dismiss(catalogue, name, rule, because, who, which=which)
    lines = [f"Resource {done.resource.id}: {count(len(done.findings), 'finding')} dismissed."]
    lines += [f"  {clean(one.title)}: {one.rule}: {clean(one.message)}" for one in done.findings]
    lines += ["Quiet until the passage changes."]
    write_out("".join(f"{line}\n" for line in lines), None)


def _undo(catalog: Path, name: str) -> None:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import review as workflow  # noqa: PLC0415
    from cphub.workflows.review_documents import words_of  # noqa: PLC0415

    with open_catalogue(existing(catalog), write=True) as catalogue:
        word, judged = workflow.undo(catalogue, name)
    write_out(f"Taken back: {clean(words_of(word))} ({clean(word.reviewer)})\n", None)
    _tell(judged)


def _history(settings: Settings, name: str, rendering: Rendering) -> None:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.review_documents import history  # noqa: PLC0415

    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = history(catalogue, name, _today())
    wanted.write(document)


def _tell(judged: Judged) -> None:
    """Say what holds of the resource now."""
    from cphub.workflows.review_documents import sentences  # noqa: PLC0415  # it loads SQLite

    first = judged.resource.source or judged.resource.editions[0]
    said = " ".join(sentences(judged.standing, _today()))
    lines = [f"Resource {judged.resource.id}, {clean(first.title)}: {clean(said)}"]
    if judged.quiet:
        lines.append(f"{count(judged.quiet, 'finding')} of it {_are(judged.quiet)} quiet.")
    write_out("".join(f"{line}\n" for line in lines), None)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def existing(catalog: Path) -> Path:
    """Return the catalogue's path; nothing is said of a catalogue that is not there.

    Raises:
        CatalogueError: there is none.
    """
    if not catalog.is_file():
        from cphub.catalogue import open_catalogue  # noqa: PLC0415  # it loads SQLite

        open_catalogue(catalog, write=False)  # says that there is none
    return catalog
