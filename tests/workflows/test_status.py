"""The hub at a glance: what is counted, what is overdue, what helps most, how to go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

from cphub import rules
from cphub.catalogue import Catalogue
from cphub.model.links import LinkState, LinkStatus
from cphub.model.reports import Run
from cphub.model.reviews import Said, Verdict
from cphub.registry import discover
from cphub.workflows._chart import chart
from cphub.workflows.audit import audit
from cphub.workflows.queue import LINKS_UNKNOWN, incoming_links
from cphub.workflows.status import Status, comparable, status
from cphub.workflows.status_document import document_of

OWN_WORDS = {"templates": {"hub-outdated": {"meaning": "outdated", "names": {"en": ["Old"]}}}}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """Four pages, of which two shout."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    for title, text in {
        "Calm": "A calm page that links to [[Loud]] and [[Loud too]].",
        "Calm too": "Another calm page that links to [[Loud]].",
        "Loud": "A page that shouts!",
        "Loud too": "Another one that shouts!",
    }.items():
        hub.edit(title, text)
    hub.renew()
    return hub


def seen(hub: Hub, today: date | None = None) -> Status:
    with hub.open() as catalogue:
        return status(catalogue, hub.settings, today or hub.today)


def judge(hub: Hub, title: str, said: Said, who: str = "Anna") -> None:
    with hub.open() as catalogue:
        (page,) = catalogue.find_pages(title)
        catalogue.save_review((page.wiki, page.page_id), said, who, hub.clock())


def test_verdicts_are_counted_by_resource_and_the_rest_has_none(hub: Hub) -> None:
    judge(hub, "Calm", Said(Verdict.GOOD))
    judge(hub, "Loud", Said(Verdict.EXPIRED))
    found = seen(hub)
    assert found.resources == 4
    assert dict(found.verdicts) == {"good": 1, "expired": 1, "": 2}
    (line,) = (line for line in document_of(found).lead if line.startswith("Verdicts"))
    assert line == "Verdicts: 1 good, 1 expired, 0 irrelevant, 0 incomplete, 2 none."


def test_nothing_is_said_of_outside_links_where_there_are_none(hub: Hub) -> None:
    assert seen(hub).links is None
    assert "check-links" not in " ".join(document_of(seen(hub)).lead)


def test_links_are_counted_by_what_checks_saw(hub: Hub) -> None:
    hub.edit("Calm", "A calm page with a [https://example.org/ source].")
    hub.renew()
    assert seen(hub).links is None
    assert "`cphub check-links`" in " ".join(document_of(seen(hub)).lead)
    assert document_of(seen(hub)).data["links"] is None
    hub.edit("Calm", "See [https://a.example/ one], [https://b.example/ two], https://c.example/")
    hub.edit("Calm too", "See https://a.example/ again.")
    hub.renew()
    with hub.open() as catalogue:
        catalogue.save_links(
            LinkStatus(f"https://{host}.example/", state, "", hub.clock(), "", None, 1)
            for host, state in (("a", LinkState.DEAD), ("b", LinkState.OK), ("gone", LinkState.OK))
        )
    document = document_of(seen(hub))
    (line,) = (line for line in document.lead if line.startswith("Links"))
    assert line == (
        "Links: 1 ok, 0 moved, 0 suspected, 1 dead, 0 unknown, 1 not yet checked;"
        f" last on {hub.today}."
    )
    counts = {"ok": 1, "moved": 0, "suspected": 0, "dead": 1, "unknown": 0, "unchecked": 1}
    assert {**document.data["links"], "checked": None} == {**counts, "checked": None}


def test_what_is_overdue_is_told_by_owner_those_with_most_first(hub: Hub) -> None:
    for title, owner in (("Calm", "Bo"), ("Loud", "Åsa"), ("Loud too", "Åsa"), ("Calm too", "")):
        judge(hub, title, Said(Verdict.GOOD, owner=owner, review_by="2027-01-01"))
    assert dict(seen(hub, date(2026, 12, 31)).overdue) == {}
    found = seen(hub, date(2027, 1, 1))
    assert list(found.overdue.items()) == [("Åsa", 2), ("Bo", 1), ("", 1)]
    said = "To be reviewed again: 4 overdue (Åsa 2, Bo 1, no owner 1)."
    assert said in document_of(found).lead


def test_what_many_pages_link_to_is_repaired_first_and_what_is_irrelevant_never(hub: Hub) -> None:
    found = seen(hub)
    assert [repair.edition.title for repair in found.repairs] == ["Loud", "Loud too"]
    assert found.repairs[0].rules == (("shouting", "warning"),)
    judge(hub, "Loud", Said(Verdict.IRRELEVANT))
    hub.renew()
    assert [repair.edition.title for repair in seen(hub).repairs] == ["Loud too"]


def test_the_trend_tells_what_was_open_audit_by_audit(hub: Hub) -> None:
    hub.edit("Loud too", "It does not shout any more.")
    hub.renew()
    hub.edit("Calm", "Now it does!")
    hub.edit("Calm too", "And so does this!")
    hub.renew()
    found = seen(hub)
    assert [run.counts["warnings"] for run in found.trend] == [2, 1, 3]
    trend = document_of(found, short=True).sheets[0]
    assert [[cell.text for cell in row] for row in trend.rows] == [
        ["errors", "▁▁▁", "0", "0"],
        ["warnings", "▆▃█", "2", "3"],
        ["notes", "▁▁▁", "0", "0"],
    ]
    assert trend.lines is not None
    assert len(trend.lines.points) == 3
    assert [(line.state, line.figures) for line in trend.lines.series] == [
        ("error", (0, 0, 0)),
        ("warning", (2, 1, 3)),
        ("note", (0, 0, 0)),
    ]


