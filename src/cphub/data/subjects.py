"""The words by which topics, audiences, kinds and levels are known: shipped, and a hub's own."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import msgspec

from cphub.data.entries import ByLanguage, LanguageNote, Words
from cphub.data.matching import language_of, spoken
from cphub.data.reading import Table, VocabularyError, build, check_keys, nearest
from cphub.data.vocabulary import ANY
from cphub.model.subjects import Property

TABLES: Mapping[Property, str] = MappingProxyType(
    {
        Property.LEVEL: "levels",
        Property.TOPIC: "topics",
        Property.AUDIENCE: "audiences",
        Property.KIND: "kinds",
    }
)
"""The tables of cphub.toml by what they are about."""

FIXED = frozenset({Property.LEVEL})
"""Of these a hub may change the words, and add and drop none."""

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A topic, an audience, a kind or a level, with what it is known by.

    `labels` are its names for people by language, `terms` words by language (`mul` for any
    language, a `*` at the end for any ending). `categories` and `templates` are names of the
    wikis', with or without namespace. `lrmi` is what exports call it, its English label if empty.
    """

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    terms: ByLanguage = field(default_factory=dict)
    categories: Words = ()
    templates: Words = ()
    lrmi: str = ""

    def label(self, language: str = "en") -> str:
        """Return its name for people in a language, else in English, else its name."""
        codes = (*spoken(language), "en")
        return next((self.labels[code] for code in codes if code in self.labels), self.name)

    def words(self, language: str) -> Words:
        """Return its terms in texts of a language, () if there are none."""
        codes = dict.fromkeys((*spoken(language), ANY))
        return tuple(dict.fromkeys(word for code in codes for word in self.terms.get(code, ())))


@dataclass(frozen=True)
class SubjectVocabulary:
    """All that a hub's resources can be said to be. Frozen and picklable.

    `digest` is that of everything in it, `notes` tell where a language's words are from.
    """

    entries: Mapping[Property, Mapping[str, Descriptor]]
    notes: Mapping[str, LanguageNote]
    digest: str

    def of(self, what: Property) -> Mapping[str, Descriptor]:
        """Return what there is of a property, by name in the order that it was written in."""
        return self.entries.get(what, {})

    def label(self, what: Property, name: str, language: str = "en") -> str:
        """Return the name for people; one that is not in the vocabulary stands for itself."""
        known = self.of(what).get(name)
        return known.label(language) if known else name

    def lrmi(self, what: Property, name: str) -> str:
        """Return what exports call a value: LRMI's vocabulary is English."""
        known = self.of(what).get(name)
        return (known.lrmi or known.label()) if known else name

    def every(self) -> Iterator[tuple[Property, Descriptor]]:
        """Yield every descriptor with its property."""
        for what, entries in self.entries.items():
            for entry in entries.values():
                yield what, entry

    def labels_in(self, language: str) -> dict[str, str]:
        """Return what the English labels are in a language, where they differ."""
        pairs = ((entry.label(), entry.label(language)) for _, entry in self.every())
        return {english: own for english, own in pairs if own != english}

    @property
    def topics(self) -> Mapping[str, Descriptor]:
        """The hub's own topics."""
        return self.of(Property.TOPIC)


def load_subjects(
    topics: Table | None = None,
    audiences: Table | None = None,
    kinds: Table | None = None,
    levels: Table | None = None,
) -> SubjectVocabulary:
    """Return the shipped words with a hub's own: its `[topics.…]`, `[audiences.…]` and so on.

    A hub's entry adds words to the shipped one of its name, or is a new one; `mute = true`
    drops a shipped one. Levels are fixed: only words may be added to them.

    Raises:
        VocabularyError: an unknown key or level, or a value of the wrong kind, with the
            nearest known name.
    """
    base = shipped_subjects()
    extra = {"topics": topics, "audiences": audiences, "kinds": kinds, "levels": levels}
    own = {name: table for name, table in extra.items() if table}
    if not own:
        return base
    digest = hashlib.sha256(base.digest.encode())
    digest.update(json.dumps(own, sort_keys=True, ensure_ascii=False, default=str).encode())
    entries = {
        what: _merged(what, base.of(what), own.get(table, {})) for what, table in TABLES.items()
    }
    return replace(base, entries=entries, digest=digest.hexdigest())


@cache
def shipped_subjects() -> SubjectVocabulary:
    """Return the words that come with cphub; it has no topics.

    Raises:
        VocabularyError: an entry is not well formed.
    """
    content = (resources.files("cphub.data") / "subjects.toml").read_bytes()
    tables = tomllib.loads(content.decode())
    notes = {
        code: build(LanguageNote, note, f"subjects.notes.{code}")
        for code, note in tables.pop("notes").items()
    }
    entries = {
        what: {name: _entry(name, one, f"{table}.{name}") for name, one in _of(tables, table)}
        for what, table in TABLES.items()
    }
    return SubjectVocabulary(entries, notes, hashlib.sha256(content).hexdigest())


def _of(tables: Table, table: str) -> Iterable[tuple[str, Any]]:
    found: Mapping[str, Any] = tables.get(table, {})
    return found.items()


def _merged(what: Property, base: Mapping[str, Descriptor], extra: Table) -> dict[str, Descriptor]:
    entries = dict(base)
    for name, table in extra.items():
        where = f"{TABLES[what]}.{name}"
        if not isinstance(table, Mapping):
            raise VocabularyError(f"{where} must be a table, [{where}]")
        known = base.get(name)
        if known is None and what in FIXED:
            hint = nearest(name, base) or f"; levels are {', '.join(base)}"
            raise VocabularyError(f'{where}: there is no level "{name}"{hint}')
        if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME:
            raise VocabularyError(f"{where}: a name has 1 to {LONGEST_NAME} characters")
        muted = table.get("mute", False)
        if not isinstance(muted, bool):
            raise VocabularyError(f"{where}.mute must be true or false")
        if muted:
            if known is None or what in FIXED:
                raise VocabularyError(f"{where}: there is nothing shipped to mute")
            del entries[name]
            continue
        own = _entry(name, {key: value for key, value in table.items() if key != "mute"}, where)
        entries[name] = _joined(known, own) if known else own
    return entries


def _joined(known: Descriptor, own: Descriptor) -> Descriptor:
    codes = dict.fromkeys((*known.terms, *own.terms))
    return replace(
        own,
        labels={**known.labels, **own.labels},
        terms={code: (*known.terms.get(code, ()), *own.terms.get(code, ())) for code in codes},
        categories=(*known.categories, *own.categories),
        templates=(*known.templates, *own.templates),
        lrmi=own.lrmi or known.lrmi,
    )


def _entry(name: str, table: Table, where: str) -> Descriptor:
    check_keys(
        table,
        (*(each.name for each in fields(Descriptor) if each.name != "name"), "mute"),
        where,
    )
    try:
        entry = msgspec.convert({"name": name, **table}, Descriptor)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}: {error}") from error
    for key, words in (
        *((f"terms.{code}", words) for code, words in entry.terms.items()),
        ("categories", entry.categories),
        ("templates", entry.templates),
    ):
        for word in words:
            if not word.strip(" *"):
                raise VocabularyError(f"{where}.{key}: an empty text")
    return replace(
        entry,
        labels={_code(code): label for code, label in entry.labels.items()},
        terms={_code(code): words for code, words in entry.terms.items()},
    )


def _code(code: str) -> str:
    return code if code == ANY else language_of(code)
