"""From when on one wants to know what changed: a day, so long ago, a run, the last audit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.reports import Run
from cphub.workflows._days import day_ago

LAST = "last"
FORMS = "Write 2026-11-01, 30d, 2w, 6m or 1y, the number of a run, or last."
_NUMBER = re.compile("#?([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Since:
    """From when on: after the run numbered `run` (0: from the beginning), after `moment`.

    `words` say it to people, within a sentence that begins with "since".
    """

    run: int
    moment: datetime
    words: str


def since(catalogue: Catalogue, text: str, today: date, *, alone: bool = False) -> Since:
    """Return what `2026-11-01`, `30d`, `2w`, `6m`, `1y`, a run's number or `last` means.

    `last` is the audit before the last one: what the last harvests and audit brought. A day
    begins at midnight, UTC. With `alone` it is the only audit where there is one only.

    Raises:
        UsageError: it means nothing, a day to come, or no run.
    """
    text = text.strip().lower()
    if text == LAST:
        return _last(catalogue, today, alone=alone)
    if match := _NUMBER.fullmatch(text):
        run = catalogue.run_numbered(int(match[1]))
        if run is None:
            raise UsageError(
                f"--since: the catalogue has no run {match[1]}",
                "`cphub status --format markdown` lists the last ones.",
            )
        return _after(catalogue, run, today)
    try:
        day = day_ago(text, today)
    except ValueError:
        raise UsageError(
            f"--since: {text!r} is no past day and no run", f"{FORMS} It is {today}, by UTC."
        ) from None
    moment = datetime.combine(day, time(), UTC)
    return Since(catalogue.last_run_before(moment), moment, day.isoformat())


def _last(catalogue: Catalogue, today: date, *, alone: bool) -> Since:
    audits = catalogue.runs("audit", limit=2)
    if not audits:
        raise UsageError(
            "nothing was audited yet, so there is nothing to compare", "`cphub audit` looks."
        )
    if len(audits) == 1 and not alone:
        raise UsageError(
            "there is one audit only, so there is none to compare it with",
            "Name a day with --since, or harvest and audit again later.",
        )
    return _after(catalogue, audits[-1], today)


def _after(catalogue: Catalogue, run: Run, today: date) -> Since:
    words = f"the {run.kind} of {run.started:%Y-%m-%d %H:%M} UTC (run {run.id})"
    moment = run.ended or run.started
    if moment.date() > today:
        # Its clock was ahead: it ended before the next one began, and before today at worst.
        midnight = datetime.combine(today, time(), UTC)
        moment = min(catalogue.began_after(run.id) or midnight, midnight)
    return Since(run.id, moment, words)
