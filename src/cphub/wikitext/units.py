"""Translation units of the Translate extension, read from the wikitext when they are wanted.

The source page has its units between `<translate>` tags, each with an id in a marker
(`<!--T:5-->`) once it is marked. A translation page has their translations in the same order
and no ids; units that are outdated or not translated stand in a tag that says so. Rules of
parsing as in Translate's TranslatablePageParser.php and TranslationUnit.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cphub.model.facts import TranslateFacts
from cphub.model.translations import UnitCounts

TITLE = "Page display title"
"""The id of the unit that is the page's title (Translate: TranslatablePage.php)."""

_TRANSLATE = re.compile(r"<translate(?: nowrap)?>|<nowiki>")
_MARKER = re.compile(r"<!--T:([^_/\n<>]{1,200})-->")
_FIRST = re.compile(r"^<!--T:[^_/\n<>]{1,200}-->[ \n]?")
_LAST = re.compile(r"[^\S\n]{0,20}<!--T:[^_/\n<>]{1,200}-->$", re.MULTILINE)
_GAP = re.compile(r"\n\n\s*")
_VARIABLE = re.compile(
    r"<tvar\|([^<>]{1,200})>(.{0,2000}?)</>"
    r"|<tvar\s{1,20}name\s{0,20}=\s{0,20}"
    r"(?:'([^'<>]{0,200})'|\"([^\"<>]{0,200})\"|([^\"'\s<>]{0,200}))\s{0,20}>"
    r"(.{0,2000}?)</tvar\s{0,20}>",
    re.DOTALL | re.IGNORECASE,
)
_OPEN = re.compile(r"<(div|span)\b([^<>]*)>", re.IGNORECASE)
_FUZZY = re.compile(r"\bmw-translate-fuzzy\b")
_SOURCE = re.compile(r"\bmw-content-(?:ltr|rtl)\b")
_ANCHOR = re.compile(r"<span id=\"[^\"<>]*\"></span>\n?")
_LOOKED = 500  # changed units that are looked for in the whole marked text

Piece = tuple["Unit | None", str]
"""A unit, or None and a piece of the frame around units."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation unit of a source page.

    `id` is "" for one that is not marked yet. `text` is its wikitext without the marker, with
    its variables as they are written (`<tvar name=1>…</tvar>`).
    """

    id: str
    text: str

    @property
    def shown(self) -> str:
        """The text with the values of its variables in place of them."""
        return _VARIABLE.sub(lambda match: match[2] or match[6] or "", self.text)

    @property
    def to_translate(self) -> str:
        """The text as translators see it: `$name` for each variable."""
        return _VARIABLE.sub(_name, self.text)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables that a translation has to keep, each with its `$`."""
        return tuple(dict.fromkeys(_name(match) for match in _VARIABLE.finditer(self.text)))


class UnitState(StrEnum):
    """What a unit is on a translation page."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class TranslatedUnit:
    """A unit and what stands for it on a translation page.

    `translation` is "" where the unit is not translated; of a fuzzy one it is the old one.
    """

    unit: Unit
    state: UnitState
    translation: str


def has_units(text: str) -> bool:
    """Tell quickly whether a text may be a translatable page with marked units."""
    return "<translate" in text and "<!--T:" in text


def units(text: str) -> tuple[Unit, ...]:
    """Return the units of a source page in order, those not marked yet among them.

    The page's title, which is a unit too (`TITLE`), is not in the text and not among them.
    """
    return tuple(unit for unit, _ in _pieces(text) if unit is not None)


def changed_units(text: str, marked: str) -> tuple[Unit, ...]:
    """Return the units that have changed since the page was last marked for translation.

    Args:
        text: the source page.
        marked: the translation page in the source's own language (`Guide/en`), which
            Translate writes from what was marked last.
    """
    if not marked:
        return ()
    blocks = {_folded(block) for block in _GAP.split(marked)}
    doubtful = [unit for unit in units(text) if unit.id and _folded(unit.shown) not in blocks]
    whole = _folded(marked)  # units within a line are no blocks of their own
    return tuple(
        unit
        for number, unit in enumerate(doubtful)
        if number >= _LOOKED or _folded(unit.shown) not in whole
    )


