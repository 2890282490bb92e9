"""JSON: the contract with other programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from json import loads

from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.model.reports import Report
from cphub.reports.json import json

FIELDS = [
    "rule",
    "axis",
    "severity",
    "wiki",
    "title",
    "language",
    "page_id",
    "revision",
    "message",
    "evidence",
    "fix",
    "url",
    "first_seen",
]
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def test_a_finding_has_the_agreed_fields_and_no_others(report: Report) -> None:
    read = loads(json(report))
    assert list(read) == ["schema", "run", "summary", "findings"]
    assert read["schema"] == 1
    for finding in read["findings"]:
        assert list(finding) == FIELDS
    assert read["findings"][0]["evidence"] == [
        {"text": "{{Outdated|date=May 2019}}", "section": ""},
        {"text": "{{Update}}", "section": "Tools"},
    ]


def test_without_summary_only_run_and_findings_are_there(report: Report) -> None:
    read = loads(json(report, summary=False))
    assert list(read) == ["schema", "run", "findings"]
    assert read["findings"] == loads(json(report))["findings"]


def check_texts(text: str, with_text: Callable[[str], Report]) -> None:
    written = json(with_text(text))
    assert not UNSAFE.search(written)
    finding = next(f for f in loads(written.encode())["findings"] if f["page_id"] == 17)
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert finding["title"] == finding["message"] == finding["fix"] == whole
    assert finding["evidence"] == [
        {"text": whole, "section": whole},
        {"text": whole, "section": ""},
    ]


def test_texts_come_back_as_they_were_and_cannot_steer_a_terminal(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_texts(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_texts_come_back_as_they_were_and_cannot_steer_a_terminal_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_texts(data.draw(hostile), with_text)
