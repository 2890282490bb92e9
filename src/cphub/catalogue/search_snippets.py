"""The passage of a page that shows best why it was found, in its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cphub.catalogue.search_index import Section
from cphub.catalogue.search_query import Query
from cphub.catalogue.search_words import is_unspaced, tokens
from cphub.clean import clean

LONGEST = 200
"""Characters of a snippet."""

MOST_READ = 20_000
"""Characters of a page that a passage is looked for in: what people see first."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage as it stands on the page, with the stretches (from, to) that were looked for."""

    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    token: str
    start: int
    end: int


def snippet(query: Query, sections: Iterable[Section]) -> Snippet:
    """Return the passage with most of what was looked for; the page's beginning if none has."""
    best, first, read = Snippet(), Snippet(), 0
    most = 0
    for section in sections:
        text = clean(section.text)[: MOST_READ - read]
        read += len(text)
        if text and not first.text:
            first = _cut(text, [], 0, min(len(text), LONGEST))
        words = _words(query, text)
        count, start, end = _densest(words)
        if count > most:
            most, best = count, _cut(text, words, start, end)
        if most >= len(query.terms) or read >= MOST_READ:
            break
    return best if most else first


def marked(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Return where in `text` stands what was looked for."""
    return _joined((word.start, word.end) for word in _words(query, text))


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join stretches that overlap or touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _words(query: Query, text: str) -> list[_Word]:
    known: dict[str, bool] = {}
    found = []
    for token, start, end in tokens(text):
        wanted = known.get(token)
        if wanted is None:
            wanted = known[token] = query.marks(token)
        # The last character of a run is in the pair before it, too.
        if wanted and (end - start > 1 or not is_unspaced(token) or len(text) == 1):
            found.append(_Word(token, start, end))
    return found


def _densest(words: Sequence[_Word]) -> tuple[int, int, int]:
    """Return how many different words the best window has, and where it begins and ends."""
    best = (0, 0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for last, word in enumerate(words):
        inside[word.token] += 1
        while word.end - words[first].start > LONGEST and first < last:
            inside[words[first].token] -= 1
            inside += Counter()
            first += 1
        if len(inside) > best[0]:
            best = (len(inside), words[first].start, word.end)
    return best


def _cut(text: str, words: Sequence[_Word], start: int, end: int) -> Snippet:
    """Return the passage around a window, ended between words where there are any."""
    room = max(0, LONGEST - (end - start))
    start, end = max(0, start - room // 3), min(len(text), end + room - room // 3)
    if start and (space := text.find(" ", start, start + 20)) > 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", max(start, end - 20), end)) > 0:
        end = space
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = (word for word in words if start <= word.start and word.end <= end)
    marks = _joined((word.start + shift, word.end + shift) for word in inside)
    return Snippet(before + text[start:end] + after, marks)
