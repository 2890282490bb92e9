"""How many words a text needs in another language to say as much as in English.

Measured on MediaWiki 1.39's own interface texts (`languages/i18n/*.json`): the words, or
in scripts without spaces the letters, of the messages that have at least twelve words in
English, divided by the words of those messages in English (200 to 590 messages each).
Languages that need as many words as English or more are left out, which is the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cphub.data import language_of

WORDS: Final[Mapping[str, float]] = {
    "ar": 0.84, "az": 0.79, "cs": 0.83, "et": 0.75, "eu": 0.79, "fi": 0.74, "he": 0.83,
    "hu": 0.84, "id": 0.91, "ka": 0.74, "kn": 0.70, "ko": 0.73, "lt": 0.79, "lv": 0.83,
    "ml": 0.68, "ms": 0.92, "nb": 0.92, "pl": 0.87, "ru": 0.87, "sv": 0.94, "sw": 0.88,
    "ta": 0.69, "te": 0.73, "tr": 0.76, "uk": 0.86,
}  # fmt: skip
LETTERS: Final[Mapping[str, float]] = {
    "ja": 2.8, "km": 5.6, "lo": 4.1, "my": 6.3, "th": 4.8, "zh": 1.8,
}  # fmt: skip
FEWEST_LETTERS: Final = 1.8


def as_long_as(english_words: int, language: str, *, spaced: bool) -> int:
    """Return how much text says what `english_words` words say in English.

    Words, or letters where `spaced` is false (as `Facts.words` counts them).
    """
    code = language_of(language)
    rate = WORDS.get(code, 1.0) if spaced else LETTERS.get(code, FEWEST_LETTERS)
    return round(english_words * rate)
