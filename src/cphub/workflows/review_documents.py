"""A resource's reviews as a document: what holds, what was said, what is quiet by it."""

from __future__ import annotations

from datetime import date, datetime

from cphub.catalogue import Catalogue
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Finding
from cphub.model.reviews import Dismissal, Quiet, Review, Standing
from cphub.workflows._language_names import language_names
from cphub.workflows.resource import find_resource

_HISTORY = (
    Column("timestamp", "When"),
    Column("reviewer", "Who"),
    Column("said", "What"),
    Column("page", "Page"),
    Column("wiki", "Wiki"),
    Column("undone", "Taken back"),
)
_FINDINGS = (
    Column("rule", "Rule"),
    Column("severity", "Severity"),
    Column("page", "Page"),
    Column("message", "Finding"),
    Column("quiet", "Quiet"),
)
QUIET = {Quiet.DISMISSED: "dismissed", Quiet.OVERRULED: "overruled by a review"}


def history(catalogue: Catalogue, name: str, today: date) -> Document:
    """Return all that was said of a resource, and what holds of it.

    Raises:
        UsageError: there is no such resource, or there are several.
    """
    with catalogue.read():
        resource, _page = find_resource(catalogue, name)
        standing = catalogue.standing(resource.id)
        words = catalogue.words_on(resource.id)
        keys = [(edition.wiki, edition.page_id) for edition in resource.editions]
        findings = [(one, "") for key in keys for one in catalogue.open_findings(*key)]
        quiet = [
            (one, QUIET[why]) for key in keys for one, why, _ in catalogue.quiet_findings(*key)
        ]
        wikis = catalogue.wikis()
    titles = {(edition.wiki, edition.page_id): edition.title for edition in resource.editions}
    first = resource.source or resource.editions[0]
    return Document(
        title=first.title,
        lead=(f"Resource {resource.id}.", *sentences(standing, today)),
        sheets=(
            Sheet(
                "history",
                "What was said",
                _HISTORY,
                tuple(_row(word, titles) for word in words),
                empty="Nothing yet. `cphub review RESOURCE --verdict good` says something.",
            ),
            Sheet(
                "findings",
                "Findings",
                _FINDINGS,
                tuple(_finding(one, why) for one, why in (*findings, *quiet)),
                empty="There are no open findings.",
            ),
        ),
        data={
            "resource": resource.id,
            "standing": standing_data(standing, today),
            "history": [_data(word) for word in words],
        },
        titles=tuple((edition.wiki, edition.title) for edition in resource.editions),
        wikis=wikis,
        language_names=language_names({e.language for e in resource.editions}, wikis),
    )


def sentences(standing: Standing, today: date) -> list[str]:
    """Return in sentences what holds of a resource."""
    if standing.verdict is None:
        said = ["No verdict."]
    else:
        said = [f"Verdict: {standing.verdict} ({standing.reviewer}, {_day(standing.since)})."]
        if standing.review_by is None:
            said.append("It holds until somebody says otherwise.")
        elif standing.overdue(today):
            said.append(f"It was to be reviewed again by {standing.review_by}: overdue.")
        else:
            said.append(f"It holds until {standing.review_by}.")
    said += [f"Owner: {standing.owner}."] if standing.owner else []
    if standing.note and standing.noted_by != standing.reviewer:
        return [*said, f"Note by {standing.noted_by}: {standing.note}"]
    return said + ([f"Note: {standing.note}"] if standing.note else [])


def standing_data(standing: Standing, today: date) -> dict[str, object]:
    """Return what holds of a resource in the JSON form."""
    return {
        "verdict": standing.verdict,
        "since": standing.since,
        "reviewer": standing.reviewer,
        "review_by": standing.review_by,
        "overdue": standing.overdue(today),
        "owner": standing.owner,
        "note": standing.note,
        "noted_by": standing.noted_by,
    }


def words_of(word: Review | Dismissal) -> str:
    """Return what a person said in a line."""
    if isinstance(word, Dismissal):
        about = f" “{word.evidence}”" if word.evidence else ""
        return f"dismissed {word.rule}{about}: {word.because}"
    said = word.said
    parts = [said.verdict or "verdict taken back"] if said.verdict is not None else []
    if said.review_by is not None:
        parts.append(f"until {said.review_by}" if said.review_by else "for ever")
    if said.owner is not None:
        parts.append(f"owner {said.owner}" if said.owner else "no owner any more")
    if said.note is not None:
        parts.append(f"note: {said.note}" if said.note else "note taken back")
    return ", ".join(parts)


def _row(word: Review | Dismissal, titles: dict[tuple[str, int], str]) -> tuple[Cell, ...]:
    title = titles.get((word.wiki, word.page_id), str(word.page_id))
    verdict = word.said.verdict if isinstance(word, Review) else ""
    return (
        Cell(f"{word.timestamp:%Y-%m-%d %H:%M}"),
        Cell(word.reviewer),
        Cell(words_of(word), state=verdict or ""),
        Cell(title, page=(word.wiki, title)),
        Cell(word.wiki),
        Cell(_day(word.ended)),
    )


def _finding(finding: Finding, why: str) -> tuple[Cell, ...]:
    return (
        Cell(finding.rule),
        Cell(finding.severity.value, state="" if why else finding.severity.value),
        Cell(finding.title, page=(finding.wiki, finding.title), language=finding.language),
        Cell(finding.message),
        Cell(why),
    )


def _data(word: Review | Dismissal) -> dict[str, object]:
    shared: dict[str, object] = {
        "uuid": word.uuid,
        "wiki": word.wiki,
        "page_id": word.page_id,
        "reviewer": word.reviewer,
        "timestamp": word.timestamp,
        "undone": word.ended,
    }
    if isinstance(word, Dismissal):
        about = {"rule": word.rule, "evidence": word.evidence, "because": word.because}
        return {"kind": "dismissal", **shared, **about}
    said = word.said
    return {
        "kind": "review",
        **shared,
        "verdict": said.verdict,
        "note": said.note,
        "owner": said.owner,
        "review_by": said.review_by,
    }


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
