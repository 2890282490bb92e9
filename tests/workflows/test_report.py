"""What a report says of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.catalogue.imagined import META, Harvest
from tests.workflows.offline import RULES, audited, clock, harvest, pages, read_here

from cphub.catalogue import Catalogue, RunWarning, open_catalogue
from cphub.errors import CatalogueError, UsageError
from cphub.model.links import LinkState, LinkStatus
from cphub.model.reports import Count, LinkCounts, Worst
from cphub.settings import Settings
from cphub.workflows.report import Filters, build_report
from cphub.workflows.status import status

NOW = date(2026, 11, 22)
TEXTS: dict[str, str | None] = {
    "Guide": "Look!",
    "Guide/sv": "Se! Här!",
    "Guide/steps": "Look.",
    "Alone/sv": "Se!",
    "Old": "#REDIRECT [[Guide]]",
    "Hidden": None,
}


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    with open_catalogue(path, write=True) as opened:
        yield opened


def languages(wiki: Harvest, revision: int = 10) -> None:
    """Harvest again with the languages that the titles say."""
    listed = pages(TEXTS, revision)
    wiki([replace(p, language="sv" if p.title.endswith("/sv") else "en") for p in listed])


def test_pages_resources_and_findings_are_counted(catalogue: Catalogue) -> None:
    languages(harvest(catalogue, TEXTS))
    audited(catalogue, RULES, ignore=("breaking",))
    report = build_report(catalogue)
    assert report.total == Count("", 6, 4, 0, 3, 0)
    assert report.by_wiki == (Count("meta", 6, 4, 0, 3, 0),)
    assert report.by_language == (Count("en", 4, 3, 0, 1, 0), Count("sv", 2, 2, 0, 2, 0))
    assert report.by_axis == (Count("quality", 3, 2, 0, 3, 0),)
    assert report.by_rule == (Count("shouting", 3, 2, 0, 3, 0),)
    assert report.by_state == (("current", 4), ("redirect", 1), ("hidden", 1))
    assert report.language_names == {"en": "English", "sv": "svenska"}
    assert report.wikis == {"meta": META}
    assert report.unchecked == (
        ("meta: Hidden", "its text is hidden"),
        ("breaking", "not run in this audit"),
    )
    assert (report.previous, report.changes) == (None, ())


def test_what_changed_since_the_audit_before(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki.texts |= {1: "Look.", 3: "Look!"}
    wiki(pages(TEXTS, revision=20))
    audited(catalogue, day=2)
    report = build_report(catalogue)
    assert [(change.kind, change.title) for change in report.changes] == [
        ("new", "Guide/steps"),
        ("gone", "Guide"),
    ]
    assert report.previous is not None
    assert report.previous.id < report.audit.id
    audited(catalogue, day=3)
    assert build_report(catalogue).changes == ()


@pytest.mark.parametrize(
    ("filters", "pages_", "findings"),
    [
        (Filters(wiki=("meta",)), 6, 4),
        (Filters(language=("sv",)), 2, 2),
        (Filters(source=("steps",)), 1, 1),
        (Filters(source=("steps", "capacity")), 6, 4),
        (Filters(axis=("links",)), 6, 1),
        (Filters(rule=("shouting",)), 6, 3),
        (Filters(severity=("note",)), 6, 1),
        (Filters(language=("sv",), severity=("note",)), 2, 0),
        (Filters(severity=("note", "warning")), 6, 4),
    ],
)
def test_filters_choose_pages_and_findings(
    catalogue: Catalogue, filters: Filters, pages_: int, findings: int
) -> None:
    wiki = harvest(catalogue, TEXTS)
    languages(wiki)
    wiki([pages(TEXTS)[2]], source="steps")
    audited(catalogue, RULES)
    report = build_report(catalogue, filters)
    assert (report.total.pages, len(report.findings)) == (pages_, findings)
    assert report.filters == filters.pairs()
    assert sum(count.warnings + count.notes for count in report.by_language) == findings


@pytest.mark.parametrize("field", ["wiki", "source", "language", "axis", "rule", "severity"])
def test_a_filter_on_what_is_not_there_is_an_error(catalogue: Catalogue, field: str) -> None:
    harvest(catalogue, TEXTS)
    audited(catalogue)
    with pytest.raises(UsageError, match=f'no {field} "nonesuch"'):
        build_report(catalogue, replace(Filters(), **{field: ("nonesuch",)}))


@pytest.mark.parametrize("left_out", ["select", "ignore"])
def test_findings_of_rules_that_were_not_run_are_not_the_audit_s(
    catalogue: Catalogue, left_out: str
) -> None:
    languages(harvest(catalogue, TEXTS))
    audited(catalogue, RULES)
    if left_out == "select":
        result = audited(catalogue, RULES, day=2, select=("shouting",))
    else:
        result = audited(catalogue, RULES, day=2, ignore=("breaking", "gone"))
    report = build_report(catalogue)
    counts = {"errors": 0, "warnings": len(report.findings), "notes": 0}
    assert {finding.rule for finding in report.findings} == {"shouting"}
    assert set(report.findings) == set(result.findings)
    assert counts.items() <= report.audit.counts.items()
    assert ("breaking, gone", "not run in this audit") in report.unchecked
    told = build_report(catalogue, Filters(rule=("breaking",)))
    assert told.findings == ()
    assert ("breaking", "not run in this audit") in told.unchecked
    assert "not run" not in str(build_report(catalogue, Filters(rule=("shouting",))).unchecked)
    assert status(catalogue, Settings(), NOW).findings == {"warning": len(report.findings)}
    assert "not run" not in str((audited(catalogue, RULES, day=3), build_report(catalogue)))


def test_pages_that_left_their_source_count_nowhere(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki(pages(TEXTS)[1:], elsewhere=(pages(TEXTS)[0],))
    report = build_report(catalogue)
    assert "Guide" not in {finding.title for finding in report.findings}
    assert status(catalogue, Settings(), NOW).findings == {"warning": len(report.findings)}
    assert len(catalogue.rows("SELECT * FROM open_findings")) == len(report.findings)


def test_the_hub_s_languages_are_told_of_also_where_they_have_no_page(
    catalogue: Catalogue,
) -> None:
    languages(harvest(catalogue, TEXTS))
    audited(catalogue)
    report = build_report(catalogue, languages=("sv", "fr"))
    assert [(row.name, row.pages) for row in report.by_language] == [
        ("en", 4),
        ("fr", 0),
        ("sv", 2),
    ]
    narrow = build_report(catalogue, Filters(language=("fr",)), languages=("sv", "fr"))
    assert narrow.by_language == (Count("fr", 0, 0),)


def test_each_page_counts_once_by_its_worst_finding(catalogue: Catalogue) -> None:
    languages(harvest(catalogue, TEXTS))
    audited(catalogue, RULES)
    report = build_report(catalogue)
    # Old redirects and Hidden is hidden; Guide/steps is quiet, which is worth a note.
    assert report.worst == (
        Worst("en", 0, 1, 1, 0, 2),
        Worst("sv", 0, 2, 0, 0, 0),
    )
    audited(catalogue, day=2)
    assert build_report(catalogue).worst[0] == Worst("en", 0, 1, 0, 1, 2)


def test_the_trend_is_that_of_the_whole_catalogue_or_none(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    audited(catalogue, RULES, day=2)
    wiki.texts |= {1: "Look."}
    wiki(pages(TEXTS, revision=20))
    audited(catalogue, day=3)
    report = build_report(catalogue)
    assert [run.counts["warnings"] for run in report.trend] == [3, 2]
    assert report.trend[-1] == report.audit
    assert report.passed_over == 1
    narrow = build_report(catalogue, Filters(wiki=("meta",)))
    assert (narrow.trend, narrow.passed_over) == ((), 0)


def test_links_are_counted_once_each_and_only_those_of_the_pages_told_of(
    catalogue: Catalogue,
) -> None:
    links: dict[str, str | None] = {
        "Guide": "https://a.example/x https://a.example/x#top https://b.example/ mailto:a@b.org",
        "Guide/sv": "https://a.example/x https://web.archive.org/web/2020/https://b.example/",
        "Alone/sv": "https://c.example/",
    }
    wiki = harvest(catalogue, TEXTS | links)
    languages(wiki)
    audited(catalogue)
    assert build_report(catalogue).links is None
    seen = [
        LinkStatus(f"https://{host}", state, "", clock(day)())
        for host, state, day in (
            ("a.example/x", LinkState.DEAD, 2),
            ("b.example/", LinkState.OK, 3),
            ("elsewhere.example/", LinkState.DEAD, 4),
        )
    ]
    catalogue.save_links(seen)
    states = {LinkState.DEAD: 1, LinkState.OK: 1}
    assert build_report(catalogue).links == LinkCounts(states, 1, clock(3)())
    swedish = build_report(catalogue, Filters(language=("sv",))).links
    assert swedish == LinkCounts({LinkState.DEAD: 1}, 1, clock(2)())


def test_the_same_catalogue_gives_the_same_report(path: Path, catalogue: Catalogue) -> None:
    languages(harvest(catalogue, TEXTS))
    audited(catalogue, RULES)
    with open_catalogue(path, write=False) as reader:
        assert build_report(reader) == build_report(catalogue)


def test_no_audit_is_said(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    with pytest.raises(CatalogueError, match="no audit yet") as caught:
        build_report(catalogue)
    assert "cphub audit" in caught.value.hint


def test_what_could_not_be_harvested_or_judged_is_told(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    catalogue.begin_listing(wiki.start(), "capacity")
    audited(catalogue, RULES)
    told = build_report(catalogue).unchecked
    assert told[0] == (
        "source capacity",
        "its harvest is not finished; `cphub harvest` goes on with it",
    )
    assert told[1] == ("meta: Hidden", "its text is hidden")
    assert {what for what, _ in told[2:]} == {"rule-broke"}
    assert "breaking broke" in told[2][1]


def test_what_the_last_harvest_could_not_bring_is_told(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    run = catalogue.runs("harvest")[0].id
    told = RunWarning("meta", "list", "missing-title", "Old handbook: does not exist")
    catalogue.add_warnings(run, [told, RunWarning("meta", "", "deprecation", "will go away")])
    audited(catalogue)
    unchecked = build_report(catalogue).unchecked
    assert ("source list", "Old handbook: does not exist") in unchecked
    assert not any("will go away" in why for _what, why in unchecked)