def unit_counts(
    source: TranslateFacts, translation: TranslateFacts, language: str, *, title: bool | None
) -> UnitCounts:
    """Count a translation page's units by the marks in its text, as Translate counts them.

    Args:
        source: facts of the source page.
        translation: facts of the page that Translate made of it.
        language: the translation's.
        title: whether the page's title is translated, which its page props tell
            (`displaytitle`); None where titles of the page are not translated at all.
    """
    total = len(set(source.units)) + (title is not None)
    fuzzy = len(translation.fuzzy)
    untranslated = len(translation.untranslated) + (title is False)
    return UnitCounts(language, total, max(0, total - fuzzy - untranslated), fuzzy, 0)


def translated_units(text: str, translation: str) -> tuple[TranslatedUnit, ...] | None:
    """Match the units of a source page with a page that Translate made of it.

    None where the two do not fit, because the source's frame (what stands outside of
    `<translate>`) has changed since, or because the page was not made by Translate.
    """
    translation = _ANCHOR.sub("", translation)
    found: list[TranslatedUnit] = []
    pieces = [piece for piece in _pieces(text) if _counts(piece)]
    at = 0
    for number, (unit, frame) in enumerate(pieces):
        at = _skip(translation, at)
        if unit is None:
            if not translation.startswith(frame, at):
                return None
            at += len(frame)
            continue
        state, content, end = _wrapped(translation, at) or (UnitState.TRANSLATED, "", -1)
        if end < 0:
            following = pieces[number + 1] if number + 1 < len(pieces) else (None, "")
            end = _end(translation, at, following)
            content = translation[at:end]
        if not content.strip():
            return None
        untranslated = state is UnitState.UNTRANSLATED
        found.append(TranslatedUnit(unit, state, "" if untranslated else content.strip()))
        at = end
    return tuple(found) if not translation[at:].strip() else None


def _counts(piece: Piece) -> bool:
    """Tell whether a piece of a source page shows in its translations: a new unit does not."""
    unit, frame = piece
    return bool(unit.id if unit is not None else frame)


def _pieces(text: str) -> Iterator[Piece]:
    """Yield the units of a page, and between them the frame as (None, wikitext)."""
    last = at = 0
    while opener := _TRANSLATE.search(text, at):
        closer = f"</{opener[0][1:].partition(' ')[0].rstrip('>')}>"
        end = text.find(closer, opener.end())
        if end < 0:
            break
        at = end + len(closer)
        if closer == "</nowiki>":
            continue
        yield None, text[last : opener.start()].strip()
        for part in _GAP.split(text[opener.end() : end].strip()):
            if part.strip():
                yield _unit(part.strip()), ""
        last = at
    if last:
        yield None, text[last:].strip()


def _unit(part: str) -> Unit:
    marker = _MARKER.search(part)
    if marker is None:
        return Unit("", part)
    return Unit(marker[1].strip(), _LAST.sub("", _FIRST.sub("", part)).strip())


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _wrapped(text: str, at: int) -> tuple[UnitState, str, int] | None:
    """Return the state, content and end of the marking tag that stands at a place."""
    opener = _OPEN.match(text, at)
    if opener is None:
        return None
    if _FUZZY.search(opener[2]):
        state = UnitState.FUZZY
    elif _SOURCE.search(opener[2]) and "lang" in opener[2]:
        state = UnitState.UNTRANSLATED
    else:
        return None
    tags = re.compile(rf"<(/?){opener[1]}\b[^<>]*>", re.IGNORECASE)
    depth = 1
    for tag in tags.finditer(text, opener.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return state, text[opener.end() : tag.start()], tag.end()
    return state, text[opener.end() :], len(text)


def _end(text: str, at: int, following: Piece) -> int:
    """Return where a translated unit ends: where the frame goes on, or at a blank line."""
    unit, frame = following
    if unit is None and frame:
        found = text.find(frame, at)
    else:
        gap = _GAP.search(text, at) if unit is not None else None
        found = gap.start() if gap else -1
    return found if found >= 0 else len(text)


def _name(match: re.Match[str]) -> str:
    return "$" + (match[1] or match[3] or match[4] or match[5] or "")


def _folded(text: str) -> str:
    return " ".join(text.split())
