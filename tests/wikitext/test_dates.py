"""Dates are read as each language writes them, and their sentences as they speak of them."""

# ruff: noqa: RUF001  # a case a line, in the scripts that it is about

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cphub.model.facts import Facts, Tense

Read = Callable[..., Facts]
MAY_5 = (date(2019, 5, 5), date(2019, 5, 5))
MAY = (date(2019, 5, 1), date(2019, 5, 31))
YEAR = (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "On 5 May 2019 we met", MAY_5),
        ("en", "on May 5, 2019, we met", MAY_5),
        ("en", "on the 5th of May 2019", MAY_5),
        ("en", "3–5 May 2019", (date(2019, 5, 3), date(2019, 5, 5))),
        ("en", "May 3–5, 2019", (date(2019, 5, 3), date(2019, 5, 5))),
        ("en", "in May 2019", MAY),
        ("en", "in Feb. 2019", (date(2019, 2, 1), date(2019, 2, 28))),
        ("en", "2019-05-05", MAY_5),
        ("en", "in 2019", YEAR),
        ("en", "31 April 2019", YEAR),
        ("sv", "den 5 maj 2019", MAY_5),
        ("sv", "i maj 2019", MAY),
        ("fr", "le 5 mai 2019", MAY_5),
        ("fr", "le 1er mai 2019", (date(2019, 5, 1), date(2019, 5, 1))),
        ("fr", "en mai 2019", MAY),
        ("sv", "05.05.2019", MAY_5),
        ("fr", "13/05/2019", (date(2019, 5, 13), date(2019, 5, 13))),
        ("ja", "2019年5月5日に", MAY_5),
        ("zh", "2019年5月", MAY),
        ("tlh", "5 May 2019", YEAR),
    ],
)
def test_a_date_is_the_span_it_means(
    facts: Read, language: str, text: str, expected: tuple[date, date]
) -> None:
    assert [(told.start, told.end) for told in facts(text, language).dates] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2019", "2019.125", "12019", "a #2019", "1,2019", "http://a.b/2019/05/05",
        "<ref>5 May 2019</ref>", "<pre>2019-05-05</pre>", "/2019/", "T2019", "1850",
    ],
)  # fmt: skip
def test_numbers_that_are_no_dates_are_passed_over(facts: Read, text: str) -> None:
    assert [told.words for told in facts(text).dates] == []


@pytest.mark.parametrize(
    ("language", "text", "tense", "marker"),
    [
        ("en", "The deadline is 5 May 2019.", Tense.COMING, "deadline"),
        ("en", "It will take place in May 2019.", Tense.COMING, "will"),
        ("en", "It took place in May 2019.", Tense.PAST, "took place"),
        ("en", "The deadline was 5 May 2019.", Tense.PAST, "was"),
        ("en", "Goodwill in 2019.", Tense.NONE, ""),
        ("en", "Files from 2019.", Tense.NONE, ""),
        ("sv", "Kursen kommer att hållas i maj 2019.", Tense.COMING, "kommer att"),
        ("fr", "L'atelier aura lieu le 5 mai 2019.", Tense.COMING, "aura lieu"),
        ("fr", "L'atelier a eu lieu le 5 mai 2019.", Tense.PAST, "a eu lieu"),
    ],
)
def test_a_sentence_speaks_of_its_date_as_coming_or_past(
    facts: Read, language: str, text: str, tense: Tense, marker: str
) -> None:
    (told,) = facts(text, language).dates
    assert (told.tense, told.marker, told.sentence) == (tense, marker, text)


def test_a_markers_sentence_is_its_own(facts: Read) -> None:
    told = facts("We will see, e.g. Later. It was in 2018. See Mr. Smith in 2019.").dates
    assert [(d.words, d.tense) for d in told] == [("2018", Tense.PAST), ("2019", Tense.NONE)]


def test_the_cells_of_a_row_are_one_sentence(facts: Read) -> None:
    (told,) = facts("{|\n|-\n| Deadline || 5 May 2019\n|}").dates
    assert (told.sentence, told.tense) == ("Deadline | 5 May 2019", Tense.COMING)


def test_relative_dates_are_told_without_days(facts: Read) -> None:
    (told,) = facts("We plan more workshops in the coming year.").dates
    assert (told.start, told.end, told.relative) == (None, None, "next-year")
    assert told.tense is Tense.COMING


def test_digits_of_other_scripts_are_digits(facts: Read) -> None:
    (told,) = facts("في عام ٢٠١٩ بدأ", "ar").dates
    assert (told.start, told.words) == (date(2019, 1, 1), "٢٠١٩")


def test_a_page_full_of_dates_is_cut(facts: Read) -> None:
    assert len(facts("in 2019 " * 3000).dates) == 500
