"""Lay a hub's own entries over the shipped vocabulary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from cphub.data.entries import ByLanguage, Placeholder, Service, TemplateEntry, TimeWords, Words
from cphub.data.matching import language_of, template_key
from cphub.data.reading import (
    Table,
    VocabularyError,
    build,
    check_keys,
    nearest,
    shipped,
    texts,
)
from cphub.data.vocabulary import ANY, Vocabulary

HUB = "the hub's cphub.toml"


def load_vocabulary(extra: Table | None = None) -> Vocabulary:
    """Return the shipped vocabulary with a hub's own entries and mutes.

    Args:
        extra: the parsed `[vocabulary]` table of cphub.toml. `templates.<id>` and
            `services.<id>` change the entry of that id or add one (names are added to the
            entry's, other keys replace its own); `mute = true` drops the entry, and a
            template's `mute = ["Name"]` drops names. `placeholders.add` and
            `placeholders.mute` are lists of texts (`mute` takes ids too).
            `time.<language>` adds words to `deadline`, `coming`, `until`, `past` or
            `recurring`, and drops those in `mute`.

    Raises:
        VocabularyError: an unknown key or a value of the wrong kind, with the nearest
            known name.
    """
    base = shipped()
    if not extra:
        return base
    check_keys(extra, ("templates", "services", "placeholders", "time"), "vocabulary")
    digest = hashlib.sha256(base.digest.encode())
    digest.update(json.dumps(extra, sort_keys=True, ensure_ascii=False, default=str).encode())
    return replace(
        base,
        templates=_templates(base.templates, _tables(extra, "templates")),
        services=_services(base.services, _tables(extra, "services")),
        placeholders=_placeholders(base.placeholders, _table(extra, "placeholders")),
        time=_time(base.time, _tables(extra, "time")),
        digest=digest.hexdigest(),
    )


def _table(parent: Table, key: str) -> Table:
    value = parent.get(key, {})
    if not isinstance(value, Mapping):
        raise VocabularyError(f"vocabulary.{key} must be a table")
    return value


def _tables(parent: Table, key: str) -> Mapping[str, Table]:
    value = _table(parent, key)
    for name, inner in value.items():
        if not isinstance(inner, Mapping):
            raise VocabularyError(f"vocabulary.{key}.{name} must be a table")
    return value


def _templates(
    base: Mapping[str, TemplateEntry], extra: Mapping[str, Table]
) -> dict[str, TemplateEntry]:
    own = {}
    for name, table in extra.items():
        where = f"vocabulary.templates.{name}"
        entry = base.get(name)
        if _muted(TemplateEntry, name, table, base):
            continue
        changed = build(TemplateEntry, _changed(entry, name, table), where)
        mute = {template_key(text) for text in texts(table, "mute", where)}
        own[name] = replace(changed, names=_names(entry, changed, mute))
    # The hub's entries come last: a name that it gives to another meaning is then its own.
    return {**{name: entry for name, entry in base.items() if name not in extra}, **own}


def _names(entry: TemplateEntry | None, changed: TemplateEntry, mute: set[str]) -> ByLanguage:
    names: dict[str, Words] = {}
    for source in (entry, changed):
        for code, of_language in source.names.items() if source else ():
            key = code if code == ANY else language_of(code)
            kept = (name for name in of_language if template_key(name) not in mute)
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), *kept)))
    return names


def _services(base: Mapping[str, Service], extra: Mapping[str, Table]) -> dict[str, Service]:
    own = {}
    for name, table in extra.items():
        where = f"vocabulary.services.{name}"
        entry = base.get(name)
        if not _muted(Service, name, table, base):
            own[name] = build(Service, {"kind": "service", **_changed(entry, name, table)}, where)
    return {**{name: entry for name, entry in base.items() if name not in extra}, **own}


def _changed(entry: TemplateEntry | Service | None, name: str, table: Table) -> dict[str, Any]:
    known = {field.name: getattr(entry, field.name) for field in fields(entry)} if entry else {}
    own = {key: value for key, value in table.items() if key != "mute"}
    return {"source": HUB, **known, **own, "id": name}


def _muted(kind: type[TemplateEntry | Service], name: str, table: Table, base: Table) -> bool:
    where = f"vocabulary.{'services' if kind is Service else 'templates'}.{name}"
    keys = [field.name for field in fields(kind) if field.name != "id"]
    check_keys(table, [*keys, "mute"], where)
    if "mute" in table and name not in base:
        raise VocabularyError(f"{where}: there is no such entry to mute{nearest(name, base)}")
    return table.get("mute") is True


def _placeholders(base: Mapping[str, Placeholder], extra: Table) -> dict[str, Placeholder]:
    where = "vocabulary.placeholders"
    check_keys(extra, ("add", "mute"), where)
    mute = {text.casefold() for text in texts(extra, "mute", where)}
    known = {*base, *(word.casefold() for entry in base.values() for word in _words(entry))}
    for text in sorted(mute - known):
        raise VocabularyError(f'{where}: there is no "{text}" to mute{nearest(text, known)}')
    entries = {
        name: replace(entry, words={code: _without(w, mute) for code, w in entry.words.items()})
        for name, entry in base.items()
        if name not in mute
    }
    added = texts(extra, "add", where)
    if added:
        entries["hub"] = Placeholder("hub", "sure", "anywhere", {ANY: added})
    return entries


def _words(entry: Placeholder) -> Words:
    return tuple(word for words in entry.words.values() for word in words)


def _time(base: Mapping[str, TimeWords], extra: Mapping[str, Table]) -> dict[str, TimeWords]:
    entries = dict(base)
    check_keys([language_of(code) for code in extra], base, "vocabulary.time")
    for name, table in extra.items():
        where = f"vocabulary.time.{name}"
        check_keys(table, ("deadline", "coming", "until", "past", "recurring", "mute"), where)
        mute = {text.casefold() for text in texts(table, "mute", where)}
        entry = entries[language_of(name)]
        entries[language_of(name)] = replace(
            entry,
            deadline=_without((*entry.deadline, *texts(table, "deadline", where)), mute),
            coming=_without((*entry.coming, *texts(table, "coming", where)), mute),
            until=_without((*entry.until, *texts(table, "until", where)), mute),
            past=_without((*entry.past, *texts(table, "past", where)), mute),
            recurring=_without((*entry.recurring, *texts(table, "recurring", where)), mute),
        )
    return entries


def _without(words: Words, mute: set[str]) -> Words:
    return tuple(dict.fromkeys(word for word in words if word.casefold() not in mute))
