"""Published measures of how hard a text is to read, by language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from cphub.model.facts import Readability


@dataclass(frozen=True, slots=True)
class Measure:
    """A published measure; `hard` is the value from which its author calls a text very hard.

    `rising` is true where higher values mean harder.
    """

    name: str
    source: str
    value: Callable[[Readability], float]
    hard: float
    rising: bool = False


def ease(counts: Readability, *, base: float, sentence: float, syllable: float) -> float:
    """Return Flesch's reading ease with a language's own weights.

    `sentence` weighs the words a sentence, `syllable` the syllables a word.
    """
    return (
        base
        - sentence * counts.words / counts.sentences
        - syllable * counts.syllables / counts.words
    )


def lix(counts: Readability) -> float:
    """Return LIX: words a sentence, and of a hundred words those longer than six letters."""
    return counts.words / counts.sentences + 100 * counts.long_words / counts.words


def gulpease(counts: Readability) -> float:
    """Return Gulpease: 0 is hardest, 100 easiest."""
    return 89 + (300 * counts.sentences - 10 * counts.letters) / counts.words


def _flesch(
    name: str, source: str, base: float, sentence: float, syllable: float, *, hard: float = 30
) -> Measure:
    value = partial(ease, base=base, sentence=sentence, syllable=syllable)
    return Measure(name, source, value, hard)


MEASURES: Final[Mapping[str, Measure]] = {
    "de": _flesch("Flesch-Amstad", "Amstad 1978", 180, 1, 58.5),
    "en": _flesch("Flesch reading ease", "Flesch 1948", 206.835, 1.015, 84.6),
    "es": _flesch("Fernández Huerta", "Fernández Huerta 1959", 206.84, 1.02, 60),
    "fr": _flesch("Kandel-Moles", "Kandel and Moles 1958", 207, 1.015, 73.6),
    "it": Measure("Gulpease", "Lucisano and Piemontese 1988", gulpease, hard=40),
    "nl": _flesch("Flesch-Douma", "Douma 1960", 206.84, 0.93, 77),
    "pt": _flesch("Flesch for Portuguese", "Martins et al. 1996", 248.835, 1.015, 84.6),
    # Plain instructions have 2.7 syllables a word and get about 30; 0 is our own bound.
    "ru": _flesch("Flesch-Oborneva", "Oborneva 2006", 206.835, 1.3, 60.1, hard=0),
    "sv": Measure("LIX", "Björnsson 1968", lix, hard=60, rising=True),
}
