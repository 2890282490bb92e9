"""`cphub find`: find material by words."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from cphub.cli.options import Shared
from cphub.cli.parameters import OfSource
from cphub.cli.rendering import Rendering
from cphub.cli.terminal import say

_LOCALE = re.compile("([A-Za-z]{2,3})(?:[_-]([A-Za-z]{2,4}))?")
_MOST = 1000  # results


def find(
    shared: Shared,
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="Words, as you would type them.")
    ],
    *,
    language: Annotated[
        list[str],
        typer.Option(metavar="CODE", help="Only what there is in this language; may be repeated."),
    ] = [],  # noqa: B006  # typer copies it
    wiki: Annotated[list[str], typer.Option(metavar="WIKI", help="Only this wiki; likewise.")] = [],  # noqa: B006  # typer copies it
    source: OfSource = [],  # noqa: B006  # typer copies it
    verdict: Annotated[
        list[str],
        typer.Option(
            metavar="VERDICT",
            help="Only what a person found good, expired, irrelevant or incomplete; likewise.",
        ),
    ] = [],  # noqa: B006  # typer copies it
    topic: Annotated[
        list[str], typer.Option(metavar="TOPIC", help="Only what is about this; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    level: Annotated[
        list[str],
        typer.Option(metavar="LEVEL", help="Only for beginner, intermediate or expert; likewise."),
    ] = [],  # noqa: B006  # typer copies it
    audience: Annotated[
        list[str], typer.Option(metavar="AUDIENCE", help="Only what is for them; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    kind: Annotated[
        list[str], typer.Option(metavar="KIND", help="Only guides, courses …; likewise.")
    ] = [],  # noqa: B006  # typer copies it
    axis_ok: Annotated[
        list[str],
        typer.Option(
            metavar="AXIS", help="Only pages with no error or warning on this axis; likewise."
        ),
    ] = [],  # noqa: B006  # typer copies it
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE|RUN",
            help="Only pages edited since 2026-11-01, 30d, 2w, 6m, a run by its number, or last: "
            "the audit before the last one.",
        ),
    ] = "",
    limit: Annotated[
        int, typer.Option(min=1, max=_MOST, metavar="N", help="How many results at most.")
    ] = 10,
    rendering: Rendering,
) -> None:
    """Find material by words in titles, headings and texts, the best first.

    Reads the catalogue alone. Accents and case do not count, a word's beginning is enough,
    and words in quotation marks stand beside one another.

    \b
    Examples:
      cphub find GLAM-Wiki toolkit
      cphub find ladda upp bilder --language sv
      cphub find upload --topic copyright --level beginner --kind guide
      cphub find '"metadata roundtripping"' --axis-ok freshness
      cphub find upload --since 6m
      cphub find upload --format wikitext -o uploads.wikitext
    """  # noqa: D301  # typer reads \b
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.catalogue.search_wanted import Wanted  # noqa: PLC0415
    from cphub.workflows._about import About  # noqa: PLC0415
    from cphub.workflows._found import document_of  # noqa: PLC0415
    from cphub.workflows._since import since as read_since  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.find import find as workflow  # noqa: PLC0415
    from cphub.workflows.propose import subjects_of  # noqa: PLC0415

    wanted = Wanted(
        languages=tuple(language),
        wikis=tuple(wiki),
        sources=tuple(source),
        axes_ok=tuple(axis_ok),
    )
    settings = shared.settings(required=False)
    chosen = rendering.chosen(settings)
    with open_catalogue(settings.catalog, write=False) as catalogue:
        if since:
            then = read_since(catalogue, since, now().date())
            wanted = replace(wanted, since=then.moment)
        found = workflow(
            catalogue,
            " ".join(query),
            wanted,
            verdicts=tuple(verdict),
            about=About(
                *(tuple(topic), tuple(level), tuple(audience), tuple(kind)),
                vocabulary=subjects_of(settings),
            ),
            preferred=locale_languages(os.environ),
            languages=settings.languages,
            limit=limit,
        )
    chosen.write(document_of(found))
    for note in found.notes:
        say(note)


def locale_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the languages that the environment asks for, the best first.

    As gettext does: LANGUAGE, a list, counts before LC_ALL, LC_MESSAGES and LANG; the
    locale `C` asks for none. Of `pt_BR` come `pt-br` and `pt`.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    if locale.partition(".")[0] in {"", "C", "POSIX"}:
        return ()
    codes: dict[str, None] = {}
    for one in (*environment.get("LANGUAGE", "").split(":"), locale):
        if found := _LOCALE.match(one):
            language, region = found[1].lower(), (found[2] or "").lower()
            if region:
                codes[f"{language}-{region}"] = None
            codes[language] = None
    return tuple(codes)
