"""What a text says of the Translate extension."""

from __future__ import annotations

import re

from cphub.model.facts import TranslateFacts
from cphub.wikitext.nodes import Node, Scan
from cphub.wikitext.plain import cut, plain

_UNIT = re.compile(r"<!--\s*T:[^\s<>]{1,200}\s*-->")
_BLANK = re.compile(r"\n[ \t]*\n\s*|(?m:^(?<!-->\n)(?==))")
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*-->")
_CALL = re.compile(r"\{\{[^{}]*\}\}|</?[A-Za-z][^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2}")
_OPEN = re.compile(r"(?i)<(div|span|p)\b([^<>]*)>")
_TAGS = re.compile(r"(?i)<(/?)(div|span|p)\b[^<>]*>")
_FUZZY = re.compile(r"(?i)class\s*=\s*[\"']?[^\"'<>]*\bmw-translate-fuzzy\b")
_SOURCE = re.compile(r"(?i)\bmw-content-(?:ltr|rtl)\b")
_LANG = re.compile(r"(?i)\blang\s*=\s*[\"']?([a-z-]+)")
FIRST = 80  # characters that tell a paragraph
KEPT = 300  # characters of a marked text


def translation(scan: Scan, language: str) -> TranslateFacts:
    """Return the units, unmarked paragraphs and marked texts of a page in `language`."""
    fuzzy, untranslated = _marked(scan.text, scan.nodes, language)
    return TranslateFacts(
        translatable=bool(scan.translated),
        units=tuple(scan.units),
        unmarked=tuple(
            text for start, end in scan.translated for text in _unmarked(scan.source[start:end])
        ),
        fuzzy=tuple(fuzzy),
        untranslated=tuple(untranslated),
    )


def _unmarked(text: str) -> list[str]:
    found = []
    for paragraph in _BLANK.split(text):
        if not paragraph or _UNIT.search(paragraph):
            continue
        words = _CALL.sub("", _COMMENT.sub("", paragraph))
        if _WORD.search(words):
            found.append(cut(plain(words, []), FIRST))
    return found


def _marked(text: str, nodes: list[Node], language: str) -> tuple[list[str], list[str]]:
    """Return the texts marked as outdated and as left in another language."""
    fuzzy: list[str] = []
    untranslated: list[str] = []
    if "mw-translate-fuzzy" not in text and "mw-content-" not in text:
        return fuzzy, untranslated
    done = 0
    for match in _OPEN.finditer(text):
        if match.start() < done:
            continue
        if _FUZZY.search(match[2]):
            into = fuzzy
        else:
            other = _LANG.search(match[2])
            foreign = other and other[1].lower() != language.lower()
            if not foreign or not _SOURCE.search(match[2]):
                continue
            into = untranslated
        inside, done = _inside(text, match)
        into.append(cut(plain(inside[: 4 * KEPT], nodes), KEPT))
    return fuzzy, untranslated


def _inside(text: str, opener: re.Match[str]) -> tuple[str, int]:
    """Return what stands in a tag, and where it ends (at the text's end if never closed)."""
    depth = 1
    name = opener[1].lower()
    for match in _TAGS.finditer(text, opener.end()):
        if match[2].lower() == name:
            depth += -1 if match[1] else 1
            if not depth:
                return text[opener.end() : match.start()], match.end()
    return text[opener.end() :], len(text)
