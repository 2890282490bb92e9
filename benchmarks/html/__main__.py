"""Measure a page of 20,000 findings in Chromium: loading, sorting, filtering and searching.

    python -m benchmarks.html [--rows 20000] [--times 5]

What a browser needs for the very same table without this package's script, and for putting
its rows into another order, is measured in the same run: figures of one machine on one day
tell little, their relation tells more.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.reports.pages import browse

from cphub.model.findings import Axis, Evidence, Finding, Severity
from cphub.model.reports import Count, Report, Run
from cphub.reports.html import html

RULES = ("empty-section", "marked-outdated", "short-page", "untouched-page", "wrong-language")
LANGUAGES = ("en", "sv", "fr", "ar", "ja", "de", "es", "pt-br")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIMED = """
const listed = [...document.querySelectorAll("table")].at(-1);
const timed = (act) => {
    const before = performance.now();
    act();
    listed.getBoundingClientRect();
    return performance.now() - before;
};
const loaded = performance.now();
"""
WITH = """
const press = (at) => listed.tHead.rows[0].cells[at].firstChild.click();
const tools = listed.closest("section").querySelector("[role=search]");
const field = tools.querySelector("input");
const search = (text) => { field.value = text; field.dispatchEvent(new Event("change")); };
const every = [...listed.closest("section").querySelectorAll("button")].at(-1);
const lists = [...tools.querySelectorAll("select")];
const choose = (value) => { lists[0].value = value; lists[0].dispatchEvent(new Event("change")); };
return {
    loaded,
    "sort words": timed(() => press(1)),
    "sort again": timed(() => press(1)),
    "sort figures": timed(() => press(0)),
    "first search": timed(() => search("page 12345")),
    "next search": timed(() => search("page 999")),
    "search nothing": timed(() => search("")),
    filter: timed(() => choose("warning")),
    "no filter": timed(() => choose("")),
    "all rows": timed(() => every.click()),
};
"""
WITHOUT = """
const body = listed.tBodies[0];
return {
    loaded,
    turned: timed(() => body.append(...[...body.rows].reverse())),
};
"""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    page = html(report(asked.rows))
    bare = re.sub("<script>.*?</script>", "", page, flags=re.DOTALL)
    print(f"{asked.rows:,} findings, {len(page.encode()) / 1e6:.1f} MB, median of {asked.times}")
    plain = measure(bare, WITHOUT, asked.times)
    own = measure(page, WITH, asked.times)
    print(f"{'':16}{'ms':>8}  times as long")
    for name, milliseconds in plain.items():
        print(f"bare {name:11}{milliseconds:8.0f}")
    for name, milliseconds in own.items():
        base = plain["loaded" if name == "loaded" else "turned"]
        print(f"{name:16}{milliseconds:8.0f}{milliseconds / base:8.2f}")


def measure(page: str, script: str, times: int) -> dict[str, float]:
    """Return the median of each figure that `script` tells."""
    told: list[dict[str, Any]] = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            told.append(browse(page, TIMED + script, Path(folder), waits=False))
    return {name: statistics.median(one[name] for one in told) for name in told[0]}


def report(rows: int) -> Report:
    """Return a report of so many findings, as long as they are in earnest."""
    severities = tuple(Severity)
    findings = tuple(
        Finding(
            rule=RULES[number % len(RULES)],
            axis=tuple(Axis)[number % len(Axis)],
            severity=severities[number % len(severities)],
            wiki=f"wiki{number % 7}",
            title=f"Learning patterns/Page {number * 7919 % rows:05}",
            language=LANGUAGES[number % len(LANGUAGES)],
            page_id=number,
            revision=number,
            message="A person last edited this page in substance more than 730 days ago.",
            evidence=(Evidence(f"Words of page {number}, as they stand in it", "Materials"),),
            fix="Read the page; mend what is no longer so, or mark it as historical.",
            url=f"https://wiki{number % 7}.example.org/wiki/Page_{number}",
            first_seen=NOON,
            key="",
        )
        for number in range(rows)
    )
    run = Run(1, "audit", NOON, NOON, "done", "1")
    none = ((), (), (), (), (), ())
    return Report("Many", run, None, NOON, (), Count("", rows, rows), *none, findings, (), {}, {})


if __name__ == "__main__":
    main()
