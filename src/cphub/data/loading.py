"""Read the vocabularies from TOML and lay a hub's own entries over them."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import msgspec

from cphub.data.entries import (
    LanguageNote,
    PageWords,
    Placeholder,
    Service,
    TemplateEntry,
    TimeWords,
)
from cphub.data.matching import language_of, template_key
from cphub.data.vocabulary import ANY, Vocabulary

FILES = ("maintenance_templates", "services", "placeholders", "time", "pages")
HUB = "the hub's cphub.toml"

T = TypeVar("T", TemplateEntry, Service, Placeholder, TimeWords, PageWords, LanguageNote)
Table = Mapping[str, Any]


class VocabularyError(ValueError):
    """An entry of a vocabulary is not well formed; the text says where and what is meant."""


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
    if not extra:
        return _shipped()
    base = _shipped()
    _known(extra, ("templates", "services", "placeholders", "time"), "vocabulary")
    digest = hashlib.sha256(base.digest.encode())
    digest.update(json.dumps(extra, sort_keys=True, ensure_ascii=False, default=str).encode())
    return replace(
        base,
        templates=_with_templates(base.templates, _table(extra, "templates")),
        services=_with_services(base.services, _table(extra, "services")),
        placeholders=_with_placeholders(base.placeholders, _table(extra, "placeholders")),
        time=_with_time(base.time, _table(extra, "time")),
        digest=digest.hexdigest(),
    )


@cache
def _shipped() -> Vocabulary:
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for name in FILES:
        content = (resources.files("cphub.data") / f"{name}.toml").read_bytes()
        digest.update(content)
        tables[name] = tomllib.loads(content.decode())
    notes = {
        name: {
            code: _build(LanguageNote, note, f"{name}.notes.{code}")
            for code, note in tables[name].pop("notes").items()
        }
        for name in ("maintenance_templates", "placeholders")
    }
    templates, services, placeholders, time, pages = (tables[name] for name in FILES)
    return Vocabulary(
        templates=_all(TemplateEntry, templates, "maintenance_templates", "id"),
        services=_all(Service, services, "services", "id"),
        placeholders=_all(Placeholder, placeholders, "placeholders", "id"),
        time=_all(TimeWords, time, "time", "language"),
        pages=_all(PageWords, pages, "pages", "language"),
        notes={"templates": notes["maintenance_templates"], "placeholders": notes["placeholders"]},
        digest=digest.hexdigest(),
    )


def _all(kind: type[T], tables: Table, where: str, key: str) -> dict[str, T]:
    return {
        name: _build(kind, {key: name, **table}, f"{where}.{name}")
        for name, table in tables.items()
    }


def _build(kind: type[T], table: Table, where: str) -> T:
    _known(table, [f.name for f in fields(kind)], where)
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}: {error}") from error


def _known(table: Table, known: Iterable[str], where: str) -> None:
    """Refuse keys of `table` that are not `known`, naming the nearest."""
    known = list(known)
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}"
            raise VocabularyError(f'{where}: unknown key "{key}"; {hint}')


def _table(parent: Table, key: str) -> Table:
    value = parent.get(key, {})
    if not isinstance(value, Mapping):
        raise VocabularyError(f"vocabulary.{key} must be a table")
    for name, inner in value.items():
        if key != "placeholders" and not isinstance(inner, Mapping):
            raise VocabularyError(f"vocabulary.{key}.{name} must be a table")
    return value


def _texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    try:
        return msgspec.convert(table.get(key, ()), tuple[str, ...])
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}.{key}: {error}") from error


def _plain(entry: TemplateEntry | Service) -> dict[str, Any]:
    return {f.name: getattr(entry, f.name) for f in fields(entry)}


def _with_templates(base: Mapping[str, TemplateEntry], extra: Table) -> dict[str, TemplateEntry]:
    entries = dict(base)
    for name, table in extra.items():
        where = f"vocabulary.templates.{name}"
        _known(table, [*(f.name for f in fields(TemplateEntry) if f.name != "id"), "mute"], where)
        mute = table.get("mute", False)
        _exists_to_mute(name, base, where, mute=mute is not False)
        if mute is True:
            del entries[name]
            continue
        known = _plain(entries[name]) if name in entries else {"source": HUB, "names": {}}
        new = _build(
            TemplateEntry,
            {**known, "id": name, **{k: v for k, v in table.items() if k != "mute"}},
            where,
        )
        muted = {template_key(text) for text in _texts({"mute": mute or ()}, "mute", where)}
        names: dict[str, tuple[str, ...]] = {}
        for code, texts in (*known["names"].items(), *new.names.items()):
            code_ = code if code == ANY else language_of(code)
            keep = (text for text in texts if template_key(text) not in muted)
            names[code_] = tuple(dict.fromkeys((*names.get(code_, ()), *keep)))
        entries[name] = replace(new, names=names)
    return _own_names_win(entries, extra)


def _own_names_win(entries: dict[str, TemplateEntry], extra: Table) -> dict[str, TemplateEntry]:
    """Put the hub's entries last, so that a name it gives to another meaning is its own."""
    own = {name: entries.pop(name) for name in extra if name in entries}
    return {**entries, **own}


