"""HTML: one page that runs nothing but its own script, and that everybody can read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.documents import DOCUMENT, filled
from tests.reports.pages import Page

from cphub.clean import clean
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.reports._addresses import web_address
from cphub.reports.html import html

STYLE = (files("cphub.reports") / "_html" / "page.css").read_text(encoding="utf-8")
LOADING = {"src", "srcset", "action", "formaction", "style", "data", "poster", "xlink:href"}


def check_page(text: str, *, tags: set[str]) -> Page:
    page = Page(text)
    assert {element.tag for element in page.elements} <= tags
    for element in page.elements:
        assert not LOADING & element.attributes.keys()
        assert not [name for name in element.attributes if name.startswith("on")]
        assert re.match(
            r"https?://[^/]|#[\w-]+$|$", element.attributes.get("href", ""), re.IGNORECASE
        )
    for tag in ("script", "style"):
        (one,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page.policy()
    assert page.policy().startswith("default-src 'none'; ")
    return page


@pytest.fixture(scope="module")
def tags(report: Report) -> set[str]:
    """Return the tags that pages of harmless texts have."""
    return {e.tag for one in (report, DOCUMENT) for e in Page(html(one)).elements}


def check_shown(text: str, with_text: Callable[[str], Report], tags: set[str]) -> None:
    for subject, plain in ((with_text(text), with_text("x")), (filled(text), filled("x"))):
        page = check_page(html(subject), tags=tags)
        cells = [e for e in page.elements if e.tag in {"td", "th"}]
        assert len(cells) == len([e for e in Page(html(plain)).elements if e.tag in {"td", "th"}])
        assert clean(text) in {cell.text for cell in cells}


def test_no_text_becomes_markup_and_none_is_lost(
    snippet: str, with_text: Callable[[str], Report], tags: set[str]
) -> None:
    check_shown(snippet, with_text, tags)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_no_text_becomes_markup_and_none_is_lost_in_any_mixture(
    data: st.DataObject,
    hostile: st.SearchStrategy[str],
    with_text: Callable[[str], Report],
    tags: set[str],
) -> None:
    check_shown(data.draw(hostile.filter(clean)), with_text, tags)


def test_a_page_asks_for_nothing_outside_itself(report: Report) -> None:
    addresses = set(re.findall(r"""https?://[^\s"'<>]+""", html(report)))
    assert addresses == {web_address(finding.url) for finding in report.findings}
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_cells_say_their_language_and_direction() -> None:
    page = Page(html(DOCUMENT))
    arabic = [e for e in page.elements if e.attributes.get("lang") == "ar"]
    assert {(e.text, e.attributes["dir"]) for e in arabic} == {
        ("رفع الملفات", "rtl"),
        ("دليل", "rtl"),
    }
    assert [e.text for e in page.all("bdi")] == ["English", "العربية"]
    undirected = [
        e.text
        for e in page.elements
        if e.tag in {"td", "h1", "h2", "caption"} and "dir" not in e.attributes
    ]
    # Figures, and languages, whose names are isolated.
    assert set(undirected) == {"1,200", "?", "English (en)", "العربية (ar)"}


