"""Keep what a person says of a resource, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.findings import Finding
from cphub.model.pages import Page
from cphub.model.resources import Resource
from cphub.model.reviews import Dismissal, Review, Said, Standing, Verdict
from cphub.settings import Settings
from cphub.settings.days import day_of
from cphub.settings.values import unknown
from cphub.workflows._named_findings import named_findings
from cphub.workflows.clock import now
from cphub.workflows.resource import find_resource, spoken_of

Clock = Callable[[], datetime]

LONGEST = 10_000
"""Characters of a note, a reason or a name."""

LONGEST_NAME = 255
"""Characters of a reviewer's name: MediaWiki's longest user names have so many."""

DAY_FORMS = "write a day as 2027-05-22, a time from today as 10d, 2w, 6m or 1y, or never"


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds of a resource after a person's word, and how many findings are quiet now."""

    resource: Resource
    standing: Standing
    quiet: int


@dataclass(frozen=True, slots=True)
class Dismissed:
    """What a person dismissed: the findings, and the resource that they are of."""

    resource: Resource
    findings: tuple[Finding, ...]


def reviewer_of(settings: Settings, named: str = "") -> str:
    """Return who is speaking: who was named, else [review] reviewer, else the contact.

    Raises:
        UsageError: nobody is, or no name is so long.
    """
    name = " ".join((named or settings.review.reviewer or settings.contact).split())
    if not name:
        raise UsageError(
            "a review needs a name", "give --as NAME, or set reviewer under [review] in cphub.toml"
        )
    return check_text("the name", name, LONGEST_NAME)


def said_of(
    settings: Settings,
    today: date,
    *,
    verdict: str = "",
    note: str | None = None,
    owner: str | None = None,
    review_by: str = "",
) -> Said:
    """Return what was typed as a review; a verdict without a day holds as long as usual.

    Raises:
        UsageError: there is no such verdict, or a day that is none or past.
    """
    verdict = verdict.strip().lower()
    if verdict and verdict not in {each.value for each in Verdict}:
        raise UsageError(unknown("verdict", verdict, [each.value for each in Verdict]))
    until = review_by or (settings.review.review_by if verdict else "")
    return Said(
        verdict=verdict or None,
        note=None if note is None else check_text("the note", note.strip()),
        owner=None if owner is None else check_text("the owner", owner.strip()),
        review_by=_until(until, today, typed=bool(review_by)) if until else None,
    )


def say(
    catalogue: Catalogue,
    name: str,
    said: Said,
    reviewer: str,
    *,
    clock: Clock = now,
) -> Judged:
    """Keep what a person says of the resource that `name` means.

    Raises:
        UsageError: there is no such resource, nothing is said, or nothing but to take back
            what nobody said.
        CatalogueError: the catalogue cannot be written.
    """
    if said == Said():
        raise UsageError("nothing is said", "give --verdict, --note, --owner or --review-by")
    with catalogue.write():
        resource, page = spoken_of(catalogue, name, "review")
        said = _without_nothing(resource, catalogue.standing(resource.id), said)
        keep(catalogue, resource, said, reviewer, page=page, clock=clock)
        return _judged(catalogue, resource)


def keep(
    catalogue: Catalogue,
    resource: Resource,
    said: Said,
    reviewer: str,
    *,
    page: Page | None = None,
    clock: Clock = now,
) -> Review:
    """Keep what a person says of a resource, by `page` or its source or first edition."""
    edition = resource.source or resource.editions[0]
    key = (page.wiki, page.page_id) if page else (edition.wiki, edition.page_id)
    if said.review_by and said.verdict is None:
        standing = catalogue.standing(resource.id)
        if standing.verdict is None:
            raise UsageError("there is no verdict that could hold until a day", "give --verdict")
    with catalogue.write():
        review = catalogue.save_review(key, said, reviewer, clock())
        catalogue.settle(resource.id)
    return review


def dismiss(
    catalogue: Catalogue,
    name: str,
    rule: str,
    because: str,
    reviewer: str,
    *,
    which: str = "",
    clock: Clock = now,
) -> Dismissed:
    """Keep that findings of a rule are wrong: they are quiet until their passages change.

    Args:
        catalogue: opened for writing.
        name: the resource, or the page of it that has the finding.
        rule: the rule's name.
        because: why they are wrong.
        reviewer: who says so.
        which: of several, its number as the error lists them, words of it, or `all`.
        clock: what the time is.

    Raises:
        UsageError: there is no such resource or finding, or there are several; no reason.
        CatalogueError: the catalogue cannot be written.
    """
    because = check_text("the reason", because.strip())
    if not because:
        raise UsageError("a dismissal needs a reason", "say it with --because")
    rule = rule.strip().lower().replace("_", "-")
    with catalogue.write():
        resource, page = spoken_of(catalogue, name, "review")
        findings = named_findings(catalogue, resource, page, rule, which)
        for finding in findings:
            catalogue.save_dismissal(finding, because, reviewer, clock())
        catalogue.settle(resource.id)
    return Dismissed(resource, tuple(findings))


def undo(
    catalogue: Catalogue, name: str, *, clock: Clock = now
) -> tuple[Review | Dismissal, Judged]:
    """Take back what was last said of a resource; it stays in the history.

    Raises:
        UsageError: there is no such resource, or nothing was said of it.
        CatalogueError: the catalogue cannot be written.
    """
    with catalogue.write():
        resource, _page = find_resource(catalogue, name)
        word = catalogue.last_word(resource.id)
        if word is None:
            raise UsageError(f"nothing was said of resource {resource.id} that could be undone")
        catalogue.take_back(word, clock())
        catalogue.settle(resource.id)
        return word, _judged(catalogue, resource)


def _without_nothing(resource: Resource, standing: Standing, said: Said) -> Said:
    """Return what is said but for a note or owner taken back where there is none."""
    none = [
        name for name in ("note", "owner") if getattr(said, name) == getattr(standing, name) == ""
    ]
    left = replace(said, **dict.fromkeys(none))
    if left == Said():
        raise UsageError(
            f"resource {resource.id} has no {' and no '.join(none)} that could be taken back",
            "Nothing was saved.",
        )
    return left


def check_text(what: str, text: str, most: int = LONGEST) -> str:
    """Return a text that can be kept.

    Raises:
        UsageError: it is too long.
    """
    if len(text) > most:
        raise UsageError(
            f"{what} has {len(text):,} characters", f"{most:,} are the most it may have"
        )
    return text


def _until(text: str, today: date, *, typed: bool) -> str:
    """Return a day as it is kept, "" for never; where it was not typed, cphub.toml has it."""
    where = "" if typed else "review_by under [review] in cphub.toml: "
    try:
        day = day_of(text, today)
    except (ValueError, OverflowError):
        raise UsageError(f'{where}"{text}" is no day', DAY_FORMS) from None
    if day is not None and day <= today:
        raise UsageError(f"{where}{day} is not after today, {today} by UTC", DAY_FORMS)
    return day.isoformat() if day else ""


def _judged(catalogue: Catalogue, resource: Resource) -> Judged:
    quiet = sum(
        len(catalogue.quiet_findings(edition.wiki, edition.page_id))
        for edition in resource.editions
    )
    return Judged(resource, catalogue.standing(resource.id), quiet)
