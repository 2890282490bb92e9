"""Whether a page was written once, to keep what was: a report, minutes, a letter, a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cphub.data import Vocabulary, language_of, phrases
from cphub.model.facts import DateMention, Tense
from cphub.model.findings import Context, Subject
from cphub.rules._pages import kinds, vocabulary
from cphub.rules._telling import told_share
from cphub.rules._titles import LEAD, RECORDS, WRITTEN_ONCE, has_year, is_how_to

FEWEST: Final = 5  # sentences of a page that can tell how it speaks
MOSTLY: Final = 0.4  # of them that tell what was, where the title or lead has a year
NEARLY_ALL: Final = 0.6  # and where it has none
SOME: Final = 0.25  # of a page that is called the history of something
FRESH: Final = timedelta(days=60)  # from what a lead tells to the page's last edit
SHORTEST: Final = 5  # letters of a word that is known inside longer ones too
FIRST: Final = re.compile(r"(?<=[^\W\d][.!?])\s|[\u3002\uff01\uff1f\u0964\n]")


@dataclass(frozen=True, slots=True)
class _Names:
    """A language's words for reports and newsletters."""

    stems: tuple[str, ...]
    whole: re.Pattern[str]

    def met(self, text: str) -> bool:
        lower = text.lower()
        return any(stem in lower for stem in self.stems) or bool(self.whole.search(text))


def is_record(subject: Subject, context: Context) -> bool:
    """Tell whether the page is a record of its day, which nobody should bring up to date.

    Beside those that their titles tell, these are pages that tell nearly nothing but what
    was, and pages that name a year in the title or lead and are called a report or newsletter
    by the title or the first sentence, or tell much of what was, or tell in the lead of a day
    shortly before their last edit.
    """
    if "record" not in subject.memo:
        subject.memo["record"] = _is_record(subject, context)
    found: bool = subject.memo["record"]
    return found


def _is_record(subject: Subject, context: Context) -> bool:
    if kinds(subject, context) & (RECORDS | {"story"}):
        return True
    title, lead = subject.page.title, subject.facts.sections[0].text[:LEAD]
    told = told_share(subject, context, FEWEST)
    if "history" in kinds(subject, context) and told >= SOME:
        return True
    if not has_year(title) and not has_year(lead):
        return told >= NEARLY_ALL
    return (
        told >= MOSTLY
        or _is_called_one(subject, context, title, lead)
        or any(_has_just_been(one, subject) for one in subject.facts.dates)
    )


def _is_called_one(subject: Subject, context: Context, title: str, lead: str) -> bool:
    language, words = subject.page.language, vocabulary(context)
    if is_how_to(title, language, words):
        return False
    names = [_names(words, code) for code in dict.fromkeys((language_of(language), "en"))]
    if any(known.met(title) for known in names):
        return True
    first = FIRST.split(lead, maxsplit=1)[0]
    if not has_year(first) or not any(known.met(first) for known in names):
        return False
    return not any(
        one.tense is Tense.COMING and one.section == 0 and one.words in first
        for one in subject.facts.dates
    )


def _has_just_been(one: DateMention, subject: Subject) -> bool:
    """Tell whether a day of the lead had just been when the page was last edited."""
    edited = subject.page.timestamp.date()
    return (
        one.section == 0
        and one.tense is not Tense.COMING
        and one.start is not None
        and one.end is not None
        and not one.words.isdecimal()
        and one.start <= edited <= one.end + FRESH
    )


def _names(vocabulary: Vocabulary, language: str) -> _Names:
    key = vocabulary.digest, language
    if key not in _COMPILED:
        page = vocabulary.page_words(language)
        words = {
            word.strip("*").lower()
            for kind in WRITTEN_ONCE
            for word in (page.titles.get(kind, ()) if page else ())
        }
        # In scripts without spaces phrases are found anywhere, whatever their length.
        stems = tuple(sorted(word for word in words if len(word) >= SHORTEST))
        _COMPILED[key] = _Names(stems, phrases(words.difference(stems), language))
    return _COMPILED[key]


_COMPILED: Final[dict[tuple[str, str], _Names]] = {}
