"""What of a page speaks for which subjects, and how surely.

Each kind of evidence counts once, with the confidence that the table `SPEAKS` gives it: a
category or template that the vocabulary names, words in the title, in a category's name, in
headings, in the lead, and, of topics alone, several words in the text. Kinds of evidence are
taken as independent: together they are as sure as that not all of them mislead (1 - the product
of 1 - confidence), at most `MOST`. What is under `cphub.model.subjects.BOUND` is not proposed.
The figures are a scheme that people can follow, not a measurement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from math import prod

from cphub.catalogue.proposals import Outcome, PageWords
from cphub.catalogue.search_words import fold
from cphub.model.subjects import BOUND, Property
from cphub.workflows._subject_terms import MOST_KNOWN, Compiled, Place, Term

VERSION = "1"
"""Counts up when pages are looked at in another way: all are then looked at again."""

MOST = 0.95
"""No machine is surer."""

SEVERAL = 3
"""Times that words of a subject have to stand in a text to speak for it."""

PER_WORDS = 300
"""And once in so many words at least; in scripts without spaces, characters."""

MOST_NAMED = 3
"""Pieces of one kind of evidence that are named."""


class Kind(IntEnum):
    """Where evidence stands, the strongest first."""

    NAMED = 0
    TITLE = 1
    CATEGORY = 2
    HEADING = 3
    LEAD = 4
    TEXT = 5


SPEAKS: Mapping[Property, tuple[float, ...]] = {
    Property.TOPIC: (0.9, 0.8, 0.6, 0.6, 0.4, 0.5),
    Property.AUDIENCE: (0.9, 0.8, 0.6, 0.5, 0.4, 0.0),
    # A heading "Introduction" makes no page one for beginners, a mention of guides no guide.
    Property.LEVEL: (0.9, 0.8, 0.6, 0.3, 0.4, 0.0),
    Property.KIND: (0.9, 0.8, 0.6, 0.2, 0.3, 0.0),
}
"""How surely each kind of evidence speaks for a property, in the order of `Kind`."""

Found = dict[Place, dict[Kind, list[str]]]


@dataclass(frozen=True)
class Examiner:
    """Looks at pages with one vocabulary; `wikis` has the languages of the wikis by name."""

    compiled: Compiled
    wikis: Mapping[str, str]
    categories: dict[tuple[str, tuple[str, str]], frozenset[Place]] = field(default_factory=dict)

    def look(self, page: PageWords) -> Outcome:
        """Return what a page speaks for."""
        found: Found = defaultdict(dict)
        self._names(page, found)
        title, headings, lead, text = (f" {line} " for line in page.folded)
        own, wiki = page.language, self.wikis.get(page.wiki, "")
        for term in self.compiled.terms(own, wiki).met(title):
            _add(found, term.place, Kind.TITLE, f"the title has “{_plain(term)}”")
        for term in self.compiled.terms(own).near(f"{headings}{lead}"):
            if term.phrase in headings:
                _add(found, term.place, Kind.HEADING, f"a heading has “{_plain(term)}”")
            if term.phrase in lead:
                _add(found, term.place, Kind.LEAD, f"the first lines have “{_plain(term)}”")
        met = self._topics(own, f"{lead}{text}", found)
        return Outcome(page, tuple(_proposals(found)), self.compiled.sought(page.language), met)

    def _topics(self, language: str, text: str, found: Found) -> bool:
        """Count words of topics in a text; return whether anything at all speaks for a topic."""
        counts: dict[Place, list[tuple[int, str]]] = defaultdict(list)
        for term in self.compiled.topic_terms(language).near(text):
            if number := term.count(text):
                counts[term.place].append((number, _plain(term)))
        enough = max(SEVERAL, text.count(" ") // PER_WORDS) if counts else 0
        for place, counted in counts.items():
            number = sum(count for count, _ in counted)
            if number >= enough:
                words = ", ".join(f"“{word}”" for _, word in sorted(counted, reverse=True)[:2])
                _add(found, place, Kind.TEXT, f"the text has {words} {number} times")
        return bool(counts) or any(what is Property.TOPIC for what, _ in found)

    def _said_by(self, category: str, languages: tuple[str, str]) -> frozenset[Place]:
        """Return what words of a category's name speak for; pages share their categories."""
        key = category, languages
        if key not in self.categories:
            if len(self.categories) >= MOST_KNOWN:
                self.categories.clear()
            met = self.compiled.terms(*languages).met(f" {fold(category)} ")
            self.categories[key] = frozenset(term.place for term in met)
        return self.categories[key]

    def _names(self, page: PageWords, found: Found) -> None:
        compiled = self.compiled
        languages = (page.language, self.wikis.get(page.wiki, ""))
        for category in page.categories:
            name = category.partition(":")[2] or category
            for place in compiled.categories.of(name) if compiled.categories else ():
                _add(found, place, Kind.NAMED, f"it is in the category “{name}”")
            if category not in page.hidden:
                for place in self._said_by(name, languages):
                    _add(found, place, Kind.CATEGORY, f"its category “{name}” says so")
        for name in sorted(page.templates) if compiled.templates else ():
            for place in compiled.templates.of(name):
                _add(found, place, Kind.NAMED, f"it uses the template “{name}”")


def _add(found: Found, place: Place, kind: Kind, words: str) -> None:
    found[place].setdefault(kind, []).append(words)


def _proposals(found: Found) -> Iterator[tuple[Property, str, float, tuple[str, ...]]]:
    for (what, name), kinds in found.items():
        speaks = SPEAKS[what]
        confidence = min(MOST, 1 - prod(1 - speaks[kind] for kind in kinds))
        if confidence >= BOUND:
            evidence = tuple(
                words
                for kind in sorted(kinds)
                if speaks[kind]
                for words in sorted(kinds[kind])[:MOST_NAMED]
            )
            yield what, name, confidence, evidence


def _plain(term: Term) -> str:
    return term.written.rstrip("*")
