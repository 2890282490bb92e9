"""How pages word it that they are not there, are for sale, or ask for a login."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cphub.data.matching import heading_key

_BETWEEN = re.compile(r"\s+[-|·•:\u2013\u2014\u2022\u00bb\u00ab]+\s+|\s*[|»«]\s*|:\s+")
_WORDY = 200  # characters; longer headings are no names of error pages


@dataclass(frozen=True)
class NotFound:
    """The phrases, as `heading_key` writes them, and the words that may stand beside them."""

    phrases: frozenset[str]
    parked: frozenset[str]
    login: frozenset[str]
    beside: tuple[str, ...]

    def says(self, headings: Iterable[str]) -> str:
        """Return the heading by which a page says that it is not there, "" where none does."""
        return next((text for text in headings if self._any(text, self.phrases)), "")

    def for_sale(self, headings: Iterable[str]) -> str:
        """Return the heading by which a page says that its domain is nobody's, or ""."""
        return next(
            (
                text
                for text in headings
                if len(text) <= _WORDY and any(one in heading_key(text) for one in self.parked)
            ),
            "",
        )

    def asks_who(self, headings: Iterable[str]) -> str:
        """Return the heading by which a page asks for a login, or ""."""
        return next((text for text in headings if self._any(text, self.login)), "")

    def _any(self, text: str, known: frozenset[str]) -> bool:
        if len(text) > _WORDY:
            return False
        return any(self._bare(piece) in known for piece in (*_BETWEEN.split(text), text))

    def _bare(self, text: str) -> str:
        """Return a piece of a heading without the words that may stand beside its phrase."""
        key = heading_key(text)
        while True:
            shorter = key
            for word in self.beside:
                shorter = shorter.removeprefix(f"{word} ").removesuffix(f" {word}")
            if shorter == key:
                return key
            key = shorter


@cache
def shipped_not_found() -> NotFound:
    """Return the phrases that come with cphub."""
    content = (resources.files("cphub.data") / "not_found.toml").read_text("utf-8")
    tables = tomllib.loads(content)

    def every(table: str) -> frozenset[str]:
        return frozenset(heading_key(text) for texts in tables[table].values() for text in texts)

    return NotFound(
        every("not_found"),
        every("parked"),
        every("login"),
        tuple(sorted(map(heading_key, tables["beside"]), key=len, reverse=True)),
    )
