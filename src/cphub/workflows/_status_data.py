"""The hub at a glance in the JSON form."""

from __future__ import annotations

from typing import Any

from cphub.model.links import LinkState
from cphub.model.pages import State
from cphub.model.reports import LinkCounts, Run
from cphub.model.resources import Edition
from cphub.model.reviews import Verdict
from cphub.workflows.status import Repair, Status

SEVERITIES = ("error", "warning", "note")
VERDICTS = tuple(verdict.value for verdict in Verdict)


def status_data(found: Status) -> dict[str, Any]:
    """Return the hub at a glance in the JSON form, without its `schema`."""
    pages = {name: dict.fromkeys((state.value for state in State), 0) for name in found.kinds}
    for holding in found.holdings:
        pages[holding.source][holding.state.value] = holding.pages
    return {
        "date": found.today,
        "resources": found.resources,
        "pages": {state.value: found.pages.get(state, 0) for state in State},
        "verdicts": {
            **{one: found.verdicts.get(one, 0) for one in VERDICTS},
            "none": found.verdicts.get("", 0),
        },
        "overdue": [{"owner": name, "resources": n} for name, n in found.overdue.items()],
        "findings": {f"{name}s": found.findings.get(name, 0) for name in SEVERITIES},
        "links": _links_data(found.links),
        "trend": [_trend_data(run) for run in found.trend],
        "repairs": [_repair_data(repair) for repair in found.repairs],
        "sources": [
            {"source": name, "wiki": wiki, "kind": kind, "pages": pages[name]}
            for name, (wiki, kind) in found.kinds.items()
        ],
        "runs": [_run_data(run) for run in (*found.harvests, *found.audits)],
        "open_runs": [_run_data(run) for run in found.open_runs],
        "unfinished": [{"source": name, "listed": n} for name, n in found.unfinished.items()],
    }


def _links_data(links: LinkCounts | None) -> dict[str, Any] | None:
    if links is None:
        return None
    states = {state.value: links.states.get(state, 0) for state in LinkState}
    return {**states, "unchecked": links.unchecked, "checked": links.checked}


def _trend_data(run: Run) -> dict[str, Any]:
    counts = {f"{name}s": run.counts.get(f"{name}s", 0) for name in SEVERITIES}
    return {"run": run.id, "started": run.started, "today": run.today, **counts}


def _repair_data(repair: Repair) -> dict[str, Any]:
    edition, waiting = repair.edition, repair.waiting
    return {
        "resource": waiting.resource,
        **edition_data(edition),
        "priority": waiting.priority,
        "why": waiting.why,
        "views": waiting.reach.views,
        "links": waiting.reach.links,
        "languages": waiting.languages,
        "severity": waiting.severity,
        "verdict": waiting.standing.verdict,
        "rules": [{"rule": rule, "severity": severity} for rule, severity in repair.rules],
    }


def edition_data(edition: Edition) -> dict[str, Any]:
    """Return which page an edition is, in the JSON form."""
    return {
        "wiki": edition.wiki,
        "page_id": edition.page_id,
        "title": edition.title,
        "language": edition.language,
        "url": edition.url,
    }


def _run_data(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "kind": run.kind,
        "started": run.started,
        "ended": run.ended,
        "status": run.status,
        "warnings": run.warnings,
    }
