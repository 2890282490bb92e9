"""Whether a section tells what was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from cphub.data import TimeWords, grammar, language_of, phrases
from cphub.model.facts import DateMention, Tense
from cphub.model.findings import Context, Subject
from cphub.rules._pages import vocabulary

SENTENCE_END: Final = re.compile(
    r"(?<=[.!?\u2026])\s+|(?<=[\u3002\uff01\uff1f])|(?<=[\u0964\u061f])\s*"
)
ENOUGH: Final = 2  # other sentences of a section that can tell how it speaks
TENSELESS: Final = frozenset({"id", "ms", "th", "vi", "zh"})  # verbs don't tell what was
LATER: Final = 2  # years after a date, which a text names that was written after it
MOST: Final = 0.6  # of them that tell what was


@dataclass(frozen=True, slots=True)
class _Past:
    words: re.Pattern[str]
    grammar: re.Pattern[str]
    deadline: re.Pattern[str]

    def tells(self, sentence: str) -> bool:
        return bool(self.words.search(sentence) or self.grammar.search(sentence))


def narrates(subject: Subject, context: Context, mention: DateMention) -> bool:
    """Tell whether the surroundings of a date tell what was, so that it is no promise now.

    So they do where the section goes on with a later day told as past. Where it is not a
    deadline, it is enough that the very next sentence tells what was, or that most others do:
    what was planned then stands beside what came of it. In languages without tenses a section
    that names "since" the same year, or a year long after that was over when the page was
    edited, tells of the date from later.
    """
    past = _past(subject, context)
    end = mention.end
    if past is None or end is None:
        return False
    if any(
        other.tense is Tense.PAST and other.section == mention.section
        for other in subject.facts.dates
        if other.start is not None and other.start > end
    ):
        return True
    if language_of(subject.page.language) in TENSELESS and _looks_back(subject, mention, end):
        return True
    if past.deadline.search(mention.marker):
        return False
    text = subject.facts.sections[mention.section].text
    sentences = [part for part in SENTENCE_END.split(text) if part.strip()]
    at = next((n for n, one in enumerate(sentences) if mention.words in one), -1)
    if at >= 0 and at + 1 < len(sentences) and past.tells(sentences[at + 1]):
        return True
    others = [one for one in sentences if mention.words not in one]
    told = sum(map(past.tells, others))
    return len(others) >= ENOUGH and told >= MOST * len(others)


def _looks_back(subject: Subject, mention: DateMention, end: date) -> bool:
    edited = subject.page.timestamp.date()
    return any(
        (other.tense is Tense.PAST and other.words == str(end.year))
        or (other.start.year >= end.year + LATER and other.start <= edited)
        for other in subject.facts.dates
        if other.start is not None
        and other.section == mention.section
        and (other.tense is not Tense.COMING or other.sentence == mention.sentence)
    )


def under_earlier(subject: Subject, context: Context, section: int) -> bool:
    """Tell whether a heading over a section says that it tells what was: "Previous dates"."""
    known = vocabulary(context).page_words(subject.page.language)
    sections = subject.facts.sections
    while known and known.earlier and section > 0:
        title = sections[section].title
        if title and phrases(known.earlier, subject.page.language).search(title):
            return True
        section = sections[section].parent
    return False


def is_told(subject: Subject, context: Context, sentence: str) -> bool:
    """Tell whether a sentence speaks of what was."""
    past = _past(subject, context)
    return past is not None and past.tells(sentence)


def told_share(subject: Subject, context: Context, fewest: int) -> float:
    """Return the share of a page's sentences that tell what was, 0 if it has too few."""
    past = _past(subject, context)
    if past is None:
        return 0
    texts = (section.text for section in subject.facts.sections)
    sentences = [part for text in texts for part in SENTENCE_END.split(text) if part.strip()]
    told = sum(map(past.tells, sentences))
    return told / len(sentences) if len(sentences) >= fewest else 0


def tells_by_grammar(subject: Subject, context: Context, sentence: str) -> bool:
    """Tell whether a verb of a sentence says that it speaks of what was."""
    past = _past(subject, context)
    return past is not None and past.grammar.search(sentence) is not None


def _past(subject: Subject, context: Context) -> _Past | None:
    words = vocabulary(context)
    known = words.time_words(subject.page.language)
    if known is None:
        return None
    key = words.digest, known.language
    if key not in _COMPILED:
        _COMPILED[key] = _compiled(known)
    return _COMPILED[key]


def _compiled(known: TimeWords) -> _Past:
    return _Past(
        phrases(known.past, known.language),
        grammar(known.told),
        phrases((*known.deadline, *known.signup), known.language),
    )


_COMPILED: Final[dict[tuple[str, str], _Past]] = {}
