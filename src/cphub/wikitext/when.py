"""Read the dates of a page's lines, with how the text speaks of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from cphub.model.facts import DateMention, Tense
from cphub.wikitext.blocks import APART, ITEM, PARAGRAPH
from cphub.wikitext.dates import Calendar, Relative
from cphub.wikitext.lines import TITLE, Line, sentences_of
from cphub.wikitext.mentions import SENTENCE
from cphub.wikitext.plain import cut
from cphub.wikitext.quotes import in_quotes

DATES = 500  # of one page that are kept
_LEAD = 100  # characters of a line that leads in a list
_LONG_WORD = 6  # letters; "will" and its like say little of what follows ("You will need:")
# A work's title in italics, then where and when it came out: "''Title''. London, 2013".
_WORK = re.compile(
    r"''(?<!''')(?!')([^'\n]+(?:'[^'\n]+)*)''[.,]?\s+[^\W\d_][^.,\n]{0,60}, \(?(?:19|20)\d\d\b"
)


def dates_in(
    lines: list[Line], calendar: Calendar, announces: Callable[[str], bool]
) -> Iterator[DateMention]:
    """Return the dates of `lines`, up to `DATES`.

    Dates in quotations and in the titles of works are nobody's promise. Dates of a list
    that a line such as "Upcoming sessions:" leads in have that line as their marker.
    """
    return islice(_all(lines, calendar, announces), DATES)


def _all(
    lines: list[Line], calendar: Calendar, announces: Callable[[str], bool]
) -> Iterator[DateMention]:
    phrases = calendar.relatives_in("\n".join(line.text for line in lines))
    lead = ""
    for line in lines:
        if line.kind != ITEM:
            lead = _lead(line, calendar, announces)
        if line.kind not in {TITLE, APART} and calendar.may_speak(line.text, phrases):
            for sentence in sentences_of(line, calendar):
                yield from _with_year(line, sentence, calendar, lead)
                yield from _relative(line, sentence, calendar, phrases)


def _with_year(line: Line, sentence: str, calendar: Calendar, lead: str) -> Iterator[DateMention]:
    said: tuple[Tense, str] | None = None
    for found in calendar.dates(sentence):
        said = said or calendar.tense(sentence)
        tense, marker = said
        if tense is Tense.COMING and _is_others(line, sentence, found.words):
            tense, marker = Tense.NONE, ""
        if tense is Tense.NONE:
            marker = lead
        kept = cut(sentence, SENTENCE)
        yield DateMention(found.start, found.end, found.words, kept, line.section, tense, marker)


def _relative(
    line: Line, sentence: str, calendar: Calendar, phrases: list[Relative]
) -> Iterator[DateMention]:
    for kind, words in calendar.relatives(sentence, phrases):
        tense, marker = calendar.tense(sentence)
        if tense is Tense.NONE and not calendar.recurs(sentence):
            tense, marker = Tense.COMING, words
        if tense is Tense.COMING and in_quotes(sentence, sentence.find(words)):
            tense, marker = Tense.NONE, ""
        kept = cut(sentence, SENTENCE)
        yield DateMention(None, None, words, kept, line.section, tense, marker, relative=kind)


def _lead(line: Line, calendar: Calendar, announces: Callable[[str], bool]) -> str:
    """Return a line that says of the list under it that it is coming, else ""."""
    text = line.text.rstrip()
    if line.kind != PARAGRAPH or len(text) > _LEAD or not text.endswith((":", "\uff1a")):
        return ""
    if announces(text):
        return text
    tense, marker = calendar.tense(text)
    return text if tense is Tense.COMING and len(marker) >= _LONG_WORD else ""


def _is_others(line: Line, sentence: str, words: str) -> bool:
    """Tell whether a date stands in words that are not the author's own."""
    if in_quotes(sentence, sentence.find(words)):
        return True
    work = _WORK.search(line.raw) if "''" in line.raw else None
    return work is not None and words in work[1]
