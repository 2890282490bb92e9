"""What people said, beside what rules find: a report's verdicts, and how much is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date

from cphub.catalogue import Catalogue
from cphub.model.findings import Finding
from cphub.model.reviews import Quiet, Standing

Key = tuple[str, int]


def verdicts(
    catalogue: Catalogue, pages: Collection[Key], resource: Mapping[Key, int], today: date | None
) -> dict[Key, str]:
    """Return what a person said of the resource of each page, where there is a verdict."""
    standings = {
        number: verdict_words(standing, today)
        for number, standing in catalogue.standings().items()
        if standing.verdict
    }
    if not standings:
        return {}
    return {
        key: standings[resource[key]]
        for key in pages
        if key in resource and resource[key] in standings
    }


def verdict_words(standing: Standing, today: date | None) -> str:
    """Return a verdict with who said it when; "" for none."""
    if standing.verdict is None or standing.since is None:
        return ""
    overdue = "; to be reviewed again" if today and standing.overdue(today) else ""
    return f"{standing.verdict} ({standing.reviewer}, {standing.since:%Y-%m-%d}{overdue})"


def quiet_findings(
    catalogue: Catalogue, lets: Callable[[Finding], bool]
) -> tuple[tuple[str, int], ...]:
    """Return how many findings that `lets` lets through are quiet, by why."""
    counts = Counter(why for finding, why, _uuid in catalogue.quiet_findings() if lets(finding))
    return tuple((why.value, counts[why]) for why in Quiet if counts[why])
