"""What is wrong with a unit's translation, by what it must share with its source.

Variables, links, templates, tags and figures are the same in every language; words are not
looked at. A translation is only held to what the source itself keeps to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cphub.wikitext.units import Unit

_VARIABLE: Final = re.compile(r"\$[A-Za-z0-9][\w-]*|%(?:\d+\$)?[sd]\b")
_LINK: Final = re.compile(r"\[\[\s*([^\[\]|{}<>\n]{1,300}?)\s*(?:\||\]\])")
_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s\[\]<>\"|{}]{1,500}")
_TEMPLATE: Final = re.compile(r"\{\{\s*([^{}|<>\n]{1,200}?)\s*(?=[|}\n])")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w-]{0,20})\b[^<>]{0,500}?(/?)>")
_COMMENT: Final = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_HEADING: Final = re.compile(r"^(={1,6})[^=\n].*?(={1,6})[ \t]*$", re.MULTILINE)
_QUOTES: Final = re.compile("'{2,}")
_DIGITS: Final = re.compile(r"\d+(?:[.,:\u066b\u066c\u00a0\u202f' ]\d+)*")
_SINGLE: Final = frozenset({"br", "hr", "wbr", "img", "nowiki", "tvar"})
_ITEM: Final = re.compile(r"^[*#:;]+", re.MULTILINE)
_OWN: Final = (
    (re.compile(r"(?i)</?translate\b|<!--\s*T:"), "the marks of Translate's source pages"),
    (re.compile("!!FUZZY!!"), "!!FUZZY!!, the mark of an outdated translation"),
)
_SUBPAGE: Final = re.compile(r"/[a-z]{2,3}(?:-[a-z]{2,8}){0,2}$")
_ANYWHERE: Final = "Special:MyLanguage/"
_MAY_COME: Final = frozenset({"bdi", "bdo", "span", "small", "ruby", "rb", "rp", "rt", "translate"})
_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class UnitFault:
    """What is wrong: its kind, whether that is sure, and what it is in words."""

    kind: str
    sure: bool
    what: str


def unit_faults(source: str, translation: str) -> Iterator[UnitFault]:
    """Yield what is wrong with a translation of a unit, the sure faults first.

    Args:
        source: the unit as translators see it, `$name` for each variable.
        translation: what was made of it; `<tvar>` tags count as their variables.
    """
    shown = Unit("", translation).to_translate
    yield from _lost("variable", _VARIABLE, source, shown, sure=True)
    yield from _unbalanced(source, shown)
    yield from _headings(source, shown)
    for pattern, what in _OWN:
        if pattern.search(translation) and not pattern.search(source):
            yield UnitFault("markup", sure=True, what=f"it has {what}")
    yield from _plainer(source, shown)
    yield from _lost("link", _LINK, source, shown)
    yield from _lost("address", _ADDRESS, source, shown)
    yield from _lost("template", _TEMPLATE, source, shown)
    yield from _numbers(source, shown)
    if shown.strip() == source.strip() and _words(source):
        yield UnitFault("unchanged", sure=False, what="it is the source, word for word")


def _lost(
    kind: str, pattern: re.Pattern[str], source: str, shown: str, *, sure: bool = False
) -> Iterator[UnitFault]:
    """Yield what the source has and the translation has not, or has more often."""
    theirs, ours = (_named(kind, pattern, text) for text in (source, shown))
    for name, written in theirs.items():
        if name not in ours:
            yield UnitFault(kind, sure, f"{written} is lost")
    if kind == "variable":
        for name in ours.keys() - theirs.keys():
            yield UnitFault(kind, sure, f"{name} is not in the source")


def _named(kind: str, pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """Return what a text names, as it is written there, by what it is compared by.

    A link to a page's translation, or to `Special:MyLanguage`, is one to the page.
    """
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        written = match[1 if pattern.groups else 0]
        name = written if kind == "address" else _folded(written)
        if kind == "link":
            name = _folded(_SUBPAGE.sub("", name.removeprefix(_ANYWHERE)))
        found.setdefault(name, written)
    return found


def _folded(text: str) -> str:
    """Return a name without the differences that wikis make nothing of."""
    text = " ".join(text.replace("_", " ").split()).removeprefix(":")
    return text[:1].upper() + text[1:] if text[:1] not in "$%" else text


def _unbalanced(source: str, shown: str) -> Iterator[UnitFault]:
    for opener, closer in (("[[", "]]"), ("{{", "}}")):
        if _even(source, opener, closer) and not _even(shown, opener, closer):
            what = f"{shown.count(opener)} {opener} and {shown.count(closer)} {closer}"
            yield UnitFault("markup", sure=True, what=what)
    if _quotes(source) and not _quotes(shown):
        yield UnitFault("markup", sure=True, what="bold or italics ('') are not closed on a line")
    theirs, ours = _tags(source), _tags(shown)
    for name, (opened, closed) in sorted(ours.items()):
        if opened != closed and theirs.get(name, (0, 0))[0] == theirs.get(name, (0, 0))[1]:
            what = f"{opened} <{name}> and {closed} </{name}>"
            yield UnitFault("markup", sure=True, what=what)
    for name in sorted(theirs.keys() - ours.keys()):
        yield UnitFault("markup", sure=True, what=f"<{name}> is lost")
    for name in sorted(ours.keys() - theirs.keys() - _MAY_COME):
        yield UnitFault("markup", sure=True, what=f"<{name}> is not in the source")


def _plainer(source: str, shown: str) -> Iterator[UnitFault]:
    """Yield bold, italics and list items that are lost; some scripts do without italics."""
    if _QUOTES.search(source) and not _QUOTES.search(shown):
        yield UnitFault("markup", sure=False, what="bold or italics ('') are lost")
    theirs, ours = (_ITEM.findall(text) for text in (source, shown))
    if theirs != ours:
        what = f"the source has {_items(theirs)}, the translation {_items(ours)}"
        yield UnitFault("markup", sure=False, what=what)


def _items(marks: list[str]) -> str:
    """Return list marks in words: how many, and which."""
    if not marks:
        return "no list"
    return f"{len(marks):,} list item{'s' * (len(marks) != 1)} ({' '.join(dict.fromkeys(marks))})"


def _even(text: str, opener: str, closer: str) -> bool:
    return text.count(opener) == text.count(closer)


def _quotes(text: str) -> bool:
    """Tell whether bold and italics are closed on each line, or left to MediaWiki's guess."""
    for line in text.splitlines():
        marks = Counter(len(match[0]) for match in _QUOTES.finditer(line))
        bold = sum(n for size, n in marks.items() if size in {3, 4} or size > 4)  # noqa: PLR2004  # '''''
        italic = sum(n for size, n in marks.items() if size == 2 or size > 4)  # noqa: PLR2004  # likewise
        if bold % 2 or italic % 2:
            return False
    return True


