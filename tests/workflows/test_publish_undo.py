"""Taking back what was published, and what the log says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workflows.offline import read_here
from tests.workflows.publishing import PAGE, TO, PublishingHub

from cphub.errors import ApiError, SettingsError, UsageError
from cphub.workflows.publish_log import publication_log

MARKERS = "<!-- cphub:start findings -->\n<!-- cphub:end findings -->"
LONG = 16_000  # bytes that this wiki takes: less than the report has
MANY = 110  # pages with a finding each


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishingHub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    return PublishingHub(tmp_path / "hub")


@pytest.fixture
def long(hub: PublishingHub) -> PublishingHub:
    """A hub whose report does not fit on one page."""
    hub.editable.max_article_size = LONG
    for number in range(MANY):
        hub.edit(f"Lesson {number}", f"Look at this, number {number}!")
    hub.renew()
    return hub


def titles(hub: PublishingHub) -> list[str]:
    return [page.title for page in hub.editable.pages.values() if page.title.startswith(PAGE)]


def test_what_stood_before_is_put_back(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"Words of people.\n{MARKERS}")
    hub.publish()
    hub.undo()
    assert hub.editable.text(PAGE) == f"Words of people.\n{MARKERS}"
    assert hub.history == ["Anna", "Anna", "Anna"]
    assert "takes back findings" in hub.editable.edits[-1]["summary"]
    assert hub.log[0].undone


def test_a_page_that_was_made_is_left_empty_and_can_be_published_to_again(
    hub: PublishingHub,
) -> None:
    hub.publish()
    (draft,) = hub.undo(TO).plan.drafts
    assert draft.text == ""
    assert hub.editable.text(PAGE) == ""
    assert hub.publish().written


def test_where_somebody_edited_since_nothing_is_taken_back(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.edit(PAGE, hub.editable.text(PAGE) + "\nThanks!", user="Bo")
    with pytest.raises(UsageError, match="edited since, by Bo on 2026-01-01"):
        hub.undo()
    assert len(hub.editable.edits) == 1


def test_an_edit_that_was_itself_taken_back_does_not_hinder(hub: PublishingHub) -> None:
    hub.publish()
    text = hub.editable.text(PAGE)
    hub.editable.edit(PAGE, "Nonsense.", user="Bo")
    hub.editable.edit(PAGE, text, user="Cy")
    assert hub.undo().written


def test_who_edits_while_it_is_taken_back_keeps_the_edit(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.meanwhile = lambda: hub.editable.edit(PAGE, "Bo's words.", user="Bo")
    with pytest.raises(UsageError, match="edited since, by Bo"):
        hub.undo()
    assert hub.editable.text(PAGE) == "Bo's words."
    assert hub.log[0].open_edits


def test_publications_are_taken_back_one_after_the_other(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, MARKERS)
    hub.publish()
    first = hub.editable.text(PAGE)
    hub.edit("Guide", "Look. Nothing.")
    hub.renew()
    hub.publish()
    hub.undo()
    assert hub.editable.text(PAGE) == first
    hub.undo()
    assert hub.editable.text(PAGE) == MARKERS
    with pytest.raises(UsageError, match="nothing is published"):
        hub.undo()


def test_the_last_one_at_a_page_can_be_chosen(hub: PublishingHub) -> None:
    hub.publish()
    hub.publish(to="meta:Project:Other")
    hub.undo("meta:project:Report")
    assert hub.editable.text(PAGE) == ""
    assert hub.editable.text("Project:Other")


def test_a_page_that_is_gone_is_told(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.delete(PAGE)
    with pytest.raises(UsageError, match="is gone"):
        hub.undo()


def test_a_text_that_is_hidden_is_told(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, MARKERS)
    hub.publish()
    hub.editable.page(PAGE).revisions.pop(0)
    with pytest.raises(UsageError, match="cannot be read any more"):
        hub.undo()


def test_a_no_leaves_all_as_it_is(hub: PublishingHub) -> None:
    hub.publish()
    hub.agree = False
    assert not hub.undo().agreed
    assert len(hub.editable.edits) == 1
    assert not hub.log[0].undone


def test_a_wiki_that_is_gone_from_the_settings_is_told(hub: PublishingHub) -> None:
    hub.publish()
    object.__setattr__(hub.settings, "wikis", {})
    with pytest.raises(SettingsError, match="no wiki of cphub"):
        hub.undo()


def test_what_is_too_long_for_a_page_stands_on_subpages(long: PublishingHub) -> None:
    done = long.publish()
    assert len(done.written) > 2
    assert [one.title for one in done.written][-1] == PAGE  # once there is what it leads to
    assert all(len(long.editable.text(title).encode()) <= LONG for title in titles(long))
    assert not long.publish().plan.drafts
    (publication,) = long.log
    assert len(publication.edits) == len(done.written)


def test_while_nothing_is_new_subpages_are_left_alone(long: PublishingHub) -> None:
    long.publish()
    part = f"{PAGE}/1"
    long.editable.edit(part, long.editable.text(part).replace("Lesson", "Lektion"), user="Bo")
    assert not long.publish().plan.drafts


def test_all_subpages_are_taken_back(long: PublishingHub) -> None:
    long.publish()
    long.undo()
    assert {long.editable.text(title) for title in titles(long)} == {""}
    assert long.log[0].undone


def test_nothing_is_taken_back_if_one_subpage_was_edited(long: PublishingHub) -> None:
    long.publish()
    long.editable.edit(f"{PAGE}/1", "Bo's words.", user="Bo")
    before = len(long.editable.edits)
    with pytest.raises(UsageError, match="Report/1 was edited since"):
        long.undo()
    assert len(long.editable.edits) == before


def test_what_was_stopped_half_way_goes_on_and_is_taken_back_as_one(long: PublishingHub) -> None:
    long.editable.meanwhile = lambda: setattr(long.editable, "meanwhile", refuse)

    def refuse() -> None:
        long.editable.refuse = "abusefilter-disallowed"

    with pytest.raises(ApiError):
        long.publish()
    assert len(titles(long)) == 1
    assert len(long.saved) > 1
    assert not long.log[0].ended
    long.editable.refuse = ""
    assert long.publish().plan.goes_on
    (publication,) = long.log
    assert publication.ended
    long.undo()
    assert {long.editable.text(title) for title in titles(long)} == {""}


def test_subpages_that_are_no_part_any_more_say_so(long: PublishingHub) -> None:
    long.publish()
    parts = [title for title in titles(long) if title != PAGE]
    for number in range(MANY):
        long.edit(f"Lesson {number}", "Quiet.")
    long.renew()
    long.publish()
    assert all("no part of it" in long.editable.text(title) for title in parts)
    assert not long.publish().plan.drafts


def test_a_page_without_room_is_refused(hub: PublishingHub) -> None:
    hub.editable.max_article_size = LONG
    hub.editable.edit(PAGE, f"{'Words. ' * 1000}\n{MARKERS}")
    with pytest.raises(UsageError, match="no room left"):
        hub.publish()


def test_the_log_says_what_was_published_where(hub: PublishingHub) -> None:
    hub.publish()
    hub.publish(report="overview", to="meta:Project:Map", name="map")
    hub.undo()
    with hub.open() as catalogue:
        document = publication_log(catalogue, edits=True)
    newest, oldest = document.sheets[0].rows
    assert [cell.text for cell in newest][1:7] == [
        *("overview (map)", "meta", "Project:Map", "1", "taken back", "Anna")
    ]
    assert [cell.text for cell in oldest][1:7] == [
        *("findings", "meta", PAGE, "1", "stands", "Anna")
    ]
    assert [row[5].text for row in document.sheets[1].rows] == [
        *("makes the page", "takes back", "makes the page")
    ]
    assert document.data["publications"][1]["edits"][0]["before"] == 0
