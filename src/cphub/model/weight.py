"""How much a repair would help: the one formula, and its words.

    weight = (1 + reach) x languages x severity

The reach is how often the resource's editions are read in 60 days, counts over other times
scaled to that. Of editions whose views nobody knows the links that lead to them stand in, each
for `VIEWS_A_LINK` views, so that resources of wikis that tell no views stand in the same order.
The severity adds up what rules find, each rule once by its worst finding: an error 9, a warning
3, a note 1; where none finds anything it is 1, so that reach still counts. The numbers mean
nothing but the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DAYS = 60
"""The time that views are told for: as long as wikis keep them for their own pages."""

VIEWS_A_LINK = 10
"""What a link stands for where views are not known: an estimate, and only ever a fallback."""

ERROR, WARNING, NOTE = 9, 3, 1
"""What findings weigh."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Views:
    """How often a page was read in so many days."""

    views: int
    days: int

    @property
    def over_60_days(self) -> int:
        """The same over 60 days."""
        return round(self.views * DAYS / self.days) if self.days > 0 else 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a resource reaches.

    `views` are those of editions of which they are known, over 60 days; None where they are
    of none. `links` lead to the other editions from other pages of the catalogue; None where
    there are no others, or where nobody counted them.
    """

    views: int | None = None
    links: int | None = None

    @property
    def number(self) -> int:
        """What the reach weighs, in views over 60 days."""
        return (self.views or 0) + VIEWS_A_LINK * (self.links or 0)

    @property
    def known(self) -> bool:
        """Whether anybody counted anything; else its number says nothing."""
        return self.views is not None or self.links is not None

    def words(self) -> str:
        """Say it, and what it was taken from."""
        read = f"read {_count(self.views, 'time')} in {DAYS} days" if self.views is not None else ""
        links = f"{_count(self.links, 'link')} to it" if self.links is not None else ""
        if read:
            return f"{read} and {links} where views are not known" if self.links else read
        return f"{links} (views not known)" if links else "views and links not known"


def reach_of(
    pages: Iterable[Key], views: Mapping[Key, Views], links: Mapping[Key, int] | None
) -> Reach:
    """Return how far a resource reaches.

    Args:
        pages: its editions, by (wiki, page id).
        views: how often pages are read, as far as it is known.
        links: how many pages of the catalogue link to each; None where nobody counted.
    """
    places = list(pages)
    read = [views[key].over_60_days for key in places if key in views]
    others = [key for key in places if key not in views]
    counted = None
    if others and links is not None:
        counted = sum(links.get(key, 0) for key in others)
    return Reach(sum(read) if read else None, counted)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a resource's repair would help. Each rule counts once, by its worst finding."""

    reach: Reach
    languages: int
    errors: int = 0
    warnings: int = 0
    notes: int = 0

    @property
    def severity(self) -> int:
        """How bad what was found is; 1 where nothing was."""
        found = ERROR * self.errors + WARNING * self.warnings + NOTE * self.notes
        return max(found, 1)

    @property
    def number(self) -> int:
        """How much it would help; see the module for the formula."""
        return (1 + self.reach.number) * max(self.languages, 1) * self.severity

    def words(self) -> str:
        """Say why: "3 errors, read 1,200 times in 60 days, 5 languages"."""
        found = [
            _count(number, noun)
            for number, noun in (
                (self.errors, "error"),
                (self.warnings, "warning"),
                (self.notes, "note"),
            )
            if number
        ]
        parts = (*(found or ["nothing found"]), self.reach.words())
        return ", ".join((*parts, _count(self.languages, "language")))


def _count(number: int | None, noun: str) -> str:
    return f"{number or 0:,} {noun}{'' if number == 1 else 's'}"
