"""The hub at a glance: what there is, what people said of it, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cphub.catalogue import Catalogue
from cphub.catalogue.health import Holding, holdings, severities
from cphub.model.pages import State, Wiki
from cphub.model.reports import LinkCounts, Run
from cphub.model.resources import Edition
from cphub.model.reviews import Standing
from cphub.settings import Settings
from cphub.workflows._history import has_addresses, link_counts
from cphub.workflows.queue import Waiting, priorities

RECENT = 5
"""Harvests that are told of."""

TREND = 12
"""Audits that the trend goes back."""

REPAIRS = 10
"""Repairs that are told of."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A resource to be repaired: its first edition, what it is ordered by, and what is wrong.

    `rules` are (rule, worst severity) pairs, the worst first.
    """

    edition: Edition
    waiting: Waiting
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What a catalogue holds, on the day `today`.

    `kinds` maps each source to its wiki and kind; `pages` counts the pages that sources hold,
    by state, `holdings` the same by source. `harvests` and `audits` are runs that ended,
    newest first, and `findings` counts what is open of the rules that the last audit ran, by
    severity. `open_runs` have not ended: they go on, or were killed. `unfinished` maps sources
    whose harvest is not at its end to how many pages they have listed.

    `verdicts` counts resources by what a person found them to be, "" for those without a
    verdict; `overdue` counts by owner ("" for nobody) those whose day to be reviewed again has
    come. `trend` are audits that ran the rules which the last one ran, the oldest first, and
    `passed_over` is how many of the same time ran others, so that their figures tell nothing.
    `links` is None where no address was ever checked; `linking` says whether there is any.
    """

    today: date
    kinds: Mapping[str, tuple[str, str]]
    pages: Mapping[State, int]
    holdings: tuple[Holding, ...]
    harvests: tuple[Run, ...]
    audits: tuple[Run, ...]
    findings: Mapping[str, int]
    open_runs: tuple[Run, ...]
    unfinished: Mapping[str, int]
    resources: int
    verdicts: Mapping[str, int]
    overdue: Mapping[str, int]
    trend: tuple[Run, ...]
    passed_over: int
    repairs: tuple[Repair, ...]
    links: LinkCounts | None
    linking: bool
    wikis: Mapping[str, Wiki]


def status(catalogue: Catalogue, settings: Settings, today: date) -> Status:
    """Return what a catalogue holds.

    Args:
        catalogue: only read.
        settings: whose vocabulary tells which reading of the texts counts.
        today: the day on which reviews are overdue.

    Raises:
        CatalogueError: it cannot be read.
    """
    with catalogue.read():
        audits = catalogue.runs("audit")
        trend, passed_over = comparable(audits)
        resources = priorities(catalogue, settings)
        standings = [each.standing for each in resources.values()]
        return Status(
            today=today,
            kinds={source.name: (source.wiki, source.kind) for source in catalogue.sources()},
            pages=catalogue.count_held(),
            holdings=tuple(holdings(catalogue)),
            harvests=tuple(catalogue.runs("harvest", limit=RECENT)),
            audits=tuple(audits[:RECENT]),
            findings=severities(catalogue, audits[0].rules if audits else ()),
            open_runs=tuple(catalogue.open_runs()),
            unfinished=catalogue.unfinished(),
            resources=len(resources),
            verdicts=Counter(one.verdict.value if one.verdict else "" for one in standings),
            overdue=_overdue(standings, today),
            trend=trend,
            passed_over=passed_over,
            repairs=tuple(_repairs(catalogue, resources)),
            links=link_counts(catalogue),
            linking=has_addresses(catalogue),
            wikis=catalogue.wikis(),
        )


def comparable(audits: list[Run]) -> tuple[tuple[Run, ...], int]:
    """Return the last audits of the same rules as the newest, the oldest first.

    And how many audits of other rules were between them.
    """
    if not audits:
        return (), 0
    same = [number for number, run in enumerate(audits) if run.rules == audits[0].rules][:TREND]
    trend = tuple(audits[number] for number in reversed(same))
    return trend, same[-1] + 1 - len(same)


def _overdue(standings: Iterable[Standing], today: date) -> dict[str, int]:
    counts = Counter(one.owner for one in standings if one.overdue(today))
    # Those who have most to do first; what is nobody's last.
    ordered = sorted(counts, key=lambda owner: (not owner, -counts[owner], owner))
    return {owner: counts[owner] for owner in ordered}


def _repairs(catalogue: Catalogue, resources: Mapping[int, Waiting]) -> Iterable[Repair]:
    wanted = sorted(
        (each for each in resources.values() if each.trouble is not None),
        key=lambda each: (-each.priority, each.resource),
    )[:REPAIRS]
    found = {one.id: one for one in catalogue.resources([each.resource for each in wanted])}
    for each in wanted:
        resource = found[each.resource]
        edition = resource.source or resource.editions[0]
        yield Repair(edition, each, tuple(catalogue.worst_by_rule(each.resource)))
