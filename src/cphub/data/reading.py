"""Read the shipped vocabularies from TOML and check that entries are well formed."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
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
    Words,
)
from cphub.data.vocabulary import Vocabulary

FILES = ("maintenance_templates", "services", "placeholders", "time", "pages")

Table = Mapping[str, Any]
Entry = TypeVar("Entry", TemplateEntry, Service, Placeholder, TimeWords, PageWords, LanguageNote)


class VocabularyError(ValueError):
    """An entry of a vocabulary is not well formed; the text says where and what is meant."""


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that comes with cphub; its digest is the SHA-256 of its files.

    Raises:
        VocabularyError: an entry has an unknown key or a value of the wrong kind.
    """
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for name in FILES:
        content = (resources.files("cphub.data") / f"{name}.toml").read_bytes()
        digest.update(content)
        tables[name] = tomllib.loads(content.decode())
    notes = {
        name: {
            code: build(LanguageNote, note, f"{name}.notes.{code}")
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


def build(kind: type[Entry], table: Table, where: str) -> Entry:
    """Make an entry of `table`, which stands at `where`.

    Raises:
        VocabularyError: an unknown or missing key, or a value of the wrong kind.
    """
    check_keys(table, [field.name for field in fields(kind)], where)
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}: {error}") from error


def check_keys(table: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse keys of `table` that are not `known`.

    Raises:
        VocabularyError: an unknown key, with the nearest known one.
    """
    known = list(known)
    for key in table:
        if key not in known:
            hint = nearest(key, known) or f"; known are {', '.join(known)}"
            raise VocabularyError(f'{where}: unknown key "{key}"{hint}')


def nearest(text: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` with the known text that is most like `text`, or ""."""
    near = difflib.get_close_matches(text, list(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def texts(table: Table, key: str, where: str) -> Words:
    """Return the list of texts at `key`, () if there is none.

    Raises:
        VocabularyError: it is something else than a list of texts.
    """
    try:
        return msgspec.convert(table.get(key, ()), Words)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}.{key}: {error}") from error


def _all(kind: type[Entry], tables: Table, where: str, key: str) -> dict[str, Entry]:
    return {
        name: build(kind, {key: name, **table}, f"{where}.{name}") for name, table in tables.items()
    }
