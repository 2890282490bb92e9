"""Look for what would keep cphub from working, and say what to do about it."""

from __future__ import annotations

import os
import platform
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cphub import __version__
from cphub.catalogue import folder_of, open_catalogue
from cphub.catalogue.connection import journal_mode
from cphub.catalogue.health import health, sqlite_version
from cphub.errors import CphubError
from cphub.model.pages import Wiki
from cphub.model.progress import Progress
from cphub.settings import Settings, WikiSettings
from cphub.wiki.auth import load_credentials
from cphub.wiki.client import Client, user_agent
from cphub.wiki.endpoint import Endpoint
from cphub.workflows.wikis import Reach, connect_to, make_plan, open_client

OLDEST_PYTHON = (3, 11)
MOST_SKEW = 300.0  # seconds; beyond, "two years ago" is still right, "today" is not


class Health(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `advice` says what to do, "" where there is nothing."""

    what: str
    health: Health
    found: str
    advice: str = ""


def programs() -> Iterator[Check]:
    """Look at cphub itself and what it runs on."""
    yield Check("cphub", Health.OK, __version__)
    new = sys.version_info >= OLDEST_PYTHON
    yield Check(
        "Python",
        Health.OK if new else Health.ERROR,
        platform.python_version(),
        "" if new else "cphub needs Python 3.11 or later",
    )
    version, new = sqlite_version()
    yield Check(
        "SQLite",
        Health.OK if new else Health.ERROR,
        version,
        "" if new else "use a Python that was built with a newer SQLite",
    )


def contact(settings: Settings) -> Check:
    """Look at whether wikis can be told who asks."""
    try:
        return Check("contact", Health.OK, user_agent(settings.contact))
    except CphubError as error:
        return _failed("contact", error)


def offline(settings: Settings) -> Iterator[Check]:
    """Look at what a harvest would refuse before it asks a wiki: addresses, logins, sources.

    Yields nothing where all of it is well.
    """
    wikis: dict[str, Wiki] = {}
    for wiki in settings.wikis.values():
        try:
            Endpoint(wiki.name, wiki.api, wiki.allow_insecure)
            if wiki.token_file is not None:
                load_credentials(wiki.token_file)
        except CphubError as error:
            yield _failed("settings", error)
        wikis[wiki.name] = Wiki(wiki.name, wiki.api, "", "", "", "", "", "")
    for source in settings.sources:
        if Path("-") in source.options.values():
            continue  # it would wait for standard input
        try:
            make_plan(wikis[source.wiki], source)
        except CphubError as error:
            message = f"source {source.name}: {error.message}"
            yield Check("settings", Health.ERROR, message, error.hint)


def catalogue(path: Path) -> Iterator[Check]:
    """Look at the catalogue's file, if there is one, and its folder."""
    if not path.exists():
        folder = folder_of(path)
        writable = os.access(folder, os.W_OK)
        yield Check(
            "catalogue",
            Health.OK if writable else Health.ERROR,
            f"{path} is not there yet",
            "" if writable else f"make {folder} a folder that you can write to",
        )
        return
    try:
        with open_catalogue(path, write=False) as opened:
            found = health(opened)
    except CphubError as error:
        yield _failed("catalogue", error)
        return
    if found.problems:
        yield Check(
            "catalogue",
            Health.ERROR,
            f"{path} is damaged: {found.problems[0]}",
            "restore it from a backup, or move it away and harvest again",
        )
    else:
        yield Check("catalogue", Health.OK, f"{path}, {path.stat().st_size / 2**20:.1f} MB")
    if not os.access(path, os.W_OK):
        yield Check(
            "catalogue", Health.WARNING, f"{path} cannot be written", "reports work, harvest not"
        )
    yield _journal(path, found.journal)


def _journal(path: Path, mode: str) -> Check:
    wanted = journal_mode(path)
    if mode == "WAL" and wanted != "WAL":
        return Check(
            "journal",
            Health.WARNING,
            "WAL on a network file system, where it is not safe",
            "`cphub harvest` changes it",
        )
    where = "" if wanted == "WAL" else ": the file is on a network file system"
    return Check("journal", Health.OK, f"{mode}{where}")


def wikis(settings: Settings, progress: Progress, reach: Reach | None = None) -> Iterator[Check]:
    """Ask each wiki who it is, who we are there, and what time it has."""
    reach = reach or Reach()
    try:
        opened = open_client(settings, reach, progress, threading.Event())
    except CphubError as error:  # there is no contact, or the environment's proxy is none
        yield _failed("network", error)
        return
    with opened as client:
        for wiki in settings.wikis.values():
            yield from _wiki(client, wiki, reach)


def _wiki(client: Client, wiki: WikiSettings, reach: Reach) -> Iterator[Check]:
    what = f"wiki {wiki.name}"
    try:
        site = connect_to(client, wiki, reach)
    except CphubError as error:
        yield _failed(what, error)
        return
    who = f"logged in as {site.user}" if site.user else "not logged in"
    yield Check(
        what,
        Health.OK,
        f"{site.wiki.sitename}, {site.wiki.generator}, {who}, {site.limit} pages a request",
    )
    if abs(site.skew) > MOST_SKEW:
        side = "ahead of" if site.skew > 0 else "behind"
        yield Check(
            what,
            Health.WARNING,
            f"its clock is {abs(site.skew):.0f} s {side} yours",
            "set this machine's clock",
        )


def _failed(what: str, error: CphubError) -> Check:
    return Check(what, Health.ERROR, error.message, error.hint)
