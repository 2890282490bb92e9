"""Every format renders a document of tables, and nothing in one does anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from csv import reader
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from json import loads

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from tests.reports.documents import DOCUMENT, HITS, NONE, PAGES, filled, matrix

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.reports import Report
from cphub.reports import csv as csv_format
from cphub.reports import titles as titles_format
from cphub.reports import wikitext as wikitext_format
from cphub.reports.csv import csv
from cphub.reports.html import html
from cphub.reports.json import json
from cphub.reports.markdown import markdown
from cphub.reports.table import table
from cphub.reports.titles import titles
from cphub.reports.wikitext import wikitext

STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067\ud800-\udfff]"
)


def cells_of(text: str) -> list[list[str]]:
    return list(reader(StringIO(text, newline="")))


def check_everything(text: str) -> None:
    document = filled(text)
    check_terminal(table(document))
    check_wikitext(wikitext(document), wikitext(filled("x")))
    check_markdown(markdown(document), markdown(filled("x")))
    assert loads(json(document))["schema"] == 1
    rows = cells_of(csv(document, raw=True))
    assert {cell for row in rows for cell in row} <= {clean(text), "1"}
    for cell in (cell for row in cells_of(csv(document)) for cell in row):
        assert not re.match(r"\s*[=+@-]", cell)
    assert set(titles(document).splitlines()) <= {
        f"{clean(text)}:{clean(text)}",
        f"meta:{clean(text)}",
        clean(text),
    }


def check_terminal(written: str) -> None:
    assert not STEERING.search(written)
    for line in written.splitlines():
        assert cell_len(line) <= 80 or line.startswith("  http")
        assert line.count("\u2068") == line.count("\u2069")


def check_wikitext(written: str, harmless: str) -> None:
    code = mwparserfromhell.parse(written)
    names = {str(template.name) for template in code.ifilter_templates()}
    assert all(re.fullmatch("#language:[a-z0-9-]+", name) for name in names)
    assert not code.filter_wikilinks()
    assert not code.filter_comments()
    assert not code.filter_arguments()
    tags = [str(tag.tag) for tag in code.ifilter_tags()]
    assert set(tags) <= {"table", "tr", "td", "th", "mark"}
    assert tags.count("td") == str(harmless).count("\n| ")
    assert not re.search("~~~|__[A-Z]|''", written)


def check_markdown(written: str, harmless: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def kinds(text: str) -> list[str]:
        inner = {"link_open", "link_close", "strong_open", "strong_close", "text"}
        found = [token.type for token in parser.parse(text)]
        children = {child.type for token in parser.parse(text) for child in token.children or ()}
        assert children <= inner | {"text_special", "softbreak"}
        return found

    if written.count("\n") == harmless.count("\n"):
        assert kinds(written) == kinds(harmless)


def test_no_text_does_anything_in_any_format(snippet: str) -> None:
    check_everything(snippet)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_no_mixture_of_texts_does_anything_in_any_format(
    data: st.DataObject, hostile: st.SearchStrategy[str]
) -> None:
    check_everything(data.draw(hostile.filter(clean)))


@pytest.mark.parametrize("width", [1, 40, 80, 200])
@pytest.mark.parametrize("languages", [1, 3, 12, 40])
def test_a_matrix_fits_every_width_and_loses_no_state(width: int, languages: int) -> None:
    written = table(matrix(languages), width=width)
    assert max(map(cell_len, written.splitlines())) <= max(width, 40)
    assert written.count("Learning") >= 4
    words = re.findall("complete|partial|outdated|missing|unknown", written)
    if len(words) < languages * 4:  # letters then, with a legend that says each once
        assert (
            "C complete, M missing, O outdated, P partial, U unknown" in " ".join(written.split())
            or languages < 3
        )
        rows = [
            line
            for line in written.splitlines()
            if re.search(r"(?<![a-z,]) {2,}[CMOPU](?: +[CMOPU])*$", line)
        ]
        assert sum(len(re.findall(r"(?<= )[CMOPU](?= |$)", row)) for row in rows) == languages * 4


def test_blocks_each_begin_with_the_first_column() -> None:
    written = table(matrix(40), width=80)
    blocks = written.split("\n\n")[1:]
    assert len(blocks) > 1
    assert all(block.count("Resource") == 1 for block in blocks)


def by_topic(topics: list[str], figures: list[str]) -> Document:
    """Return a table in which the topic and the language together tell a row."""
    columns = (
        Column("topic", "Topic"),
        Column("language", "Language", languages=True),
        *(Column(name.lower(), name, numeric=True) for name in figures),
    )
    rows = tuple(
        (Cell(topic), Cell(code), *(Cell(str(i), number=i) for i in range(len(figures))))
        for topic in topics
        for code in ("sv", "fr")
    )
    return Document("x", (), (Sheet("s", "", columns, rows),))


FIGURES = ["Resources", "Covered", "Source", "Complete", "Partial", "Outdated", "Missing"]
LONG_TOPICS = ["Metadata and licences for museums and archives", "Uploading"]


@pytest.mark.parametrize("topics", [LONG_TOPICS, ["Uploading", "Events"]])
def test_blocks_each_have_what_tells_the_rows_apart_and_none_a_single_figure(
    topics: list[str],
) -> None:
    written = table(by_topic(topics, [*FIGURES, "Unknown", "Closed"]), width=80, plain=True)
    headings = [line.split() for line in written.splitlines() if line.startswith("Topic")]
    assert len(headings) == 2
    assert all(heading[:2] == ["Topic", "Language"] for heading in headings)
    assert min(map(len, headings)) > 5
    assert sum(len(heading) - 2 for heading in headings) == 9


def test_a_narrow_terminal_still_gets_every_figure() -> None:
    for width in range(40, 80):
        written = table(by_topic(LONG_TOPICS, FIGURES), width=width, plain=True)
        assert max(map(cell_len, written.splitlines())) <= width
        assert all(f" {name}" in written for name in FIGURES)


def test_a_state_with_a_figure_is_never_a_letter() -> None:
    columns = tuple(Column(f"c{i}", f"heading{i}") for i in range(12))
    row = tuple(Cell(f"{i}0 % done", number=i, state="partial") for i in range(12))
    written = table(Document("x", (), (Sheet("s", "", columns, (row,)),)))
    assert "110 % done" in written
    assert "P partial" not in written


def test_a_state_with_more_words_is_never_a_letter() -> None:
    columns = (Column("when", "When"), Column("who", "Who"), Column("said", "What"))
    rows = tuple(
        (
            Cell("2026-11-22 16:18"),
            Cell("Somebody with a long name"),
            Cell(f"{verdict}, until 2027-11-22, note: still to be told", state=verdict),
        )
        for verdict in ("good", "expired")
    )
    written = table(Document("x", (), (Sheet("s", "", columns, rows),)), width=60)
    assert written.count("2027-11-22") == 2
    assert "G good" not in written


def test_names_that_people_type_are_not_broken_where_texts_are() -> None:
    columns = tuple(Column(name, name) for name in ("rules", "page", "finding"))
    texts = (
        "a-name-of-a-long-rule, check-links: outdated-translation",
        "Some page " * 9,
        "x " * 99,
    )
    document = Document("x", (), (Sheet("s", "", columns, (tuple(map(Cell, texts)),)),))
    for width in (60, 80):
        written = table(document, width=width)
        for name in ("a-name-of-a-long-rule,", "check-links:", "outdated-translation"):
            assert name in written
        assert max(map(cell_len, written.splitlines())) <= width


def test_where_room_is_short_a_column_with_nothing_in_it_takes_none() -> None:
    columns = tuple(Column(f"c{i}", f"heading{i}") for i in range(6))
    row = tuple(Cell("" if i in {2, 4} else "twenty characters ok") for i in range(6))
    document = Document("x", (), (Sheet("s", "", columns, (row,)),))
    assert "heading2" not in table(document, width=86)
    assert table(document, width=86).count("twenty characters ok") == 4
    assert "heading2" in table(document, width=120)


def test_colour_is_only_in_addition() -> None:
    for document in (matrix(3), matrix(40)):
        coloured = table(document, colour=True)
        assert "\x1b[32m" in coloured
        stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert [line.rstrip() for line in stripped.splitlines()] == table(document).splitlines()
        assert "\x1b" not in table(document, colour=True, plain=True)
    assert "─" not in table(DOCUMENT, plain=True)


def test_right_to_left_words_turn_nothing_beside_them() -> None:
    line = next(line for line in table(DOCUMENT).splitlines() if "رفع" in line)
    assert line.startswith("\u2068رفع الملفات\u2069  ")
    assert "(ar)\u2069" in line
    other = next(line for line in table(DOCUMENT).splitlines() if "Help:Upload" in line)
    assert cell_len(line[: line.index(" ?") + 1]) + 1 == cell_len(other[: other.index("1,200")]) + 5


def test_entries_are_paragraphs_with_address_and_marked_words() -> None:
    written = table(replace(DOCUMENT, sheets=(HITS,)))
    assert "Uploads\n  https://meta.example.org/wiki/Uploads\n  How to *upload* files\n" in written
    assert "  Where: svwiki\n" in written
    assert "\x1b[1mupload\x1b[0m" in table(replace(DOCUMENT, sheets=(HITS,)), colour=True)


def test_wikitext_links_names_sorts_marks_and_turns() -> None:
    written = wikitext(DOCUMENT)
    assert "[https://meta.example.org/wiki/Help:Upload Help&#58;Upload]" in written
    assert "{{#language:ar}} (ar)" in written
    assert 'data-sort-value="1200" style="text-align:right" | 1,200' in written
    assert '| lang="ar" dir="rtl" | [https://ar.example.org/wiki/x رفع الملفات]' in written
    assert "How to <mark>upload</mark> files" in written
    assert '| dir="auto" style="background:#dff2eb;color:#202122" | complete' in written
    assert "There is none." in written
    assert "Page id" not in written


def test_markdown_links_names_and_aligns() -> None:
    written = markdown(DOCUMENT)
    assert "| Page | Language | Views | State |\n| --- | --- | ---: | --- |" in written
    assert "[Help:Upload](https://meta.example.org/wiki/Help:Upload)" in written
    assert "English (en)" in written
    assert "How to **upload** files" in written


def test_csv_has_every_column_of_one_sheet_with_plain_figures() -> None:
    rows = cells_of(csv(DOCUMENT))
    assert rows[0] == ["title", "language", "views", "state", "page_id"]
    assert rows[1] == ["Help:Upload", "en", "1200", "complete", "7"]
    assert cells_of(csv(DOCUMENT, sheet="hits"))[0] == ["title", "snippet", "where"]
    assert cells_of(csv(DOCUMENT, sheet="none")) == [["a"]]
    assert "hits, none" in csv_format.remark(DOCUMENT)
    assert csv_format.remark(replace(DOCUMENT, sheets=(NONE,))) == ""
    with pytest.raises(UsageError, match="no table 'page'") as caught:
        csv(DOCUMENT, sheet="page")
    assert "pages, hits, none" in caught.value.hint


def test_csv_of_findings_has_no_other_sheet(report: Report) -> None:
    with pytest.raises(UsageError, match="--sheet"):
        csv(report, sheet="pages")


def test_json_is_the_data_with_the_schema_first() -> None:
    assert loads(json(DOCUMENT)) == {"schema": 1, **DOCUMENT.data}
    assert json(DOCUMENT).startswith('{"schema": 1')
    data = {"at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "on": date(2026, 1, 2), "of": (1, 2)}
    assert loads(json(replace(DOCUMENT, data=data))) == {
        "schema": 1,
        "at": "2026-01-02T03:04:00Z",
        "on": "2026-01-02",
        "of": [1, 2],
    }


def test_titles_come_once_each() -> None:
    assert titles(DOCUMENT) == "Help:Upload\nUploads\n"
    two = replace(DOCUMENT, titles=(*DOCUMENT.titles, ("svwiki", "Hjälp")))
    assert titles(two).splitlines()[-1] == "svwiki:Hjälp"
    assert "2 wikis" in titles_format.remark(two)


def test_a_document_too_big_for_a_wiki_is_remarked_on() -> None:
    big = replace(PAGES, notes=("x" * wikitext_format.MAX_BYTES,))
    assert "narrow" in wikitext_format.remark(replace(DOCUMENT, sheets=(big,)))
    assert wikitext_format.remark(DOCUMENT) == ""


@pytest.mark.parametrize("render", [table, markdown, wikitext, csv])
def test_20_000_rows_are_all_there(render: Callable[[Document], str]) -> None:
    row = PAGES.rows[0]
    many = tuple((Cell(f"Page {i:05}."), *row[1:]) for i in range(20_000))
    written = render(replace(DOCUMENT, sheets=(replace(PAGES, rows=many),)))
    assert all(f"Page {i:05}." in written for i in (0, 9_999, 19_999))


def test_commands_in_what_cphub_says_are_code_and_those_in_data_are_not() -> None:
    said = "None yet: `cphub audit --select a_b` looks."
    columns = (Column("title", "Page"), Column("fix", "To do"))
    sheet = Sheet("s", "", columns, ((Cell("`cphub data`"), Cell(said)),), (said,))
    document = Document("T", (said,), (sheet, Sheet("none", "", columns, (), empty=said)))
    code = "<code>cphub audit --select a_b</code>"
    assert html(document).count(code) == 4
    assert markdown(document).count("`cphub audit --select a_b`") == 4
    wiki = "<code>cphub audit &#45;&#45;select a&#95;b</code>"
    assert wikitext(document).count(wiki) == 4
    assert html(document).count("<code>") == wikitext(document).count("<code>") == 4
    assert "\\`cphub data\\`" in markdown(document)
