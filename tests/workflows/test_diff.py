"""What became better or worse: nothing is told that is not so, nothing that is so is missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

from cphub.errors import CatalogueError, UsageError
from cphub.model.reviews import Said, Verdict
from cphub.workflows._since import since
from cphub.workflows.diff import Diff, diff
from cphub.workflows.diff_document import document_of


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """Four pages, of which three shout, audited once."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    for title in ("Mended", "Deleted", "Dismissed"):
        hub.edit(title, "It shouts!")
    hub.edit("Calm", "It does not shout.")
    hub.renew()
    return hub


def changes(hub: Hub, text: str = "last") -> Diff:
    with hub.open() as catalogue:
        return diff(catalogue, text, hub.today)


def findings(found: Diff) -> set[tuple[str, str]]:
    return {(one.became, one.finding.title) for one in found.findings}


def pages(found: Diff) -> dict[str, str]:
    return {one.page.title: one.kind for one in found.pages}


def judge(hub: Hub, title: str, verdict: Verdict, review_by: str | None = None) -> None:
    with hub.open() as catalogue:
        (page,) = catalogue.find_pages(title)
        said = Said(verdict, review_by=review_by)
        catalogue.save_review((page.wiki, page.page_id), said, "Anna", hub.clock())
        catalogue.settle()


def test_findings_are_new_resolved_gone_with_their_page_or_quiet(hub: Hub) -> None:
    hub.edit("Mended", "It does not shout.")
    hub.edit("Calm", "Now it does!")
    hub.wiki.delete("Deleted")
    hub.renew()
    judge(hub, "Dismissed", Verdict.IRRELEVANT)
    found = changes(hub)
    assert findings(found) == {
        ("new", "Calm"),
        ("resolved", "Mended"),
        ("gone", "Deleted"),
        ("quiet", "Dismissed"),
    }
    (axis,) = found.axes
    assert (axis.then, axis.new, axis.resolved, axis.gone, axis.quiet, axis.now) == (
        *(3, 1, 1, 1, 1, 1),
    )
    assert {one.finding.title for one in found.findings if one.edited} == {"Calm", "Mended"}


def test_what_went_and_came_back_in_between_is_as_it_was(hub: Hub) -> None:
    hub.edit("Mended", "It does not shout.")
    hub.renew()
    hub.edit("Mended", "It shouts again!")
    hub.renew()
    assert findings(changes(hub, "2")) == set()
    assert findings(changes(hub)) == {("new", "Mended")}


def test_pages_are_new_edited_moved_or_deleted(hub: Hub) -> None:
    hub.edit("Calm", "Still calm.")
    hub.edit("Born", "A new page.")
    hub.wiki.delete("Deleted")
    hub.wiki.move("Dismissed", "Elsewhere")
    hub.renew()
    found = changes(hub)
    assert pages(found) == {
        "Calm": "edited",
        "Born": "new",
        "Deleted": "deleted",
        "Elsewhere": "moved",
    }
    (moved,) = (one for one in found.pages if one.kind == "moved")
    assert moved.was == "Dismissed"
    (row,) = (row for row in document_of(found).sheets[2].rows if row[0].text == "edited")
    assert "diff=" in row[4].url
    assert "oldid=" in row[4].url


def test_a_verdict_that_changed_is_told_with_what_it_was(hub: Hub) -> None:
    judge(hub, "Calm", Verdict.GOOD)
    judge(hub, "Mended", Verdict.GOOD, review_by="2026-11-24")
    judge(hub, "Dismissed", Verdict.INCOMPLETE)
    hub.renew()
    judge(hub, "Calm", Verdict.EXPIRED)
    found = changes(hub, "2026-11-24")
    told = {one.edition.title: (one.was, one.is_, one.due) for one in found.verdicts}
    assert told["Calm"] == ("good", "expired", False)
    assert "Dismissed" not in told
    assert "Verdicts: 1 changed, 0 better, 1 worse." in document_of(found).lead


def test_a_verdict_that_was_taken_back_since_held_then(hub: Hub) -> None:
    judge(hub, "Calm", Verdict.GOOD)
    hub.renew()
    with hub.open() as catalogue:
        (word,) = catalogue.reviews()
        catalogue.take_back(word, hub.clock())
    (change,) = changes(hub, "2026-11-24").verdicts
    assert (change.was, change.is_) == ("good", "")


def test_nothing_is_told_where_nothing_changed(hub: Hub) -> None:
    hub.renew()
    found = changes(hub)
    assert (found.findings, found.pages, found.verdicts) == ((), (), ())
    lead = document_of(found).lead
    assert "Findings: 0 new, 0 resolved." in lead
    assert "Pages: none changed." in lead


def test_a_table_says_how_many_rows_it_leaves_out(hub: Hub) -> None:
    for title in ("A", "B", "C"):
        hub.edit(title, "It shouts!")
    hub.renew()
    document = document_of(changes(hub), most=2)
    assert [len(sheet.rows) for sheet in document.sheets[1:3]] == [2, 2]
    assert document.sheets[1].notes == ("The first 2; 1 more are not shown.",)
    assert len(document.data["findings"]) == 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("3d", date(2026, 11, 20)),
        ("2w", date(2026, 11, 9)),
        ("1m", date(2026, 10, 23)),
        ("1y", date(2025, 11, 23)),
    ],
)
def test_a_day_or_so_long_ago_is_understood(hub: Hub, text: str, day: date) -> None:
    with hub.open() as catalogue:
        found = since(catalogue, text, date(2026, 11, 23))
    assert found.moment.date() == day
    assert found.run == 0


def test_a_month_ago_ends_with_a_shorter_month(hub: Hub) -> None:
    with hub.open() as catalogue:
        assert since(catalogue, "1m", date(2026, 3, 31)).words == "2026-02-28"
        assert since(catalogue, "3m", date(2026, 1, 15)).words == "2025-10-15"


@pytest.mark.parametrize("text", ["", "soon", "2027-01-01", "99", "#99", "0x1", "never", "-3d"])
def test_what_means_nothing_is_refused_with_what_would(hub: Hub, text: str) -> None:
    with hub.open() as catalogue, pytest.raises(UsageError) as refused:
        since(catalogue, text, hub.today)
    assert refused.value.hint


def test_the_first_audit_has_none_to_be_compared_with(hub: Hub, tmp_path: Path) -> None:
    with hub.open() as catalogue, pytest.raises(UsageError, match="one audit only"):
        since(catalogue, "last", hub.today)
    assert findings(changes(hub)) == set()
    found = changes(hub, "2026-01-01")
    assert {became for became, _ in findings(found)} == {"new"}
    assert found.other_rules is None
    with pytest.raises(CatalogueError, match="no audit yet"):
        changes(Hub(tmp_path / "empty"), "1d")
