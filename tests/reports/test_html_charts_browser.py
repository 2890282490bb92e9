"""Charts, the overview and the matrix in Chromium: seen, named, in the page at every width."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from tests.reports.documents import matrix
from tests.reports.pages import CHROMIUM, browse

from cphub.model.documents import Cell, Column, Document, Lines, Series, Sheet
from cphub.model.reports import Report
from cphub.reports.html import html

pytestmark = [
    pytest.mark.skipif(not (CHROMIUM or os.environ.get("CI")), reason="there is no Chromium here"),
    pytest.mark.xdist_group("chromium"),
]

SEVERITIES = ("error", "warning", "note", "")


@pytest.fixture(scope="module")
def overview() -> Document:
    """A map like that of `cphub report overview`: a chart, and topics with a table each."""
    axes = Sheet(
        "axes",
        "By axis",
        (
            Column("axis", "Axis"),
            *(
                Column(name, name.capitalize(), numeric=True)
                for name in ("error", "warning", "note", "sound", "unjudged")
            ),
        ),
        tuple(
            (Cell(axis), *(Cell(str(n), number=n) for n in (i, 2, 3, 4, 1)))
            for i, axis in enumerate(("freshness", "links", "quality"))
        ),
    )
    columns = (
        Column("title", "Resource"),
        Column("languages", "Languages"),
        Column("freshness", "Freshness"),
        Column("checked", "Last check"),
    )
    rows = tuple(
        (
            Cell(f"دليل {n}" if n % 5 == 0 else f"Guide {n}", url=f"https://a.example/{n}"),
            Cell("en, ar", number=n % 3),
            Cell(SEVERITIES[n % 4], number=n % 4, state=SEVERITIES[n % 4]),
            Cell("2026-11-20"),
        )
        for n in range(40)
    )
    topics = (Sheet("a", "Uploads", columns, rows), Sheet("b", "Rights", columns, rows[:12]))
    return Document("The map", ("Forty resources.",), (axes, *topics))


def told(subject: Document | Report, script: str, folder: Path) -> Any:
    return browse(html(subject), script, folder)


def test_each_table_of_the_map_is_searched_and_filtered_by_itself(
    overview: Document, tmp_path: Path
) -> None:
    found = told(
        overview,
        """
        const [, uploads, rights] = document.querySelectorAll("section");
        const rows = () => [uploads, rights].map((one) => one.querySelectorAll("tbody tr").length);
        const seen = [rows()];
        const field = uploads.querySelector("input");
        field.value = "دليل";
        field.dispatchEvent(new Event("change"));
        seen.push(rows());
        const list = rights.querySelector("select");
        list.value = "warning";
        list.dispatchEvent(new Event("change"));
        seen.push(rows());
        rights.querySelectorAll("thead button")[2].click();
        const said = ["[aria-sort]", "[role=status]"].map((one) => rights.querySelector(one));
        return [...seen, ...said.map((one) => one.textContent)];
        """,
        tmp_path,
    )
    assert found == [[40, 12], [8, 12], [8, 3], "Freshness", "3 rows (12 in all)"]


def test_the_worst_comes_first_when_an_axis_is_sorted(overview: Document, tmp_path: Path) -> None:
    found = told(
        overview,
        """
        const uploads = document.querySelectorAll("section")[1];
        uploads.querySelectorAll("thead button")[2].click();
        const rows = [...uploads.querySelectorAll("tbody tr")];
        return [0, 10, 20, 30].map((at) => rows[at].cells[2].textContent);
        """,
        tmp_path,
    )
    assert found == ["error", "warning", "note", ""]


def test_bars_are_as_long_as_their_figures_and_hidden_from_screen_readers_that_read_the_words(
    overview: Document, tmp_path: Path
) -> None:
    found = told(
        overview,
        """
        return [...document.querySelectorAll(".chart li")].map((bar) => {
            const picture = bar.querySelector("svg");
            const whole = picture.getBoundingClientRect().width;
            const rects = [...picture.querySelectorAll("rect")];
            const width = rects.reduce((sum, one) => sum + Number(one.getAttribute("width")), 0);
            return [bar.querySelector(".said").textContent, Math.round(width), whole > 40,
                picture.getAttribute("aria-hidden")];
        });
        """,
        tmp_path,
    )
    assert found == [
        ["Error 2, Warning 2, Note 3, Sound 4, Unjudged 1", 100, True, "true"],
        ["Error 1, Warning 2, Note 3, Sound 4, Unjudged 1", 92, True, "true"],
        ["Warning 2, Note 3, Sound 4, Unjudged 1", 83, True, "true"],
    ]


@pytest.fixture(scope="module")
def trend() -> Document:
    """A document with a table and lines above it, two of which end at the same height."""
    series = (
        Series("Errors", "error", (12, 9, 4)),
        Series("Warnings", "warning", (30, 33, 31)),
        Series("Notes", "note", (5, 5, 31)),
    )
    lines = Lines(("2026-11-06", "2026-11-13", "2026-11-20"), series)
    rows = tuple((Cell(point),) for point in lines.points)
    return Document("T", (), (Sheet("trend", "Trend", (Column("day", "Day"),), rows, lines=lines),))


def test_no_name_in_a_drawing_covers_another_and_none_is_cut(
    trend: Document, tmp_path: Path
) -> None:
    found = told(
        trend,
        """
        const picture = document.querySelector("svg.lines");
        const frame = picture.getBoundingClientRect();
        const texts = [...picture.querySelectorAll("text")];
        const boxes = texts.map((one) => one.getBoundingClientRect());
        const apart = (a, b) => a.right <= b.left || b.right <= a.left
            || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
        return {
            texts: boxes.length,
            hidden: boxes.some((a, i) => boxes.slice(i + 1).some((b) => !apart(a, b))),
            cut: boxes.some((one) => one.left < frame.left || one.right > frame.right
                || one.top < frame.top - 1 || one.bottom > frame.bottom + 1),
            colours: new Set([...picture.querySelectorAll(".line")]
                .map((one) => getComputedStyle(one).stroke)).size,
            dashes: new Set([...picture.querySelectorAll(".line")]
                .map((one) => getComputedStyle(one).strokeDasharray)).size,
            named: picture.getAttribute("aria-labelledby").split(" ")
                .every((id) => document.getElementById(id).textContent !== ""),
        };
        """,
        tmp_path,
    )
    assert found == {
        "texts": 3 + 2 + 3,
        "hidden": False,
        "cut": False,
        "colours": 3,
        "dashes": 3,
        "named": True,
    }


def test_without_scripts_charts_and_tables_are_there(
    overview: Document, trend: Document, tmp_path: Path
) -> None:
    for number, subject in enumerate((overview, trend)):
        bare = re.sub("<script>.*?</script>", "", html(subject), flags=re.DOTALL)
        folder = tmp_path / str(number)
        folder.mkdir()
        found = browse(
            bare,
            """
            const tall = (one) => one.getBoundingClientRect().height > 8;
            return [
                [...document.querySelectorAll("figure svg, tbody tr")].every(tall),
                document.querySelectorAll("figure").length,
                document.querySelectorAll("button, input, select").length,
            ];
            """,
            folder,
        )
        assert found == [True, 1, 0]


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_the_page_never_scrolls_sideways_only_its_tables_do(
    report: Report, overview: Document, trend: Document, width: int, tmp_path: Path
) -> None:
    audits = tuple(
        replace(report.audit, id=n, started=report.audit.started + timedelta(days=n))
        for n in range(12)
    )
    # A window is never as narrow as a phone: a frame is. It has the policy of what it is in.
    frames = "".join(
        f'<iframe width="{width}" height="800" srcdoc="{escape(html(one))}"></iframe>'
        for one in (replace(report, trend=audits), overview, trend, matrix(30))
    )
    found = browse(
        html(Document("T", (), ())).replace("</body>", f"{frames}</body>"),
        """
        return [...document.querySelectorAll("iframe")].map((frame) => {
            const page = frame.contentDocument.documentElement;
            return [frame.contentDocument.querySelectorAll("thead button").length > 0,
                page.clientWidth > 250, page.scrollWidth - page.clientWidth];
        });
        """,
        tmp_path,
    )
    assert found == [[True, True, 0]] * 4


def test_the_keyboard_goes_through_a_page_in_the_order_in_which_it_is_read(
    overview: Document, tmp_path: Path
) -> None:
    found = told(
        overview,
        """
        const stops = [...document.querySelectorAll("a, button, input, select, [tabindex='0']")]
            .filter((one) => one.tabIndex >= 0 && !one.hidden);
        const follows = stops.every((one, i) => i === 0 ||
            stops[i - 1].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
        const shown = stops.filter((one) => one.getClientRects().length).slice(0, 20);
        const outlines = new Set(shown.map((one) => {
            one.focus({ focusVisible: true });
            return getComputedStyle(one).outlineStyle;
        }));
        const levels = [...document.querySelectorAll("h1, h2, h3")].map((one) => one.tagName);
        return [follows, stops[0].textContent, [...outlines], levels];
        """,
        tmp_path,
    )
    assert found == [True, "Skip to the content", ["solid"], ["H1", "H2", "H2", "H2"]]
