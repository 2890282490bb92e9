"""HTML in Chromium: tables sort, filter and search; without scripts they are whole."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.pages import CHROMIUM, browse, dump

from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.reports import Report
from cphub.reports.html import html

pytestmark = [
    pytest.mark.skipif(not (CHROMIUM or os.environ.get("CI")), reason="there is no Chromium here"),
    pytest.mark.xdist_group("chromium"),
]

ROWS = 1_000
LONGEST = 5_000  # milliseconds, on a busy machine
DONE = ("complete", "partial", "missing")
COLUMNS = (
    Column("title", "Page"),
    Column("views", "Views", numeric=True),
    Column("state", "State"),
    Column("language", "Language", languages=True),
)
HELPERS = """
const pause = (time) => new Promise((done) => setTimeout(done, time));
const table = document.querySelector("table");
const heads = [...table.tHead.rows[0].cells];
const column = (at, most = 3) =>
  [...table.tBodies[0].rows].slice(0, most).map((row) => row.cells[at].textContent);
const press = (at) => heads[at].querySelector("button").click();
const status = () => document.querySelector("[role=status]").textContent;
const enter = async (text) => {
  const field = document.querySelector("input[type=search]");
  field.value = text;
  field.dispatchEvent(new Event("input"));
  await pause(200);
};
const choose = (at, value) => {
  const select = document.querySelectorAll("select")[at];
  select.value = value;
  select.dispatchEvent(new Event("change"));
};
"""


@pytest.fixture(scope="module")
def page() -> str:
    """A page with one table of 1,000 rows, whose views fall."""
    rows = tuple(
        (
            Cell(f"Läsning {i}"),
            Cell("not known") if i == 7 else Cell(f"{2000 - i:,}", 2000 - i),
            Cell(DONE[i % 3], state=DONE[i % 3]),
            Cell("ar" if i % 2 else "en"),
        )
        for i in range(ROWS)
    )
    sheet = Sheet("s", "Pages", COLUMNS, rows)
    names = {"en": "English", "ar": "العربية"}
    return html(Document("Title", (), (sheet,), language_names=names))


@pytest.fixture(scope="module")
def browser(page: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Return a function that runs a script in the page and returns what it returns."""
    return lambda script: browse(page, HELPERS + script, tmp_path_factory.mktemp("browser"))


def test_a_table_is_sorted_upwards_downwards_and_as_it_was(browser: Callable[[str], Any]) -> None:
    told = browser("""
        const seen = [];
        const way = (at) => heads[at].getAttribute("aria-sort");
        for (let i = 0; i < 3; i++) { press(1); seen.push([column(1), way(1)]); }
        press(0);
        press(0);
        return [...seen, [column(0), way(0), way(1)]];
    """)
    assert told == [
        [["1,001", "1,002", "1,003"], "ascending"],
        [["2,000", "1,999", "1,998"], "descending"],
        [["2,000", "1,999", "1,998"], None],
        [["Läsning 999", "Läsning 998", "Läsning 997"], "descending", None],
    ]


def test_words_that_are_searched_are_found_without_their_accents(
    browser: Callable[[str], Any],
) -> None:
    told = browser("""
        await enter("LASNING 99");
        const found = [status(), column(0, 20)];
        await enter("99 partial");
        found.push(status());
        await enter("nowhere");
        found.push(status(), column(0));
        await enter("");
        return [...found, status()];
    """)
    texts = [f"Läsning {i} {2000 - i:,}" for i in range(ROWS)]
    found = [i for i, text in enumerate(texts) if "99" in text and i != 7]
    assert told[0] == f"{len(found)} rows (1,000 in all)"
    assert told[1] == [f"Läsning {i}" for i in found[:20]]
    assert told[2:] == [
        f"{sum(i % 3 == 1 for i in found)} rows (1,000 in all)",
        "0 rows (1,000 in all)",
        [],
        "200 of 1,000 rows",
    ]


def test_a_choice_narrows_and_stays_when_the_table_is_sorted(browser: Callable[[str], Any]) -> None:
    told = browser("""
        const offered = [...document.querySelectorAll("select")].map((select) => [
            select.parentElement.firstChild.textContent,
            [...select.options].map((option) => option.text),
        ]);
        choose(0, "missing");
        choose(1, "العربية (ar)");
        press(1);
        return [offered, status(), column(0), column(2), column(3)];
    """)
    assert told == [
        [
            ["State ", ["all", "complete", "missing", "partial"]],
            ["Language ", ["all", "English (en)", "العربية (ar)"]],
        ],
        "166 rows (1,000 in all)",
        ["Läsning 995", "Läsning 989", "Läsning 983"],
        ["missing"] * 3,
        ["العربية (ar)"] * 3,
    ]


