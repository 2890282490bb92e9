"""Say things to a reader in a language: sentences, numbers, dates and names of languages."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from cphub.locale import figures
from cphub.locale.catalogues import ENGLISH, language_for, messages
from cphub.locale.templates import SLOT, Value, fill
from cphub.locale.values import Values

if TYPE_CHECKING:
    from cphub.locale.catalogues import Messages

_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z\"“(\d])")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_FINDING: Final = re.compile(r"(error|warning|note) ([a-z0-9-]+): (.+)", re.DOTALL)
_OF_CODES: Final = frozenset({"language", "languages"})  # lines of a story
_MOST_KEPT: Final = 50_000


class Speaker:
    """Says in one language what the program says in English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._known: dict[str, str] = {}

    @property
    def is_english(self) -> bool:
        """Tell whether there is nothing to translate."""
        return self.language == ENGLISH

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`, as the language is written."""
        return "ltr" if self.is_english else figures.direction(self.language)

    def t(self, text: str, /, **values: str | int) -> str:
        """Return a message of a format's own with values in it, numbers by the locale.

        `text` is the English message, as `cphub.pot` has it.
        """
        filled = {k: v if isinstance(v, str) else self.number(v) for k, v in values.items()}
        if self.is_english:
            return fill(text, filled)
        typed = {name: Value(filled[name], kind) for name, kind in SLOT.findall(text) if kind}
        told = {name: value for name, value in typed.items() if isinstance(values[name], str)}
        return fill(self._messages.said(text), {**filled, **(self._values.all(told) or {})})

    def say(self, text: str) -> str:
        """Return what the program said in English; English what is not known."""
        if self.is_english or not text:
            return text
        known = self._known.get(text)
        if known is None:
            known = self._said(text)
            if len(self._known) < _MOST_KEPT:
                self._known[text] = known
        return known

    def line(self, text: str) -> str:
        """Return a line of a story: indented, a finding, or with a name before a colon."""
        if self.is_english:
            return text
        bare = text.lstrip()
        if found := _FINDING.fullmatch(bare):
            said = f"{self.say(found[1])} {found[2]}{self.t(':')} {self.say(found[3])}"
            return text[: len(text) - len(bare)] + said
        name, colon, value = bare.partition(": ")
        known = self._messages.texts.get(name) if colon else None
        if known and name in _OF_CODES:
            value = self.languages(value)
        said = f"{known}{self.t(':')} {self.say(value)}" if known else self.say(bare)
        return text[: len(text) - len(bare)] + said

    def number(self, number: float) -> str:
        """Return a number with the separators of the locale."""
        return f"{number:,}" if self.is_english else figures.number(number, self.language)

    def day(self, day: date) -> str:
        """Return a day in figures."""
        return day.isoformat() if self.is_english else figures.day_in_figures(day, self.language)

    def language_name(self, code: str) -> str:
        """Return a language's name in the reader's, "" where the wikis' own name is better."""
        return "" if self.is_english else figures.language_name(code, self.language)

    def languages(self, codes: str) -> str:
        """Return languages that stand with commas between, named in the reader's."""
        return codes if self.is_english else self._values.languages(codes)

    def whole(self, text: str) -> str | None:
        """Return a text that is one message, None if it is none."""
        if (said := self._messages.texts.get(text)) is not None:
            return said
        if (said := self._values.alone(text)) is not None:
            return said
        for known, said in self._messages.candidates(text):
            values = known.match(text)
            if values is None or (filled := self._values.all(values)) is None:
                continue
            told = any(filled[name] != value.text for name, value in values.items())
            if told or _LETTERS.search("".join(known.literals)):
                return fill(said, filled)
        return None

    @cached_property
    def _messages(self) -> Messages:
        return messages(self.language)

    @cached_property
    def _values(self) -> Values:
        return Values(self.language, self._messages, self.whole)

    def _said(self, text: str) -> str:
        """Return a text that is one message, or several sentences that are."""
        sentences = _SENTENCES.split(text)
        if len(sentences) == 1:
            parts = None if text.endswith(".") else self._values.known_parts(text)
            return parts or self.whole(text) or text
        # A value may have sentences in it; then not each of them is a message.
        alone = [self.whole(one) for one in sentences]
        if all(alone):
            return " ".join(map(str, alone))
        if (found := self.whole(text)) is not None:
            return found
        pairs = zip(alone, sentences, strict=True)
        return " ".join(said or sentence for said, sentence in pairs)


@cache
def speaker(code: str) -> Speaker:
    """Return who speaks the language that `code` asks for; English for "".

    Raises:
        UsageError: none is near enough.
    """
    return Speaker(language_for(code) if code else ENGLISH)
