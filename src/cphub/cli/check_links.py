"""`cphub check-links`: whether the addresses that pages link to still lead somewhere."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cphub.clean import clean
from cphub.cli.options import Shared
from cphub.cli.progress import open_progress
from cphub.cli.rendering import Rendering
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.errors import Exit, UsageError

if TYPE_CHECKING:
    from cphub.workflows.check_links import LinkCheck
    from cphub.workflows.check_wiki_links import WikiLinkCheck

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")


def check_links(
    shared: Shared,
    *,
    most: Annotated[
        int | None,
        typer.Option("--max", min=1, metavar="N", help="Check N addresses at most."),
    ] = None,
    older_than: Annotated[
        str,
        typer.Option(
            metavar="AGE|DATE",
            help="Check again what was checked longer ago than this: 30d, 2w, 6m, 1y, 2026-11-01.",
        ),
    ] = "30d",
    wiki: Annotated[
        list[str], typer.Option(metavar="WIKI", help="Only links of pages on this wiki.")
    ] = [],  # noqa: B006  # typer copies it
    source: Annotated[
        list[str], typer.Option(metavar="SOURCE", help="Only links of pages of this source.")
    ] = [],  # noqa: B006  # likewise
    language: Annotated[
        list[str], typer.Option(metavar="CODE", help="Only links of pages in this language.")
    ] = [],  # noqa: B006  # likewise
    host: Annotated[
        list[str], typer.Option(metavar="HOST", help="Only addresses on this host, or below it.")
    ] = [],  # noqa: B006  # likewise
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody: show what is known already.")
    ] = False,
    rendering: Rendering,
) -> int:
    """Check whether the addresses that pages link to still lead somewhere.

    Each address is asked once, each server gently: one request at a time with a pause, as
    its robots.txt allows. An address is called dead only after two checks, three days or more
    apart. Then wikis of cphub.toml are asked whether the pages that others link to are there
    (not with --max or --host). Stop it whenever you like: the same command goes on.

    \b
    Examples:
      cphub check-links                      what is due
      cphub check-links --max 200            some of it
      cphub check-links --host example.org   one host
      cphub check-links --offline            what is known, asking nobody
      cphub check-links --format json -o links.json
    """  # noqa: D301  # typer reads \b
    # These load httpx and SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows import check_links as workflow  # noqa: PLC0415
    from cphub.workflows._filters import Filters  # noqa: PLC0415
    from cphub.workflows.check_wiki_links import check_wiki_links  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.links_document import links_document  # noqa: PLC0415

    age = age_of(older_than, now().date())
    settings = shared.settings(required=not offline)
    wanted = rendering.chosen(settings)
    filters = Filters(wiki=tuple(wiki), source=tuple(source), language=tuple(language))
    hosts = tuple(map(host_named, host))
    if not offline and not settings.catalog.is_file():
        open_catalogue(settings.catalog, write=False).close()  # says that there is none
    done = told = None
    with open_catalogue(settings.catalog, write=not offline) as catalogue:
        if not offline:
            with open_progress() as progress:
                done = workflow.check(
                    catalogue,
                    settings,
                    filters,
                    hosts=hosts,
                    most=most,
                    older_than=age,
                    progress=progress,
                )
                if not hosts and most is None:
                    told = check_wiki_links(catalogue, settings, older_than=age, progress=progress)
        document = links_document(catalogue, filters, hosts)
    wanted.write(document)
    if told:
        tell_wikis(told)
    return tell(done) if done else Exit.DONE


def host_named(text: str) -> str:
    """Return the host that was typed, by itself or in an address.

    Raises:
        UsageError: it is none.
    """
    from cphub.model.addresses import host_of  # noqa: PLC0415  # only this command needs it

    typed = text.strip().lower()
    found = host_of(typed if "//" in typed else f"//{typed}").rstrip(".")
    if not _HOST.fullmatch(found):
        raise UsageError(f"--host: {clean(text)!r} is no host", "write it as example.org")
    return found


def age_of(text: str, today: date) -> timedelta:
    """Return the age that `30d`, `2w`, `6m` means, or that a day has.

    Raises:
        UsageError: it means none.
    """
    from cphub.workflows._days import day_ago  # noqa: PLC0415  # only this command needs it

    try:
        return today - day_ago(text, today)
    except ValueError:
        raise UsageError(
            f"--older-than: {text!r} is no age and no past day",
            "write it as 30d, 2w, 6m, 1y or 2026-11-01",
        ) from None


def tell_wikis(told: WikiLinkCheck) -> None:
    """Say which wikis did not answer."""
    if told.asked:
        say(f"{count(told.asked, 'title')} asked about that other wikis link to.")
    for name, error in told.failures:
        say(f"{name}: {error.message}")


def tell(done: LinkCheck) -> int:
    """Say what was checked and what is left."""
    if not done.every:
        say("No page that was harvested links to an address that could be asked.")
        return Exit.DONE
    if not done.checked and not done.left:
        say("Nothing is due: every address was checked lately (--older-than says how lately).")
        return Exit.DONE
    say(f"{count(done.checked, 'address', 'addresses')} checked.")
    if done.put_off:
        say(f"{done.put_off:,} put off: their servers ask to be left alone for now.")
    if done.left:
        say(f"{done.left:,} left; the same command goes on.")
    else:
        say("`cphub audit` finds the pages that they stand on.")
    return Exit.STOPPED if done.put_off else Exit.DONE
