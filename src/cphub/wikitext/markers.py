"""Find words of a vocabulary in a sentence, quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cphub.data import language_of, phrases
from cphub.data.matching import UNSPACED

LETTERS = re.compile(r"[^\W\d_]+")


class Markers:
    """Words of one sort, found by the first word of each."""

    def __init__(self, words: Iterable[str], language: str) -> None:
        ordered = sorted(words, key=lambda word: (-len(word), word))
        self.patterns = [(word.strip("*").lower(), phrases([word], language)) for word in ordered]
        self._by_first: dict[str, list[int]] = {}
        self._anywhere: list[int] = []  # no first word to go by: "planer*", words of ja and zh
        for index, word in enumerate(ordered):
            first = LETTERS.findall(word.lower())
            whole = first and word[0] != "*" and not (word[-1] == "*" and len(first) == 1)
            if whole and language_of(language) not in UNSPACED:
                self._by_first.setdefault(first[0], []).append(index)
            else:
                self._anywhere.append(index)

    def find(self, sentence: str, lower: str, letters: Iterable[str]) -> str:
        """Return the longest of the words in the sentence, "" if none.

        `lower` is the sentence in lower case, `letters` the runs of letters in it.
        """
        indexes = {index for run in letters for index in self._by_first.get(run, ())}
        for index in sorted(indexes.union(self._anywhere)):
            stem, pattern = self.patterns[index]
            if stem in lower:
                match = pattern.search(sentence)
                if match:
                    return match[0]
        return ""
