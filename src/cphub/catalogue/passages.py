"""The passages that findings rest on, and their prints: how a dismissal knows them again.

A piece of evidence that stands in the page's prose has the whole sentence (or sentences) as
its passage, wherever in the page that has moved to; evidence that does not (a template call,
a link's target, a date) is a passage by itself. Findings that quote nothing have one print
that never changes: there is no passage that an edit could change.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cphub.model.facts import Facts, Section
from cphub.model.findings import Evidence

LENGTH = 16
"""Hexadecimal digits of a print: 64 bits, of passages of one page and rule."""

NOTHING_QUOTED = "-"

_END = re.compile(r"(?<=[.!?\u2026\u061f\u06d4\u0964\u0965])\s+|(?<=[\u3002\uff01\uff1f])")
_SHARE = re.compile(r"[0-9]+(?:\.[0-9]+)? ?%")
_FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def prints(evidence: Sequence[Evidence], facts: Facts | None) -> frozenset[str]:
    """Return the prints of the passages that a finding's evidence stands in.

    Shares (`83 %`) are no part of a passage; nor are other figures that are measured rather
    than quoted, where the finding quotes the page as well.
    """
    if not evidence:
        return frozenset({NOTHING_QUOTED})
    sections = facts.sections if facts else ()
    places = [(one, tuple(_passages(one, sections))) for one in evidence]
    quotes = any(found for _, found in places)
    texts: set[str] = set()
    for one, found in places:
        texts |= set(found) or {_measured(one.text, quotes=quotes)}
    return frozenset(map(_print, texts))


def _measured(text: str, *, quotes: bool) -> str:
    return _FIGURES.sub("#", text) if quotes else _SHARE.sub("%", text)


def _passages(evidence: Evidence, sections: Sequence[Section]) -> Iterator[str]:
    """Yield the sentences that evidence stands in, of the section that it names if there."""
    words = evidence.text.strip("\N{HORIZONTAL ELLIPSIS} ")
    if not words:
        return
    found = False
    named = [section for section in sections if section.title == evidence.section]
    for place in (named, sections):
        for section in place:
            for passage in _around(words, section.text):
                found = True
                yield passage
        if found:
            return


def _around(words: str, text: str) -> Iterator[str]:
    at = text.find(words)
    if at < 0:
        return
    bounds = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    while at >= 0:
        start = bounds[bisect_right(bounds, at) - 1]
        stop = bounds[bisect_left(bounds, at + len(words))]
        yield text[start:stop]
        at = text.find(words, stop)


def _print(text: str) -> str:
    folded = "".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode(errors="surrogatepass")).hexdigest()[:LENGTH]


def are_prints(values: Iterable[object]) -> bool:
    """Tell whether these are prints as this file makes them."""
    return all(
        isinstance(value, str)
        and (value == NOTHING_QUOTED or re.fullmatch(rf"[0-9a-f]{{{LENGTH}}}", value))
        for value in values
    )
