"""Read a page's text into facts: one pass, no network, no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from cphub.data import Vocabulary
from cphub.model.facts import Facts, Mention, Section
from cphub.wikitext.blanks import Blanks
from cphub.wikitext.blocks import APART, ITEM, PARAGRAPH, ROW, Draft, divide
from cphub.wikitext.dates import Calendar
from cphub.wikitext.found import Found, gather
from cphub.wikitext.language import tell
from cphub.wikitext.lines import TITLE, Line, lines_of, sentence_at, sentences_of
from cphub.wikitext.mentions import Entries
from cphub.wikitext.nodes import Scan
from cphub.wikitext.plain import CELL
from cphub.wikitext.prose import count_words, is_spaced, readability
from cphub.wikitext.scanner import MANY, scan
from cphub.wikitext.similar import signature
from cphub.wikitext.translation import translation
from cphub.wikitext.when import dates_in
from cphub.wikitext.words import Words

READING = 7  # to be raised with every change of what a text is read as
FACTS_VERSION = str(READING)
_KEPT = 8  # vocabularies made ready at a time in one process
_READY: dict[tuple[str, str], _Ready] = {}


def facts_version(vocabulary: Vocabulary) -> str:
    """Return what changes when the reading or the vocabulary does."""
    return f"{FACTS_VERSION}-{vocabulary.digest[:12]}"


def read(text: str, words: Words, language: str, vocabulary: Vocabulary) -> Facts:
    """Read `text` into facts.

    Args:
        text: a page's wikitext; any text can be read.
        words: the page's wiki's own words.
        language: the code of the language that the page is said to be in.
        vocabulary: what to look for in the text.
    """
    ready = _ready(vocabulary, language)
    scanned = scan(text, words)
    nodes = scanned.nodes
    drafts = divide(scanned.text, nodes)
    lines = lines_of(drafts, nodes)
    found = gather(scanned, [draft.until for draft in drafts], words)
    prose = [line for line in lines if line.kind in {PARAGRAPH, ITEM}]
    whole = " ".join(line.text for line in prose)
    spaced = is_spaced(whole)
    sections = _sections(drafts, lines, found, spaced=spaced)
    return Facts(
        sections=sections,
        words=sum(section.words for section in sections),
        spaced=spaced,
        redirect=_redirect(text, words),
        language=tell([line.text for line in prose], language),
        templates=tuple(found.templates),
        links=tuple(found.links),
        external_links=tuple(found.external_links),
        media=tuple(found.media),
        categories=tuple(found.categories),
        references=found.references,
        dates=tuple(dates_in(lines, ready.calendar, ready.announces)),
        mentions=tuple(_mentions(lines, found, ready, scanned, drafts)),
        translate=translation(scanned, language),
        readability=readability(
            (
                sentence
                for line in prose
                if line.kind == PARAGRAPH and spaced
                for sentence in sentences_of(line, ready.calendar)
            ),
            language,
        ),
        signature=signature(whole, spaced=spaced),
        flags=("unclosed",) if scanned.unclosed > MANY else (),
    )


@dataclass(frozen=True)
class _Ready:
    """A vocabulary made ready for one language."""

    entries: Entries
    blanks: Blanks
    calendar: Calendar
    announces: Callable[[str], bool]  # tells whether a heading's words say "upcoming"


def _ready(vocabulary: Vocabulary, language: str) -> _Ready:
    key = vocabulary.digest, language
    if key not in _READY:
        if len(_READY) >= _KEPT:
            _READY.clear()
        _READY[key] = _Ready(
            Entries(vocabulary, language),
            Blanks(vocabulary, language),
            Calendar(vocabulary.time_words(language)),
            lambda title: vocabulary.heading(title, language) == "upcoming",
        )
    return _READY[key]


def _sections(
    drafts: list[Draft], lines: list[Line], found: Found, *, spaced: bool
) -> tuple[Section, ...]:
    own: list[list[str]] = [[] for _ in drafts]
    titles = [""] * len(drafts)
    rest = [0] * len(drafts)  # words outside prose
    for line in lines:
        if line.kind == TITLE:
            titles[line.section] = line.text
        elif line.kind in {ROW, APART}:
            text = line.text.replace(CELL, " ")
            rest[line.section] += count_words(text, spaced=spaced)
        else:
            own[line.section].append(line.text)
    sections = []
    above: list[tuple[int, int]] = []  # (level, index) of the sections around
    for index, draft in enumerate(drafts):
        while above and above[-1][0] >= draft.level:
            above.pop()
        text = " ".join(own[index])
        sections.append(
            Section(
                parent=above[-1][1] if above else -1,
                level=draft.level,
                title=titles[index],
                text=text,
                words=count_words(text, spaced=spaced) + rest[index] + found.words[index],
                lists=draft.lists,
                tables=draft.tables,
                media=found.media_count[index],
                templates=draft.templates,
                links=found.link_count[index],
                other=draft.other,
            )
        )
        above.append((draft.level, index))
    return tuple(sections)


def _redirect(text: str, words: Words) -> str:
    start = text[:400].lstrip()
    if start[:1] != "#":
        return ""
    lower = start.lower()
    for word in words.redirect:
        if lower.startswith(word.lower()):
            match = _TARGET.match(start, len(word))
            return words.title(match[1])[1] if match else ""
    return ""


_TARGET = re.compile(r"\s*:?\s*\[\[([^\[\]|\n]{1,300})")


def _mentions(
    lines: list[Line], found: Found, ready: _Ready, scanned: Scan, drafts: list[Draft]
) -> Iterator[Mention]:
    entries = ready.entries
    pieces = [
        (piece.strip(), line.section, line.kind == PARAGRAPH)
        for line in lines
        # What is defined is spoken of, not left.
        if line.kind != APART and line.raw not in drafts[line.section].terms
        for piece in (line.text.split(CELL) if line.kind == ROW else (line.text,))
    ]
    text = "\n".join(piece for piece, _, _ in pieces)
    known = list(entries.placeholders(pieces, text))
    yield from known
    said = {mention.section for mention in known if not entries.only_in_contacts(mention)}
    yield from (one for one in ready.blanks.find(lines, text) if one.section not in said)
    yield from entries.in_runs(
        scanned.text,
        scanned.source,
        ((number, *block) for number, draft in enumerate(drafts) for block in draft.blocks),
    )
    starts = [index for index, line in enumerate(lines) if line.kind == TITLE]

    def around(words: str, section: int) -> str:
        end = starts[section + 1] if section + 1 < len(starts) else len(lines)
        for line in lines[starts[section] : end]:
            at = line.text.find(words)
            if at >= 0:
                return sentence_at(line, at, ready.calendar)
        return ""

    yield from entries.addresses(found.external_links, around)
    yield from entries.templates(found.templates)
    whole = "\n".join(line.text for line in lines)
    names = entries.names_in(whole)
    if not names and "@" not in whole:
        return
    for line in lines:
        if line.kind != APART:
            yield from entries.named(
                line.text,
                names,
                line.section,
                partial(sentence_at, line, calendar=ready.calendar),
            )
