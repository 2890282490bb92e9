"""From settings to wikis that can be asked: who is chosen, by which way, as whom."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cphub.rules
import cphub.sources
from cphub.errors import SettingsError, UsageError
from cphub.model.pages import Wiki
from cphub.model.progress import Progress
from cphub.registry import discover
from cphub.settings import Settings, SourceSettings, WikiSettings, check_plugins
from cphub.settings.values import suggestion
from cphub.sources._plan import Plan
from cphub.wiki.auth import Credentials, load_credentials
from cphub.wiki.client import Client, Endpoint, Politeness, Transport
from cphub.wiki.endpoint import is_wikimedia
from cphub.wiki.site import Site, connect


@dataclass(frozen=True, slots=True)
class Reach:
    """How wikis are reached: a transport in place of the network, and a token file."""

    transport: Transport | None = None
    token_file: Path | None = None


def checked(settings: Settings) -> Settings:
    """Return `settings` with the sources' and rules' own settings in their types.

    Raises:
        SettingsError: one of them is unknown, missing or wrong.
    """
    return check_plugins(settings, sources=discover(cphub.sources), rules=discover(cphub.rules))


def chosen_sources(settings: Settings, names: Sequence[str]) -> tuple[SourceSettings, ...]:
    """Return the sources called `names`, all of them if there are none.

    Raises:
        UsageError: a name is none of cphub.toml's.
        SettingsError: cphub.toml names no source.
    """
    where = settings.path or Path("cphub.toml")
    if not settings.sources:
        raise SettingsError(f"{where} names no source", "add a [[sources]] table to it")
    known = {source.name: source for source in settings.sources}
    for name in names:
        if name not in known:
            near = suggestion(name, known)
            raise UsageError(f'there is no source "{name}" in {where}{near}')
    return tuple(known[name] for name in dict.fromkeys(names)) or settings.sources


def by_wiki(
    settings: Settings, sources: Iterable[SourceSettings]
) -> dict[WikiSettings, list[SourceSettings]]:
    """Return the sources of each wiki, wikis in the order of their first source."""
    found: dict[WikiSettings, list[SourceSettings]] = {}
    for source in sources:
        found.setdefault(settings.wikis[source.wiki], []).append(source)
    return found


def open_client(
    settings: Settings, reach: Reach, progress: Progress, stop: threading.Event
) -> Client:
    """Return a client as polite as cphub.toml says.

    Raises:
        SettingsError: there is no contact in it, or the token file for all wikis holds no login.
    """
    if reach.token_file is not None:
        load_credentials(reach.token_file)  # one error, before any wiki is asked
    polite = settings.politeness
    return Client(
        settings.contact,
        politeness=Politeness(
            per_minute=polite.per_minute,
            in_flight=polite.in_flight,
            attempts=polite.attempts,
            longest_retry_after=polite.longest_retry_after,
            budget=polite.budget,
            deadline=polite.deadline,
        ),
        transport=reach.transport,
        on_wait=progress.wait,
        stop=stop,
    )


def connect_to(client: Client, wiki: WikiSettings, reach: Reach) -> Site:
    """Connect to a wiki, as whoever its token file, the option or the environment names.

    A login of the option or the environment that was not made for this wiki is not used for
    it; one that cphub.toml names for the wiki is an error then.

    Raises:
        WikiError: the wiki does not answer as one.
        SettingsError: the address or the token file is wrong.
    """
    endpoint = Endpoint(wiki.name, wiki.api, wiki.allow_insecure)
    return connect(client, endpoint, _credentials(endpoint, wiki, reach))


def _credentials(endpoint: Endpoint, wiki: WikiSettings, reach: Reach) -> Credentials | None:
    if wiki.token_file is not None:
        return load_credentials(wiki.token_file)
    credentials = load_credentials(reach.token_file)
    if credentials is None:
        return None
    made_for = is_wikimedia(endpoint.host) or endpoint.host == credentials.host.lower()
    return credentials if made_for else None


def make_plan(wiki: Wiki, source: SourceSettings) -> Plan:
    """Return the plan of a source on its wiki.

    Raises:
        SettingsError: the source's own settings make no sense there.
    """
    plan: Plan = discover(cphub.sources)[source.kind].function(wiki, **source.options)
    return plan


def histories_since(settings: Settings, today: datetime) -> datetime:
    """Return since when an edit may hide that nobody edited: `untouched-page`'s own age."""
    rule = discover(cphub.rules)["untouched-page"]
    table = settings.rules.get(rule.name, {})
    days = table.get("max_age_days", rule.settings["max_age_days"].default)
    return today - timedelta(days=days)