def run(number: int, *rules: str) -> Run:
    moment = datetime(2026, 1, number, tzinfo=UTC)
    return Run(number, "audit", moment, moment, "done", "1", rules=rules)


def test_audits_of_other_rules_are_left_out_of_the_trend_and_counted() -> None:
    audits = [run(5, "a", "b"), run(4, "a"), run(3, "a", "b"), run(2, "c")]
    trend, passed_over = comparable(audits)
    assert [one.id for one in trend] == [3, 5]
    assert passed_over == 1
    assert comparable([]) == ((), 0)


def test_the_trend_goes_back_twelve_audits() -> None:
    trend, passed_over = comparable([run(number, "a") for number in range(20, 0, -1)])
    assert [one.id for one in trend] == list(range(9, 21))
    assert passed_over == 0


@pytest.mark.parametrize(
    ("figures", "drawn", "plain"),
    [
        ([], "", ""),
        ([0, 0], "▁▁", "__"),
        ([0, 1, 1000], "▁▂█", "_.#"),
        ([8, 4, 8], "█▅█", "#=#"),
    ],
)
def test_a_chart_begins_at_nought_and_draws_nothing_as_nought_that_is_there(
    figures: list[int], drawn: str, plain: str
) -> None:
    assert chart(figures) == drawn
    assert chart(figures, plain=True) == plain


def killed(catalogue: Catalogue, moment: datetime) -> None:
    """Leave a harvest as one that was killed leaves it."""
    number = catalogue.start_run("harvest", moment)
    catalogue.begin_listing(number, "training")


def test_a_harvest_that_was_killed_is_told_of_with_how_to_go_on(hub: Hub) -> None:
    with hub.open() as catalogue:
        killed(catalogue, hub.clock())
    said = " ".join(document_of(seen(hub), short=True).lead)
    assert "The harvest of 2026-11-23 12:00 UTC has not ended" in said
    assert "The harvest of training is not finished (0 pages listed)." in said
    assert "`cphub harvest` goes on with it" in said
    hub.renew()
    found = seen(hub)
    assert not found.open_runs
    assert not found.unfinished


def test_runs_are_told_newest_first(hub: Hub) -> None:
    hub.renew()
    runs = next(sheet for sheet in document_of(seen(hub)).sheets if sheet.name == "runs")
    numbers = [row[0].number or 0 for row in runs.rows]
    assert len({row[1].text for row in runs.rows}) == 2
    assert numbers == sorted(numbers, reverse=True)


def test_a_catalogue_without_an_audit_says_so(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    with hub.open():
        pass
    document = document_of(seen(hub), short=True)
    assert "No harvest yet, no audit yet." in document.lead
    assert {sheet.empty for sheet in document.sheets} == {"Nothing was audited yet."}


def audited(hub: Hub) -> None:
    """Audit with a rule that has to know who links to whom."""
    orphans = {"orphan-page": discover(rules)["orphan-page"]}
    with hub.open() as catalogue:
        audit(catalogue, hub.settings, today=hub.today, clock=hub.clock, rules=orphans)


def test_links_kept_at_the_audit_are_those_that_counting_anew_gives(hub: Hub) -> None:
    def counted(*, anew: bool = False) -> object:
        with hub.open() as catalogue:
            if anew:
                catalogue.run("DELETE FROM incoming_links_of")
            return incoming_links(catalogue, hub.settings)

    loud, loud_too = (("meta", number) for number in (3, 4))
    linked = {loud: 2, loud_too: 1}
    assert counted() == linked  # nothing is kept yet
    audited(hub)
    assert counted() == linked
    hub.edit("Calm too", "It links to [[Calm]] now.")
    hub.renew()
    assert counted() == linked  # this audit asked nothing that counts links
    audited(hub)
    assert counted() == {loud: 1, loud_too: 1, ("meta", 1): 1}
    assert counted(anew=True) == {loud: 1, loud_too: 1, ("meta", 1): 1}


def test_links_that_the_last_audit_counted_are_told_until_the_next(hub: Hub) -> None:
    audited(hub)
    linked = {("meta", 3): 2, ("meta", 4): 1}
    reaches = [repair.waiting.reach for repair in seen(hub).repairs]
    with hub.open() as catalogue:
        catalogue.run("UPDATE pages SET title = 'Loud now' WHERE title = 'Loud'")
        assert incoming_links(catalogue, hub.settings) == linked
    hub.settings = replace(hub.settings, vocabulary=OWN_WORDS)
    with hub.open() as catalogue:
        assert incoming_links(catalogue, hub.settings) == linked
    assert [repair.waiting.reach for repair in seen(hub).repairs] == reaches
    assert LINKS_UNKNOWN not in document_of(seen(hub)).lead


def test_links_that_nobody_counted_are_unknown_and_not_none(hub: Hub) -> None:
    hub.settings = replace(hub.settings, vocabulary=OWN_WORDS)
    with hub.open() as catalogue:
        assert incoming_links(catalogue, hub.settings) is None
    document = document_of(seen(hub))
    assert LINKS_UNKNOWN in document.lead
    (repairs,) = (sheet for sheet in document.sheets if sheet.name == "repairs")
    reach = [column.name for column in repairs.columns].index("reach")
    assert {row[reach].text for row in repairs.rows} == {""}
    assert {row[reach].number for row in repairs.rows} == {None}
