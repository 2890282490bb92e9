"""The report as JSON."""

from __future__ import annotations

import re
from json import dumps
from typing import Any

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
def json(report: Report, *, summary: bool = True) -> str:
    r"""Write everything for other programs; the form is a contract that carries a version.

    `{"schema": 1, "run": …, "summary": …, "findings": […]}`, the findings one a line and
    worst first. Texts are whole and as the wiki has them, characters that could steer a
    terminal written as `\u…`. Times are ISO 8601 in UTC.

    summary: leave out what stands beside the findings with `false`
    """
    findings = ",\n".join(
        _dumps(_fields.finding_fields(finding)) for finding in _parts.worst_first(report.findings)
    )
    run = _dumps(_fields.run_fields(report.audit))
    beside = f'"summary": {{{_members(_fields.summary_fields(report))}}},\n' if summary else ""
    body = f"\n{findings}\n" if findings else ""
    return f'{{"schema": {SCHEMA},\n"run": {run},\n{beside}"findings": [{body}]}}\n'


def _members(fields: dict[str, Any]) -> str:
    return ",".join(f"\n  {_dumps(name)}: {_dumps(value)}" for name, value in fields.items())


def _dumps(value: object) -> str:
    text = _LONE_SURROGATE.sub("\ufffd", dumps(value, ensure_ascii=False))
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return dumps(match[0])[1:-1]
