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
        for step in Levenshtein.opcodes(old, new):
            a, b, c, d = step.src_start, step.src_end, step.dest_start, step.dest_end
            if step.tag == "equal":
                for one, other in zip(range(a, b), range(c, d), strict=True):
                    self.common[self.new_at[other]][self.old_at[one]] += 1
                continue
            self.removed += b - a
            self.added += d - c
            around = (old[a - 1] if a else "", old[b] if b < len(old) else "")
            if same_meaning(self.old_words[a:b], self.new_words[c:d], *around, spaced=self.spaced):
                for other in range(c, d):
                    if b > a:
                        at = min(a + other - c, b - 1)
                        self.common[self.new_at[other]][self.old_at[at]] += 1
                continue
            self.serious_old |= {self.old_at[at] for at in range(a, b)}
            self.serious_new |= {self.new_at[at] for at in range(c, d)}

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
