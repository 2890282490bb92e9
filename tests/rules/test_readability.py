"""Each measure gives what its publication's formula gives, worked out by hand."""

from __future__ import annotations

import pytest

from cphub.model.facts import Readability
from cphub.rules._readability import MEASURES

# Five sentences of twenty words; 150 syllables, 450 letters and 25 words of over six letters.
PLAIN = Readability(sentences=5, words=100, letters=450, syllables=150, long_words=25)
EXPECTED = {
    "de": 180 - 20 - 87.75,
    "en": 206.835 - 20.3 - 126.9,
    "es": 206.84 - 20.4 - 90,
    "fr": 207 - 20.3 - 110.4,
    "it": 89 + 15 - 45,
    "nl": 206.84 - 18.6 - 115.5,
    "pt": 248.835 - 20.3 - 126.9,
    "ru": 206.835 - 26 - 90.15,
    "sv": 20 + 25,
}


@pytest.mark.parametrize("language", MEASURES)
def test_measure_gives_its_formulas_value(language: str) -> None:
    assert MEASURES[language].value(PLAIN) == pytest.approx(EXPECTED[language])


@pytest.mark.parametrize("language", MEASURES)
def test_plain_text_is_not_called_hard(language: str) -> None:
    measure = MEASURES[language]
    value = measure.value(PLAIN)
    assert value < measure.hard if measure.rising else value > measure.hard


@pytest.mark.parametrize("language", MEASURES)
def test_longer_words_and_sentences_are_harder(language: str) -> None:
    measure = MEASURES[language]
    harder = Readability(sentences=3, words=100, letters=700, syllables=260, long_words=60)
    rises = measure.value(harder) > measure.value(PLAIN)
    assert rises == measure.rising


def test_nynorsk_or_finnish_have_no_measure_of_another_language() -> None:
    assert not {"fi", "nn", "ja", "ar"} & set(MEASURES)
