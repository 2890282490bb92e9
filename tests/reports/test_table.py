"""The terminal: nothing from a wiki steers it, and all fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cphub.clean import clean
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.reports.table import table

UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def check_terminal(text: str, with_text: Callable[[str], Report]) -> None:
    report = with_text(text)
    written = table(report)
    assert not UNSAFE.search(written)
    written.encode()
    for line in written.splitlines():
        assert cell_len(line) <= 80 or line.startswith("  http")
    squeezed = re.sub(r"\s", "", written)
    assert re.sub(r"\s", "", clean(text)) in squeezed
    assert ANSI.sub("", table(report, colour=True)) == written


def test_nothing_from_a_wiki_steers_the_terminal_and_all_fits(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_terminal(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_nothing_from_a_wiki_steers_the_terminal_and_all_fits_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_terminal(data.draw(hostile), with_text)


def test_square_brackets_and_colons_are_text(with_text: Callable[[str], Report]) -> None:
    written = table(with_text("[red]x[/nope] :smile:"))
    assert written.count("[red]x[/nope] :smile:") > 10


def test_colour_only_where_asked_for(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    assert "\x1b" not in table(report)
    assert "\x1b[1;31m1 error\x1b[0m" in table(report, colour=True)
    assert "\x1b" not in table(report, colour=True, plain=True)


def test_plain_draws_no_lines(report: Report) -> None:
    drawn = re.compile("[\u2500-\u259f]")
    assert drawn.search(table(report))
    assert not drawn.search(table(report, plain=True))


def test_a_right_to_left_text_is_last_on_its_line(report: Report) -> None:
    finding = replace(report.findings[0], evidence=(Evidence("نص", "قسم"),))
    lines = table(replace(report, findings=(finding,))).splitlines()
    assert "svwiki, ar: دليل" in lines
    assert "    section: قسم" in lines
    assert "    evidence: نص" in lines


@pytest.mark.parametrize("width", [1, 40, 60, 200])
def test_lines_fit_the_width_and_addresses_stay_whole(width: int, report: Report) -> None:
    finding = replace(
        report.findings[0], message="word " * 100, url="https://x.example/" + "a" * 90
    )
    written = table(replace(report, findings=(finding,)), width=width)
    lines = [line for line in written.splitlines() if "http" not in line]
    assert max(map(cell_len, lines)) <= max(width, 40)
    assert f"  {finding.url}\n" in written
