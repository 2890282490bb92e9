"""The sheet of reviews that volunteers fill in: one row a resource, what matters most first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from cphub.catalogue import Catalogue
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Finding, Severity
from cphub.model.resources import Edition, Resource
from cphub.model.reviews import Review, Standing
from cphub.settings import Settings
from cphub.settings.days import NEVER
from cphub.workflows._language_names import language_names
from cphub.workflows.queue import LINKS_UNKNOWN, priorities, waits

COLUMNS = (
    Column("resource", "Resource", numeric=True),
    Column("wiki", "Wiki"),
    Column("page_id", "Page id", numeric=True, only_data=True),
    Column("title", "Page"),
    Column("language", "Language", languages=True),
    Column("url", "Address", only_data=True),
    Column("verdict", "Verdict"),
    Column("note", "Note"),
    Column("owner", "Owner"),
    Column("review_by", "Review by"),
    Column("reviewer", "Reviewer"),
    Column("reviewed", "Reviewed"),
    Column("errors", "Errors", numeric=True),
    Column("warnings", "Warnings", numeric=True),
    Column("notes", "Notes", numeric=True),
    Column("findings", "Findings", only_data=True),
    Column("basis", "Basis", only_data=True),
)
NOTHING_SAID = "none"
"""The basis of a resource of which nothing was said."""


def export_reviews(
    catalogue: Catalogue, settings: Settings, today: date, *, waiting: bool = False
) -> Document:
    """Return every resource with its review and its open findings, to be filled in.

    `basis` names the review that the row tells of, so that an import can tell what was
    changed in the sheet and what in the catalogue meanwhile.

    Args:
        catalogue: only read.
        settings: what tells how much each resource matters.
        today: the day on which reviews are overdue or not.
        waiting: only those that wait for a verdict.
    """
    with catalogue.read():
        order = [
            each
            for each in priorities(catalogue, settings).values()
            if not waiting or waits(each, today)
        ]
        order.sort(key=lambda each: (-each.priority, each.resource))
        resources = {
            resource.id: resource
            for resource in catalogue.resources([each.resource for each in order])
        }
        numbers = catalogue.resource_numbers()
        findings: dict[int, list[Finding]] = defaultdict(list)
        for finding in catalogue.open_findings():
            findings[numbers.get((finding.wiki, finding.page_id), 0)].append(finding)
        bases = _bases(catalogue.reviews(), numbers)
        wikis = catalogue.wikis()
    rows = tuple(
        _row(
            resources[each.resource],
            each.standing,
            findings[each.resource],
            bases.get(each.resource, NOTHING_SAID),
        )
        for each in order
    )
    named = tuple(_first(resources[each.resource]) for each in order)
    return Document(
        title="Reviews",
        lead=(
            f"{len(rows):,} resources, what matters most first.",
            *(() if all(each.reach.known for each in order) else (LINKS_UNKNOWN,)),
        ),
        sheets=(Sheet("reviews", "Reviews", COLUMNS, rows, empty="There are no resources."),),
        data={"reviews": [_plain(row) for row in rows]},
        titles=tuple((edition.wiki, edition.title) for edition in named),
        wikis=wikis,
        language_names=language_names({edition.language for edition in named}, wikis),
    )


def basis_of(review: Review) -> str:
    """Return what names a review in a sheet; no spreadsheet takes it for a number."""
    return f"r{review.uuid}"


def until_of(standing: Standing) -> str:
    """Return until when a verdict holds as the sheet has it; "" where there is none."""
    if standing.verdict is None:
        return ""
    return standing.review_by.isoformat() if standing.review_by else NEVER


def _bases(reviews: list[Review], numbers: dict[tuple[str, int], int]) -> dict[int, str]:
    """Return the newest review of each resource that was not taken back; they come so sorted."""
    bases: dict[int, str] = {}
    for review in reviews:
        if not review.undone and (number := numbers.get((review.wiki, review.page_id))):
            bases.setdefault(number, basis_of(review))
    return bases


def _first(resource: Resource) -> Edition:
    return resource.source or resource.editions[0]


def _row(
    resource: Resource, standing: Standing, findings: list[Finding], basis: str
) -> tuple[Cell, ...]:
    edition = _first(resource)
    by_severity = [
        sum(finding.severity is severity for finding in findings)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    ]
    findings.sort(key=lambda finding: (finding.severity.rank, finding.rule))
    said = " | ".join(f"{finding.rule}: {finding.message}" for finding in findings)
    verdict = standing.verdict or ""
    return (
        Cell(str(resource.id), number=resource.id),
        Cell(edition.wiki),
        Cell(str(edition.page_id), number=edition.page_id),
        Cell(edition.title, page=(edition.wiki, edition.title), language=edition.language),
        Cell(edition.language),
        Cell(edition.url, url=edition.url),
        Cell(verdict, state=verdict),
        Cell(standing.note),
        Cell(standing.owner),
        Cell(until_of(standing)),
        Cell(standing.reviewer),
        Cell(f"{standing.since:%Y-%m-%d}" if standing.since else ""),
        *(Cell(str(number), number=number) for number in by_severity),
        Cell(said),
        Cell(basis),
    )


def _plain(row: tuple[Cell, ...]) -> dict[str, str | int]:
    return {
        column.name: int(cell.text) if column.numeric else cell.text
        for column, cell in zip(COLUMNS, row, strict=True)
    }