def _with_services(base: Mapping[str, Service], extra: Table) -> dict[str, Service]:
    entries = dict(base)
    for name, table in extra.items():
        where = f"vocabulary.services.{name}"
        _known(table, [*(f.name for f in fields(Service) if f.name != "id"), "mute"], where)
        mute = table.get("mute", False)
        _exists_to_mute(name, base, where, mute=mute is not False)
        if mute is True:
            del entries[name]
            continue
        known = _plain(entries[name]) if name in entries else {"source": HUB, "kind": "service"}
        changed = {**known, "id": name, **{k: v for k, v in table.items() if k != "mute"}}
        entries[name] = _build(Service, changed, where)
    return entries


def _exists_to_mute(name: str, base: Table, where: str, *, mute: bool) -> None:
    if mute and name not in base:
        near = difflib.get_close_matches(name, base, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise VocabularyError(f"{where}: there is no entry of that name to mute{hint}")


def _with_placeholders(base: Mapping[str, Placeholder], extra: Table) -> dict[str, Placeholder]:
    where = "vocabulary.placeholders"
    _known(extra, ("add", "mute"), where)
    muted = {text.casefold() for text in _texts(extra, "mute", where)}
    texts = {w.casefold() for e in base.values() for words in e.words.values() for w in words}
    for text in muted - texts - set(base):
        near = difflib.get_close_matches(text, [*base, *sorted(texts)], n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise VocabularyError(f'{where}.mute: there is no "{text}" to mute{hint}')
    entries = {
        name: replace(entry, words=_without(entry.words, muted))
        for name, entry in base.items()
        if name not in muted
    }
    added = _texts(extra, "add", where)
    if added:
        entries["hub"] = Placeholder("hub", "sure", "anywhere", {ANY: added})
    return entries


def _with_time(base: Mapping[str, TimeWords], extra: Table) -> dict[str, TimeWords]:
    entries = dict(base)
    lists = ("deadline", "coming", "until", "past", "recurring")
    _known({language_of(code): 0 for code in extra}, base, "vocabulary.time")
    for name, table in extra.items():
        where = f"vocabulary.time.{name}"
        _known(table, (*lists, "mute"), where)
        code = language_of(name)
        muted = {text.casefold() for text in _texts(table, "mute", where)}
        words = {
            key: tuple(
                dict.fromkeys(
                    text
                    for text in (*getattr(entries[code], key), *_texts(table, key, where))
                    if text.casefold() not in muted
                )
            )
            for key in lists
        }
        entries[code] = replace(entries[code], **words)
    return entries


def _without(words: Mapping[str, tuple[str, ...]], muted: set[str]) -> dict[str, tuple[str, ...]]:
    return {
        code: tuple(text for text in texts if text.casefold() not in muted)
        for code, texts in words.items()
    }
