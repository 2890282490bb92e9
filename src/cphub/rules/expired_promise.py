"""The rule `expired-promise`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Final

from cphub.data import phrases
from cphub.model.facts import DateMention, Tense
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import Between, plugin
from cphub.rules._dates import end_of
from cphub.rules._pages import aside, vocabulary
from cphub.rules._records import is_record
from cphub.rules._sections import NOT_THE_AUTHORS, stands_in
from cphub.rules._telling import is_told, narrates, under_earlier
from cphub.rules._words import in_place, place, shorten

OLDEST: Final = date(2004, 1, 1)  # wikis promised nothing before
LEFT_ALONE: Final = NOT_THE_AUTHORS | {"example", "wordings"}
SHORT_PHRASE: Final = 2
SHORT_WORD: Final = 5
PREPOSITION: Final = 3
BESIDE: Final = frozenset({"", "roku", "leta", "godine", "vuoden"})  # "by the end of the year"
YEAR: Final = frozenset({"Vuonna", "Pada", "Tahun", "Année", "Anno", "Godine", "During"})
CLAUSES: Final = re.compile("[;\uff1b]")
VERSION: Final = re.compile(r"\W*(?:[^\W\d]+\.?\s+)?[vV]?\d+\.\d+(?!\.?\d{3})")
GO_ON: Final = frozenset(":\"'")
ENDS: Final = frozenset({"Po", "Pe", "Pf"})  # of a clause: Unicode's categories, no dash


@plugin(axis=Axis.FRESHNESS)
def expired_promise(
    subject: Subject, context: Context, *, grace_days: Annotated[int, Between(0, 36_500)] = 0
) -> Iterator[Fault]:
    """Find text that speaks of a day as coming although it has passed.

    Why it matters:
        A deadline that is over, or an event that "will take place" years ago, sends learners
        to closed doors and makes them doubt the rest. A date counts only where its own
        sentence speaks of it as coming, or its heading or the line over its list does
        ("Upcoming events", with no day left to come). Where the text says "next year", the
        year is counted from the page's newest revision. Left alone are dates in quotations
        and titles of works, dates told as past, what comes every year, years that are part
        of a name, sentences that look to a later day too, references, sections on history,
        versions, archives, examples and discussions, pages that are records or chronicles, days
        by which something is only named ("the minutes of 3 May 2019 will help"); years before 2004;
        and plans in a section that goes on to tell what was. A day that was still to come
        when the page was last edited counts in whatever tense it is told, but the past.

    Example:
        "Registration is open until 15 May 2019."

    How to fix:
        Give the next date, tell what came of it, or take the sentence out.

    Settings:
        grace_days = 0: how many days a date must have passed.
    """
    limit = context.today - timedelta(days=grace_days)
    coming = [
        (mention, end)
        for mention in subject.facts.dates
        if mention.tense is Tense.COMING and (end := _end(mention, subject)) is not None
    ]
    # A sentence that looks to a later day too is not over.
    open_ended = {mention.sentence for mention, end in coming if end >= limit}
    passed = [
        (mention, end)
        for mention, end in coming
        if mention.sentence not in open_ended and _is_promise(mention)
    ]
    passed += _announced(subject, context, limit)
    passed += _written_before(subject, context, limit)
    passed = [
        (mention, end)
        for mention, end in passed
        if end >= OLDEST and not narrates(subject, context, mention)
    ]
    if not passed or aside(subject, context) or is_record(subject, context):
        return
    sections: dict[str, list[tuple[DateMention, date]]] = {}
    for mention, end in passed:
        title = place(subject.facts, mention.section)
        of_a_version = VERSION.match(title) is not None
        if not (
            of_a_version
            or stands_in(subject, context, mention.section, LEFT_ALONE)
            or under_earlier(subject, context, mention.section)
        ):
            sections.setdefault(title, []).append((mention, end))
    for section, found in sections.items():
        yield _fault(subject, section, found)


def _announced(
    subject: Subject, context: Context, limit: date
) -> Iterator[tuple[DateMention, date]]:
    """Yield the dates of sections and lists said to be coming, where all of them are over."""
    told: dict[tuple[int, str], list[tuple[DateMention, date]]] = {}
    for mention in subject.facts.dates:
        if mention.end and (mention.section or mention.marker):
            lead = mention.marker if mention.tense is Tense.NONE else ""
            told.setdefault((mention.section, lead), []).append((mention, mention.end))
    for (section, lead), dates in told.items():
        plain = [pair for pair in dates if pair[0].tense is Tense.NONE]
        if not plain or any(end >= limit for _, end in dates):
            continue
        if lead or _announces(subject, context, section):
            yield from plain


def _written_before(
    subject: Subject, context: Context, limit: date
) -> Iterator[tuple[DateMention, date]]:
    """Yield the days that were still to come when the page was last edited.

    Whatever the tense, they were written down as coming: "the meeting takes place in Umeå
    from 11 to 13 September". A year alone may be part of a name.
    """
    edited = subject.page.timestamp.date()
    for mention in subject.facts.dates:
        start, end = mention.start, mention.end
        if (
            start is not None
            and end is not None
            and mention.tense is Tense.NONE
            and edited < start <= end < limit
            and not mention.words.isdecimal()
            and not is_told(subject, context, mention.sentence)
        ):
            yield mention, end


def _announces(subject: Subject, context: Context, section: int) -> bool:
    title, language = subject.facts.sections[section].title, subject.page.language
    words = vocabulary(context)
    if words.heading(title, language) == "upcoming":
        return True
    known = words.time_words(language)
    if known is None or not title:
        return False
    lower = title.lower()
    return any(
        word.strip("*") in lower and phrases([word], language).search(title)
        for word in (*known.coming, *known.deadline)
        if len(word) > SHORT_WORD
    )


def _end(mention: DateMention, subject: Subject) -> date | None:
    if mention.relative:
        return end_of(mention.relative, subject.page.timestamp.date())
    return mention.end


def _is_promise(mention: DateMention) -> bool:
    """Tell whether the words that speak of something as coming are said of this very date.

    "Next month" alone may be a hint ("leave it for the next month"), unless it comes first.
    A bare year may be part of a name ("we will use the 2019 census"), unless it begins or
    ends its clause, or the words stand right beside it ("by the end of"). What stands on the
    other side of a semicolon is said of something else.
    """
    if mention.relative:
        return (
            mention.marker != mention.words
            or len(mention.words.split()) > SHORT_PHRASE
            or mention.sentence.startswith(mention.words)
        )
    clause = next((c for c in CLAUSES.split(mention.sentence) if mention.words in c), "")
    if mention.marker not in clause:
        return False
    if not mention.words.isdecimal():
        return True
    before, _, after = clause.partition(mention.words)
    rest = after.lstrip()
    _, met, between = before.rpartition(mention.marker)
    if (met and between.strip() in BESIDE) or rest.startswith(mention.marker):
        return True
    ends = not rest or (unicodedata.category(rest[0]) in ENDS and rest[0] not in GO_ON)
    return ends or _opens(before)


def _opens(before: str) -> bool:
    """Tell whether a clause begins with the year after it: "In 2020 we will"."""
    words = before.split()
    return not words or (len(words) == 1 and (len(words[0]) <= PREPOSITION or words[0] in YEAR))


def _fault(subject: Subject, section: str, found: list[tuple[DateMention, date]]) -> Fault:
    first, end = min(found, key=lambda pair: (pair[1], pair[0].words))
    others = len({mention.words for mention, _ in found} - {first.words})
    more = f" and {others} more" if others else ""
    evidence = dict.fromkeys(
        Evidence(shorten(mention.sentence, mention.words), section) for mention, _ in found
    )
    where = in_place(subject.facts, first.section)
    return Fault(
        Severity.WARNING,
        f'"{first.words}"{more}{where} is spoken of as coming, but it was over on'
        f" {end.isoformat()}.",
        "Give the next date, tell what came of it, or take the sentence out.",
        tuple(evidence),
        key=section,
    )
