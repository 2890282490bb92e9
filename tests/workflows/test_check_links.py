"""Links of harvested pages are checked, remembered, and called dead only when they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.linkcheck.family import Family, at_home, leads, shows, status
from tests.workflows.offline import TODAY, clock, harvest, read_here

from cphub.catalogue import Catalogue, open_catalogue
from cphub.cli.story import story_lines
from cphub.errors import SettingsError, UsageError, WikiUnreachable
from cphub.model.links import LinkState
from cphub.settings import Settings
from cphub.settings.shape import LinksSettings
from cphub.workflows import check_links as workflow
from cphub.workflows._filters import Filters
from cphub.workflows.audit import audit
from cphub.workflows.check_links import LinkCheck, check
from cphub.workflows.links_document import links_document
from cphub.workflows.merge import merge_catalogue
from cphub.workflows.show import show
from cphub.workflows.show_document import show_document

SETTINGS = Settings(
    contact="anna@example.org", links=LinksSettings(pause=0.0, deadline=2.0, hosts=5)
)
OK, MOVED, SUSPECTED, DEAD, UNKNOWN = LinkState


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    at_home(monkeypatch)
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with Family() as family:
        family.ways["sound", ""] = shows("How to share pictures")
        yield family


@pytest.fixture
def catalogue(tmp_path: Path, family: Family) -> Iterator[Catalogue]:
    texts = {
        "Guide": f"[{family.url('sound', '/a')} one] and [{family.url('lost', '/b#part')} two]",
        "Story": f"[{family.url('LOST', '/b')} again], [{family.url('old', '/c')} moved]"
        f" and [https://web.archive.org/web/2020/{family.url('lost', '/b')} a copy]",
    }
    family.ways["old", "/c"] = leads(301, family.url("sound", "/c"))
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        harvest(catalogue, dict(texts))
        yield catalogue


def on(day: int) -> Callable[[], datetime]:
    return lambda: clock()() + timedelta(days=day)


def run(catalogue: Catalogue, day: int = 0, **asked: object) -> LinkCheck:
    return check(catalogue, SETTINGS, clock=on(day), **asked)  # type: ignore[arg-type]


def states(catalogue: Catalogue) -> dict[str, LinkState]:
    return {
        url.partition("//")[2].partition(".")[0]: one.status
        for url, one in catalogue.link_statuses().items()
    }


def test_each_address_is_asked_once(catalogue: Catalogue, family: Family) -> None:
    assert run(catalogue).checked == 3
    assert states(catalogue) == {"sound": OK, "lost": SUSPECTED, "old": MOVED}
    assert {one.path for one in family.asked("lost")} == {"/b"}
    assert "web.archive.org" not in {one.host for one in family.log}


def test_only_two_checks_three_days_apart_make_a_link_dead(catalogue: Catalogue) -> None:
    run(catalogue)
    assert run(catalogue, 2).checked == 0
    assert run(catalogue, 2, older_than=timedelta(days=1)).checked == 3
    assert states(catalogue)["lost"] is SUSPECTED
    assert run(catalogue, 5).checked == 1  # those suspected are asked again first
    assert states(catalogue)["lost"] is DEAD


def test_a_link_that_was_there_in_between_is_not_dead(catalogue: Catalogue, family: Family) -> None:
    run(catalogue)
    family.ways["lost", ""] = shows("Back again")
    run(catalogue, 3)
    assert states(catalogue)["lost"] is OK
    family.ways["lost", ""] = status(404)
    run(catalogue, 40)
    assert states(catalogue)["lost"] is SUSPECTED


def test_what_a_clock_that_was_ahead_saw_is_looked_at_again(catalogue: Catalogue) -> None:
    run(catalogue, 365)
    assert run(catalogue).checked == 3
    assert run(catalogue, 3).checked == 1
    assert states(catalogue)["lost"] is DEAD


def test_what_cannot_be_told_now_forgets_nothing(catalogue: Catalogue, family: Family) -> None:
    run(catalogue)
    family.ways["lost", ""] = status(500)
    run(catalogue, 4)
    assert states(catalogue)["lost"] is UNKNOWN
    family.ways["lost", ""] = status(404)
    run(catalogue, 40)
    assert states(catalogue)["lost"] is DEAD


def test_a_budget_is_kept_and_the_next_run_goes_on(catalogue: Catalogue) -> None:
    first = run(catalogue, most=1)
    assert (first.checked, first.left, first.put_off) == (1, 2, 0)
    assert run(catalogue, most=5).checked == 2
    assert len(states(catalogue)) == 3


def test_pages_and_hosts_can_be_chosen(catalogue: Catalogue) -> None:
    assert run(catalogue, hosts=("lost.example.org",)).checked == 1
    assert set(states(catalogue)) == {"lost"}
    with pytest.raises(UsageError, match=r"did you mean .lost\."):
        run(catalogue, hosts=("lsot.example.org",))
    with pytest.raises(UsageError, match="no wiki"):
        check(catalogue, SETTINGS, Filters(wiki=("nowhere",)), clock=on(0))


def test_a_run_that_is_stopped_keeps_what_it_saw(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = workflow._Keeper.add  # noqa: SLF001  # where Ctrl-C may come

    def interrupted(self: workflow._Keeper, seen: object) -> None:
        add(self, seen)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(workflow._Keeper, "add", interrupted)  # noqa: SLF001  # likewise
        with pytest.raises(KeyboardInterrupt, match="1 address checked and saved"):
            run(catalogue)
    assert len(states(catalogue)) == 1
    (last,) = catalogue.runs("links")
    assert (last.status, last.counts["checked"]) == ("partial", 1)
    assert run(catalogue).checked == 2


def test_without_a_contact_nobody_is_asked(catalogue: Catalogue, family: Family) -> None:
    with pytest.raises(SettingsError, match="contact"):
        check(catalogue, Settings())
    assert not family.log


def test_a_network_that_is_down_changes_nothing(tmp_path: Path, family: Family) -> None:
    text = " ".join(f"[{family.url(f'nowhere{number}')} x]" for number in range(9))
    with open_catalogue(tmp_path / "other.db", write=True) as catalogue:
        harvest(catalogue, {"Guide": text})
        with pytest.raises(WikiUnreachable):
            run(catalogue)
        assert states(catalogue) == {}


def test_the_data_say_all_that_is_known(catalogue: Catalogue, family: Family) -> None:
    run(catalogue)
    document = links_document(catalogue)
    links = {link["url"]: link for link in document.data["links"]}
    lost = links[family.url("lost", "/b")]
    assert set(lost) == {"url", "status", "reason", "checked", "location", "pages"}
    assert (lost["status"], lost["location"]) == ("suspected", None)
    assert [page["title"] for page in lost["pages"]] == ["Guide", "Story"]
    moved = links[family.url("old", "/c")]
    assert (moved["status"], moved["location"]) == ("moved", family.url("sound", "/c"))
    assert len(document.sheets[0].rows) == 2  # what is sound is not shown
    assert "1 suspected" in document.lead[0]
    assert json.dumps(document.data, default=str)


def test_an_audit_finds_what_a_check_saw_since_the_last_audit(
    catalogue: Catalogue, family: Family
) -> None:
    def found(day: int) -> list[tuple[str, str]]:
        result = audit(
            catalogue,
            SETTINGS,
            today=TODAY,
            clock=on(day),
            select=("dead-link", "suspected-link", "moved-link"),
        )
        return [(one.rule, one.title) for one in result.findings]

    assert found(0) == []
    run(catalogue)
    # the story has an archived copy of what is lost
    assert found(0) == [("suspected-link", "Guide"), ("moved-link", "Story")]
    run(catalogue, 3)
    assert found(3) == [("dead-link", "Guide"), ("moved-link", "Story")]
    family.ways["lost", ""] = shows("Back again")
    run(catalogue, 40)
    assert found(40) == [("moved-link", "Story")]


def test_newer_checks_travel_with_a_merger(catalogue: Catalogue, tmp_path: Path) -> None:
    run(catalogue)
    other = tmp_path / "other.db"
    with open_catalogue(other, write=True) as theirs:
        harvest(theirs, {"Page": "Text."})
        seen = catalogue.link_statuses()
        theirs.save_links(seen.values())
        late = next(iter(seen.values()))
        theirs.save_links([replace(late, checked=on(900)(), status=DEAD)])
    mine = tmp_path / "mine.db"
    with open_catalogue(mine, write=True) as own:
        harvest(own, {"Page": "Text."})
        newer = [replace(one, checked=on(5)(), status=OK) for one in seen.values()]
        own.save_links(newer[1:2])
    for _again in range(2):
        merge_catalogue(mine, other, clock=on(10))
        with open_catalogue(mine, write=False) as own:
            assert own.link_statuses() == {
                **dict(list(seen.items())[1:]),
                newer[1].url: newer[1],
            }


def test_a_page_is_shown_with_what_is_known_of_its_links(
    catalogue: Catalogue, family: Family
) -> None:
    run(catalogue)
    audit(catalogue, SETTINGS, today=TODAY, clock=on(0), select=("dead-link",))
    lines = list(story_lines(show(catalogue, "Guide")))
    assert f"  {family.url('sound', '/a')} (sound, 2026-06-01)" in lines
    assert any("/b#part (suspected, 2026-06-01: 404 Not Found)" in line for line in lines)
    told = list(story_lines(show(catalogue, "Story")))
    assert any("(moved for good, 2026-06-01: http://sound." in line for line in told)
    assert any("web.archive.org" in line and "(an archived copy)" in line for line in told)
    links = show_document(show(catalogue, "Guide")).data["links"]
    assert [link["status"] for link in links] == ["ok", "suspected"]
    assert all(link["checked"] == on(0)() for link in links)
