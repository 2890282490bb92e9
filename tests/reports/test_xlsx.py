"""XLSX: a second library reads back what was written, all of it and as text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from tests.reports.documents import DOCUMENT, filled

from cphub.clean import clean
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.reports import xlsx as xlsx_format
from cphub.reports.xlsx import MOST_CHARACTERS, MOST_ROWS, remark, xlsx


def opened(report: Report | Document) -> Workbook:
    return load_workbook(BytesIO(xlsx(report)))


def rows(book: Workbook, name: str) -> list[list[object]]:
    return [["" if value is None else value for value in row] for row in book[name].values]


def of_texts(*texts: str) -> Document:
    """Return a document with a table of one column of texts."""
    cells = tuple((Cell(text),) for text in texts)
    return Document("T", (), (Sheet("s", "S", (Column("a", "A"),), cells),))


def test_every_field_of_a_finding_is_read_back(report: Report) -> None:
    head, *found = rows(opened(report), "Findings")
    by_page = {row[1]: dict(zip(head, row, strict=True)) for row in found}
    assert len(found) == len(report.findings)
    for finding in report.findings:
        row = by_page[finding.title]
        assert (row["Severity"], row["Axis"]) == (finding.severity.value, finding.axis.value)
        assert str(row["Language"]).endswith(f"({finding.language})")
        for heading, value in (
            ("Wiki", finding.wiki),
            ("Rule", finding.rule),
            ("Finding", finding.message),
            ("To do", finding.fix),
            ("Page id", finding.page_id),
            ("Revision", finding.revision),
            ("Address", finding.url),
        ):
            assert row[heading] == value
    assert by_page["GLAM/Guide (2014)"]["Evidence"] == (
        "{{Outdated|date=May 2019}} | {{Update}} (in “Tools”)"
    )


def test_all_evidence_and_all_changes_are_there(report: Report) -> None:
    many = tuple(Evidence(f"word {i} {'x' * 400}") for i in range(8))
    changes = tuple(replace(report.changes[0], title=f"New {i}") for i in range(130))
    finding = replace(report.findings[0], evidence=many)
    book = opened(replace(report, findings=(finding,), changes=changes))
    assert str(rows(book, "Findings")[1][7]).count("x" * 400) == 8
    assert len(rows(book, "What changed")) == 131


def test_the_sheets_are_the_tables_findings_first_and_what_it_is_about_last(
    report: Report,
) -> None:
    book = opened(report)
    assert book.sheetnames[0] == "Findings"
    assert book.sheetnames[-1] == "About"
    assert {"By axis", "By wiki", "By language", "By rule", "What changed"} < {*book.sheetnames}
    about = [row[0] for row in rows(book, "About")]
    assert about[0] == "Learning material"
    since = "Since the audit of 2026-11-13 08:00 UTC (run 11): 1 new, 1 gone."
    assert f"What changed: {since}" in about


def test_a_document_s_figures_are_numbers_and_all_else_is_text() -> None:
    book = opened(DOCUMENT)
    assert rows(book, "Pages") == [
        ["Page", "Language", "Views", "State", "Page id"],
        ["Help:Upload", "English (en)", 1200, "complete", 7],
        ["رفع الملفات", "العربية (ar)", "?", "missing", 8],
    ]
    assert rows(book, "What there is")[0] == ["Page", "Passage", "Where"]
    assert rows(book, "Nothing") == [["A"]]
    assert ["Nothing: There is none."] in rows(book, "About")


def test_the_heading_stays_in_sight_and_filters() -> None:
    sheet = opened(DOCUMENT)["Pages"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.cell(1, 1).font.bold
    assert all(8 <= sheet.column_dimensions[c].width <= 61 for c in "ABCDE")


def test_what_is_written_from_right_to_left_is_so_in_its_cell() -> None:
    sheet = opened(DOCUMENT)["Pages"]
    assert [sheet.cell(row, 1).alignment.readingOrder for row in (2, 3)] == [0, 2]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1}", "https://x.example", "1234", "007", "1e9", "internal:x!A1", "TRUE", "#N/A"],
)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    written = xlsx(of_texts(text))
    (cell,) = load_workbook(BytesIO(written))["S"]["A2:A2"][0]
    assert (cell.value, cell.hyperlink) == (text, None)
    assert isinstance(cell.value, str)
    with zipfile.ZipFile(BytesIO(written)) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)
            assert b"hyperlink" not in book.read(name)


def check_whole(text: str, with_text: Callable[[str], Report]) -> None:
    for subject in (with_text(text), filled(text)):
        book = opened(subject)
        values = {value for sheet in book for row in sheet.values for value in row}
        # openpyxl takes every such mark away, also where it is what the text says.
        assert clean(text).replace("x005F_", "") in values


def test_no_text_is_lost(snippet: str, with_text: Callable[[str], Report]) -> None:
    check_whole(snippet, with_text)


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_no_text_is_lost_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_whole(data.draw(hostile.filter(clean)), with_text)


def test_the_names_of_sheets_are_such_as_excel_takes_and_each_once() -> None:
    headings = (
        *("a/b:c", "A b C", "x" * 40, "x" * 40, "history", "''", "", "[]", "'q'", "About"),
        "\U0001f469" * 40,
    )
    sheets = tuple(
        Sheet(f"s{i}", heading, (Column("a", "A"),), ()) for i, heading in enumerate(headings)
    )
    names = opened(Document("T", (), sheets)).sheetnames
    assert names[:4] == ["a b c", "A b C 2", "x" * 31, "x" * 29 + " 2"]
    assert len({name.casefold() for name in names}) == len(names) == len(headings) + 1
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
    assert not {name for name in names if set(name) & set("[]:*?/\\") or name.strip("'") != name}
    assert "history" not in {name.casefold() for name in names}


def test_a_sheet_s_name_that_is_too_long_ends_with_a_whole_word() -> None:
    headings = ("The repairs that would help most", "The repairs that would help us most")
    sheets = tuple(Sheet(f"s{i}", one, (Column("a", "A"),), ()) for i, one in enumerate(headings))
    assert opened(Document("T", (), sheets)).sheetnames == [
        "The repairs that would help…",
        "The repairs that would help… 2",
        "About",
    ]


def test_rows_that_a_sheet_has_no_room_for_are_said_to_be_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MOST_ROWS == 2**20
    monkeypatch.setattr(xlsx_format, "MOST_ROWS", 3)
    document = of_texts("one", "two", "three", "four")
    assert rows(opened(document), "S") == [["A"], ["one"], ["two"]]
    assert opened(document)["S"].auto_filter.ref == "A1:A3"
    assert remark(document) == "2 rows did not fit: a sheet takes 3; JSON has all."
    assert remark(of_texts("one", "two")) == ""


@pytest.mark.parametrize("character", ["x", "\U0001f469"])
def test_a_cell_that_is_too_long_is_cut_and_that_is_said(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    fits = character * (MOST_CHARACTERS // units)
    document = of_texts(fits, fits + character)
    whole, cut = (row[0] for row in rows(opened(document), "S")[1:])
    assert whole == fits
    assert str(cut).endswith("…")
    assert len(str(cut).encode("utf-16-le")) <= 2 * MOST_CHARACTERS
    assert "1 cell had more than the 32,767 characters" in remark(document)
    assert remark(of_texts(fits)) == ""


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert xlsx(report) == xlsx(report)
    assert load_workbook(BytesIO(xlsx(report))).properties.created.year == 1980
