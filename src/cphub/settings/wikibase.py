"""Read `[wikibase]` of cphub.toml: which properties and items a Wikibase has for cphub's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from cphub.model.addresses import link_address
from cphub.model.reviews import Verdict
from cphub.model.wikibase import ITEM, PROPERTY, Wikibase
from cphub.settings.values import (
    Wrong,
    check_inside,
    check_language,
    convert,
    shown,
    suggestion,
    unknown,
)

PROPERTIES = (
    *("instance_of", "url", "title", "language", "level", "topic", "audience", "kind"),
    *("time_required", "verdict", "reviewed", "wikidata_item", "reference_url"),
)
"""What may be mapped to a property."""

UNITS = ("minute", "day", "week")
"""Units that a time may be given in."""

_KEYS: dict[str, Iterable[str]] = {
    "properties": PROPERTIES,
    "levels": ("beginner", "intermediate", "expert"),
    "verdicts": tuple(Verdict),
    "units": UNITS,
}


def read_wikibase(table: dict[str, Any], folder: Path, problems: list[str]) -> Wikibase:
    """Return what the table says, as far as it can be read; what is wrong goes to `problems`.

    Args:
        table: `[wikibase]` as TOML has it.
        folder: that of the settings file.
        problems: sentences that begin with the name of the key.
    """
    keys = [each.name for each in fields(Wikibase)]
    problems += [
        f'unknown key "{key}" in [wikibase]{suggestion(key, keys)}'
        for key in table
        if key not in keys
    ]
    given: dict[str, Any] = {}
    for key in (key for key in keys if key in table):
        try:
            if key == "known":
                given[key] = _file(table[key], folder)
            elif key == "url":
                given[key] = _address(convert(table[key], str, folder))
            elif key == "instance":
                given[key] = _number(table[key], "item")
            else:
                given[key] = _mapping(key, table[key], problems)
        except Wrong as wrong:
            problems.append(f"wikibase.{key} {wrong}")
    if table and "url" not in table:
        problems.append("wikibase.url is missing")
    return Wikibase(**given)


def _file(value: Any, folder: Path) -> Path:
    path: Path = convert(value, Path, folder)
    check_inside(value, path, folder)
    return path


def _address(text: str) -> str:
    if not link_address(text):
        raise Wrong(f"must be the address of a Wikibase, not {shown(text)}")
    return link_address(text)


def _mapping(name: str, table: Any, problems: list[str]) -> dict[str, str]:
    if not isinstance(table, dict):
        raise Wrong(f"must be a table, [wikibase.{name}], not {shown(table)}")
    found = {}
    for key, value in table.items():
        try:
            _check_key(name, key)
            found[key] = _number(value, "property" if name == "properties" else "item")
        except Wrong as wrong:
            problems.append(f"wikibase.{name}.{key} {wrong}")
    return found


def _check_key(name: str, key: str) -> None:
    if name == "languages":
        check_language(key)
    elif name in _KEYS and key not in _KEYS[name]:
        raise Wrong(f"is an {unknown('key', key, _KEYS[name])}")


def _number(value: Any, what: str) -> str:
    """Return the number of an item or a property; "" for one that is not wanted."""
    form, example = (PROPERTY, "P31") if what == "property" else (ITEM, "Q42")
    if not isinstance(value, str) or not (value == "" or form.fullmatch(value)):
        raise Wrong(f'must be a number such as "{example}", not {shown(value)}')
    return value
