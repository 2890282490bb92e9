"""What became better or worse since a day or a run: pages, findings, verdicts.

What translations became is not told apart: no history of their states is kept. Where rules
find what they miss, that is among the findings on the axis translation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from cphub.catalogue import Catalogue
from cphub.catalogue.histories import PageChange, Span
from cphub.catalogue.reviews import standing_of
from cphub.errors import CatalogueError
from cphub.model.findings import Axis, Finding
from cphub.model.pages import State, Wiki
from cphub.model.reports import Run
from cphub.model.resources import Edition
from cphub.model.reviews import Review, Standing
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._since import Since, since

NEW, RESOLVED, GONE, QUIET = "new", "resolved", "gone", "quiet"
"""What became of a finding: `gone` went with its page, `quiet` is so by a person's word."""

_COMING = {"deleted", "restored", "redirected", "hidden", "left", "joined"}


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What became of a finding. `edited`: its page was edited since, or moved."""

    became: str
    finding: Finding
    edited: bool


@dataclass(frozen=True, slots=True)
class PageStory:
    """What became of a page, the last change of each kind; `kinds` are all, once each.

    `kind` is what matters most of them. `revisions` are the one before and the last one,
    where it was edited; `was` is what it was called before, where it was moved.
    """

    kind: str
    kinds: tuple[str, ...]
    page: PageChange
    revisions: tuple[str, str] | None
    was: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A resource whose verdict is not what it was; "" is none, `due`: its day has come."""

    resource: int
    edition: Edition
    was: str
    is_: str
    due: bool
    reviewer: str
    when: datetime | None


@dataclass(frozen=True, slots=True)
class AxisChange:
    """How many findings of an axis were open, what became of them, and how many are."""

    axis: str
    then: int
    new: int
    resolved: int
    gone: int
    quiet: int
    now: int


@dataclass(frozen=True, slots=True)
class Diff:
    """All that is different since then, as of the last audit and harvest.

    `other_rules` are those that the last audit ran and the one before `since` did not, or the
    other way round: what they find is no news of the pages. None where there was no audit.
    """

    since: Since
    audit: Run
    other_rules: tuple[str, ...] | None
    axes: tuple[AxisChange, ...]
    findings: tuple[FindingChange, ...]
    pages: tuple[PageStory, ...]
    verdicts: tuple[VerdictChange, ...]
    wikis: Mapping[str, Wiki]


def diff(catalogue: Catalogue, text: str, today: date) -> Diff:
    """Return what is different since `text`, as `since` reads it; `last` may be the only audit.

    Raises:
        UsageError: it means nothing, or no run.
        CatalogueError: nothing was audited yet.
    """
    with catalogue.read(), collecting_seldom():
        then = since(catalogue, text, today, alone=True)
        audits = catalogue.runs("audit")
        before = next((run for run in audits if run.id <= then.run), None)
        if not audits:
            raise CatalogueError(
                f"{catalogue.path} has no audit yet: there is nothing to compare",
                "`cphub audit` makes one.",
            )
        stories = tuple(_stories(catalogue.page_changes_since(then.run)))
        edited = {
            (one.page.wiki, one.page.page_id)
            for one in stories
            if {"edited", "moved", "restored"} & set(one.kinds)
        }
        changes = tuple(_findings(catalogue.findings_since(then.run, then.moment), edited))
        return Diff(
            since=then,
            audit=audits[0],
            other_rules=tuple(sorted({*audits[0].rules} ^ {*before.rules})) if before else None,
            axes=_axes(catalogue.open_by_axis(), changes),
            findings=changes,
            pages=stories,
            verdicts=tuple(_verdicts(catalogue, then.moment, today)),
            wikis=catalogue.wikis(),
        )


