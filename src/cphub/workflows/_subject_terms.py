"""The words of subjects, made ready to be looked for in what the search has folded.

Words are compared as the search compares them: case, accents and width do not count, and a
script without spaces is pairs of characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cphub.catalogue.search_words import fold, is_unspaced
from cphub.data import language_of, template_key
from cphub.data.subjects import Descriptor, SubjectVocabulary
from cphub.model.subjects import Property

FEW = 30
"""Terms that are looked for one by one, which then is quicker than telling a line's words."""

MOST_KNOWN = 200_000
"""Words whose terms are remembered; they come from pages, so what is kept is bounded."""

Place = tuple[Property, str]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A word or phrase: what it speaks for, as it was written, and folded.

    `phrase` begins with a space and ends with one where the last word has to end there.
    """

    place: Place
    written: str
    first: str
    open_first: bool
    phrase: str

    def count(self, line: str) -> int:
        """Return how often it stands in a folded line that spaces begin and end."""
        return line.count(self.phrase)


class Terms:
    """The terms of one or more languages."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._every = list(terms)
        self._exact: dict[str, list[Term]] = {}
        self._open: list[Term] = []
        for term in self._every:
            if term.open_first:
                self._open.append(term)
            else:
                self._exact.setdefault(term.first, []).append(term)
        self._known = _Known(self._begun)

    def met(self, line: str) -> Iterator[Term]:
        """Yield the terms that stand in a folded line that spaces begin and end."""
        return (term for term in self.near(line) if term.phrase in line)

    def near(self, line: str) -> Iterable[Term]:
        """Return the terms that may stand in a folded line, each once."""
        if len(self._every) <= FEW:
            return self._every
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        near: dict[Term, None] = {}
        for found in filter(None, map(self._known.__getitem__, set(line.split()))):
            near.update(dict.fromkeys(found))
        return near

    def _begun(self, word: str) -> tuple[Term, ...]:
        """Return the terms that a word may be the beginning of."""
        return (
            *self._exact.get(word, ()),
            *(term for term in self._open if word.startswith(term.first)),
        )


class _Known(dict[str, tuple[Term, ...]]):
    """The terms that words may be the beginning of; asks once a word."""

    def __init__(self, ask: Callable[[str], tuple[Term, ...]]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> tuple[Term, ...]:
        found = self[word] = self._ask(word)
        return found


class Names:
    """Names of categories or templates; a `*` at the end stands for any ending."""

    def __init__(self, entries: Iterable[tuple[Place, Iterable[str]]]) -> None:
        self._exact: dict[str, list[Place]] = {}
        self._open: list[tuple[str, Place]] = []
        for place, names in entries:
            for name in names:
                for key in {template_key(name), template_key(name.partition(":")[2])} - {"", "*"}:
                    if key.endswith("*"):
                        self._open.append((key[:-1], place))
                    else:
                        self._exact.setdefault(key, []).append(place)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._exact or self._open)

    def of(self, name: str) -> set[Place]:
        """Return what a name, without its namespace, speaks for."""
        key = template_key(name)
        return {
            *self._exact.get(key, ()),
            *(place for start, place in self._open if key.startswith(start)),
        }


class Compiled:
    """A vocabulary, ready to be looked for."""

    def __init__(self, vocabulary: SubjectVocabulary) -> None:
        every = [((what, entry.name), entry) for what, entry in vocabulary.every()]
        self._entries: Mapping[Place, Descriptor] = dict(every)
        self.categories = Names((place, entry.categories) for place, entry in every)
        self.templates = Names((place, entry.templates) for place, entry in every)
        self._topics = list(vocabulary.topics.values())
        self._terms: dict[tuple[str, ...], Terms] = {}
        self._topic_terms: dict[str, Terms] = {}
        self._sought: dict[str, bool] = {}

    def terms(self, *languages: str) -> Terms:
        """Return the terms of languages, by their codes."""
        codes = tuple(dict.fromkeys(map(language_of, languages)))
        if codes not in self._terms:
            self._terms[codes] = Terms(self._of(codes))
        return self._terms[codes]

    def topic_terms(self, language: str) -> Terms:
        """Return the terms of topics alone in a language."""
        code = language_of(language)
        if code not in self._topic_terms:
            every = self._of((code,))
            self._topic_terms[code] = Terms(
                term for term in every if term.place[0] is Property.TOPIC
            )
        return self._topic_terms[code]

    def sought(self, language: str) -> bool:
        """Tell whether there are topics, and all can be looked for in a language."""
        if language not in self._sought:
            self._sought[language] = bool(self._topics) and all(
                not topic.terms or topic.words(language) for topic in self._topics
            )
        return self._sought[language]

    def _of(self, codes: Iterable[str]) -> Iterator[Term]:
        for place, entry in self._entries.items():
            seen = set()
            for code in codes:
                for written in entry.words(code):
                    term = _term(place, written)
                    if term and term.phrase not in seen:
                        seen.add(term.phrase)
                        yield term


def _term(place: Place, written: str) -> Term | None:
    """Return a term, None where folding leaves nothing of it."""
    open_end = written.endswith("*")
    tokens = fold(written.rstrip("*")).split()
    if not tokens:
        return None
    if is_unspaced(tokens[-1]):
        # A run's last character stands alone there, and begins a pair where the text goes on.
        open_end = True
        tokens = tokens[:-1] or tokens
    phrase = f" {' '.join(tokens)}{'' if open_end else ' '}"
    return Term(place, written, tokens[0], open_end and len(tokens) == 1, phrase)
