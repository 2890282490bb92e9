"""The hub at a glance in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.links import LinkState
from cphub.model.pages import State
from cphub.workflows._status_data import SEVERITIES, VERDICTS
from cphub.workflows.queue import LINKS_UNKNOWN
from cphub.workflows.status import Status


def lead_of(found: Status, *, short: bool) -> Iterator[str]:
    """Yield the sentences; with `short` those that fit a screen besides the tables."""
    if not short:
        yield f"{sizes(found)}."
    yield _last_runs(found)
    yield from _unfinished(found)
    said = [f"{found.verdicts.get(one, 0):,} {one}" for one in VERDICTS]
    yield f"Verdicts: {', '.join(said)}, {found.verdicts.get('', 0):,} none."
    if found.overdue:
        owners = ", ".join(f"{name or 'no owner'} {n:,}" for name, n in found.overdue.items())
        yield f"To be reviewed again: {sum(found.overdue.values()):,} overdue ({owners})."
    yield from _links(found)
    if not all(repair.waiting.reach.known for repair in found.repairs):
        yield LINKS_UNKNOWN
    if not found.audits:
        return
    if not short:
        counts = (count(found.findings.get(name, 0), name) for name in SEVERITIES)
        yield f"Open findings: {', '.join(counts)}."
    if left_out := found.audits[0].rules_left_out:
        yield f"Not run in the last audit: {', '.join(left_out)}."


def sizes(found: Status) -> str:
    """Say how much there is."""
    others = [(state, n) for state, n in found.pages.items() if state is not State.CURRENT]
    states = ", ".join(f"{number:,} {state.value}" for state, number in others)
    pages = f"{count(sum(found.pages.values()), 'page')}{f' ({states})' if states else ''}"
    sources = f", {count(len(found.kinds), 'source')}" if found.kinds else ""
    resources, wikis = count(found.resources, "resource"), count(len(found.wikis), "wiki")
    return f"{resources}, {pages}, {wikis}{sources}"


def _last_runs(found: Status) -> str:
    parts = []
    for kind, runs in (("harvest", found.harvests), ("audit", found.audits)):
        if not runs:
            parts.append(f"no {kind} yet")
            continue
        last = runs[0]
        told = [] if last.status == "done" else [last.status]
        told += [count(last.warnings, "warning")] if last.warnings else []
        which = kind if parts else f"last {kind}"
        how = f" ({', '.join(told)})" if told else ""
        parts.append(f"{which} {last.started:%Y-%m-%d %H:%M} UTC{how}")
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _unfinished(found: Status) -> Iterator[str]:
    """Say which runs go on or were killed, which listings are not whole, and how to go on."""
    for run in found.open_runs:
        yield (
            f"The {run.kind} of {run.started:%Y-%m-%d %H:%M} UTC has not ended: it goes on now,"
            f" or was stopped; then `cphub {_AGAIN.get(run.kind, run.kind)}` goes on with it."
        )
    for name, listed in found.unfinished.items():
        yield (
            f"The harvest of {name} is not finished ({count(listed, 'page')} listed)."
            " `cphub harvest` goes on with it."
        )


_AGAIN = {"import": "catalogue import"}


def _links(found: Status) -> Iterator[str]:
    """Say what checks saw of the addresses that pages link to; nothing where there are none."""
    if found.links is None:
        if found.linking:
            yield "Links are not checked yet: `cphub check-links` looks."
        return
    said = ", ".join(f"{found.links.states.get(state, 0):,} {state}" for state in LinkState)
    last = f"; last on {found.links.checked:%Y-%m-%d}" if found.links.checked else ""
    yield f"Links: {said}, {found.links.unchecked:,} not yet checked{last}."


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
