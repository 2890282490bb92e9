"""The report as JSON."""

from __future__ import annotations

from typing import Any

from cphub.model.documents import Document
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _fields, _parts
from cphub.reports._json_text import json_text

SCHEMA = 1


@plugin(speaks="never", suffix=".json", binary=False)
def json(report: Report | Document, *, summary: bool = True) -> str:
    r"""Write everything for other programs; the form is a contract that carries a version.

    `{"schema": 1, "run": …, "summary": …, "findings": […]}`, the findings one a line and
    worst first. Texts are whole and as the wiki has them, characters that could steer a
    terminal written as `\u…`. Times are ISO 8601 in UTC.

    summary: leave out what stands beside the findings with `false`
    """
    if isinstance(report, Document):
        return f'{{"schema": {SCHEMA}{"".join(map(_part, report.data.items()))}}}\n'
    findings = ",\n".join(
        json_text(_fields.finding_fields(finding))
        for finding in _parts.worst_first(report.findings)
    )
    run = json_text(_fields.run_fields(report.audit))
    beside = f'"summary": {{{_members(_fields.summary_fields(report))}}},\n' if summary else ""
    body = f"\n{findings}\n" if findings else ""
    return f'{{"schema": {SCHEMA},\n"run": {run},\n{beside}"findings": [{body}]}}\n'


def _part(item: tuple[str, Any]) -> str:
    """Return a part of a document; a list's items stand on a line each."""
    name, value = item
    if isinstance(value, list | tuple):
        lines = ",\n".join(map(json_text, value))
        return f",\n{json_text(name)}: [{f'{chr(10)}{lines}{chr(10)}' if lines else ''}]"
    return f",\n{json_text(name)}: {json_text(value)}"


def _members(fields: dict[str, Any]) -> str:
    return ",".join(f"\n  {json_text(name)}: {json_text(value)}" for name, value in fields.items())
