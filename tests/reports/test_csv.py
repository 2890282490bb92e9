"""CSV: every finding whole, and no cell that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Callable
from csv import DictReader, Sniffer, reader
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.reports.csv import csv, guarded, remark, unguarded

TRIGGERS = "=+-@\uff1d\uff0b\uff0d\uff20"


def rows(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(DictReader(StringIO(text, newline=""), delimiter=separator, strict=True))


def without_apostrophes(cell: str, ends: str = ";") -> str:
    """Undo what the guard did, as docs/reports.md tells people to."""
    return re.sub(
        f"(^|[{ends}])'"
        "(?=[\\s\"'\u00ad\u200b-\u200d\u2060]*"
        "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212])",
        r"\1",
        cell,
    )


def check_whole(text: str, with_text: Callable[[str], Report]) -> None:
    report = with_text(text)
    read = rows(csv(report))
    assert len(read) == len(report.findings)
    row = next(row for row in read if row["page_id"] == "17")
    for name in ("rule", "wiki", "title", "language", "message", "fix"):
        assert without_apostrophes(row[name]) == clean(text)
    shown = clean(text)
    assert without_apostrophes(row["evidence"]) == f"{shown} (in {shown}) | {shown}"
    assert row["first_seen"] == "2026-11-20T08:15:00Z"
    raw = next(row for row in rows(csv(report, raw=True)) if row["page_id"] == "17")
    assert raw["title"] == shown
    for name, sign in (("semicolon", ";"), ("tab", "\t")):
        read = rows(csv(report, separator=name), sign)
        row = next(row for row in read if row["page_id"] == "17")
        assert without_apostrophes(row["title"], ";,") == shown
        assert unguarded(row["title"], sign) == shown
        raw = next(
            row
            for row in rows(csv(report, raw=True, separator=name), sign)
            if row["page_id"] == "17"
        )
        assert raw["title"] == shown


def test_every_finding_is_whole_when_read_back(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_whole(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_every_finding_is_whole_when_read_back_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_whole(data.draw(hostile.filter(clean)), with_text)


def check_formulas(text: str, with_text: Callable[[str], Report]) -> None:
    for name in ("comma", ";", "tab"):
        written = csv(with_text(text), separator=name)
        for separator in ",;\t":
            for row in reader(StringIO(written, newline=""), delimiter=separator):
                for cell in row:
                    assert not cell.lstrip(' \t"').startswith(tuple(TRIGGERS)), (name, cell)


def test_no_cell_begins_a_formula_whatever_the_list_separator(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_formulas(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_no_cell_begins_a_formula_whatever_the_list_separator_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_formulas(data.draw(hostile), with_text)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("\u200b@x", "'\u200b@x"),
        ("\uff1d1", "'\uff1d1"),
        ("\t-2", "'-2"),
        ("a;=1+1", "a;'=1+1"),
        ("'=1", "''=1"),
        ("2014-15", "2014-15"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_what_gets_an_apostrophe(title: str, cell: str, report: Report) -> None:
    finding = replace(report.findings[0], title=title)
    changed = replace(report, findings=(finding,))
    assert rows(csv(changed))[0]["title"] == cell
    assert bool(remark(changed)) == (cell != clean(title))
    assert rows(csv(changed, raw=True))[0]["title"] == clean(title)
    assert remark(changed, raw=True) == ""


def test_the_remark_counts_the_changed_cells(report: Report) -> None:
    finding = replace(report.findings[0], title="=1", fix="+2", message="fine")
    assert remark(replace(report, findings=(finding, finding))).startswith("4 cells ")


def test_a_finding_is_a_line_and_every_cell_is_quoted(report: Report) -> None:
    finding = replace(report.findings[0], message="two\r\nlines", evidence=(Evidence("a\nb", "c"),))
    text = csv(replace(report, findings=(finding,)))
    head, row, end = text.split("\r\n")
    assert end == ""
    assert "\n" not in head + row
    assert row.count('","') == head.count('","') == 12
    assert '"two lines","a b (in c)"' in row


def test_excel_finds_the_separator_and_the_encoding_that_it_is_given(report: Report) -> None:
    text = csv(report, separator="semicolon", bom=True)
    data = text.encode()
    assert data.startswith(b'\xef\xbb\xbf"rule";"axis";')
    read = data.decode("utf-8-sig")
    dialect = Sniffer().sniff(read)
    assert dialect.delimiter == ";"
    assert rows(read, ";") == rows(csv(report))
    assert not csv(report).startswith("\ufeff")


@pytest.mark.parametrize("name", ["comma", "Semicolon", "tab", ",", ";", "\t"])
def test_a_separator_has_a_name_and_a_sign(name: str, report: Report) -> None:
    sign = {"comma": ",", "semicolon": ";", "tab": "\t"}.get(name.lower(), name)
    assert csv(report, separator=name).startswith(f'"rule"{sign}"axis"')


@pytest.mark.parametrize("name", ["|", "", ",,", "space"])
def test_any_other_separator_is_refused(name: str, report: Report) -> None:
    with pytest.raises(UsageError, match="no CSV is parted by"):
        csv(report, separator=name)


def test_a_comma_begins_a_cell_for_some_where_it_parts_none_here() -> None:
    assert guarded("a,=1") == "a,=1"
    assert guarded("a,=1", ";") == "a,'=1"
    assert guarded("a,=1;=2", "\t") == "a,'=1;'=2"


def test_the_remark_counts_what_the_separator_changes(report: Report) -> None:
    finding = replace(report.findings[0], title="a,=1")
    changed = replace(report, findings=(finding,))
    assert remark(changed, bom=True) == ""
    assert remark(changed, separator=";", bom=True).startswith("1 cell ")
    assert remark(changed, separator=";", raw=True) == ""
