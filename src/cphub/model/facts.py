"""What reading a page's text tells, once a revision.

Positions are indexes into `Facts.sections`; section 0 is the lead (level 0, title "").
Texts kept here are plain prose: no markup, whitespace folded to single spaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its own content, subsections not counted.

    `parent` is the index of the section it is in (the lead's is -1). `text` is its own
    prose. `words` counts words, and for scripts without spaces characters. `lists` counts
    list items, `tables`, `media` (images, galleries, videos) and `templates` what their
    names say (templates that stand for a block of their own, not inline ones). `other` is
    true if it has anything else that a reader sees (code, quotation, transclusion,
    extension tag). `nested` marks headings that came out of a template or a tag.
    """

    parent: int
    level: int
    title: str
    text: str
    words: int
    lists: int = 0
    tables: int = 0
    media: int = 0
    templates: int = 0
    links: int = 0
    other: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template call in the text.

    `name` is as the wiki would look it up: no `Template:` prefix in any of the wiki's
    languages, underscores as spaces, first letter upper where the wiki's case rule says
    so; a call of another namespace's page keeps its prefix (`User:X/Box`, `:Main page`).
    `parameters` are (name, plain value) pairs in order, positional ones named "1", "2" …,
    values cut to 200 characters. `depth` is 0 for a call that stands in no other template.
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    section: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A wiki link that is neither category nor file nor language link.

    `title` is normalised (namespace in the wiki's own words, spaces, first letter), with no
    fragment. `interwiki` is the prefix where it leads to another wiki, else "".
    """

    title: str
    section: int
    interwiki: str = ""


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """An external link and where it stands.

    `in_step` is true in an item of a numbered list that says more than the link does.
    """

    url: str
    section: int
    label: str = ""
    in_reference: bool = False
    in_step: bool = False


class Tense(StrEnum):
    """How a sentence speaks of the date in it."""

    COMING = "coming"
    PAST = "past"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the prose, with the sentence it stands in.

    A month or a year is the span from `start` to `end`, both included. `words` are the very
    words of the date. `tense` is COMING only where a word of the sentence (`marker`, such
    as "deadline" or "will") speaks of it as coming; with NONE, `marker` is the line that
    leads in the list around it as coming ("Upcoming sessions:"). `relative` marks "next
    year": its dates count from the page's revision and are None here.
    """

    start: date | None
    end: date | None
    words: str
    sentence: str
    section: int
    tense: Tense
    marker: str = ""
    relative: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of a vocabulary met in the text.

    `vocabulary` is the vocabulary's name (`placeholders`, `services`), `entry` the entry's
    id in it, `form` how it was met: `prose`, `address` or `template`. `words` are the very
    words or address met, `sentence` their surroundings. `in_reference` is true in a
    reference, `historical` where the sentence itself speaks of the thing as past.
    """

    vocabulary: str
    entry: str
    form: str
    words: str
    sentence: str
    section: int
    in_reference: bool = False
    historical: bool = False


@dataclass(frozen=True, slots=True)
class TranslateFacts:
    """What the text says of the Translate extension.

    `units` are the ids that `<!--T:n-->` markers give, `translatable` whether there is a
    `<translate>` tag. `unmarked` are the first words of paragraphs inside `<translate>`
    with no marker. `fuzzy` and `untranslated` are the texts that a translation page marks
    as outdated (`mw-translate-fuzzy`) or left in the source language.
    """

    translatable: bool = False
    units: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """What language the prose is in.

    `code` is `und` where it could not be told; `probability` is 0 to 1. `other` and
    `other_share` tell the second language of a mixed page and its share of the samples.
    `agreed` is true only if both detectors say `code`; `letters` is how many letters of
    prose were looked at and `sample` a few words of them for evidence.
    """

    code: str = "und"
    probability: float = 0.0
    agreed: bool = False
    letters: int = 0
    script: str = ""
    other: str = ""
    other_share: float = 0.0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts of whole sentences of prose (lists, tables, headings aside)."""

    sentences: int = 0
    words: int = 0
    letters: int = 0
    syllables: int = 0
    long_words: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one reading of a page's text tells.

    `redirect` is the target's title where the text is a redirect, else "". `spaced` is
    false where `words` counts characters because the script has no spaces. `signature` is
    a MinHash of the prose's shingles, () for short texts. `flags` name odd things that the
    reader saw (`unclosed`: read by the linear scanner alone).
    """

    sections: tuple[Section, ...]
    words: int
    spaced: bool = True
    redirect: str = ""
    language: Language = Language()
    templates: tuple[Template, ...] = ()
    links: tuple[Link, ...] = ()
    external_links: tuple[ExternalLink, ...] = ()
    media: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    references: int = 0
    dates: tuple[DateMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    translate: TranslateFacts = TranslateFacts()
    readability: Readability = Readability()
    signature: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
