"""Read the dates of a page's lines, with how the text speaks of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from cphub.model.facts import DateMention, Tense
from cphub.wikitext.blocks import APART, ITEM, PARAGRAPH, ROW
from cphub.wikitext.dates import Calendar, Found, Relative
from cphub.wikitext.lines import TITLE, Line, sentences_of
from cphub.wikitext.mentions import SENTENCE
from cphub.wikitext.plain import CELL, cut
from cphub.wikitext.quotes import in_quotes

DATES = 500  # of one page that are kept
_LEAD = 100  # characters of a line that leads in a list
_TERM = 40  # characters of a line or cell that names what the date beside it is
_CLAUSES = re.compile("[;\uff1b]")
_LONG_WORD = 6  # letters; "will" and its like say little of what follows ("You will need:")
_ITALIC = re.compile(r"''(?<!''')(?!')([^'\n]+(?:'[^'\n]+)*)''")
# In italics amid a sentence, with a capital: a work's title, not what is stressed.
_NAMED = re.compile(r"(?<=[^\W\d_][ ,(])''(?!')([^\W\d_a-z][^'\n]*(?:'[^'\n]+)*)''(?!')")
# A work's title in italics, then where and when it came out: "''Title''. London, 2013".
_WORK = re.compile(
    r"''(?<!''')(?!')([^'\n]+(?:'[^'\n]+)*)''[.,]?\s+[^\W\d_][^.,\n]{0,60}, \(?(?:19|20)\d\d\b"
)


def dates_in(
    lines: list[Line], calendar: Calendar, announces: Callable[[str], bool]
) -> Iterator[DateMention]:
    """Return the dates of `lines`, up to `DATES`.

    Dates in quotations and in the titles of works are nobody's promise. Dates of a list
    that a line such as "Upcoming sessions:" leads in have that line as their marker, and so
    have those of a column or of a line that stand under "Deadline".
    """
    return islice(_all(lines, calendar, announces), DATES)


def _all(
    lines: list[Line], calendar: Calendar, announces: Callable[[str], bool]
) -> Iterator[DateMention]:
    phrases = calendar.relatives_in("\n".join(line.text for line in lines))
    leads = _Leads(calendar, announces)
    for line in lines:
        leads.pass_(line)
        if line.kind not in {TITLE, APART} and calendar.may_speak(line.text, phrases):
            for sentence in sentences_of(line, calendar):
                yield from _with_year(line, sentence, calendar, leads)
                yield from _relative(line, sentence, calendar, phrases)


class _Leads:
    """What the lines before say of the dates of a line; looked at only where a date asks."""

    def __init__(self, calendar: Calendar, announces: Callable[[str], bool]) -> None:
        self._calendar = calendar
        self._announces = announces
        self._list = ""
        self._before = self._line = self._head = Line("", "", 0)

    def pass_(self, line: Line) -> None:
        """Go on to `line`."""
        if line.kind != ITEM:
            self._list = _lead(line, self._calendar, self._announces)
        if line.kind != ROW or self._line.kind != ROW:
            self._head = line
        self._before, self._line = self._line, line

    def of(self, line: Line, words: str) -> str:
        """Return the line that leads in the date `words` of `line`, "" if none does."""
        if line.kind == ROW:
            columns = self._head.text.split(CELL)
            cells = zip(columns, line.text.split(CELL), strict=False)
            return next(
                (name for head, cell in cells if words in cell and (name := self._name(head))), ""
            )
        term = self._before if self._before.kind in {ITEM, PARAGRAPH} else None
        return self._list or (self._name(term.text) if term else "")

    def _name(self, text: str) -> str:
        """Return a few words without a date that name a deadline, else ""."""
        bare = text.strip(" \t:\uff1a")
        short = len(bare) <= _TERM and not any(map(str.isdigit, bare))
        return bare if short and self._calendar.is_deadline(bare) else ""


def _with_year(
    line: Line, sentence: str, calendar: Calendar, leads: _Leads
) -> Iterator[DateMention]:
    said: tuple[Tense, str] | None = None
    named = 0  # where the last date ended that only names something
    for found in calendar.dates(sentence):
        said = said or calendar.tense(sentence)
        tense, marker = said
        # Beyond a semicolon something else is said to come.
        clause = next((c for c in _CLAUSES.split(sentence) if found.words in c), sentence)
        other = tense is Tense.COMING and marker not in clause
        if other or tense is Tense.NONE:
            limit = _limit(sentence, calendar, found)
            if limit and limit in clause:
                tense, marker = Tense.COMING, limit
        if tense is Tense.COMING and _is_others(line, sentence, found.words, marker):
            tense, marker = Tense.NONE, ""
        if tense is Tense.COMING and _only_names(sentence, calendar, found, marker, named):
            tense, marker, named = Tense.NONE, "", found.at + len(found.words)
        if tense is Tense.NONE:
            marker = leads.of(line, found.words)
        kept = cut(sentence, SENTENCE)
        yield DateMention(found.start, found.end, found.words, kept, line.section, tense, marker)


def _only_names(sentence: str, calendar: Calendar, found: Found, marker: str, last: int) -> bool:
    """Tell whether something is named by the date, so that no word speaks of it as coming."""
    whole = found.start.day == (found.end + timedelta(days=1)).day == 1  # a month or year
    several = found.start != found.end and not whole
    if several or calendar.is_deadline(marker):
        return False
    end = found.at + len(found.words)
    return calendar.naming.is_name(sentence, found.at, end) or (
        last > 0 and calendar.naming.goes_on(sentence, last, found.at)
    )


def _limit(sentence: str, calendar: Calendar, found: Found) -> str:
    """Return what can be done up to a date; a bare year says too little."""
    if found.words.isdecimal() or calendar.recurs(sentence):
        return ""
    return calendar.limit(sentence, found)


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


def _is_others(line: Line, sentence: str, words: str, marker: str) -> bool:
    """Tell whether a date, or the words on it, are not the author's own."""
    if in_quotes(sentence, sentence.find(words)) or in_quotes(sentence, sentence.find(marker)):
        return True
    # A quotation may go on over several sentences.
    at = line.text.find(sentence)
    if at >= 0 and in_quotes(line.text, at + sentence.find(words)):
        return True
    if "''" not in line.raw:
        return False
    work = _WORK.search(line.raw)
    if work is not None and words in work[1]:
        return True
    titles = _ITALIC.findall(line.raw)
    if any(words in title and marker in title for title in _NAMED.findall(line.raw)):
        return True
    told = sum(title.count(marker) for title in titles)
    return told == line.raw.count(marker) > 0 and not any(words in title for title in titles)
