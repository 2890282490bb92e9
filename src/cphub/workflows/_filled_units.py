"""Units in files for translators: what is written into one, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from csv import QUOTE_ALL, writer
from dataclasses import dataclass
from io import StringIO

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.reports.csv import guarded
from cphub.workflows._sheet import read_sheet
from cphub.workflows._units import WantedUnit

COLUMNS = (
    *("wiki", "page", "unit", "language", "state", "section", "source", "source_before"),
    *("old_translation", "translation"),
)
_NEEDED = ("wiki", "page", "unit", "source", "translation")


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit that is wanted, as a file has it: cleaned, lines kept."""

    wiki: str
    page: str
    unit: str
    language: str
    outdated: bool
    section: str
    source: str
    before: str
    old_translation: str


@dataclass(frozen=True, slots=True)
class FilledUnit:
    """A unit that came back, on which line; `fuzzy`: marked as not looked at yet.

    `language` is what the file says it is in, "" where it says nothing.
    """

    line: int
    wiki: str
    page: str
    unit: str
    source: str
    translation: str
    fuzzy: bool = False
    language: str = ""


def text_of(wanted: WantedUnit) -> UnitText:
    """Return a unit as a file has it."""
    return UnitText(
        wiki=wanted.source.wiki,
        page=clean(wanted.source.title),
        unit=clean(wanted.unit.id),
        language=wanted.language,
        outdated=wanted.outdated,
        section=clean(wanted.section),
        source=shown(wanted.unit.to_translate),
        before=shown(wanted.before),
        old_translation=shown(wanted.translation),
    )


def shown(text: str) -> str:
    """Return a unit's text as files have it."""
    return clean(text, newlines=True)


def as_csv(texts: Iterable[UnitText], *, raw: bool = False) -> str:
    """Return units as CSV, a row a unit; the last column is to be filled in.

    `raw` leaves out the guard against spreadsheets taking text for formulas.
    """
    out = StringIO(newline="")
    rows = writer(out, quoting=QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for text in texts:
        state = "outdated" if text.outdated else "missing"
        place = (text.wiki, text.page, text.unit, text.language, state, text.section)
        row = (*place, text.source, text.before, text.old_translation, "")
        rows.writerow(row if raw else map(guarded, row))
    return out.getvalue()


def read_csv(data: bytes) -> Iterator[FilledUnit]:
    """Yield what stands in a filled sheet.

    Raises:
        UsageError: it is no such sheet.
    """
    sheet = read_sheet(data, newlines=True)
    if missing := [name for name in _NEEDED if name not in sheet.columns]:
        raise UsageError(
            f"the sheet has no column {', '.join(missing)}",
            "Fill in the one that `cphub export translation-units` writes.",
        )
    for row in sheet.rows:
        wiki, page, unit, source, translation = (row.cells.get(name, "") for name in _NEEDED)
        language = row.cells.get("language", "")
        yield FilledUnit(row.line, wiki, page, unit, source, translation, language=language)
