"""A report as plain data: the names that JSON and CSV use, and other people's scripts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from cphub.model.findings import Finding
from cphub.model.links import LinkState
from cphub.model.reports import Change, Count, LinkCounts, Report, Run

FINDING = (
    "rule",
    "axis",
    "severity",
    "wiki",
    "title",
    "language",
    "page_id",
    "revision",
    "message",
    "evidence",
    "fix",
    "url",
    "first_seen",
)


def moment(value: datetime | None) -> str | None:
    """Return ISO 8601 in UTC to the second, `2026-11-22T09:30:00Z`."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if value else None


def finding_fields(finding: Finding) -> dict[str, Any]:
    """Return the fields named in FINDING, in that order; evidence as text and section."""
    special = {
        "axis": finding.axis.value,
        "severity": finding.severity.value,
        "evidence": [{"text": e.text, "section": e.section} for e in finding.evidence],
        "first_seen": moment(finding.first_seen),
    }
    return {name: special[name] if name in special else getattr(finding, name) for name in FINDING}


def run_fields(run: Run) -> dict[str, Any]:
    """Return a run with its counts, the day that its rules counted from, and those rules."""
    return {
        "id": run.id,
        "kind": run.kind,
        "status": run.status,
        "started": moment(run.started),
        "ended": moment(run.ended),
        "version": run.version,
        "warnings": run.warnings,
        "counts": dict(sorted(run.counts.items())),
        "today": run.today.isoformat() if run.today else None,
        "rules": list(run.rules),
        "rules_left_out": list(run.rules_left_out),
    }


def summary_fields(report: Report) -> dict[str, Any]:
    """Return all that a report says beside its findings."""
    return {
        "title": report.title,
        "previous": run_fields(report.previous) if report.previous else None,
        "harvested": moment(report.harvested),
        "filters": [{"name": name, "value": value} for name, value in report.filters],
        "total": _count_fields(report.total),
        "wikis": [_count_fields(row) for row in report.by_wiki],
        "languages": [_count_fields(row) for row in report.by_language],
        "axes": [_count_fields(row) for row in report.by_axis],
        "rules": [_count_fields(row) for row in report.by_rule],
        "states": dict(report.by_state),
        "changes": [_change_fields(change) for change in report.changes],
        "unchecked": [{"what": what, "why": why} for what, why in report.unchecked],
        "quiet": dict(report.quiet),
        "verdicts": [
            {"wiki": wiki, "page_id": page_id, "review": said}
            for (wiki, page_id), said in sorted(report.verdicts.items())
        ],
        "worst": [asdict(row) for row in report.worst],
        "trend": [_audit_fields(run) for run in report.trend],
        "links": _link_fields(report.links) if report.links else None,
    }


def _audit_fields(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "started": moment(run.started),
        "today": run.today.isoformat() if run.today else None,
        **{name: run.counts.get(name, 0) for name in ("errors", "warnings", "notes")},
    }


def _link_fields(links: LinkCounts) -> dict[str, Any]:
    """Return how many addresses are in each state, those in none among them."""
    states = {state.value: links.states.get(state, 0) for state in LinkState}
    return {**states, "unchecked": links.unchecked, "checked": moment(links.checked)}


def _count_fields(row: Count) -> dict[str, Any]:
    return {
        "name": row.name,
        "pages": row.pages,
        "resources": row.resources,
        "errors": row.errors,
        "warnings": row.warnings,
        "notes": row.notes,
    }


def _change_fields(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "rule": change.rule,
        "wiki": change.wiki,
        "title": change.title,
        "url": change.url,
        "message": change.message,
    }