def test_a_screen_reader_finds_its_way(report: Report) -> None:
    for subject in (report, DOCUMENT):
        page = Page(html(subject))
        assert page.all("html")[0].attributes == {"lang": "en", "dir": "ltr"}
        assert len(page.all("h1")) == 1
        assert page.all("title")[0].text == page.all("h1")[0].text
        ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        asked = {e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"][0] == "#"}
        labels = {
            e.attributes[n]
            for e in page.elements
            for n in ("aria-labelledby",)
            if n in e.attributes
        }
        assert asked | labels <= set(ids)
        assert page.all("a")[0].attributes["href"] == "#content"
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(e.text for e in (*page.all("caption"), *page.all("h2")))
        headings = [e for e in page.all("th") if "thead" in e.within]
        assert {e.attributes["scope"] for e in headings} == {"col"}
        naming = [e for e in page.all("th") if "tbody" in e.within]
        assert {e.attributes["scope"] for e in naming} == {"row"}
        assert len(naming) == len([e for e in page.all("tr") if "tbody" in e.within])
        # What is seen only is said beside it.
        assert {e.attributes.get("aria-hidden") for e in page.all("svg")} <= {"true"}


def test_a_chart_says_what_it_shows(report: Report) -> None:
    page = Page(html(report))
    said = {e.text for e in page.all("span") if e.attributes.get("class") == "said"}
    assert {"Errors 1", "Warnings 1, Notes 1"} <= said
    widths = {
        (e.attributes["class"], e.attributes["x"], e.attributes["width"])
        for e in page.all("rect")
        if "x" in e.attributes
    }
    assert ("bad", "0.0", "50.0") in widths  # freshness: one finding where completeness has two
    assert ("middling", "0.0", "50.0") in widths
    assert ("neutral", "50.0", "50.0") in widths


def test_states_and_shares_have_a_colour_beside_their_words() -> None:
    columns = (
        Column("title", "Page"),
        Column("state", "State"),
        Column("n", "Share", numeric=True),
    )
    rows = tuple(
        (Cell("x"), Cell(state, state=state), Cell(f"{share} %", share))
        for state, share in (("complete", 100), ("partial", 56), ("missing", 0))
    )
    page = Page(html(Document("T", (), (Sheet("s", "S", columns, rows),))))
    classes = {e.text: e.attributes.get("class") for e in page.all("td")}
    assert classes == {
        "complete": "good",
        "partial": "middling",
        "missing": "bad",
        "100 %": "heat-10 figure",
        "56 %": "heat-5 figure",
        "0 %": "heat-0 figure",
    }


def test_a_percentage_has_the_colour_of_what_is_shown_be_its_number_a_share() -> None:
    columns = (Column("is", "Is"), Column("confidence", "How sure", numeric=True))
    rows = ((Cell("guide"), Cell("95%", 0.95)), (Cell("course"), Cell("1 %", 1)))
    page = Page(html(Document("T", (), (Sheet("s", "S", columns, rows),))))
    classes = {e.text: e.attributes.get("class") for e in page.all("td")}
    assert classes == {"95%": "heat-9 figure", "1 %": "heat-0 figure"}


def test_evidence_is_listed_and_what_is_left_out_is_counted(report: Report) -> None:
    many = tuple(Evidence(f"word {i}") for i in range(8))
    page = html(replace(report, findings=(replace(report.findings[0], evidence=many),)))
    assert "word 4" in page
    assert "word 5" not in page
    assert "3 more" in page


def test_marked_words_are_marked() -> None:
    assert "How to <mark>upload</mark> files" in html(DOCUMENT)


def test_columns_for_programs_are_left_out() -> None:
    assert "Page id" not in html(DOCUMENT)


def colours() -> list[dict[str, str]]:
    """Return the colours of each scheme: light, dark, on paper."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    return [{**found[0], **block} for block in found]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: int) -> None:
    of = colours()[scheme]
    grounds = ("page", "raised", "good", "middling", "bad", "neutral")
    for text in ("text", "link", "visited"):
        assert [g for g in grounds if contrast(of[text], of[g]) < 4.5] == [], text
    assert contrast(of["quiet"], of["page"]) >= 4.5
    assert contrast(of["quiet"], of["raised"]) >= 4.5
    assert contrast(of["text"], of["mark"]) >= 4.5
    # What is no text needs 3: bars, the edges of fields, what has the focus.
    for thing in ("good-bar", "middling-bar", "bad-bar", "neutral-bar", "edge", "focus"):
        assert contrast(of[thing], of["page"]) >= 3, thing


def test_what_is_quoted_stands_apart_from_what_is_said_of_it(report: Report) -> None:
    evidence = (Evidence("سوف يتم التحديث [[File:x.jpg]]", "المواد"), Evidence("{{Update}}"))
    finding = replace(report.findings[0], evidence=evidence)
    page = Page(html(replace(report, findings=(finding,))))
    parts = [(one.text, one.attributes.get("dir")) for one in page.all("bdi") if "td" in one.within]
    assert ("سوف يتم التحديث [[File:x.jpg]]", "auto") in parts
    assert ("in “المواد”", "auto") in parts
    assert ("{{Update}}", "auto") in parts


def test_what_comes_often_and_is_short_can_be_chosen_and_nothing_else() -> None:
    columns = ("title", "state", "why", "wiki", "number")
    rows = tuple(
        (
            Cell(f"Page {n % 2}", url=f"https://a.example/{n % 2}"),
            Cell(("complete", "missing")[n % 2], url="https://a.example/", state="complete"),
            Cell(("It is told at length why this is so.", "Nobody knows why.")[n % 2] * 2),
            Cell(("meta", "svwiki")[n % 2]),
            Cell(f"{n}"),
        )
        for n in range(10)
    )
    sheet = Sheet("s", "S", tuple(Column(name, name) for name in columns), rows)
    heads = [e for e in Page(html(Document("T", (), (sheet,)))).all("th") if "thead" in e.within]
    assert [e.text for e in heads if "data-choices" in e.attributes] == ["state", "wiki"]


@pytest.mark.parametrize(("length", "room"), [(10, None), (60, "prose"), (300, "wide")])
def test_a_column_of_long_texts_is_given_room_on_a_phone(length: int, room: str | None) -> None:
    columns = (Column("title", "Page"), Column("why", "Why"))
    text = ("word " * length)[:length]
    page = Page(html(Document("T", (), (Sheet("s", "", columns, ((Cell("A"), Cell(text)),)),))))
    heading = [one for one in page.all("th") if one.attributes.get("scope") == "col"][1]
    assert heading.attributes.get("class") == room
    assert room is None or re.search(rf"th\.{room} {{ min-width: 1\drem", STYLE)
