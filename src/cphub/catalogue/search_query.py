"""From what somebody typed to questions that FTS5 can answer; every text is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from cphub.catalogue.search_words import fold, is_unspaced, tokens

MOST = 24  # words; people type five
LONGEST = 64  # characters of a word that count
_QUOTES = re.compile('["\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]')
_ELISION = re.compile(r"\W*(?:[cdjlmnst]|(?:jus|lors|puis)?qu)['\u2019\u02bc]\w", re.IGNORECASE)
_POSSESSIVE = re.compile(r".*\w['\u2019\u02bc]s\W*", re.IGNORECASE | re.DOTALL)
# How many letters an ending takes off words of so many letters at the least.
_ENDINGS = ((10, 5), (7, 3), (0, 2))
_PREFIX = 3  # letters from which on a word may be the beginning of a longer one


class Width(Enum):
    """How much a page has to have of a query: the nearest meaning first."""

    ALL = "all"
    STEMS = "stems"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand beside one another; `exact` is what stood in quotation marks.

    `core` is the word without what is elided before it or hangs on it (`l'atelier`,
    `museum's`), () where it is all of the term.
    """

    tokens: tuple[str, ...]
    exact: bool = False
    core: tuple[str, ...] = ()

    @property
    def unspaced(self) -> bool:
        """Whether it is all of a script without spaces."""
        return all(map(is_unspaced, self.tokens))

    def alternatives(self, width: Width) -> tuple[tuple[tuple[str, ...], bool], ...]:
        """Return (tokens, whether the last is a beginning): what may stand for the term."""
        last = self.tokens[-1]
        if self.exact:
            return ((self.tokens, False),)
        if self.core and width is not Width.ALL:
            return (*Term(self.tokens).alternatives(width), *Term(self.core).alternatives(width))
        if self.unspaced:
            return ((self.tokens, len(last) == 1),)
        whole = (self.tokens, False)
        if len(last) < _PREFIX or last.isdecimal():
            return (whole,)
        # A page that has the word itself is better than one that has a longer one.
        begun = ((*self.tokens[:-1], last), True)
        if width is Width.ALL or len(self.tokens) > 1 or len(last) < _PREFIX + 2:
            return (whole, begun)
        return (whole, begun, ((_stem(last),), True))


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `text` is what was typed, `left_out` how many words are too many."""

    text: str
    terms: tuple[Term, ...]
    left_out: int = 0

    @property
    def folded(self) -> str:
        """What was typed, as a title is indexed."""
        return fold(self.text)

    def typed(self, token: str) -> str:
        """Return a word as it was typed, before folding."""
        for found, start, end in tokens(self.text):
            if found[:LONGEST] == token:
                return self.text[start:end]
        return token

    def widths(self) -> list[Width]:
        """Return the meanings that differ, the nearest first."""
        found: dict[str, Width] = {}
        for width in Width:
            found.setdefault(self.match(width), width)
        return list(found.values())

    def match(self, width: Width, *, whole: bool = False) -> str:
        """Return what FTS5 is asked; a query without words is none to ask.

        `whole` asks for the words as they are, beginning no longer ones.
        """
        terms = self.terms
        if width is not Width.ALL:
            terms = tuple(
                part
                for term in terms
                for part in (
                    (Term((token,)) for token in term.tokens)
                    if term.unspaced and not term.exact
                    else (term,)
                )
            )
        joint = " OR " if width is Width.ANY else " AND "
        most = 1 if whole else None
        asked = (term.alternatives(width)[:most] for term in dict.fromkeys(terms))
        return joint.join(map(_either, asked))

    def marks(self, token: str) -> bool:
        """Tell whether a word of a page is one that was looked for."""
        for term in self.terms:
            for asked, begun in term.alternatives(Width.STEMS):
                if token in asked or (begun and token.startswith(asked[-1])):
                    return True
        return False


def parse(text: str) -> Query:
    """Read what somebody typed.

    Words in quotation marks stand beside one another as they are; a lone mark means
    nothing. Any other word may be the beginning of a longer one; what is typed without a
    space (`GLAM-Wiki`, `O'Brien`) stands together; of `l'atelier` the word alone will do where
    nothing better is there.
    """
    parts = _QUOTES.split(text)
    # With an odd number of marks the last one has no other end.
    quoted = range(1, len(parts) - 1, 2)
    terms: list[Term] = []
    for number, part in enumerate(parts):
        pieces = [part] if number in quoted else part.split()
        found = (_term(piece, exact=number in quoted) for piece in pieces)
        terms += (term for term in found if term is not None)
    return Query(text, tuple(terms[:MOST]), max(0, len(terms) - MOST))


def _term(piece: str, *, exact: bool) -> Term | None:
    words = [token[:LONGEST] for token, _start, _end in tokens(piece)][: MOST * 2]
    # Every run ends in a single character: in the query's last run that is half a pair.
    if len(words) > 1 and is_unspaced(words[-1]) and words[-1] == words[-2][1:]:
        words.pop()
    return Term(tuple(words), exact, () if exact else _core(piece, words)) if words else None


def _core(piece: str, words: list[str]) -> tuple[str, ...]:
    """Return the words without an elision before or a possessive after them; () if all are."""
    first = 1 if _ELISION.match(piece) else 0
    core = words[first : -1 if _POSSESSIVE.fullmatch(piece) else None]
    return tuple(core) if len(core) < len(words) else ()


def _stem(word: str) -> str:
    """Return what inflection mostly leaves of a word: Swedish `-ornas` and Finnish `-issa` go."""
    return word[: -next(cut for least, cut in _ENDINGS if len(word) >= least)]


def _either(alternatives: tuple[tuple[tuple[str, ...], bool], ...]) -> str:
    asked = [f'"{" ".join(words)}"{" *" if begun else ""}' for words, begun in alternatives]
    return asked[0] if len(asked) == 1 else f"({' OR '.join(asked)})"
