"""Titles: a list to paste into other tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.clean import clean
from cphub.model.reports import Report
from cphub.reports.titles import remark, titles


def test_titles_of_one_wiki_are_plain_and_the_worst_is_first(report: Report) -> None:
    one = replace(report, findings=tuple(f for f in report.findings if f.wiki == "meta"))
    assert titles(one) == "GLAM/Guide (2014)\nLearning patterns/Uploads/sv\n"
    assert remark(one) == ""


def test_titles_of_more_wikis_tell_theirs(report: Report) -> None:
    assert titles(report).splitlines()[-1] == "svwiki:دليل"
    assert "2 wikis" in remark(report)


def test_a_page_with_two_findings_comes_once(report: Report) -> None:
    first = report.findings[1]
    twice = replace(report, findings=(first, replace(first, rule="short-page")))
    assert titles(twice) == f"{first.title}\n"


def test_no_findings_are_no_lines(report: Report) -> None:
    assert titles(replace(report, findings=())) == ""


def check_lines(text: str, with_text: Callable[[str], Report]) -> None:
    report = with_text(text)
    one = replace(report, findings=tuple(replace(f, wiki="meta") for f in report.findings))
    assert titles(one).splitlines() == ([clean(text)] if clean(text) else [])


def test_a_title_is_a_line(snippet: str, with_text: Callable[[str], Report]) -> None:
    check_lines(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_a_title_is_a_line_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_lines(data.draw(hostile), with_text)
