"""Blanks that nobody filled in, told by how they are built and not by their wording.

Hints in brackets ("[write the name here]"), marks that stand for letters or figures ("Room: ___",
"〇〇市"), and sections of one sentence that says their text is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cphub.data import Vocabulary, language_of, phrases
from cphub.data.matching import UNSPACED
from cphub.model.facts import Mention
from cphub.wikitext.blocks import ITEM, PARAGRAPH, ROW
from cphub.wikitext.hints import is_shown
from cphub.wikitext.lines import TITLE, Line
from cphub.wikitext.plain import CELL, cut
from cphub.wikitext.quotes import in_quotes

_BRACKET: Final = re.compile(
    r"[\[(<\uff08\u3010]([^\[\](){}<>\uff08\uff09\u3010\u3011\n]{2,80})[\])>\uff09\u3011]"
)
_MARKS: Final = re.compile(
    r"_{3,}|\uff3f{2,}|[\u25cb\u3007\u25ef]{2,}|\u25b3{2,}|\xd7{2,}|\uff38{2,}"
    r"|(?<!\w)[xX]{3,}@[\w.-]+|(?<!\w)[\w.-]{1,40}@[xX]{3,}(?!\w)"
    r"|(?<=[\u3040-\u9fff])[xX]{2,}|(?<!\w)[xX]{2,}(?=[\u3040-\u9fff])"
    r"|(?<![\w.:=/|])x{3,}(?![\w.])|(?<=[.!?\u3002] )XXX$"
)
_LABELLED: Final = re.compile(
    r"[^:\uff1a]{1,40}[:\uff1a]\s*(?:[+\d\s()]*[xX]{2,}(?:[-\s./]?[xX]{2,})+|\.{3,}|\u2026+|\?{2,}|[xX]{2,}|_{2,}|\[\s*\])\s*$"
)
_COULD_BE: Final = (
    "__", "\uff3f\uff3f", "\u25cb\u25cb", "\u3007\u3007", "\u25ef\u25ef", "\u25b3\u25b3",
    "\xd7\xd7", "\uff38\uff38", "xx", "XX", "???", "...", "\u2026", "[ ]",
)  # fmt: skip
_MANY: Final = 3  # blanks of a section that make it a form or a letter to copy
_SHORT: Final = 4  # words of a bracket that names a thing
_ONLY: Final = 90  # characters of a section that says no more than that it is to come
_ONLY_UNSPACED: Final = 30
_WORDS: Final = 8
_SENTENCE: Final = 300
_FIRST: Final = re.compile(r"[.!?\u3002\uff01\uff1f\u0964]")


class Blanks:
    """The words that blanks are known by, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        def words(entry: str) -> re.Pattern[str]:
            known = vocabulary.placeholders.get(entry)
            found = vocabulary.placeholder_words(known, language) if known else ()
            return phrases(found, language)

        self._known = vocabulary.placeholders
        self._here, self._fill = words("hint-here"), words("hint-fill")
        self._thing = words("hint-thing")
        self._rest, self._later = words("rest-thing"), words("rest-later")
        self._unspaced = language_of(language) in UNSPACED

    def find(self, lines: Sequence[Line], text: str) -> Iterator[Mention]:
        """Find blanks in `lines`; `text` is all of them together."""
        found = [*self._hints(lines, text), *_marks(lines, text)]
        counts: dict[int, int] = {}
        for mention in found:
            counts[mention.section] = counts.get(mention.section, 0) + 1
        yield from (one for one in found if counts[one.section] < _MANY)
        if "rest-later" in self._known:
            yield from self._promised(lines)

    def _hints(self, lines: Sequence[Line], text: str) -> Iterator[Mention]:
        brackets = _BRACKET.findall(text)
        every = "\n".join(brackets)
        if not (self._here.search(every) or self._fill.search(every)):
            return
        inside = {bracket for bracket in brackets if self._is_hint(bracket)}
        if not inside:
            return
        for line in lines:
            if line.kind not in {PARAGRAPH, ITEM, ROW}:
                continue
            for match in _BRACKET.finditer(line.text):
                copied = line.text.count("[") >= _MANY
                if match[1] in inside and not copied and not is_shown(line.text, match):
                    yield _mention("hint-here", match[0], line, match.start())

    def _is_hint(self, inside: str) -> bool:
        here, fill = self._here.search(inside), self._fill.search(inside)
        if here and fill:
            return True
        thing = self._thing.search(inside) if here or fill else None
        if thing is None:
            return False
        few = len(inside.split()) <= _SHORT and len(inside) <= _ONLY_UNSPACED
        return bool(few and (here or (fill and fill.start() == 0)))

    def _promised(self, lines: Sequence[Line]) -> Iterator[Mention]:
        """Find sections of one line that says their text is still to come."""
        last = len(lines) - 1
        for at, title in enumerate(lines):
            if title.kind != TITLE or at == last or not title.text:
                continue
            line = lines[at + 1]
            alone = at + 1 == last or lines[at + 2].kind == TITLE
            if alone and line.kind in {PARAGRAPH, ITEM} and self._is_to_come(line.text):
                yield _mention("rest-later", line.text, line, 0)

    def _is_to_come(self, text: str) -> bool:
        longest = _ONLY_UNSPACED if self._unspaced else _ONLY
        first = _FIRST.split(text, maxsplit=1)[0]
        return (
            len(text) <= longest
            and len(first.split()) <= _WORDS
            and self._rest.search(first) is not None
            and self._later.search(first) is not None
        )


def _marks(lines: Sequence[Line], text: str) -> Iterator[Mention]:
    if not any(mark in text for mark in _COULD_BE):
        return
    for line in lines:
        if line.kind not in {PARAGRAPH, ITEM} or CELL in line.text:
            continue
        match = _LABELLED.match(line.text) or _MARKS.search(line.text)
        if match and not in_quotes(line.text, match.start()) and "''" + match[0] not in line.raw:
            yield _mention("blank", match[0], line, match.start())


def _mention(entry: str, words: str, line: Line, at: int) -> Mention:
    start = max(0, at - _SENTENCE // 2)
    around = cut(line.text[start:], _SENTENCE)
    return Mention("placeholders", entry, "prose", words[:_SENTENCE], around, line.section)
