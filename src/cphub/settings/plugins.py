"""Check what cphub.toml says of sources and rules against the plug-ins that there are.

Settings stand below the sources and the rules, so the plug-ins come in as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cphub.registry import Plugin
from cphub.settings.load import as_error
from cphub.settings.shape import Settings
from cphub.settings.values import Wrong, check_bounds, check_inside, convert, suggestion, unknown


def check_plugins(
    settings: Settings, *, sources: Mapping[str, Plugin], rules: Mapping[str, Plugin]
) -> Settings:
    """Return `settings` with the sources' and the rules' own settings in their types.

    Raises:
        SettingsError: a kind, a rule or one of their settings is unknown, missing or of the
            wrong type.
    """
    settings, problems = fit_plugins(settings, sources=sources, rules=rules)
    if problems:
        raise as_error(settings, problems)
    return settings


def fit_plugins(
    settings: Settings, *, sources: Mapping[str, Plugin], rules: Mapping[str, Plugin]
) -> tuple[Settings, list[str]]:
    """Return what `check_plugins` does, and every problem in place of an error."""
    problems: list[str] = []
    checked_sources = []
    for source in settings.sources:
        where = f"source {source.name}"
        if source.kind not in sources:
            problems.append(f"{where}: {unknown('kind', source.kind, sources)}")
            continue
        options = _fit(
            sources[source.kind], source.options, settings.folder, f"{where}: ", problems
        )
        checked_sources.append(replace(source, options=options))
    checked_rules = {}
    for name, table in settings.rules.items():
        if name not in rules:
            near = suggestion(name, rules) or "; `cphub explain` lists them"
            problems.append(f'[rules.{name}]: unknown rule "{name}"{near}')
            continue
        checked_rules[name] = _fit(rules[name], table, settings.folder, f"rules.{name}.", problems)
    return replace(settings, sources=tuple(checked_sources), rules=checked_rules), problems


def _fit(
    plugin: Plugin, table: Mapping[str, Any], folder: Path, where: str, problems: list[str]
) -> dict[str, Any]:
    fitted: dict[str, Any] = {}
    for key, value in table.items():
        setting = plugin.settings.get(key)
        if setting is None:
            place = where.rstrip(".: ")
            near = suggestion(key, plugin.settings)
            problems.append(f'unknown key "{key}" in {place}{near}')
            continue
        try:
            fitted[key] = convert(value, setting.type, folder)
            check_inside(value, fitted[key], folder)
            check_bounds(fitted[key], setting)
        except Wrong as wrong:
            problems.append(f"{where}{key} {wrong}")
    problems.extend(
        f"{where}{setting.name} is missing"
        for setting in plugin.settings.values()
        if setting.required and setting.name not in table
    )
    return fitted
