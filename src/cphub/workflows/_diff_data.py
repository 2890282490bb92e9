"""What is different since then, in the JSON form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cphub.model.reviews import Verdict
from cphub.workflows._status_data import edition_data
from cphub.workflows.diff import Diff, FindingChange, PageStory, VerdictChange

_FIGURES = ("then", "new", "resolved", "gone", "quiet", "now")


def direction(change: VerdictChange) -> str:
    """Return whether a verdict is better or worse than it was; "" where neither can be said."""
    good = Verdict.GOOD.value
    if change.is_ == good and change.was not in {"", good}:
        return "better"
    return "worse" if change.was == good and change.is_ not in {"", good} else ""


def diff_data(found: Diff, findings: Sequence[FindingChange]) -> dict[str, Any]:
    """Return what is different in the JSON form, without its `schema`."""
    then = found.since
    return {
        "since": {"run": then.run, "moment": then.moment, "words": then.words},
        "audit": {"run": found.audit.id, "started": found.audit.started},
        "other_rules": found.other_rules,
        "axes": [{name: getattr(row, name) for name in ("axis", *_FIGURES)} for row in found.axes],
        "findings": [_finding_data(change) for change in findings],
        "pages": [_page_data(story) for story in found.pages],
        "verdicts": [_verdict_data(change) for change in found.verdicts],
        "not_kept": ["translations"],
    }


def _finding_data(change: FindingChange) -> dict[str, Any]:
    one = change.finding
    return {
        "change": change.became,
        "page_edited": change.edited,
        "rule": one.rule,
        "axis": one.axis.value,
        "severity": one.severity.value,
        "wiki": one.wiki,
        "title": one.title,
        "language": one.language,
        "page_id": one.page_id,
        "message": one.message,
        "url": one.url,
        "first_seen": one.first_seen,
    }


def _page_data(story: PageStory) -> dict[str, Any]:
    page = story.page
    return {
        "change": story.kind,
        "changes": list(story.kinds),
        "wiki": page.wiki,
        "page_id": page.page_id,
        "title": page.title,
        "language": page.language,
        "state": page.state.value,
        "was": story.was or None,
        "revisions": story.revisions,
        "noticed": page.timestamp,
    }


def _verdict_data(change: VerdictChange) -> dict[str, Any]:
    return {
        "resource": change.resource,
        **edition_data(change.edition),
        "was": change.was or None,
        "is": change.is_ or None,
        "overdue": change.due,
        "reviewer": change.reviewer,
        "when": change.when,
        "direction": direction(change) or None,
    }
