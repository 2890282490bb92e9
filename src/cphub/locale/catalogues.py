"""Messages by language, read from the `.po` files beside this one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cphub.errors import UsageError
from cphub.locale.templates import Template, template

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENGLISH: Final = "en"
# MediaWiki 1.39's fallback languages, as far as they lead to one that is here.
FALLBACKS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        [
            "atj",
            "avk",
            "bci",
            "bm",
            "fon",
            "frc",
            "frp",
            "gcr",
            "ht",
            "kab",
            "kbp",
            "ln",
            "mg",
            "nrm",
            "oc",
            "pcd",
            "ses",
            "sg",
            "shi",
            "shy",
            "ty",
            "wa",
            "wls",
            "wo",
        ],
        "fr",
    ),
    "se": "sv",
}
_ENDS: Final = 2  # characters at a message's ends by which it is looked up
_CODE: Final = re.compile("[a-z]{2,3}(?:[-_][a-z0-9]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Messages:
    """What a language says: whole texts by the English ones, and those with places.

    `templates` are by how they begin or end, see `_key`. `units` are the English nouns of
    counts, singular and plural alike, each with both.
    """

    texts: Mapping[str, str]
    templates: Mapping[str, list[tuple[Template, str]]]
    units: Mapping[str, tuple[str, str]]
    plural: GNUTranslations

    def said(self, text: str) -> str:
        """Return a message by its English text, places and all; that text if there is none."""
        known = self.texts.get(text)
        if known is not None:
            return known
        return next((said for one, said in self.candidates(text) if one.text == text), text)

    def candidates(self, text: str) -> list[tuple[Template, str]]:
        """Return the messages with places that may be `text`, the most telling first."""
        keys = (text[:_ENDS], f"…{text[-_ENDS:]}", "")
        return [pair for key in keys for pair in self.templates.get(key, ())]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that reports speak."""
    found = (entry.name.partition(".") for entry in _files().iterdir())
    return tuple(sorted({ENGLISH, *(code for code, _, end in found if end == "po")}))


def language_for(code: str) -> str:
    """Return the language that reports speak to a reader of `code`: `sv` for `sv-SE`.

    Raises:
        UsageError: none is near enough.
    """
    known = languages()
    if _CODE.fullmatch(code):
        wanted = code.lower().replace("_", "-")
        while wanted:
            if wanted in known:
                return wanted
            if FALLBACKS.get(wanted) in known:
                return FALLBACKS[wanted]
            wanted = wanted.rpartition("-")[0]
    raise UsageError(
        f'reports do not speak "{code}"',
        f"They speak {', '.join(known)}; docs/languages-of-reports.md says how to add a language.",
    )


def _key(said: Template) -> str:
    """Return how a text begins that may be this message, or else how it ends."""
    head, tail = said.literals[0], said.literals[-1]
    if len(head) >= _ENDS:
        return head[:_ENDS]
    return f"…{tail[-_ENDS:]}" if len(tail) >= _ENDS else ""


def _files() -> Traversable:
    from importlib.resources import files  # noqa: PLC0415  # likewise

    return files("cphub.locale")


@cache
def messages(language: str) -> Messages:
    """Return what a language of `languages()` says; of English there is nothing to say."""
    from polib import pofile  # noqa: PLC0415  # loads only when a report is translated

    read = pofile((_files() / f"{language}.po").read_text(encoding="utf-8"))
    texts: dict[str, str] = {}
    units: dict[str, tuple[str, str]] = {}
    templates: dict[str, list[tuple[Template, str]]] = {}
    for entry in read.translated_entries():
        if entry.msgid_plural:
            noun, nouns = (text.partition(" ")[2] for text in (entry.msgid, entry.msgid_plural))
            units |= {noun: (noun, nouns), nouns: (noun, nouns)}
        elif (said := template(entry.msgid)).slots:
            templates.setdefault(_key(said), []).append((said, entry.msgstr))
        else:
            texts[entry.msgid] = entry.msgstr
    for found in templates.values():
        found.sort(key=lambda pair: -pair[0].weight)
    return Messages(texts, templates, units, GNUTranslations(BytesIO(read.to_binary())))
