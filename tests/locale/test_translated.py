"""A report in the reader's language: the program's words are said in it, the data's are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cphub.locale import translated
from cphub.model.documents import Cell, Column, Document, Lines, Series, Sheet
from cphub.model.findings import Evidence
from cphub.model.reports import Report

COLUMNS = (
    Column("title", "Page"),
    Column("state", "State"),
    Column("pages", "Pages", numeric=True),
    Column("since", "Since"),
    Column("language", "Language", languages=True),
    Column("owner", "Owner", only_data=True),
)


def document(*cells: Cell, columns: tuple[Column, ...] = COLUMNS) -> Document:
    sheet = Sheet("sources", "Sources", columns, (cells,), notes=("None yet.",))
    return Document("The hub on 2026-11-22", ("No rule has looked yet.",), (sheet,))


def row(*cells: Cell, language: str = "sv") -> tuple[Cell, ...]:
    return translated(document(*cells), language).sheets[0].rows[0]


CELLS = (
    Cell("Links", page=("meta", "Links")),
    Cell("missing", state="missing"),
    Cell("1,200", number=1200),
    Cell("2026-11-22"),
    Cell("fr"),
    Cell("no owner"),
)


def test_headings_sentences_and_states_are_said_in_the_language() -> None:
    told = translated(document(*CELLS), "sv")
    assert told.ui_language == "sv"
    assert told.title == "Navet den 22 november 2026"
    assert told.lead == ("Ingen regel har tittat ännu.",)
    assert told.sheets[0].heading == "Källor"
    assert told.sheets[0].notes == ("Inga ännu.",)
    assert [column.heading for column in told.sheets[0].columns][:3] == [
        "Sida",
        "Tillstånd",
        "Sidor",
    ]
    assert told.sheets[0].rows[0][1] == Cell("saknas", state="missing")


def test_names_for_programs_and_what_only_they_read_stay_as_they_are() -> None:
    told = translated(document(*CELLS), "fr")
    assert [column.name for column in told.sheets[0].columns] == [one.name for one in COLUMNS]
    assert told.sheets[0].name == "sources"
    assert told.sheets[0].rows[0][4:] == CELLS[4:]


@pytest.mark.parametrize(
    "cell",
    [
        Cell("Links", page=("meta", "Links")),
        Cell("Findings", language="en"),
        Cell("missing"),
        Cell("3 pages"),
        Cell("Nothing was found.", marks=((0, 7),)),
    ],
)
def test_a_title_that_reads_like_the_programs_words_stays(cell: Cell) -> None:
    assert row(cell, *CELLS[1:])[0] == cell


def test_figures_are_written_as_the_locale_does_and_sorted_as_before() -> None:
    _, _, figure, day, *_ = row(*CELLS, language="fr")
    assert figure == Cell("1\N{NARROW NO-BREAK SPACE}200", number=1200)
    assert day.text == "22/11/2026"
    later = row(*CELLS[:3], Cell("2027-01-01 09:30 UTC"), *CELLS[4:], language="fr")[3]
    assert later.text == "01/01/2027 09:30 UTC"
    assert (later.number or 0) > (day.number or 0) > 0


def test_a_chart_is_told_too() -> None:
    lines = Lines(("2026-11-01",), (Series("Errors", "error", (1.0,)),))
    bare = document(*CELLS)
    told = translated(replace(bare, sheets=(replace(bare.sheets[0], lines=lines),)), "fr")
    assert told.sheets[0].lines == Lines(("01/11/2026",), (Series("Erreurs", "error", (1.0,)),))


def test_english_is_the_very_same_report(report: Report) -> None:
    assert translated(report, "") is report
    assert translated(report, "en-GB") is report


def test_a_quotation_is_not_translated(report: Report) -> None:
    first = replace(
        report.findings[0], rule="empty-section", evidence=(Evidence("Links", "Links"),)
    )
    told = translated(replace(report, findings=(first,)), "sv")
    assert told.findings[0].evidence == first.evidence


def test_evidence_that_the_program_says_is(report: Report) -> None:
    own = Evidence("last edited on 2017-09-18")
    first = replace(report.findings[0], rule="untouched-page", evidence=(own,))
    told = translated(replace(report, findings=(first,)), "sv")
    assert told.findings[0].evidence == (Evidence("senast redigerad den 18 september 2017"),)


def test_of_an_outdated_translation_what_is_said_is_translated_and_what_is_quoted_is_not(
    report: Report,
) -> None:
    said = (Evidence("new: Apply by May.", "Links"), Evidence("Links", "Links"))
    first = replace(report.findings[0], rule="outdated-translation", evidence=said)
    told = translated(replace(report, findings=(first,)), "sv").findings[0].evidence
    assert [one.text for one in told] == ["nytt: Apply by May.", "Links"]


def test_why_a_topic_is_proposed_is_said_and_evidence_from_a_page_is_not() -> None:
    columns, why = (Column("evidence", "Because"),), Cell("its category “X” says so")
    told = {
        name: translated(Document("", (), (Sheet(name, "", columns, ((why,),)),)), "sv")
        for name in ("subjects", "findings")
    }
    assert told["subjects"].sheets[0].rows == ((Cell("dess kategori ”X” säger det"),),)
    assert told["findings"].sheets[0].rows == ((why,),)


def test_days_for_spreadsheets_stay_as_they_sort() -> None:
    told = translated(document(*CELLS), "fr", iso_days=True).sheets[0].rows[0]
    assert [cell.text for cell in told[1:4]] == [
        "manquante",
        "1\N{NARROW NO-BREAK SPACE}200",
        "2026-11-22",
    ]


def test_languages_that_something_found_is_in_too_are_named_but_for_spreadsheets() -> None:
    columns = (Column("editions", "Also in"),)
    found = Document("", (), (Sheet("results", "", columns, ((Cell("fr, sv"),), (Cell(""),))),))
    told = [translated(found, "sv", iso_days=days).sheets[0].rows[0][0] for days in (False, True)]
    assert told == [Cell("franska (fr), svenska (sv)"), Cell("fr, sv")]
