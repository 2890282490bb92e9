"""Two lists of sentences, word by word: which became which, and whether in substance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cphub.model.comparisons import SentenceChange
from cphub.wikitext.tokens import Token, same_meaning

_SIZE = 100_000_000  # pairs of words; beyond, a text is taken as written anew
_OF_ONE = 0.4  # share of a sentence's words that have to stand in another for it to be that one


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands, and its words."""

    text: str
    tokens: list[Token]

    @property
    def key(self) -> tuple[str, ...]:
        """What is equal for sentences that read the same."""
        return tuple(token.key for token in self.tokens)


@dataclass(slots=True)
class Rewording:
    """What became of sentences; `added` and `removed` count words."""

    added: int = 0
    removed: int = 0
    sentences: list[SentenceChange] = field(default_factory=list)

    @property
    def substance(self) -> bool:
        """Whether any sentence says something else than before."""
        return any(sentence.substance for sentence in self.sentences)


def reword(old: Sequence[Sentence], new: Sequence[Sentence], *, spaced: bool) -> Rewording:
    """Compare sentences that were left out of one version with those new in the other."""
    old = [sentence for sentence in old if sentence.tokens]
    new = [sentence for sentence in new if sentence.tokens]
    return _Diff(old, new, spaced=spaced).result()


class _Diff:
    """The words of both lists in a row, aligned."""

    def __init__(self, old: list[Sentence], new: list[Sentence], *, spaced: bool) -> None:
        self.old, self.new, self.spaced = old, new, spaced
        self.old_at = _owners(old)
        self.new_at = _owners(new)
        self.old_words = [token for sentence in old for token in sentence.tokens]
        self.new_words = [token for sentence in new for token in sentence.tokens]
        self.common: dict[int, Counter[int]] = defaultdict(Counter)  # by new: words from each old
        self.serious_old: set[int] = set()
        self.serious_new: set[int] = set()
        self.added = self.removed = 0

    def result(self) -> Rewording:
        """Align and judge."""
        if not self.old_words or not self.new_words or self._too_large():
            self.serious_old = set(range(len(self.old)))
            self.serious_new = set(range(len(self.new)))
            self.added, self.removed = len(self.new_words), len(self.old_words)
        else:
            self._align()
        return Rewording(self.added, self.removed, list(self._sentences()))

    def _too_large(self) -> bool:
        return len(self.old_words) * len(self.new_words) > _SIZE

    def _align(self) -> None:
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # loads C, only for this

        old, new = ([token.key for token in each] for each in (self.old_words, self.new_words))
        a = c = 0  # where words that differ begin
        for block in Levenshtein.opcodes(old, new).as_matching_blocks():
            self._differ(slice(a, block.a), slice(c, block.b))
            a, c = block.a + block.size, block.b + block.size
            for one, other in zip(range(block.a, a), range(block.b, c), strict=True):
                self.common[self.new_at[other]][self.old_at[one]] += 1

    def _differ(self, gone: slice, come: slice) -> None:
        """Judge words that stand where others stood."""
        old, new = self.old_words, self.new_words
        if gone.start == gone.stop and come.start == come.stop:
            return
        self.removed += gone.stop - gone.start
        self.added += come.stop - come.start
        before = old[gone.start - 1].key if gone.start else ""
        after = old[gone.stop].key if gone.stop < len(old) else ""
        if not same_meaning(old[gone], new[come], before, after, spaced=self.spaced):
            self.serious_old.update(self.old_at[gone])
            self.serious_new.update(self.new_at[come])
        elif gone.start < gone.stop:
            for number, other in enumerate(self.new_at[come]):
                at = min(gone.start + number, gone.stop - 1)
                self.common[other][self.old_at[at]] += 1

    def _sentences(self) -> list[SentenceChange]:
        """Return the changed sentences in the order of the new version, gone ones last."""
        found = []
        paired: set[int] = set()
        for number, sentence in enumerate(self.new):
            origin = self._origin(number)
            old = "" if origin is None else self.old[origin].text
            serious = number in self.serious_new or origin in self.serious_old or origin is None
            if origin is not None:
                paired.add(origin)
            if old != sentence.text:
                found.append(SentenceChange(old, sentence.text, serious))
        for number, sentence in enumerate(self.old):
            if number not in paired:
                serious = number in self.serious_old
                found.append(SentenceChange(sentence.text, "", serious))
        return found

    def _origin(self, number: int) -> int | None:
        """Return the old sentence that most of a new one's words come from."""
        if not self.common[number]:
            return None
        origin, count = self.common[number].most_common(1)[0]
        smaller = min(len(self.old[origin].tokens), len(self.new[number].tokens))
        return origin if count >= _OF_ONE * smaller else None


def _owners(sentences: Sequence[Sentence]) -> list[int]:
    return [number for number, one in enumerate(sentences) for _ in one.tokens]
