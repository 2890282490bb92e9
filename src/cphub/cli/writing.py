"""Write a report in a format of the user's choice, to where the user wants it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cphub.clean import clean
from cphub.cli.output import STDOUT, is_stream, write_out
from cphub.cli.terminal import columns, is_plain, is_terminal, say
from cphub.errors import UsageError

if TYPE_CHECKING:
    from cphub.model.documents import Document
    from cphub.model.reports import Report
    from cphub.registry import Plugin
    from cphub.settings import Settings

WIDTH = 80  # of what goes to no terminal


@dataclass(frozen=True, slots=True)
class Chosen:
    """A format, where it is written to, and the settings that the user typed for it.

    `limit` is how many bytes a page of the wiki that it is for may have, 0 for the format's
    own limit; `language` is the one that the report speaks, "" for English,
    `labels` what cphub.toml calls topics and the like in it, by their English labels.
    """

    plugin: Plugin
    output: Path | None
    asked: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 0
    language: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The format's name."""
        return self.plugin.name

    def write(self, report: Report | Document, preset: Mapping[str, Any] | None = None) -> None:
        """Render `report` and write it; what a user should know of it goes to standard error.

        Args:
            report: what is rendered.
            preset: settings that the command chooses, for formats that have them.
        """
        if self.language:
            from cphub.locale import translated  # noqa: PLC0415  # only where asked for

            iso_days = self.plugin.attributes.get("iso_days", False)
            report = translated(report, self.language, iso_days=iso_days, labels=self.labels)
        if self._as_pages(report):
            return
        chosen = {**_of_terminal(self.output), **(preset or {}), **self.asked}
        settings = self.plugin.settings
        options = {name: value for name, value in chosen.items() if name in settings}
        write_out(self.plugin.function(report, **options), self.output)
        remark = self.plugin.attributes.get("remark")
        if remark is not None and (said := remark(report, **self.asked, **self._limits())):
            say(said)

    def _limits(self) -> dict[str, int]:
        return {"max_bytes": self.limit} if self.limit else {}

    def _as_pages(self, report: Report | Document) -> bool:
        """Write a report that may be several files, if it goes to a file; tell whether it did."""
        pages = self.plugin.attributes.get("pages")
        path = self.output
        if pages is None or path is None or path == STDOUT or is_stream(path):
            return False
        parts = pages(report, **self.asked, **self._limits())
        if len(parts) == 1:
            write_out(parts[0][1], path)
            return True
        names = [path.with_name(f"{path.stem}.{n}{path.suffix}") for n in range(1, len(parts))]
        # The page that leads to the others comes last, so that it never leads to nothing.
        for name, (_, text) in zip(names, parts[1:], strict=True):
            write_out(text, name)
        write_out(parts[0][1], path)
        say(
            f"The report is longer than a page of the wiki may be, so it is in {len(parts)} files: "
            f"save {clean(path.name)} as the page, and {clean(names[0].name)} to "
            f"{clean(names[-1].name)} as its subpages /1 to /{len(names)}."
            if len(names) > 1
            else "The report is longer than a page of the wiki may be, so it is in 2 files: "
            f"save {clean(path.name)} as the page, and {clean(names[0].name)} as its subpage /1."
        )
        return True


def prefixes_of(settings: Settings, target: str) -> tuple[Mapping[str, str], int]:
    """Return the interwiki prefixes that a wiki has, and how many bytes a page of it may have.

    Nothing and 0 where the catalogue does not know the wiki, which is said.

    Raises:
        UsageError: neither the catalogue nor cphub.toml has such a wiki.
    """
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.settings.values import unknown  # noqa: PLC0415
    from cphub.workflows._prefixes import prefixes_for  # noqa: PLC0415

    wikis = {}
    prefixes: Mapping[str, str] = {}
    if settings.catalog.is_file():
        with open_catalogue(settings.catalog, write=False) as catalogue:
            wikis = catalogue.wikis()
            prefixes = prefixes_for(catalogue, target)
    if target in wikis:
        return prefixes, wikis[target].max_article_size
    if target not in settings.wikis:
        raise UsageError(unknown("wiki", target, sorted({*wikis, *settings.wikis})))
    say(
        f"What {target} calls other wikis is not known before a harvest there: links have their "
        "whole addresses."
    )
    return {}, 0


def _of_terminal(output: Path | None) -> dict[str, Any]:
    """Return how wide and colourful what is shown may be."""
    live = output in {None, STDOUT} and is_terminal(sys.stdout)
    return {
        "width": columns(sys.stdout) if live else WIDTH,
        "colour": live and not os.environ.get("NO_COLOR"),
        "plain": is_plain() or not live,
    }
