"""Say things in a fault's message, and show the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cphub.model.facts import Facts, Mention, Template
from cphub.model.findings import Evidence

LONGEST: Final = 200
LONGEST_CALL: Final = 120
NAMED: Final = 5


def shorten(text: str, words: str = "", longest: int = LONGEST) -> str:
    """Cut `text` to `longest` characters around `words`, with dots where it was cut."""
    if len(text) <= longest:
        return text
    at = max(text.find(words), 0) if words else 0
    start = max(0, min(at - (longest - len(words)) // 2, len(text) - longest))
    end = start + longest
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def place(facts: Facts, section: int) -> str:
    """Return the title of a section, "" for the lead."""
    return facts.sections[section].title


def in_place(facts: Facts, section: int) -> str:
    """Return ` in the section "…"` to end a sentence with, "" for the lead."""
    title = place(facts, section)
    return f' in the section "{title}"' if title else ""


def call(template: Template) -> str:
    """Return a template call as it stands in the text, cut short."""
    parts = [template.name]
    parts += [v if name.isdecimal() else f"{name}={v}" for name, v in template.parameters]
    text = "|".join(parts)
    return "{{" + (text[: LONGEST_CALL - 1] + "…" if len(text) > LONGEST_CALL else text) + "}}"


def shown(facts: Facts, mentions: Iterable[Mention]) -> tuple[Evidence, ...]:
    """Return the mentions as evidence, each sentence once."""
    return tuple(dict.fromkeys(Evidence(_words(m), place(facts, m.section)) for m in mentions))


def _words(mention: Mention) -> str:
    """Return a mention's sentence, with its address or template, which no sentence shows."""
    if not mention.sentence or mention.words in mention.sentence:
        return shorten(mention.sentence or mention.words, mention.words)
    return f"{shorten(mention.sentence)} ({shorten(mention.words)})"


def count(number: int, thing: str, things: str = "") -> str:
    """Return `1 word`, `1,200 words`; `things` is the plural where it is not regular."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def listing(items: Iterable[str], most: int = NAMED) -> str:
    """Return `"a", "b" and 3 more`."""
    every = [f'"{item}"' for item in items]
    more = len(every) - most
    text = ", ".join(every[:most])
    return f"{text} and {more} more" if more > 0 else text
