"""What a page's title says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cphub.data import PageWords, Vocabulary, language_of, phrases

RECORDS: Final = frozenset({"archive", "newsletter", "report", "sandbox", "form"})
BOUND_TO_A_TIME: Final = RECORDS | {"event"}
WRITTEN_ONCE: Final = frozenset({"newsletter", "report"})
OUR_YEARS: Final = range(1900, 2100)
YEARS_OF_IRAN: Final = range(1300, 1500)
LEAD: Final = 300
"""Characters of a lead in which a record says what it is."""
GLAM: Final = "glam"  # galleries, libraries, archives and museums, in every language
FOUR_DIGITS: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
NUMBERS: Final = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """A language's words of titles: all of them in lower case, and compiled by kind of page."""

    stems: tuple[str, ...]
    kinds: Mapping[str, re.Pattern[str]]


def title_kinds(title: str, language: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the kinds of page that words of `title` tell: `archive`, `how-to` and the like.

    A word makes a page a record (an archive, newsletter, report) or a place to write in
    only where it is all of a part of the title (`Project/Reports`, `Talk/Archive 3`) or a
    year stands in the title (`Annual report 2019`): "Working with archives" is a lesson.
    An event is one only with its year. An archive is more often a subject: see `_is_archive`.
    """
    found: set[str] = set()
    lower = title.lower()
    for words in _title_words(language, vocabulary):
        if any(stem in lower for stem in words.stems):  # a tenth of the patterns' time
            found.update(_kinds(title, words))
    return frozenset(found - BOUND_TO_A_TIME if "how-to" in found else found)


def record_kinds(title: str, lead: str, language: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return what kind of record the title and the lead say together that a page is.

    A newsletter or report is one if its title begins or ends with the word, its lead has
    such a word too, and a year stands in one of them: "Report of the archive week" whose
    lead is "This is the report of the week that was held in October 2021". "Writing a
    newsletter" has no year.
    """
    lead = lead[:LEAD]
    if not has_year(title) and not has_year(lead):
        return frozenset()
    parts = [NUMBERS.sub(" ", part).strip() for part in title.split("/")]
    return frozenset(
        kind
        for words in _title_words(language, vocabulary)
        if "how-to" not in words.kinds or not words.kinds["how-to"].search(title)
        for kind in WRITTEN_ONCE & words.kinds.keys()
        if words.kinds[kind].search(lead) and any(_at_an_edge(words.kinds[kind], p) for p in parts)
    )


def _at_an_edge(pattern: re.Pattern[str], part: str) -> bool:
    found = list(pattern.finditer(part))
    return bool(found) and (found[0].start() == 0 or found[-1].end() == len(part))


def has_year(text: str) -> bool:
    """Tell whether a year of our time stands in a text, in any digits; Iran's in its own."""
    return any(
        int(digits) in OUR_YEARS or (int(digits) in YEARS_OF_IRAN and not digits.isascii())
        for digits in FOUR_DIGITS.findall(text)
    )


def is_how_to(words: str, language: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a title or heading promises to show how something is done."""
    return any(
        "how-to" in known.kinds and known.kinds["how-to"].search(words)
        for known in _title_words(language, vocabulary)
    )


def _kinds(title: str, words: TitleWords) -> Iterator[str]:
    # Without its namespace; a colon later in it is part of the name.
    bare = title.partition(":")[2] or title
    parts = [NUMBERS.sub(" ", part).strip() for part in bare.split("/")]
    dated = has_year(title)
    for kind, pattern in words.kinds.items():
        if kind == "archive":
            met = _is_archive(bare.split("/"), pattern)
        elif dated or kind not in BOUND_TO_A_TIME:
            met = pattern.search(title) is not None
        else:
            met = kind in RECORDS and any(pattern.fullmatch(part) for part in parts)
        if met:
            yield kind


def _is_archive(parts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    """Tell whether a title's parts name an archive: `Talk/Archive 3`, `Archive/May 2019`.

    The word is all of a part but its numbers, or begins or ends one that has a year, and it has
    a number, or a page above it, or a number or date after it. "Archives" of
    their own, "Archives/A day in the reading room" and "GLAM/Archives" are on archives as a
    subject.
    """
    subject = any(GLAM in part.lower() for part in parts)
    for at, part in enumerate(parts):
        bare, after = NUMBERS.sub(" ", part).strip(), parts[at + 1 :]
        if pattern.fullmatch(bare):
            numbered = any(map(str.isdigit, part))
            dated = bool(after) and any(map(str.isdigit, after[0]))
            if numbered or dated or (at and not subject):
                return True
        elif has_year(part) and _at_an_edge(pattern, bare):
            return True
    return False


def _title_words(language: str, vocabulary: Vocabulary) -> list[TitleWords]:
    """Return the words of the page's language and English, which every wiki uses too."""
    codes = dict.fromkeys((language_of(language), "en"))
    known = [words for code in codes if (words := vocabulary.page_words(code))]
    return [_compiled(vocabulary.digest, words.language, words) for words in known]


def _compiled(digest: str, language: str, words: PageWords) -> TitleWords:
    key = digest, language
    if key not in _COMPILED:
        every = {word.rstrip("*").lower() for all_ in words.titles.values() for word in all_}
        kinds = {kind: phrases(of_kind, language) for kind, of_kind in words.titles.items()}
        _COMPILED[key] = TitleWords(tuple(sorted(every)), kinds)
    return _COMPILED[key]


_COMPILED: Final[dict[tuple[str, str], TitleWords]] = {}
