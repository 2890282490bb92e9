"""What the cells of a row say of a resource that they did not say before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.reviews import Said, Standing, Verdict
from cphub.settings import Settings
from cphub.settings.values import unknown
from cphub.workflows._days import sheet_day
from cphub.workflows.export_reviews import until_of
from cphub.workflows.review import LONGEST_NAME, said_of

FIELDS = ("verdict", "note", "owner", "review_by")
BACK = "none"
"""What takes back what a cell said."""


class BadRow(Exception):
    """A row that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a row says: the review, in words, and by whom if the row names somebody.

    `values` are the cells that say something, "" for what is taken back.
    """

    said: Said
    words: str
    reviewer: str
    values: Mapping[str, str]

    def unlike(self, standing: Standing) -> list[str]:
        """Return the cells that say something else than what holds."""
        held = cells_of(standing)
        return [name for name, value in self.values.items() if value != held[name]]


def cells_of(standing: Standing) -> dict[str, str]:
    """Return what holds of a resource as exports write it in the cells that people fill in."""
    return {
        "verdict": standing.verdict or "",
        "note": clean(standing.note),
        "owner": clean(standing.owner),
        "review_by": until_of(standing),
    }


def filled(
    cells: Mapping[str, str],
    base: Standing,
    settings: Settings,
    today: date,
    month_first: bool | None,  # noqa: FBT001  # as `sheet_day` has it
) -> Filled | None:
    """Return what a row says beyond what held when the sheet was made; None for nothing.

    Raises:
        BadRow: a cell cannot be understood.
    """
    before = cells_of(base)
    now = {name: cells.get(name, "") for name in FIELDS}
    now["verdict"] = now["verdict"].lower()
    if now["verdict"] == BACK:  # its day goes with it, whatever the export wrote there
        now["review_by"] = ""
    if now["review_by"] not in {"", before["review_by"]}:
        now["review_by"] = _until(now["review_by"], today, month_first)
    changed = {name: now[name] for name in FIELDS if now[name] not in {"", before[name]}}
    changed = {name: value for name, value in changed.items() if _takes(name, value, before[name])}
    if not changed:
        return None
    values = {name: "" if value.lower() == BACK else value for name, value in changed.items()}
    said = _said(values, base, settings, today)
    words = ", ".join(f"{name} {value}" for name, value in changed.items())
    reviewer = cells.get("reviewer", "")
    if len(reviewer) > LONGEST_NAME:
        raise BadRow("the reviewer's name is too long")
    return Filled(said, words, "" if reviewer == clean(base.reviewer) else reviewer, values)


def _takes(name: str, value: str, before: str) -> bool:
    """Tell whether a cell says something: `none` only where there is something to take back."""
    return bool(before) or value.lower() != BACK or name == "review_by"


def _said(values: Mapping[str, str], base: Standing, settings: Settings, today: date) -> Said:
    verdict = values.get("verdict")
    if "review_by" in values and not (verdict or (verdict is None and base.verdict)):
        raise BadRow("review_by without a verdict")
    if verdict and verdict not in {each.value for each in Verdict}:
        raise BadRow(unknown("verdict", verdict, [each.value for each in Verdict]))
    try:
        said = said_of(
            settings,
            today,
            verdict=verdict or "",
            note=values.get("note"),
            owner=values.get("owner"),
            review_by=values.get("review_by", ""),
        )
    except UsageError as error:
        raise BadRow(error.message) from error
    return replace(said, verdict="") if verdict == "" else said


def _until(text: str, today: date, month_first: bool | None) -> str:  # noqa: FBT001  # likewise
    """Return a cell's day as exports write it."""
    try:
        day = sheet_day(text, today, month_first=month_first)
    except (ValueError, OverflowError) as error:
        twofold = "can be two days" in str(error)
        why = "can be two days" if twofold else "is no day"
        raise BadRow(f"review_by “{text}” {why}: write it as 2027-05-22, 6m or never") from None
    return day.isoformat() if day else "never"
