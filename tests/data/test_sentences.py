"""The words of time tell what is promised from what is told, in every language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cphub.data import grammar, load_vocabulary, phrases

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))


def _cases(*kinds: str) -> list[tuple[str, str]]:
    return [
        (language, sentence)
        for language, sentences in SENTENCES.items()
        for kind in kinds
        for sentence in sentences[kind]
    ]


def _speaks(language: str, sentence: str, *lists: str) -> bool:
    words = load_vocabulary().time[language]
    found = [word for name in lists for word in getattr(words, name)]
    return phrases(found, language).search(sentence) is not None


def _is_promised(language: str, sentence: str, kind: str) -> bool:
    words = load_vocabulary().time[language]
    told = _speaks(language, sentence, "past", "recurring") or grammar(words.told).search(sentence)
    return _speaks(language, sentence, kind) and not told


def test_every_language_has_sentences() -> None:
    assert set(SENTENCES) == set(load_vocabulary().time)


@pytest.mark.parametrize(("language", "sentence"), _cases("deadline"))
def test_a_deadline_is_known(language: str, sentence: str) -> None:
    assert _is_promised(language, sentence, "deadline")


@pytest.mark.parametrize(("language", "sentence"), _cases("coming"))
def test_what_is_coming_is_known(language: str, sentence: str) -> None:
    assert _is_promised(language, sentence, "coming")


@pytest.mark.parametrize(("language", "sentence"), _cases("sound"))
def test_what_is_told_promises_nothing(language: str, sentence: str) -> None:
    assert not _is_promised(language, sentence, "deadline")
    assert not _is_promised(language, sentence, "coming")


@pytest.mark.parametrize(("language", "sentence"), _cases("deadline", "coming"))
def test_the_month_in_it_is_may(language: str, sentence: str) -> None:
    months = load_vocabulary().time[language].months
    patterns = [phrases(month, language) for month in months]
    digits = [number for number, found in enumerate(patterns, 1) if found.search(sentence.lower())]
    assert digits == [5]
