"""`cphub publish`: put a report on a wiki's page, and take it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.changes import show_changes
from cphub.cli.options import Shared
from cphub.cli.output import write_out
from cphub.cli.parameters import OfRule, OfSeverity, OfSource, OfWiki, OnAxis, TokenFile
from cphub.cli.progress import Lines
from cphub.cli.rendering import Rendering
from cphub.cli.review import existing
from cphub.cli.tables import count
from cphub.cli.terminal import ask, can_ask, say
from cphub.errors import Exit, UsageError

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.publish import Outcome, Plan

REPORTS = "findings, overview, matrix, gaps, outdated or coverage"
YES = {"y", "yes"}
TABLES = ("csv", "xlsx", "html")
"""Formats for more than one table."""


def publish(
    shared: Shared,
    report: Annotated[
        str, typer.Argument(metavar="[REPORT]", help=f"{REPORTS} (default: findings).")
    ] = "",
    *,
    to: Annotated[
        str,
        typer.Option(metavar="WIKI:PAGE", help="Where: a wiki of cphub.toml, and a page's title."),
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The name in its markers (default: the report's), for two of a kind.",
        ),
    ] = "",
    wiki: OfWiki = [],  # noqa: B006  # typer copies it
    source: OfSource = [],  # noqa: B006  # typer copies it
    language: Annotated[
        list[str], typer.Option(metavar="CODE", help="Only this language; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    axis: OnAxis = [],  # noqa: B006  # typer copies it
    rule: OfRule = [],  # noqa: B006  # typer copies it
    severity: OfSeverity = [],  # noqa: B006  # typer copies it
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; edit nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before editing.")] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Put back what stood before the last publication.")
    ] = False,
    log: Annotated[
        bool, typer.Option("--log", help="List what was published where and when.")
    ] = False,
    token_file: TokenFile = None,
    rendering: Rendering,
) -> int:
    """Put a report on a wiki's page, after showing what will change there.

    Writes between its own markers, on a page that is empty, or on a new one; nothing else on
    a page is touched. Where nothing has changed, nothing is edited.

    \b
    Examples:
      cphub publish --to meta:Project:Report --dry-run
      cphub publish --to meta:Project:Report
      cphub publish overview --source capacity --to meta:Project:Map
      cphub publish matrix --to meta:Project:Translations --yes
      cphub publish --undo                       take the last one back
      cphub publish --log                        what stands where
    """  # noqa: D301  # typer reads \b
    filters = {
        "wiki": wiki,
        "source": source,
        "language": language,
        "axis": axis,
        "rule": rule,
        "severity": severity,
    }
    chosen = bool(report or name or any(filters.values()))
    if undo and log:
        raise UsageError("--undo and --log are two different things")
    if (undo or log) and chosen:
        raise UsageError(f"--{'undo' if undo else 'log'} takes no report, name or filter")
    if not log and replace(rendering, row_template=None, ui_language="") != Rendering():
        raise UsageError(
            "a publication is wikitext, so it takes no --format or --output",
            "--log does; --row-template names a template for the rows",
        )
    if log:
        if to or dry_run or yes:
            raise UsageError("--log only reads the catalogue, so it takes no --to or --yes")
        return _log(shared.settings(required=False), rendering)
    if not undo and not to:
        raise UsageError("publish where?", "say it with --to: meta:Project:Page, for example")
    # These load httpx and SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows._filters import Filters  # noqa: PLC0415
    from cphub.workflows._publish_target import target_of  # noqa: PLC0415
    from cphub.workflows.publish import Wanted  # noqa: PLC0415
    from cphub.workflows.publish import publish as workflow  # noqa: PLC0415
    from cphub.workflows.publish_undo import check_undo  # noqa: PLC0415
    from cphub.workflows.publish_undo import undo as taking_back  # noqa: PLC0415
    from cphub.workflows.wikis import Reach  # noqa: PLC0415

    settings = shared.settings()
    existing(settings.catalog)
    confirm, reach = _Confirming(dry_run=dry_run, yes=yes), Reach(token_file=token_file)
    decided = dry_run or yes or can_ask()
    with (
        open_catalogue(settings.catalog, write=decided and not dry_run) as catalogue,
        _telling_of_ctrl_c(confirm),
    ):
        if not decided:
            if undo:
                check_undo(catalogue, settings, to)
            else:
                target_of(to, settings, catalogue.wikis())
            raise UsageError(
                "there is nobody to ask here, so nothing is published",
                "--dry-run shows what would change, --yes does it unasked",
            )
        progress = Lines()
        if undo:
            done = taking_back(catalogue, settings, to, confirm, reach=reach, progress=progress)
        else:
            about = Filters(**{key: tuple(values) for key, values in filters.items()})
            speaks = rendering.language(settings)
            wanted = Wanted(
                *(report or "findings", to, about, name, rendering.row_template or ""), speaks
            )
            done = workflow(catalogue, settings, wanted, confirm, reach=reach, progress=progress)
    return _tell(done, undo=undo, dry_run=dry_run)


def _log(settings: Settings, rendering: Rendering) -> int:
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.publish_log import publication_log  # noqa: PLC0415

    wanted = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        document = publication_log(catalogue, edits=wanted.name in TABLES)
    wanted.write(document)
    return Exit.DONE


class _Confirming:
    """Shows a plan and says whether it is to be done; `agreed` once that was said."""

    def __init__(self, *, dry_run: bool, yes: bool) -> None:
        self.dry_run = dry_run
        self.yes = yes
        self.agreed = False

    def __call__(self, plan: Plan) -> bool:
        show_changes(plan.wiki, plan.drafts)
        for draft in plan.drafts:
            if draft.touched:
                say(f"{draft.title}: somebody has edited between the markers; that is overwritten.")
        if plan.goes_on:
            say("This goes on with a publication that was stopped half-way.")
        if not self.dry_run and not self.yes:
            question = f"Edit {_pages(plan)} on {plan.wiki} as {plan.account}? (yes/no)"
            self.agreed = ask(clean(question)).casefold() in YES
        else:
            self.agreed = self.yes and not self.dry_run
        return self.agreed


@contextmanager
def _telling_of_ctrl_c(confirm: _Confirming) -> Iterator[None]:
    """Let Ctrl-C say what became of the wiki's pages, where nobody knows better."""
    try:
        yield
    except (KeyboardInterrupt, EOFError) as stopped:
        if confirm.agreed:
            edited = "`cphub publish --log` has what was edited; the same command goes on."
        else:
            edited = "Nothing was edited."
        raise KeyboardInterrupt(str(stopped) or edited) from None


def _pages(plan: Plan) -> str:
    made = sum(draft.made for draft in plan.drafts)
    return count(len(plan.drafts), "page") + (f" ({made} of them new)" if made else "")


def _tell(done: Outcome, *, undo: bool, dry_run: bool) -> int:
    """Say what was edited, and what can be done about it."""
    if not done.plan.drafts:
        say("Everything stands as it did before." if undo else "There is nothing new to publish.")
    elif not done.agreed:
        say("This was a trial: nothing was edited." if dry_run else "Nothing was edited.")
    elif not done.written:
        say("Somebody was quicker: it stands there already.")
    lines = (f"{clean(one.title)}, revision {one.revision}: {one.url}\n" for one in done.written)
    write_out("".join(lines), None)
    if not done.written:
        return Exit.DONE
    if not undo:
        say("`cphub publish --undo` takes it back.")
        return Exit.DONE
    emptied = [draft.title for draft in done.plan.drafts if not draft.text]
    if emptied:
        say(
            f"{', '.join(emptied)} was made by cphub and is empty now; only an administrator can "
            "delete it."
        )
    return Exit.DONE
