"""What every test of the reader needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cphub.data import Vocabulary, load_vocabulary
from cphub.model.facts import Facts
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

Read = Callable[..., Facts]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def facts(vocabulary: Vocabulary) -> Read:
    """Read a text, of an English page unless told otherwise."""

    def of(text: str, language: str = "en", words: Words | None = None) -> Facts:
        return read(text, words or Words(), language, vocabulary)

    return of
