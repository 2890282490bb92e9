"""Compare two versions of a text: what was changed in substance, and where.

Sections are matched by their headings, and where those were changed, by likeness. Sentences
that stand in both versions are set aside, wherever they stand; what is left is compared word
by word. A word that was put right is a matter of form, a figure, a name, a negation or a
sentence that is new is not (`tokens.same_meaning`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cphub.data import Vocabulary
from cphub.model.comparisons import Change, Comparison, SectionChange, SentenceChange
from cphub.wikitext.blocks import ROW, divide
from cphub.wikitext.found import gather
from cphub.wikitext.lines import TITLE, lines_of
from cphub.wikitext.plain import CELL
from cphub.wikitext.prose import is_spaced, sentences
from cphub.wikitext.rewording import Rewording, Sentence, reword
from cphub.wikitext.scanner import scan
from cphub.wikitext.tokens import Token, tokens
from cphub.wikitext.words import Words

_CONTENT = 8  # words from which on a template's parameter is content
_DISTINCT = 4  # words of a sentence that is known again in another section
_LIKE_TITLE = 80  # percent, of letters in order
_LIKE_TEXT = 0.5  # share of sentences, or of words in order, that two sections have in common
_PAIRS = 1_000_000  # pairs of words that are looked at for that
_MOST = 60  # sections without a counterpart that are compared with one another


@dataclass(slots=True)
class Part:
    """A section made ready: its heading, its sentences, and what else is in it as `form`."""

    title: str
    heading: list[Token]
    sentences: list[Sentence] = field(default_factory=list)
    form: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many words its sentences have."""
        return sum(len(sentence.tokens) for sentence in self.sentences)

    @property
    def keys(self) -> Counter[tuple[str, ...]]:
        """Its sentences, by what they say."""
        return Counter(sentence.key for sentence in self.sentences)


def compare(old: str, new: str, words: Words, language: str, vocabulary: Vocabulary) -> Comparison:
    """Compare two versions of a page's wikitext.

    Args:
        old: the earlier version.
        new: the later one.
        words: the page's wiki's own words.
        language: the code of the language that the page is in.
        vocabulary: tells maintenance tags, which are matters of form.
    """
    if old == new:
        return Comparison((), 0.0)
    spaced = is_spaced(f"{old} {new}")
    reader = _Reader(words, language, vocabulary, spaced=spaced)
    before, after = reader.parts(old), reader.parts(new)
    pairs = _match(before, after)
    left_old, left_new = _left(before, after, pairs)
    changes = [
        _section(
            before[pairs[number]] if number in pairs else None,
            part,
            reword(
                left_old[pairs[number]] if number in pairs else [],
                left_new[number],
                spaced=spaced,
            ),
            spaced=spaced,
        )
        for number, part in enumerate(after)
    ]
    gone = set(range(len(before))) - set(pairs.values())
    changes += [
        _section(before[number], None, reword(left_old[number], [], spaced=spaced), spaced=spaced)
        for number in sorted(gone)
    ]
    return Comparison(tuple(changes), _share(changes, before, after))


@dataclass
class _Reader:
    """Reads a text into parts."""

    words: Words
    language: str
    vocabulary: Vocabulary
    spaced: bool = field(kw_only=True)

    def parts(self, text: str) -> list[Part]:
        scanned = scan(text, self.words)
        drafts = divide(scanned.text, scanned.nodes)
        found = gather(scanned, [draft.until for draft in drafts], self.words)
        time = self.vocabulary.time_words(self.language)
        short = frozenset(time.abbreviations if time else ())
        parts = [Part("", []) for _ in drafts]
        for line in lines_of(drafts, scanned.nodes):
            part = parts[line.section]
            if line.kind == TITLE:
                part.title = line.text
                part.heading = self._tokens(line.text, heading=True)
                continue
            row = line.kind == ROW
            said = [line.text.replace(CELL, " | ")] if row else sentences(line.text, short)
            part.sentences += [self._sentence(sentence) for sentence in said]
        for template in found.templates:
            part = parts[template.section]
            part.form.append(template.name)
            tag = self.vocabulary.template(template.name, self.language) is not None
            for name, value in template.parameters:
                sentence = self._sentence(value)
                if tag or template.depth or len(sentence.tokens) < _CONTENT:
                    part.form.append(f"{template.name} {name}={value}")
                else:
                    part.sentences.append(sentence)
        for link in found.links:
            parts[link.section].form.append(f"{link.interwiki}:{link.title}")
        for address in found.external_links:
            parts[address.section].form.append(address.url)
        return parts

    def _sentence(self, text: str) -> Sentence:
        return Sentence(text, self._tokens(text))

    def _tokens(self, text: str, *, heading: bool = False) -> list[Token]:
        return tokens(text, self.language, spaced=self.spaced, heading=heading)


