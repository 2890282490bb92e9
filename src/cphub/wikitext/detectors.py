"""The two language detectors behind the fence: py3langid and langdetect.

Both are loaded once a process, and nowhere else imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from typing import Any, Protocol

from cphub.wikitext.codes import detector_code, similar

SURE = 0.9  # probability that a detector must give to be taken at its word
LONGEST = 400  # characters that langdetect reads (performance: cost grows with length)


class Detector(Protocol):
    """Tells a text's language, and how probable that one or one like it is, 0 to 1.

    ("und", 0.0) stands for a text that it cannot tell.
    """

    languages: frozenset[str]

    def __call__(self, text: str) -> tuple[str, float]:
        """Return the language of `text` and its probability."""
        ...


class Py3langid:
    """py3langid 0.4: 140 languages, deterministic, 0.1 ms for 150 characters."""

    def __init__(self) -> None:
        # The matrix is small: threads of numpy's algebra would only take memory.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from py3langid.langid import (  # noqa: PLC0415  # heavy, and only for workers
            MODEL_FILE,
            LanguageIdentifier,
        )

        self._model: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self.languages = frozenset(map(detector_code, self._model.labels))

    def __call__(self, text: str) -> tuple[str, float]:
        """Return the language of `text` and its probability."""
        code, probability = self._model.classify(text)
        if probability >= SURE:
            return ("und", 0.0) if code == "zxx" else (detector_code(code), float(probability))
        return _best((detector_code(code), chance) for code, chance in self._model.rank(text))


class Langdetect:
    """langdetect 1.0.9: 55 languages, one seeded trial, so that it always says the same."""

    def __init__(self) -> None:
        from langdetect import detector_factory  # noqa: PLC0415  # heavy, and only for workers

        detector_factory.DetectorFactory.seed = 0
        detector_factory.init_factory()
        self._factory: Any = detector_factory._factory  # noqa: SLF001  # it has no other door
        self.languages = frozenset(map(detector_code, self._factory.langlist))

    def __call__(self, text: str) -> tuple[str, float]:
        """Return the language of `text` and its probability."""
        from langdetect.lang_detect_exception import (  # noqa: PLC0415  # as above
            LangDetectException,
        )

        detector = self._factory.create()
        detector.n_trial = 1
        detector.append(text[:LONGEST])
        try:
            found = detector.get_probabilities()
        except LangDetectException:  # no letter that any of its languages has
            return "und", 0.0
        return _best((detector_code(item.lang), item.prob) for item in found)


def _best(ranked: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """Return the first language, with the probability of all that are taken for it."""
    ranked = list(ranked)
    if not ranked or ranked[0][0] == "zxx":
        return "und", 0.0
    best = ranked[0][0]
    return best, float(sum(chance for code, chance in ranked if similar(best, code)))


@cache
def reader() -> Detector:
    """Return the detector that reads every page; it takes 0.7 s to load."""
    return Py3langid()


@cache
def witness() -> Detector:
    """Return the detector that is asked where the first disagrees; it takes 0.5 s to load."""
    return Langdetect()
