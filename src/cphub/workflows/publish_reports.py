"""Which reports can be published, what each says in wikitext, and what of it has a meaning."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.documents import Document, Sheet
from cphub.model.reports import Report
from cphub.reports.wikitext import pages
from cphub.settings import Settings
from cphub.settings.values import unknown
from cphub.workflows._filters import Filters
from cphub.workflows.overview import overview
from cphub.workflows.overview_document import document_of
from cphub.workflows.report import build_report
from cphub.workflows.translation_coverage import coverage
from cphub.workflows.translation_gaps import gaps
from cphub.workflows.translation_matrix import matrix
from cphub.workflows.translation_outdated import outdated

Builder = Callable[[Catalogue, Settings, Filters, datetime], Report | Document]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_LOOKED = "checked"  # a column of days on which the rules looked
_OF_FINDINGS = ("axis", "rule", "severity")


def _findings(catalogue: Catalogue, settings: Settings, filters: Filters, _now: datetime) -> Report:
    return build_report(
        catalogue, filters, title=settings.report.title, languages=settings.languages
    )


def _overview(
    catalogue: Catalogue, settings: Settings, filters: Filters, now: datetime
) -> Document:
    found = overview(catalogue, settings, filters, now.date())
    return document_of(found, title=settings.report.title)


def _translations(build: Callable[[Catalogue, Settings, Filters], Document]) -> Builder:
    def built(
        catalogue: Catalogue, settings: Settings, filters: Filters, _now: datetime
    ) -> Document:
        for name, value in filters.pairs():
            if name in _OF_FINDINGS:
                raise UsageError(
                    f"--{name} {value} chooses findings, of which this report has none"
                )
        return build(catalogue, settings, filters)

    return built


REPORTS: Mapping[str, Builder] = {
    "findings": _findings,
    "overview": _overview,
    "matrix": _translations(matrix),
    "gaps": _translations(gaps),
    "outdated": _translations(outdated),
    "coverage": _translations(coverage),
}
"""What `cphub report` and `cphub translations` write down, by the word for it."""


def build(
    name: str, catalogue: Catalogue, settings: Settings, filters: Filters, now: datetime
) -> Report | Document:
    """Return the report called `name`.

    Raises:
        UsageError: there is none, or a filter names something that is not there.
        CatalogueError: nothing was audited yet.
    """
    if name not in REPORTS:
        raise UsageError(unknown("report", name, REPORTS))
    return REPORTS[name](catalogue, settings, filters, now)


def meaning(report: Report | Document, prefixes: Mapping[str, str], row_template: str = "") -> str:
    """Return a print that is the same for reports that say the same of the material.

    When the pages were harvested and audited, by which run and version, and what is different
    from the run before, is not of the material.
    """
    if isinstance(report, Document):
        bare: Report | Document = replace(
            report,
            lead=tuple(_DAY.sub("", sentence) for sentence in report.lead),
            sheets=tuple(map(_bare, report.sheets)),
        )
    else:
        bare = replace(
            report,
            audit=replace(
                report.audit, id=0, started=_NEVER, ended=None, version="", today=None, warnings=0
            ),
            previous=None,
            harvested=None,
            changes=(),
            trend=(),
            passed_over=0,
            links=replace(report.links, checked=None) if report.links else None,
        )
    told = hashlib.sha256()
    for suffix, text in pages(bare, prefixes=prefixes, row_template=row_template):
        told.update(f"{suffix}\0{text}\0".encode())
    return told.hexdigest()[:16]


def _bare(sheet: Sheet) -> Sheet:
    """Return a table without the days on which the rules looked."""
    at = {number for number, column in enumerate(sheet.columns) if column.name == _LOOKED}
    if not at:
        return sheet
    rows = (
        tuple(
            replace(cell, text=_DAY.sub("", cell.text)) if number in at else cell
            for number, cell in enumerate(row)
        )
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))
