"""What changed between two versions of a text, section by section."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a section.

    `form`: other links, markup, punctuation, templates, typing errors put right, sentences in
    another place. `substance`: sentences that are new, gone, or say something else.
    """

    UNCHANGED = "unchanged"
    FORM = "form"
    SUBSTANCE = "substance"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence before and after; `old` is "" where it is new, `new` "" where it is gone."""

    old: str
    new: str
    substance: bool


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of a section; the lead's titles are "".

    `title` is the section's title now, or what it was if it is gone; `old_title` is "" for a
    new one. `added` and `removed` count words (characters in scripts without spaces) of what
    changed, `share` is the part of the section's words that they are, 0 to 1.
    """

    title: str
    old_title: str
    change: Change
    added: int = 0
    removed: int = 0
    share: float = 0.0
    sentences: tuple[SentenceChange, ...] = ()

    @property
    def in_substance(self) -> bool:
        """Whether it says something else than before."""
        return self.change in {Change.SUBSTANCE, Change.NEW, Change.GONE}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a text: sections in the order of the newer one, then those that are gone.

    `share` is the part of all words that were added, removed or replaced in substance.
    """

    sections: tuple[SectionChange, ...]
    share: float

    @property
    def in_substance(self) -> bool:
        """Whether the text says something else than before."""
        return any(section.in_substance for section in self.sections)

    @property
    def changed(self) -> tuple[SectionChange, ...]:
        """The sections that say something else than before."""
        return tuple(section for section in self.sections if section.in_substance)
