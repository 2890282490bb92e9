"""Take reviews from a sheet that volunteers filled in: all of it or, if a row is bad, nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cphub.catalogue import Catalogue
from cphub.catalogue.lookups import LONGEST_ID
from cphub.catalogue.reviews import standing_of
from cphub.errors import UsageError
from cphub.model.reviews import Review, Said, Standing
from cphub.settings import Settings
from cphub.workflows._days import month_comes_first
from cphub.workflows._filled import FIELDS, BadRow, Filled, cells_of, filled
from cphub.workflows._sheet import FilledSheet, SheetRow, read_sheet
from cphub.workflows.clock import now
from cphub.workflows.export_reviews import COLUMNS, NOTHING_SAID, basis_of

_BASIS = re.compile(f"|{NOTHING_SAID}|r[0-9a-f-]{{32,36}}")


@dataclass(frozen=True, slots=True)
class Line:
    """What came of a row: the line it begins on, its resource's page, and what about it."""

    number: int
    title: str
    what: str


@dataclass
class SheetResult:
    """What came of a sheet. With a bad row nothing was saved; conflicts are never by default.

    `unchanged` counts rows in which nobody changed anything. `lacking` are the columns to be
    filled in that the sheet has not, `unread` those of its own that no export has.
    """

    changed: list[Line] = field(default_factory=list)
    conflicts: list[Line] = field(default_factory=list)
    bad: list[Line] = field(default_factory=list)
    unchanged: int = 0
    lacking: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue knows, gathered once: resources' numbers, their reviews oldest first."""

    numbers: dict[tuple[str, int], int]
    reviews: dict[int, list[Review]]
    titles: dict[tuple[str, int], str]
    month_first: bool | None


def import_reviews(
    catalogue: Catalogue,
    settings: Settings,
    data: bytes,
    reviewer: str,
    *,
    dry_run: bool = False,
    force: bool = False,
    clock: Callable[[], datetime] = now,
) -> SheetResult:
    """Save what was changed in a sheet of reviews, in one transaction.

    What a row says is compared with the review that it was exported with: cells that are as
    they were say nothing, whatever was said elsewhere since. Empty cells say nothing either;
    `none` takes back. Where the resource was reviewed since the export, and otherwise, it is
    a conflict, which is listed and not saved.

    Args:
        catalogue: opened for writing.
        settings: how long a verdict holds where the sheet does not say.
        data: the file.
        reviewer: who says so where the sheet names nobody else.
        dry_run: look at everything, save nothing.
        force: save conflicts as well.
        clock: what the time is.

    Raises:
        UsageError: it is no such sheet.
        CatalogueError: the catalogue cannot be written.
    """
    sheet = read_sheet(data)
    _check(sheet)
    moment = clock()
    result = SheetResult(
        lacking=tuple(name for name in FIELDS if name not in sheet.columns),
        unread=tuple(sorted(sheet.columns - {column.name for column in COLUMNS})),
    )
    with catalogue.write():
        known = _gather(catalogue, sheet)
        words: list[tuple[tuple[str, int], Said, str]] = []
        seen: dict[int, int] = {}
        for row in sheet.rows:
            try:
                found = _look(row, known, settings, moment)
                if found is None:
                    result.unchanged += 1
                    continue
                key, change, conflict = found
                _once(seen, known.numbers[key], row.line)
            except BadRow as bad:
                result.bad.append(Line(row.line, row.cells.get("title", ""), str(bad)))
                continue
            line = Line(row.line, known.titles.get(key, ""), change.words)
            if conflict and not force:
                result.conflicts.append(Line(row.line, line.title, f"{line.what}; {conflict}"))
            else:
                result.changed.append(line)
                words.append((key, change.said, change.reviewer or reviewer))
        if not (dry_run or result.bad):
            for key, said, who in words:
                catalogue.save_review(key, said, who, moment)
            catalogue.settle()
    return result


def _check(sheet: FilledSheet) -> None:
    """Raise UsageError where the sheet lacks what a row is known by, or says nothing."""
    for name in ("wiki", "page_id"):
        if name not in sheet.columns:
            raise UsageError(f"the sheet has no column {name}", "`cphub export reviews` has it.")
    if not sheet.columns & set(FIELDS):
        raise UsageError(f"the sheet has none of the columns {', '.join(FIELDS)}")


def _once(seen: dict[int, int], resource: int, line: int) -> None:
    """Raise BadRow where another line says something of the same resource."""
    if resource in seen:
        raise BadRow(f"line {seen[resource]} is of the same resource")
    seen[resource] = line


def _gather(catalogue: Catalogue, sheet: FilledSheet) -> _Known:
    numbers = catalogue.resource_numbers()
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in reversed(catalogue.reviews()):
        if number := numbers.get((review.wiki, review.page_id)):
            reviews[number].append(review)
    titles = {(wiki, page_id): title for wiki, page_id, title, *_ in catalogue.tie_pages()}
    days = (row.cells.get("review_by", "") for row in sheet.rows)
    return _Known(numbers, reviews, titles, month_comes_first(days))


def _look(
    row: SheetRow, known: _Known, settings: Settings, moment: datetime
) -> tuple[tuple[str, int], Filled, str] | None:
    """Return the page, what the row says of its resource, and why that is a conflict.

    None where the row says nothing.

    Raises:
        BadRow: it cannot be understood.
    """
    if row.spare:
        raise BadRow("there are more cells than columns")
    digits = row.cells.get("page_id", "").partition(".")[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_ID):
        raise BadRow(f"page_id is “{row.cells.get('page_id', '')}”, no number")
    key = (row.cells.get("wiki", ""), int(digits))
    if key not in known.numbers:
        raise BadRow(f"the catalogue has no page {digits} of a wiki “{key[0]}”")
    reviews = known.reviews.get(known.numbers[key], [])
    spoken = [review for review in reviews if not review.undone]
    current = standing_of(spoken)
    if not _BASIS.fullmatch(row.cells.get("basis", "")):
        raise BadRow(f"basis is “{row.cells['basis'][:40]}”: leave that cell as it was exported")
    base, moved = _base(row.cells.get("basis", ""), reviews, spoken)
    today = moment.date()
    change = filled(row.cells, standing_of(base), settings, today, known.month_first)
    unlike = change.unlike(current) if change else []
    if change is None or not unlike:
        return None
    conflict = ""
    if moved and current.said:
        last = spoken[-1]
        held = _held(current, unlike)
        conflict = f"since then {last.reviewer} said otherwise ({held}, {last.timestamp:%Y-%m-%d})"
    return key, change, conflict


def _held(standing: Standing, names: Sequence[str]) -> str:
    """Return what holds of a resource where a row says otherwise."""
    held = cells_of(standing)
    parts = {"verdict": f"“{held['verdict']}”" if held["verdict"] else "no verdict"}
    for name in ("note", "owner", "review_by"):
        parts[name] = f"{name} “{held[name]}”" if held[name] else f"no {name}"
    return ", ".join(parts[name] for name in names)


def _base(basis: str, reviews: list[Review], spoken: list[Review]) -> tuple[list[Review], bool]:
    """Return the reviews that the sheet was made of, and whether there are others now."""
    last = basis_of(spoken[-1]) if spoken else NOTHING_SAID
    if basis == last:
        return spoken, False
    places = [number for number, review in enumerate(reviews) if basis_of(review) == basis]
    if not places:
        return [], True
    before = reviews[: places[0] + 1]
    # It held when the sheet was made, even if it was taken back since.
    return [one for one in before[:-1] if not one.undone] + [replace(before[-1], undone=None)], True
