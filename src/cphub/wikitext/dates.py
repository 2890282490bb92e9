"""Find dates in prose, and how their sentences speak of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cphub.data import TimeWords, grammar
from cphub.model.facts import Tense
from cphub.wikitext.limits import Limits
from cphub.wikitext.markers import LETTERS, Markers
from cphub.wikitext.naming import Naming
from cphub.wikitext.reckoning import Reckoning, any_of, in_our_digits, pattern_of

# Literals come first, so that the search can skip to them; the look back follows.
_YEAR = re.compile(r"(?:19|20)(?<!\d\d\d)\d\d(?!\d|[.,]\d{3})")
_DIGIT = re.compile(r"\d{4}")
_BESIDE = frozenset("-./年년‐‑")  # noqa: RUF001  # what joins the numbers of a date
_BEFORE, _AFTER = 48, 24  # characters around a year in which its day and month can stand
_PART_AFTER = frozenset({"ja", "ko", "tr", "zh"})  # part of a year stands after it
_PART = 24  # characters before a year in which "the first half of" can stand
Relative = tuple[str, re.Pattern[str], str]  # a phrase, its pattern, what it counts as


class Found(NamedTuple):
    """A date's span of days, its own words, and where they begin in the sentence."""

    start: date
    end: date
    words: str
    at: int