def _findings(spans: Iterable[Span], edited: set[tuple[str, int]]) -> Iterator[FindingChange]:
    """Yield what became of findings; what is gone and there again is as it was."""
    groups: dict[tuple[str, int, str, str], list[Span]] = defaultdict(list)
    for span in spans:
        one = span.finding
        groups[one.wiki, one.page_id, one.rule, one.key].append(span)
    for (wiki, page_id, _rule, _key), group in groups.items():
        was, last = any(span.was_open for span in group), group[-1]
        if was == any(span.is_open for span in group):
            continue
        if not was:
            became = NEW
        elif last.quiet and last.held:
            became = QUIET
        elif not last.held or last.state in {State.MISSING, State.REDIRECT}:
            became = GONE
        else:
            became = RESOLVED
        yield FindingChange(became, last.finding, (wiki, page_id) in edited)


def _axes(now: Mapping[str, int], changes: Iterable[FindingChange]) -> tuple[AxisChange, ...]:
    counts = Counter((change.finding.axis.value, change.became) for change in changes)
    rows = []
    for axis in Axis:
        new, resolved, gone, quiet = (counts[axis, kind] for kind in (NEW, RESOLVED, GONE, QUIET))
        there = now.get(axis.value, 0)
        then = there - new + resolved + gone + quiet
        if there or then or new:
            rows.append(AxisChange(axis.value, then, new, resolved, gone, quiet, there))
    return tuple(rows)


def _stories(changes: Iterable[PageChange]) -> Iterator[PageStory]:
    """Yield a story a page, by wiki and title; of those that came and went again too."""
    pages: dict[tuple[str, int], list[PageChange]] = defaultdict(list)
    for change in changes:
        pages[change.wiki, change.page_id].append(change)
    stories = (_story(told) for told in pages.values())
    yield from sorted(
        (story for story in stories if story), key=lambda one: (one.page.wiki, one.page.title)
    )


def _story(told: list[PageChange]) -> PageStory | None:
    kinds = tuple(dict.fromkeys(change.kind for change in told))
    last = {change.kind: change for change in told}
    came = [change for change in told if change.kind in _COMING]
    page, moves = told[-1], [change for change in told if change.kind == "moved"]
    edits = [change for change in told if change.kind == "edited"]
    if "new" in kinds and page.held and page.state is not State.MISSING:
        kind = "new"
    elif page.held and (went := [one.kind for one in came if one.kind not in {"left", "joined"}]):
        kind = went[-1]
    elif not page.held and came:
        kind = "deleted" if page.state is State.MISSING else "left"
    elif moves:
        kind = "moved"
    elif edits:
        kind = "edited"
    elif "joined" in kinds and not {"left"} & set(kinds):
        kind = "joined"
    else:
        # It left one source and another holds it: the hub has it as before.
        return None
    return PageStory(
        kind,
        kinds,
        last.get(kind, page),
        (edits[0].old, edits[-1].new) if edits else None,
        moves[0].old if moves else "",
    )


def _verdicts(catalogue: Catalogue, moment: datetime, today: date) -> Iterator[VerdictChange]:
    number = catalogue.resource_numbers()
    said: dict[int, list[Review]] = defaultdict(list)
    for review in reversed(catalogue.reviews()):
        if (resource := number.get((review.wiki, review.page_id))) is not None:
            said[resource].append(review)
    found: dict[int, tuple[Standing, Standing]] = {}
    for resource, reviews in said.items():
        was, now = standing_of(list(_then(reviews, moment))), standing_of(reviews)
        before = (was.verdict, was.overdue(moment.date()))
        if before != (now.verdict, now.overdue(today)):
            found[resource] = (was, now)
    for one in catalogue.resources(found):
        was, now = found[one.id]
        yield VerdictChange(
            one.id,
            one.source or one.editions[0],
            was.verdict or "",
            now.verdict or "",
            now.overdue(today),
            now.reviewer,
            now.since,
        )


def _then(reviews: Iterable[Review], moment: datetime) -> Iterator[Review]:
    """Yield the reviews as they were at a moment: what was taken back later still held."""
    for review in reviews:
        if review.timestamp <= moment:
            later = review.undone is not None and review.undone > moment
            yield replace(review, undone=None) if later else review
