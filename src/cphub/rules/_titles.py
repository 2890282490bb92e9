"""What a page's title says of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from cphub.data import PageWords, Vocabulary, phrases

RECORDS: Final = frozenset({"archive", "newsletter", "report", "sandbox", "form"})
BOUND_TO_A_TIME: Final = RECORDS | {"event"}
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NUMBERS: Final = re.compile(r"[\W\d_]+")


def title_kinds(title: str, language: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the kinds of page that words of `title` tell: `archive`, `how-to` and the like.

    A word makes a page a record (an archive, newsletter, report) or a place to write in
    only where it is all of a part of the title (`Project/Reports`, `Talk/Archive 3`) or a
    year stands in the title (`Annual report 2019`): "Working with archives" is a lesson.
    An event is one only with its year.
    """
    parts = [NUMBERS.sub(" ", part).strip() for part in _bare(title).split("/")]
    dated = YEAR.search(title) is not None
    found = set()
    for words in _page_words(language, vocabulary):
        for kind, phrases_of in words.titles.items():
            pattern = _pattern(tuple(phrases_of), words.language)
            if dated or kind not in BOUND_TO_A_TIME:
                met = pattern.search(title) is not None
            else:
                met = kind in RECORDS and any(pattern.fullmatch(part) for part in parts)
            if met:
                found.add(kind)
    return frozenset(found - BOUND_TO_A_TIME if "how-to" in found else found)


def is_how_to(words: str, language: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a title or heading promises to show how something is done."""
    return any(
        _pattern(tuple(known.titles.get("how-to", ())), known.language).search(words)
        for known in _page_words(language, vocabulary)
    )


def _page_words(language: str, vocabulary: Vocabulary) -> list[PageWords]:
    """Return the words of the page's language and English, which every wiki uses too."""
    found = (vocabulary.page_words(code) for code in (language, "en"))
    unique = {words.language: words for words in found if words}
    return list(unique.values())


def _bare(title: str) -> str:
    """Return the title without a namespace; a colon later in it is part of the name."""
    return title.partition(":")[2] or title


@cache
def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    return phrases(words, language)
