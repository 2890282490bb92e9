"""Values within sentences, as the reader's language has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from cphub.locale import figures
from cphub.locale.templates import TYPES, Value, fill

if TYPE_CHECKING:
    from cphub.locale.catalogues import Messages

_MORE: Final = re.compile(r"(.+) and ([0-9,]+) more", re.DOTALL)
_NAMED: Final = re.compile(r"[^,()]+ \(([a-z]{2,3}(?:-[a-z]+)*)\)")
_NUMBERED: Final = re.compile(r"([0-9][0-9,]*) (.+)", re.DOTALL)
_NOTE: Final = "note: "  # what a person wrote follows, to the end
_MOST_JOINED: Final = 15  # parts and what is between them, tried as one message
_LETTERED: Final = re.compile("([A-Z]) (.+)", re.DOTALL)


class Values:
    """Puts values into a language; `whole` says what is a message of its own."""

    def __init__(
        self, language: str, messages: Messages, whole: Callable[[str], str | None]
    ) -> None:
        self._language = language
        self._messages = messages
        self._whole = whole
        self._kinds: Mapping[str, Callable[[str], str | None]] = {
            "": str,
            "number": self._number,
            "percent": self._percent,
            "day": self._day,
            "moment": self._moment,
            "count": self._count,
            "language": self._named,
            "languages": self.languages,
            "list": self._list,
            "phrase": self._phrase,
            "parts": self._parts,
        }

    def all(self, values: Mapping[str, Value]) -> dict[str, str] | None:
        """Return values in the language, None where one is not what its type says."""
        found = {}
        for name, value in values.items():
            said = self._kinds[value.type](value.text)
            if said is None:
                return None
            found[name] = said
        return found

    def alone(self, text: str) -> str | None:
        """Return a text that is but a number with its unit, a day, a moment or a share."""
        if not text[:1].isdigit():
            return None
        alone = ("count", "moment", "day", "percent")
        kinds = (kind for kind in alone if TYPES[kind].fullmatch(text))
        return next((said for kind in kinds if (said := self._kinds[kind](text))), None)

    def _number(self, text: str) -> str:
        bare = text.replace(",", "")
        return figures.number(float(bare) if "." in bare else int(bare), self._language)

    def _percent(self, text: str) -> str:
        return figures.percent(float(text[:-1]) / 100, self._language)

    def _day(self, text: str) -> str | None:
        day = figures.as_day(text)
        return figures.day_in_words(day, self._language) if day else None

    def _moment(self, text: str) -> str | None:
        day = self._day(text[:10])
        return f"{day} {text[11:]}" if day else None

    def _count(self, text: str) -> str | None:
        number, _, noun = text.partition(" ")
        unit = self._messages.units.get(noun)
        if unit is None:
            return None
        one, many = (f"{{n}} {form}" for form in unit)
        said = self._messages.plural.ngettext(one, many, int(number.replace(",", "")))
        return fill(said, {"n": self._number(number)})

    def _named(self, text: str) -> str:
        found = _NAMED.fullmatch(text)
        name = figures.language_name(found[1] if found else text, self._language)
        return f"{name} ({found[1] if found else text})" if name else text

    def languages(self, text: str) -> str:
        """Return languages, by code or name and code, with their names in the language."""
        found = _MORE.fullmatch(text)
        named = ", ".join(map(self._named, (found[1] if found else text).split(", ")))
        return self._more(named, found[2]) if found else named

    def _list(self, text: str) -> str:
        found = _MORE.fullmatch(text)
        names = found[1] if found else text
        if len(names) > 1 and names[0] == names[-1] == '"':
            quoted = self._messages.said('"{quoted}"')
            names = ", ".join(fill(quoted, {"quoted": one}) for one in names[1:-1].split('", "'))
        return self._more(names, found[2]) if found else names

    def _more(self, names: str, more: str) -> str:
        said = self._messages.said("{list} and {more:number} more")
        return fill(said, {"list": names, "more": self._number(more)})

    def _phrase(self, text: str) -> str:
        return self._whole(text) or text

    def _parts(self, text: str) -> str:
        """Return the parts, each in the language as far as it is known."""
        return "".join(said or english for english, said in self._each_part(text))

    def known_parts(self, text: str) -> str | None:
        """Return several parts in the language, None unless each of them is known."""
        said = [one for _, one in self._each_part(text)]
        return "".join(map(str, said)) if len(said) > 1 and None not in said else None

    def _each_part(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield parts and what stands between them, each with what it is in the language.

        What is no message by itself may be one with the parts after it: a message may have
        commas and semicolons of its own.
        """
        pieces = split_parts(text)
        at = 0
        while at < len(pieces):
            ends = (at + 1, *range(min(len(pieces), at + _MOST_JOINED), at + 1, -2))
            if pieces[at].startswith(_NOTE):
                ends = (len(pieces),)
            for end in ends:
                part = "".join(pieces[at:end])
                if (said := self._part(part) if end == at + 1 else self._whole(part)) is not None:
                    break
            else:
                part, end, said = pieces[at], at + 1, None
            yield part, said
            if end < len(pieces):
                yield pieces[end], pieces[end]
            at = end + 1

    def _part(self, text: str) -> str | None:
        if text.startswith('"'):
            return self._list(text)
        if (said := self._whole(text)) is not None:
            return said
        if found := _NUMBERED.fullmatch(text):
            said = self._whole(found[2])
            return f"{self._number(found[1])} {said}" if said else None
        if found := _LETTERED.fullmatch(text):
            return f"{found[1]} {self._phrase(found[2])}"
        lower = f"{text[:1].lower()}{text[1:]}"
        said = self._whole(lower) if lower != text else None
        return f"{said[:1].upper()}{said[1:]}" if said else None


def split_parts(text: str) -> list[str]:
    """Return parts and what stands between them in turn.

    What is in brackets or quotation marks is not parted, nor is a list of quoted names.
    """
    found, depth, start, at = [], 0, 0, 0
    quoted, paired = False, text.count('"') % 2 == 0
    while at < len(text):
        depth += (text[at] in "([“") - (text[at] in ")]”")
        quoted ^= paired and text[at] == '"'
        listed = text[at - 1 : at + 3] == '", "'
        if depth <= 0 and not quoted and not listed and text.startswith((", ", "; "), at):
            found += [text[start:at], text[at : at + 2]]
            start = at = at + 2
        else:
            at += 1
    return [*found, text[start:]]
