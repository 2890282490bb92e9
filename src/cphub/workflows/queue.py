"""What waits for a person's verdict, what matters most first.

How much a resource matters is what its repair would help: `cphub.model.weight` has the formula.
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
from cphub.model.weight import Key, Reach, Weight, reach_of
from cphub.settings import Settings
from cphub.wikitext.reader import facts_version
from cphub.workflows._relations import surroundings
from cphub.workflows.audit import vocabulary_of

LINKS_UNKNOWN = "How often pages are linked to is not known: `cphub audit` counts the links."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A resource that waits for a verdict, and what it is ordered by.

    `trouble` is None where nothing was found. `standing` holds a verdict whose day has come,
    if any.
    """

    resource: int
    weight: Weight
    trouble: Trouble | None
    standing: Standing

    @property
    def reach(self) -> Reach:
        """How often it is read, or how many links lead to it."""
        return self.weight.reach

    @property
    def languages(self) -> int:
        """How many languages it is there in."""
        return self.weight.languages

    @property
    def severity(self) -> int:
        """How bad what was found is; 1 where nothing was, so that reach still counts."""
        return self.weight.severity

    @property
    def priority(self) -> int:
        """How much it matters: reach times languages times severity."""
        return self.weight.number

    @property
    def why(self) -> str:
        """Why it stands where it stands, in words."""
        return self.weight.words()


def priorities(catalogue: Catalogue, settings: Settings) -> dict[int, Waiting]:
    """Return how much every resource that is there to be read matters, by its number.

    Args:
        catalogue: only read.
        settings: whose vocabulary tells which reading of the texts counts.
    """
    with catalogue.read():
        views = catalogue.page_views()
        links = incoming_links(catalogue, settings)
        languages: dict[int, set[str]] = defaultdict(set)
        pages: dict[int, list[Key]] = defaultdict(list)
        for resource, wiki, page_id, language in catalogue.edition_places():
            languages[resource].add(language)
            pages[resource].append((wiki, page_id))
        troubles, standings = catalogue.troubles(), catalogue.standings()
    none = Standing()
    found = {}
    for resource, spoken in languages.items():
        trouble = troubles.get(resource)
        figures = (trouble.errors, trouble.warnings, trouble.notes) if trouble else (0, 0, 0)
        weight = Weight(reach_of(pages[resource], views, links), len(spoken), *figures)
        found[resource] = Waiting(resource, weight, trouble, standings.get(resource, none))
    return found


def queue(catalogue: Catalogue, settings: Settings, today: date) -> list[Waiting]:
    """Return the resources that wait for a verdict, what matters most first.

    These have no verdict, or one whose day has come, or a finding that is newer than it.
    """
    everything = priorities(catalogue, settings)
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


def incoming_links(catalogue: Catalogue, settings: Settings) -> Mapping[Key, int] | None:
    """Return how many pages of the catalogue link to each page; None if no text was read.

    As the last audit counted them; counted here only if none did, as where no rule asked.
    """
    kept = catalogue.incoming_links()
    if kept is not None:
        return kept
    vocabulary = vocabulary_of(settings)
    context = Context(date.min, vocabulary, settings.languages)
    version = facts_version(vocabulary)
    found = surroundings(catalogue, version, catalogue.wikis(), {"incoming"}, context)
    return found.incoming or None