class Calendar:
    """How one language writes dates; None where nothing is known of the language."""

    def __init__(self, words: TimeWords | None) -> None:
        language = words.language if words else ""
        self.months = {
            form.lower(): number
            for number, forms in enumerate(words.months if words else (), 1)
            for form in forms
        }
        # Vowel signs are no letters to `re`: months are known by their first run of letters.
        self.begins = frozenset(run for form in self.months for run in LETTERS.findall(form)[:1])
        short = {form for form in self.months if form.endswith(".")}
        self.abbreviations = frozenset(words.abbreviations if words else ()) | short
        self.day_first = not words or "mdy" not in words.orders
        self.pattern = re.compile(pattern_of(words, self.months), re.IGNORECASE)
        self.reckoning = Reckoning(words)
        self.part = re.compile(
            rf"(?<![^\W\d_])(?:{any_of(words.parts)})[\s,]*(?:{any_of(words.joins)})?\s*$"
            if words and words.parts
            else r"(?!)",
            re.IGNORECASE,
        )
        self.part_after = re.compile(
            rf"\s?[年년]?\s?(?:{any_of(words.parts)})\w*"
            if words and words.parts and language in _PART_AFTER
            else r"(?!)",
            re.IGNORECASE,
        )
        self.signup = Markers(words.signup if words else (), language)
        self.deadline = Markers(words.deadline if words else (), language)
        self.by = Limits(words.by if words else (), language)
        self.coming = Markers(
            (*words.deadline, *words.coming, *words.until) if words else (), language
        )
        self.past = Markers(words.past if words else (), language)
        self.told = grammar(words.told if words else "")
        self.future = grammar(words.future if words else "")
        self.next = grammar(words.next if words else "")
        self.naming = Naming(words)
        self.recurring = Markers(words.recurring if words else (), language)
        self.relative: list[Relative] = [
            (*pair, kind)
            for kind, forms in (words.relative.items() if words else ())
            for pair in Markers(forms, language).patterns
        ]

    def relatives_in(self, text: str) -> list[Relative]:
        """Return the phrases such as "next year" that stand in a whole page."""
        lower = text.lower()
        return [phrase for phrase in self.relative if phrase[0] in lower]

    def may_speak(self, text: str, phrases: list[Relative]) -> bool:
        """Tell quickly whether there may be a date in `text`."""
        return bool(phrases or _DIGIT.search(text) or self.reckoning.may_speak(text))

    def recurs(self, sentence: str) -> bool:
        """Tell whether `sentence` speaks of what comes every year, or gives an example."""
        lower = sentence.lower()
        return bool(self.recurring.find(sentence, lower, set(LETTERS.findall(lower))))

    def dates(self, text: str) -> Iterator[Found]:
        """Find every date with a year in `text`."""
        for start, end, at, stop in self.reckoning.dates(text):
            yield Found(start, end, text[at:stop], at)
        if not _DIGIT.search(text):
            return
        original = text
        text = in_our_digits(text)
        last = 0
        for year in _YEAR.finditer(text):
            if year.start() < last:
                continue
            found = self._whole(text, max(last, year.start() - _BEFORE), year)
            if not found and not _part_of_more(text, year):
                number = int(year[0])
                part = self.part.search(text, max(last, year.start() - _PART), year.start())
                begin = part.start() if part else year.start()
                rest = self.part_after.match(text, year.end())
                stop = rest.end() if rest else year.end()
                found = date(number, 1, 1), date(number, 12, 31), begin, stop
            if found:
                last = found[3]
                yield Found(found[0], found[1], original[found[2] : last], found[2])

    def _whole(
        self, text: str, begin: int, year: re.Match[str]
    ) -> tuple[date, date, int, int] | None:
        """Return the date with a month that `year` is the year of, and its place."""
        if self._more_than_year(text, begin, year):
            for match in self.pattern.finditer(text, begin, year.end() + _AFTER):
                if match.start() > year.start():
                    break
                span = self._span(match) if year.start() < match.end() else None
                if span:
                    return *span, match.start(), match.end()
        return None

    def _more_than_year(self, text: str, begin: int, year: re.Match[str]) -> bool:
        """Tell quickly whether a day or month may stand beside the year."""
        start, end = year.span()
        if (
            text[end : end + 2].lstrip()[:1] in _BESIDE
            or text[start - 2 : start].rstrip()[-1:] in _BESIDE
        ):
            return True
        around = LETTERS.findall(text, begin, end + _AFTER)
        return not self.begins.isdisjoint(word.lower() for word in around)

    def _span(self, match: re.Match[str]) -> tuple[date, date] | None:
        part = {name: value for name, value in match.groupdict().items() if value}
        first = 0
        if "y1" in part:
            year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
        elif "y2" in part:
            year, month, day = int(part["y2"]), int(part["m2"]), int(part.get("d2", "0"))
        elif "y3" in part:
            year, day, month = int(part["y3"]), int(part["a3"]), int(part["b3"])
            if part["sep"] == "/" and not self.day_first:
                day, month = month, day
            if month > 12 >= day:  # noqa: PLR2004  # months
                day, month = month, day
        else:
            key = next(name for name in part if name[0] == "m")
            number = key[1:]
            month = self.months.get(part[key].lower(), 0)
            year, day = int(part[f"y{number}"]), int(part.get(f"d{number}", "0"))
            first = int(part.get(f"f{number}", "0"))
        try:
            if not day:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            end = date(year, month, day)
            return (date(year, month, first) if 0 < first < day else end), end
        except ValueError:  # 31 April, month 13: no date
            return None

    def tense(self, sentence: str) -> tuple[Tense, str]:
        """Tell how `sentence` speaks of its dates, and the word that shows it."""
        lower = sentence.lower()
        letters = set(LETTERS.findall(lower))
        past = self.past.find(sentence, lower, letters)
        if past:
            return Tense.PAST, past
        coming = self.coming.find(sentence, lower, letters)
        if not coming and (future := self.future.search(sentence)):
            coming = future[0]
        if coming and not self.recurring.find(sentence, lower, letters):
            told = self.told.search(sentence)
            return (Tense.PAST, told[0]) if told else (Tense.COMING, coming)
        return Tense.NONE, ""

    def limit(self, sentence: str, found: Found) -> str:
        """Return what `sentence` says can be done up to the date: "applications … until"."""
        marker = ""
        if self.by.beside(sentence, found.at, found.at + len(found.words)):
            lower = sentence.lower()
            marker = self.signup.find(sentence, lower, set(LETTERS.findall(lower)))
        elif (beginning := self.next.search(sentence, 0, found.at)) is not None:
            marker = beginning[0]
        return "" if marker and self.told.search(sentence) else marker

    def is_deadline(self, text: str) -> bool:
        """Tell whether a few words name a deadline: "Deadline", "Apply by"."""
        lower = text.lower()
        return bool(self.deadline.find(text, lower, set(LETTERS.findall(lower))))

    def relatives(self, sentence: str, phrases: list[Relative]) -> Iterator[tuple[str, str]]:
        """Find which of `phrases` stand in the sentence, one a kind: (kind, the very words)."""
        seen = set()
        for _, pattern, kind in phrases:
            match = None if kind in seen else pattern.search(sentence)
            if match and not _YEAR.match(sentence, match.end() + 1):
                seen.add(kind)
                yield kind, match[0]


def _part_of_more(text: str, year: re.Match[str]) -> bool:
    """Tell whether four digits are part of a number, name or address and no year."""
    before = text[max(0, year.start() - 2) : year.start()]
    if before[-1:] in (".", ",") and before[:1].isdigit():
        return True
    before = before[-1:]
    after = text[year.end() : year.end() + 1]
    return (
        before in ("#", "/", "_", "€", "$", "£")
        or after in ("/", "_", "%")
        or (before.isalpha() and before.isascii())
    )
