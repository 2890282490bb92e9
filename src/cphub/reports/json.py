"""The report as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from json import dumps
from typing import Any

from cphub.model.documents import Document
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _fields, _parts

SCHEMA = 1

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Valid in JSON as they are, but not safe to print in a terminal.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


@plugin(suffix=".json", binary=False)
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
        _dumps(_fields.finding_fields(finding)) for finding in _parts.worst_first(report.findings)
    )
    run = _dumps(_fields.run_fields(report.audit))
    beside = f'"summary": {{{_members(_fields.summary_fields(report))}}},\n' if summary else ""
    body = f"\n{findings}\n" if findings else ""
    return f'{{"schema": {SCHEMA},\n"run": {run},\n{beside}"findings": [{body}]}}\n'


def _part(item: tuple[str, Any]) -> str:
    """Return a part of a document; a list's items stand on a line each."""
    name, value = item
    if isinstance(value, list | tuple):
        lines = ",\n".join(map(_dumps, value))
        return f",\n{_dumps(name)}: [{f'{chr(10)}{lines}{chr(10)}' if lines else ''}]"
    return f",\n{_dumps(name)}: {_dumps(value)}"


def _members(fields: dict[str, Any]) -> str:
    return ",".join(f"\n  {_dumps(name)}: {_dumps(value)}" for name, value in fields.items())


def _dumps(value: object) -> str:
    text = _LONE_SURROGATE.sub("\ufffd", dumps(value, ensure_ascii=False, default=_plain))
    return _UNSAFE.sub(_escape, text)


def _plain(value: object) -> object:
    """Return what JSON has no form for as something that it has one for."""
    if isinstance(value, datetime):
        return _fields.moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _escape(match: re.Match[str]) -> str:
    return dumps(match[0])[1:-1]