def _match(before: Sequence[Part], after: Sequence[Part]) -> dict[int, int]:
    """Return the old section of each new one that has one, by their numbers."""
    pairs = {0: 0}
    places: dict[tuple[str, ...], list[int]] = {}
    for number, part in enumerate(before[1:], 1):
        places.setdefault(_key(part), []).append(number)
    for number, part in enumerate(after[1:], 1):
        if places.get(_key(part)):
            pairs[number] = places[_key(part)].pop(0)
    taken = set(pairs.values())
    old = [number for number in range(len(before)) if number not in taken][:_MOST]
    new = [number for number in range(len(after)) if number not in pairs][:_MOST]
    likely = sorted(
        ((_likeness(before[one], after[other]), -one, -other) for one in old for other in new),
        reverse=True,
    )
    for likeness, one, other in likely:
        if likeness and -other not in pairs and -one not in taken:
            pairs[-other] = -one
            taken.add(-one)
    return pairs


def _key(part: Part) -> tuple[str, ...]:
    return tuple(token.key for token in part.heading)


def _likeness(old: Part, new: Part) -> float:
    """Return how surely two sections with different headings are the same one; 0 if not."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # loads C, only where texts differ
    from rapidfuzz.distance import Indel  # noqa: PLC0415  # likewise

    common = (old.keys & new.keys).total() / max(len(old.sentences), len(new.sentences), 1)
    if common < _LIKE_TEXT:
        one, other = ([t.key for s in part.sentences for t in s.tokens] for part in (old, new))
        common = 0.0
        if 0 < len(one) * len(other) <= _PAIRS:
            common = Indel.normalized_similarity(one, other, score_cutoff=_LIKE_TEXT)
    heading = fuzz.ratio(" ".join(_key(old)), " ".join(_key(new)))
    return (common if common >= _LIKE_TEXT else 0.0) + (heading / 100) * (heading >= _LIKE_TITLE)


def _left(
    before: Sequence[Part], after: Sequence[Part], pairs: dict[int, int]
) -> tuple[list[list[Sentence]], list[list[Sentence]]]:
    """Return what is left of each section without the sentences that stand in both versions."""
    left_old = [part.sentences for part in before]
    left_new = [part.sentences for part in after]
    for number, other in pairs.items():
        common = before[other].keys & after[number].keys
        left_old[other] = list(_without(left_old[other], common.copy()))
        left_new[number] = list(_without(left_new[number], common))
    moved = Counter(s.key for part in left_old for s in part if len(s.tokens) >= _DISTINCT)
    moved &= Counter(s.key for part in left_new for s in part)
    again = moved.copy()
    left_old = [list(_without(part, moved)) for part in left_old]
    left_new = [list(_without(part, again)) for part in left_new]
    return left_old, left_new


def _without(said: Sequence[Sentence], common: Counter[tuple[str, ...]]) -> Iterator[Sentence]:
    """Yield sentences less those in `common`, which are used up."""
    for sentence in said:
        if common[sentence.key] > 0:
            common[sentence.key] -= 1
        else:
            yield sentence


def _section(
    old: Part | None, new: Part | None, reworded: Rewording, *, spaced: bool
) -> SectionChange:
    """Say what became of a section; of a new or gone one `old` or `new` is None."""
    retitled = []
    if old and new and _key(old) != _key(new):
        titles = [Sentence(part.title, part.heading) for part in (old, new)]
        serious = reword(titles[:1], titles[1:], spaced=spaced).substance
        retitled = [SentenceChange(old.title, new.title, serious)]
    substance = any(one.substance for one in (*retitled, *reworded.sentences))
    change = Change.SUBSTANCE if substance else Change.UNCHANGED
    if old is None or new is None:
        # Nothing but a heading, or sentences that stand elsewhere in the other version.
        change = (Change.GONE if new is None else Change.NEW) if substance else Change.FORM
    elif not substance and _looks(old) != _looks(new):
        change = Change.FORM
    size = max(old.size if old else 0, new.size if new else 0)
    return SectionChange(
        title=new.title if new else old.title if old else "",
        old_title=old.title if old else "",
        change=change,
        added=reworded.added,
        removed=reworded.removed,
        share=min(1.0, max(reworded.added, reworded.removed) / size) if size else 0.0,
        sentences=(*retitled, *reworded.sentences),
    )


def _looks(part: Part) -> tuple[str, list[str], list[str]]:
    return part.title, [sentence.text for sentence in part.sentences], part.form


def _share(
    changes: Sequence[SectionChange], before: Sequence[Part], after: Sequence[Part]
) -> float:
    added = sum(change.added for change in changes if change.in_substance)
    removed = sum(change.removed for change in changes if change.in_substance)
    size = max(sum(part.size for part in before), sum(part.size for part in after))
    return min(1.0, max(added, removed) / size) if size else 0.0
