"""What waits for a person's verdict, what matters most first.

How much a resource matters is its reach times its languages times how bad its findings are.
The reach is one more than the links that lead to its editions from other pages of the
catalogue. Each rule that finds something counts once, by its worst finding: an error 9, a
warning 3, a note 1; where none does, it is 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cphub.catalogue import Catalogue
from cphub.catalogue.queues import Trouble
from cphub.model.findings import Context
from cphub.model.reviews import Standing
from cphub.settings import Settings
from cphub.wikitext.reader import facts_version
from cphub.workflows._relations import surroundings
from cphub.workflows.audit import vocabulary_of

ERROR, WARNING = 9, 3
"""What an error and a warning weigh, in notes."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A resource that waits for a verdict, and what it is ordered by.

    `reach` is how many links lead to it, None where that is not known; `trouble` is None
    where nothing was found. `standing` holds a verdict whose day has come, if any.
    """

    resource: int
    reach: int | None
    languages: int
    trouble: Trouble | None
    standing: Standing

    @property
    def severity(self) -> int:
        """How bad what was found is; 1 where nothing was, so that reach still counts."""
        if self.trouble is None:
            return 1
        trouble = self.trouble
        return ERROR * trouble.errors + WARNING * trouble.warnings + trouble.notes

    @property
    def priority(self) -> int:
        """How much it matters: reach times languages times severity."""
        return (1 + (self.reach or 0)) * max(self.languages, 1) * self.severity

    @property
    def why(self) -> str:
        """Why it stands where it stands, in words."""
        links = "links not counted" if self.reach is None else f"{_count(self.reach, 'link')} to it"
        parts = (links, _count(self.languages, "language"), f"severity {self.severity}")
        return " \N{MULTIPLICATION SIGN} ".join(parts)


def priorities(
    catalogue: Catalogue, settings: Settings, reach: Mapping[Key, int] | None = None
) -> dict[int, Waiting]:
    """Return how much every resource that is there to be read matters, by its number.

    Args:
        catalogue: only read.
        settings: whose vocabulary tells which reading of the texts counts.
        reach: how often each page is reached, by (wiki, page id); links to it if None.
    """
    with catalogue.read():
        if reach is None:
            reach = incoming_links(catalogue, settings)
        languages: dict[int, set[str]] = defaultdict(set)
        reached: dict[int, int] = defaultdict(int)
        for resource, wiki, page_id, language in catalogue.edition_places():
            languages[resource].add(language)
            reached[resource] += reach.get((wiki, page_id), 0)
        troubles, standings = catalogue.troubles(), catalogue.standings()
    known, none = bool(reach), Standing()
    return {
        resource: Waiting(
            resource,
            reached[resource] if known else None,
            len(spoken),
            troubles.get(resource),
            standings.get(resource, none),
        )
        for resource, spoken in languages.items()
    }


def queue(
    catalogue: Catalogue,
    settings: Settings,
    today: date,
    *,
    reach: Mapping[Key, int] | None = None,
) -> list[Waiting]:
    """Return the resources that wait for a verdict, what matters most first.

    These have no verdict, or one whose day has come, or a finding that is newer than it.
    """
    everything = priorities(catalogue, settings, reach)
    return sorted(
        (each for each in everything.values() if waits(each, today)),
        key=lambda each: (-each.priority, each.resource),
    )


def waits(each: Waiting, today: date) -> bool:
    """Tell whether a resource waits for a verdict."""
    standing = each.standing
    if not standing.holds(today) or standing.since is None:
        return True
    return each.trouble is not None and each.trouble.newest > standing.since


def incoming_links(catalogue: Catalogue, settings: Settings) -> Mapping[Key, int]:
    """Return how many pages of the catalogue link to each page, as far as texts were read."""
    vocabulary = vocabulary_of(settings)
    context = Context(date.min, vocabulary, settings.languages)
    found = surroundings(
        catalogue, facts_version(vocabulary), catalogue.wikis(), {"incoming"}, context
    )
    return found.incoming or {}


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