def test_more_rows_are_shown_when_asked_for_and_all_are_printed(
    browser: Callable[[str], Any],
) -> None:
    told = browser("""
        const rows = () => table.tBodies[0].rows.length;
        const [more, all] = [...document.querySelectorAll(".scroll + .tools button")];
        const seen = [rows(), status()];
        more.click();
        seen.push(rows(), document.activeElement.cells[0].textContent);
        dispatchEvent(new Event("beforeprint"));
        seen.push(rows());
        dispatchEvent(new Event("afterprint"));
        seen.push(rows());
        all.click();
        return [...seen, rows(), status(), more.hidden, all.hidden];
    """)
    assert told == [
        *(200, "200 of 1,000 rows", 400, "Läsning 200", 1000, 400),
        *(1000, "1,000 rows", True, True),
    ]


def test_lines_go_with_headings_that_stick_and_lie_on_whole_pixels(
    browser: Callable[[str], Any],
) -> None:
    told = browser("""
        const sticky = [...document.querySelectorAll("th")].filter(
            (cell) => getComputedStyle(cell).position === "sticky");
        const rows = [...document.querySelectorAll("tbody tr")].slice(0, 50);
        return {
            sticky: sticky.length > 0,
            apart: getComputedStyle(document.querySelector("table")).borderCollapse,
            lines: [...new Set(sticky.map((cell) => getComputedStyle(cell).borderBottomWidth))],
            broken: rows.filter((row) => row.getBoundingClientRect().height % 1).length,
        };
    """)
    # Browsers draw collapsed borders with the table, below what sticks.
    assert told == {"sticky": True, "apart": "separate", "lines": ["1px"], "broken": 0}


def test_every_control_has_a_name_and_is_reached_by_the_keyboard(
    browser: Callable[[str], Any],
) -> None:
    told = browser("""
        const controls = [...document.querySelectorAll("button, input, select")];
        return controls.map((control) => [
            (control.labels?.[0] ?? control).textContent.trim() !== "", control.tabIndex]);
    """)
    assert len(told) == 4 + 3 + 2
    assert all(entry == [True, 0] for entry in told)


def test_no_script_but_the_page_s_own_runs(page: str, tmp_path: Path) -> None:
    foreign = "<script>document.title = 'foreign'</script><img src=x onerror='document.title = 1'>"
    shown = dump(page.replace("</body>", f"{foreign}</body>"), tmp_path)
    assert "<title>Title</title>" in shown
    assert 'role="status"' in shown  # its own does


def test_without_scripts_every_row_is_there_and_nothing_that_does_nothing(
    page: str, tmp_path: Path
) -> None:
    bare = re.sub("<script>.*?</script>", "", page, flags=re.DOTALL)
    told = browse(
        bare,
        """
        const rows = [...document.querySelectorAll("tbody tr")];
        return [
            rows.length,
            rows.filter((row) => row.getBoundingClientRect().height > 10).length,
            document.querySelectorAll("button, input, select").length,
        ];
        """,
        tmp_path,
    )
    assert told == [ROWS, ROWS, 0]


def test_20_000_findings_are_sorted_and_searched_while_one_waits(
    report: Report, tmp_path: Path
) -> None:
    finding = report.findings[0]
    many = tuple(
        replace(finding, page_id=i, title=f"Page {i * 7919 % 20_000:05}", message="Says so.")
        for i in range(20_000)
    )
    told = browse(
        html(replace(report, findings=many)),
        """
        const listed = [...document.querySelectorAll("table")].at(-1);
        const first = () => listed.tBodies[0].rows[0].cells[1].textContent;
        const timed = (act) => {
            const before = performance.now();
            act();
            listed.getBoundingClientRect();
            return performance.now() - before;
        };
        const sorted = timed(() => listed.tHead.rows[0].cells[1].firstChild.click());
        const top = first();
        const search = [...document.querySelectorAll("input")].at(-1);
        search.value = "page 12345";
        const found = timed(() => search.dispatchEvent(new Event("change")));
        const rows = listed.tBodies[0].rows.length;
        return { sorted, found, top, hit: first(), rows, loaded: performance.now() };
        """,
        tmp_path,
        waits=False,
    )
    assert (told["top"], told["hit"], told["rows"]) == ("Page 00000", "Page 12345", 1)
    # Each is a tenth of this on an idle core.
    assert told["sorted"] < LONGEST
    assert told["found"] < LONGEST