def _tags(text: str) -> dict[str, tuple[int, int]]:
    """Return how often each tag that needs a closing one is opened and closed."""
    found: dict[str, list[int]] = {}
    for match in _TAG.finditer(_COMMENT.sub("", text)):
        name = match[2].lower()
        if name not in _SINGLE and not match[3]:
            found.setdefault(name, [0, 0])[bool(match[1])] += 1
    return {name: (opened, closed) for name, (opened, closed) in found.items()}


def _headings(source: str, shown: str) -> Iterator[UnitFault]:
    theirs = sorted(match[1] for match in _HEADING.finditer(source))
    ours = sorted(match[1] for match in _HEADING.finditer(shown))
    if theirs != ours:
        marks = " ".join(theirs) or "no heading"
        yield UnitFault("markup", sure=True, what=f"headings: the source has {marks}")


def _numbers(source: str, shown: str) -> Iterator[UnitFault]:
    """Yield the figures of the source that the translation has not, in whatever digits."""
    theirs, ours = (_figures(_bare(text)) for text in (source, shown))
    for figure in sorted(theirs - ours, key=lambda text: (len(text), text)):
        yield UnitFault("number", sure=False, what=f"{figure} is not there")


def _figures(text: str) -> set[str]:
    """Return numbers as ASCII digits, without the marks between thousands."""
    plain = "".join(
        str(unicodedata.decimal(char)) if unicodedata.decimal(char, None) is not None else char
        for char in text
    )
    return {re.sub(r"\D", "", match[0]) for match in _DIGITS.finditer(plain)}


def _bare(text: str) -> str:
    for pattern in (_ADDRESS, _LINK, _VARIABLE, _TAG):
        text = pattern.sub(" ", text)
    return text


def _words(text: str) -> bool:
    """Tell whether there is anything in a unit that can be translated."""
    bare = _TEMPLATE.sub(" ", _bare(text))
    return sum(char.isalpha() for char in bare) >= _LETTERS
