"""Read cphub.toml and the environment.

What is wrong is gathered, so that one look at the message tells how much there is to mend.
Precedence: a command's option, then the environment, then cphub.toml, then the default;
options are the command line's business.
"""

from __future__ import annotations

import os
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from cphub.errors import SettingsError
from cphub.settings.bounds import beyond
from cphub.settings.files import open_to_read
from cphub.settings.shape import (
    DEFAULT_CATALOG,
    DEFAULT_CONFIG,
    LinksSettings,
    PolitenessSettings,
    ReportSettings,
    ReviewSettings,
    Settings,
    SourceSettings,
    WikiSettings,
)
from cphub.settings.toml import NotToml, read_toml
from cphub.settings.values import (
    Wrong,
    check_language,
    convert,
    is_inside,
    shown,
    suggestion,
    unknown,
)
from cphub.settings.wikibase import read_wikibase

CATALOG_SUFFIXES = (".db", ".sqlite", ".sqlite3")
WORDS = ("vocabulary", "topics", "audiences", "kinds", "levels")  # read by cphub.data


def find_config(path: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings are: `path`, else $CPHUB_CONFIG, else `cphub.toml`."""
    return path or Path(environ.get("CPHUB_CONFIG") or DEFAULT_CONFIG)


def load_settings(
    path: Path | None, *, required: bool = True, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings of the file at `path` (see `find_config`) and the environment.

    With `required=False` the defaults stand in for a cphub.toml that is not there; a file
    that was asked for by name must be.

    Raises:
        SettingsError: there is no such file, it is no TOML, or something in it is wrong.
    """
    settings, problems = read_settings(path, required=required, environ=environ)
    if problems:
        raise as_error(settings, problems)
    return settings


def read_settings(
    path: Path | None, *, required: bool = True, environ: Mapping[str, str] = os.environ
) -> tuple[Settings, list[str]]:
    """Return what `load_settings` does as far as it can be read, and everything wrong in it.

    Raises:
        SettingsError: there is no such file or it is no TOML.
    """
    where = find_config(path, environ)
    optional = not required and where == DEFAULT_CONFIG and path is None
    if optional and not os.path.lexists(where):  # a broken link is no reason for defaults
        return Settings(catalog=Path(environ.get("CPHUB_CATALOG") or DEFAULT_CATALOG)), []
    (reader := _Reader(where.parent)).read(where, _parse(where), environ)
    return reader.settings, reader.problems


def as_error(settings: Settings, problems: list[str]) -> SettingsError:
    """Return the error that tells the first problem and how many more there are."""
    more = len(problems) - 1
    hint = f"{more} more problem{'s' * (more > 1)} in it; `cphub doctor` lists all" if more else ""
    return SettingsError(f"{settings.path or DEFAULT_CONFIG}: {problems[0]}", hint)


def _parse(where: Path) -> dict[str, Any]:
    try:
        with open_to_read(where) as file:
            return read_toml(file)
    except FileNotFoundError as error:
        if where == DEFAULT_CONFIG:
            raise SettingsError("no cphub.toml here", "write one with `cphub init`") from error
        raise SettingsError(
            f"no file {where}", "--config or CPHUB_CONFIG names the settings file"
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot read {where}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{where} is not UTF-8 text", "save it as UTF-8") from error
    except NotToml as error:
        raise SettingsError(
            f"{where} is not valid TOML: {error}", "TOML is described at https://toml.io"
        ) from error


@dataclass
class _Reader:
    """Takes the file apart; what does not fit goes to `problems`."""

    folder: Path
    problems: list[str] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)

    def read(self, where: Path, content: dict[str, Any], environ: Mapping[str, str]) -> None:
        self.know(content, [f.name for f in fields(Settings) if f.name != "path"], "")
        catalog = self.value(content, "catalog", Path, self.folder / DEFAULT_CATALOG, "")
        if catalog.suffix not in CATALOG_SUFFIXES and not is_inside(catalog, self.folder):
            # somebody else's settings must not put a file among your own programs'
            self.problems.append(
                f"catalog must end in {' or '.join(CATALOG_SUFFIXES)} where it is not in the "
                "folder of the settings file"
            )
        wikis = self.wikis(content)
        self.settings = Settings(
            path=where,
            contact=self.value(content, "contact", str, "", "").strip(),
            catalog=Path(environ.get("CPHUB_CATALOG") or catalog),
            languages=self.languages(content),
            wikis=wikis,
            sources=self.sources(content, wikis),
            rules=self.rules(content),
            **{name: self.table(content, name, "") for name in WORDS},
            politeness=self.fill(
                PolitenessSettings, self.table(content, "politeness", ""), "politeness"
            ),
            report=self.fill(ReportSettings, self.table(content, "report", ""), "report"),
            review=self.fill(ReviewSettings, self.table(content, "review", ""), "review"),
            links=self.fill(LinksSettings, self.table(content, "links", ""), "links"),
            wikibase=read_wikibase(self.table(content, "wikibase", ""), self.folder, self.problems),
        )
        self.problems += beyond(self.settings)

    def languages(self, content: dict[str, Any]) -> tuple[str, ...]:
        codes: tuple[str, ...] = self.value(content, "languages", tuple[str, ...], (), "")
        for code in codes:
            try:
                check_language(code)
            except Wrong as wrong:
                self.problems.append(f"languages {wrong}")
        return codes

    def wikis(self, content: dict[str, Any]) -> dict[str, WikiSettings]:
        tables = self.table(content, "wikis", "")
        wikis: dict[str, WikiSettings] = {}
        addresses: dict[str, str] = {}
        for name in tables:
            table = self.table(tables, name, "wikis")
            wikis[name] = self.fill(WikiSettings, table, f"wikis.{name}", name=name)
            first = addresses.setdefault(wikis[name].api, name)
            if first != name:
                self.problems.append(f"wikis.{name} has the api of wikis.{first}: it is one wiki")
        for wiki in wikis.values():
            if wiki.repository and wiki.repository not in wikis:
                wrong = unknown("wiki", wiki.repository, wikis)
                self.problems.append(f"wikis.{wiki.name}.repository: {wrong}")
        return wikis

    def sources(
        self, content: dict[str, Any], wikis: Mapping[str, Any]
    ) -> tuple[SourceSettings, ...]:
        listed = content.get("sources", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.problems.append("sources must be written as [[sources]], one table a source")
            return ()
        sources: list[SourceSettings] = []
        for number, table in enumerate(listed, start=1):
            name = table.get("name")
            named = f"source {name}" if isinstance(name, str) and name else f"source {number}"
            source = SourceSettings(
                name=self.value(table, "name", str, None, named),
                wiki=self.value(table, "wiki", str, None, named),
                kind=self.value(table, "kind", str, None, named),
                options={k: v for k, v in table.items() if k not in {"name", "wiki", "kind"}},
            )
            if source.name and source.name in {other.name for other in sources}:
                self.problems.append(f"{named}: there are two sources of this name")
            if source.wiki and source.wiki not in wikis:
                self.problems.append(f"{named}: {unknown('wiki', source.wiki, wikis)}")
            sources.append(source)
        return tuple(sources)

    def rules(self, content: dict[str, Any]) -> dict[str, dict[str, Any]]:
        tables = self.table(content, "rules", "")
        return {name: self.table(tables, name, "rules") for name in tables}

    def fill(self, shape: Any, table: dict[str, Any], where: str, **given: Any) -> Any:
        """Return the dataclass `shape` made of `table` and of what is already `given`."""
        types = typing.get_type_hints(shape)
        keys = [each for each in fields(shape) if each.name not in given]
        self.know(table, [each.name for each in keys], where)
        for each in keys:
            default = None if each.default is MISSING else each.default
            given[each.name] = self.value(table, each.name, types[each.name], default, where)
        return shape(**given)

    def know(self, table: dict[str, Any], known: list[str], where: str) -> None:
        """Complain of every key of `table` that is not in `known`."""
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                self.problems.append(f'unknown key "{key}"{place}{suggestion(key, known)}')

    def table(self, parent: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        value = parent.get(key, {})
        if isinstance(value, dict):
            return value
        path = f"{where}.{key}" if where else key
        self.problems.append(f"{path} must be a table, [{path}], not {shown(value)}")
        return {}

    def value(self, table: dict[str, Any], key: str, wanted: Any, default: Any, where: str) -> Any:
        """Return the value of `key`; `default` None means that there must be one."""
        path = f"{where}: {key}" if where.startswith("source ") else f"{where}.{key}".lstrip(".")
        if key not in table:
            if default is None and type(None) not in typing.get_args(wanted):
                self.problems.append(f"{path} is missing")
                return ""
            return default
        try:
            value = convert(table[key], wanted, self.folder)
        except Wrong as wrong:
            self.problems.append(f"{path} {wrong}")
            return "" if default is None else default
        if value == "" and default is None:
            self.problems.append(f"{path} is empty")
        return value
