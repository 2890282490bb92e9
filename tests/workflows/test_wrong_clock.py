"""A clock that was a year ahead for a day locks nothing up, and nothing sounds false for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workflows.fake_views import FakeViews
from tests.workflows.fake_wiki import family
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here
from tests.workflows.test_diff import changes, findings, judge, pages

from cphub.errors import UsageError
from cphub.model.reviews import Verdict
from cphub.workflows.harvest import harvest
from cphub.workflows.queue import queue
from cphub.workflows.wikis import Reach

AHEAD = 365


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A page that is held from the first day on."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    hub.edit("Early", "It shouts!")
    hub.renew()
    return hub


def renew_ahead(hub: Hub) -> None:
    """Harvest and audit with a clock that is a year ahead; it is right afterwards."""
    hub.day += AHEAD
    hub.renew()
    hub.day -= AHEAD


def test_titles_and_views_are_asked_for_again_at_once(hub: Hub) -> None:
    views = FakeViews(hub.wiki, {"Early": [20] * 60})

    def asked() -> tuple[int, int]:
        hub.day += 1
        hub.wiki.asked.clear()
        reach = Reach(transport=family(hub.wiki))
        harvest(hub.settings, views=True, reach=reach, clock=hub.clock)
        return hub.wiki.count("redirects"), hub.wiki.count("prop", "pageviews")

    hub.edit("Early", "{{Unheard of}}")
    hub.day += AHEAD
    assert asked() == (1, 1)
    hub.day -= AHEAD
    views.counts["Early"] = [30] * 60
    assert asked() == (1, 1)
    assert asked() == (0, 0)


def test_a_verdict_makes_quiet_what_was_seen_first_by_the_wrong_clock(hub: Hub) -> None:
    hub.edit("Late", "It shouts!")
    renew_ahead(hub)
    judge(hub, "Late", Verdict.GOOD)
    for _ in range(2):
        with hub.open() as catalogue:
            assert [one.title for one in catalogue.open_findings()] == ["Early"]
            waiting = queue(catalogue, hub.settings, hub.today)
            (early,) = catalogue.find_pages("Early")
            key = (early.wiki, early.page_id)
            assert [one.resource for one in waiting] == [catalogue.resource_numbers()[key]]
        hub.renew()


def test_what_came_and_went_by_the_wrong_clock_is_told_once(hub: Hub) -> None:
    hub.edit("Late", "It shouts!")
    hub.edit("Leaving", "It shouts!")
    hub.renew()
    hub.edit("Later", "It shouts!")
    hub.wiki.edit("Leaving", "It shouts!", categories=())
    renew_ahead(hub)
    assert findings(changes(hub)) == {("new", "Later"), ("gone", "Leaving")}
    hub.renew()
    hub.edit("Later", "It is calm.")
    hub.renew()
    assert findings(changes(hub)) == {("resolved", "Later")}
    assert pages(changes(hub)) == {"Later": "edited"}


def test_no_review_was_due_by_the_wrong_clock(hub: Hub) -> None:
    judge(hub, "Early", Verdict.GOOD, "2027-06-01")
    renew_ahead(hub)
    run = "4"  # of the audit
    assert changes(hub, run).verdicts == ()
    hub.renew()
    hub.day += 1
    judge(hub, "Early", Verdict.EXPIRED, "2027-06-01")
    (verdict,) = changes(hub, run).verdicts
    assert (verdict.was, verdict.is_, verdict.due) == ("good", "expired", False)


def test_who_lives_where_it_is_tomorrow_is_told_which_day_counts(hub: Hub) -> None:
    with pytest.raises(UsageError) as caught:
        changes(hub, "2026-11-24")
    assert str(caught.value.hint).endswith("It is 2026-11-23, by UTC.")


def test_a_listing_that_broke_off_by_the_wrong_clock_begins_anew(hub: Hub) -> None:
    hub.day += AHEAD
    with hub.open() as catalogue:
        run = catalogue.start_run("harvest", hub.clock())
        catalogue.begin_listing(run, "training")
        catalogue.save_listing(run, "training", [], {"gcmcontinue": "5"})
    hub.day -= AHEAD
    with hub.open() as catalogue:
        run = catalogue.start_run("harvest", hub.clock())
        assert catalogue.begin_listing(run, "training").resume is None
