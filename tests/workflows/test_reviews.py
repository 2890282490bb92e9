"""What people say of resources holds, is never lost, and makes quiet what it should."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

from cphub.errors import UsageError
from cphub.model.reviews import Quiet, Said, Verdict
from cphub.workflows.queue import queue
from cphub.workflows.report import build_report
from cphub.workflows.review import dismiss, say, undo
from cphub.workflows.review_documents import sentences, standing_data
from cphub.workflows.show import show

LONG = "First sentence is calm. Look at this! Last sentence is calm, too."


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    hub.edit("Guide", LONG)
    hub.edit("Other", "Hey!")
    hub.renew()
    return hub


def judge(hub: Hub, name: str, verdict: str, review_by: str | None = "2027-11-22") -> None:
    with hub.open() as catalogue:
        say(catalogue, name, Said(verdict, review_by=review_by), "Anna", clock=hub.clock)


def quiet(hub: Hub, title: str = "Guide") -> list[Quiet]:
    with hub.open() as catalogue:
        return [why for one, why, _ in catalogue.quiet_findings() if one.title == title]


def titles(hub: Hub) -> list[str]:
    with hub.open() as catalogue:
        return [finding.title for finding in catalogue.open_findings()]


def test_good_makes_the_warnings_of_today_quiet_and_lets_later_ones_speak(hub: Hub) -> None:
    judge(hub, "Guide", "good")
    assert titles(hub) == ["Other"]
    assert quiet(hub) == [Quiet.OVERRULED]
    hub.renew()
    assert quiet(hub) == [Quiet.OVERRULED]
    hub.edit("Guide", "All calm.")
    hub.renew()
    hub.edit("Guide", LONG)  # what is found after the review is news
    assert [one.title for one in hub.renew()] == ["Guide", "Other"]


def test_a_note_given_with_a_verdict_that_is_overruled_says_whose_it_is(hub: Hub) -> None:
    with hub.open() as catalogue:
        say(catalogue, "Guide", Said("expired", note="It is gone"), "Anna", clock=hub.clock)
        standing = show(catalogue, "Guide").standing
        assert sentences(standing, hub.today)[-1] == "Note: It is gone"
        say(catalogue, "Guide", Said("good"), "Bo", clock=hub.clock)
        standing = show(catalogue, "Guide").standing
    assert sentences(standing, hub.today)[-1] == "Note by Anna: It is gone"
    assert standing_data(standing, hub.today)["noted_by"] == "Anna"


@pytest.mark.parametrize("verdict", ["expired", "incomplete"])
def test_a_verdict_that_something_is_wrong_makes_nothing_quiet(hub: Hub, verdict: str) -> None:
    judge(hub, "Guide", verdict)
    assert titles(hub) == ["Guide", "Other"]


def test_irrelevant_makes_everything_quiet_until_its_day(hub: Hub) -> None:
    judge(hub, "Guide", "irrelevant", (hub.today + timedelta(days=30)).isoformat())
    hub.edit("Guide", "Much! More! Noise!")
    assert [one.title for one in hub.renew()] == ["Other"]
    last_day = hub.today + timedelta(days=28)
    assert [one.title for one in hub.renew(today=last_day)] == ["Other"]
    assert [one.title for one in hub.renew(today=last_day + timedelta(days=1))] == [
        "Guide",
        "Other",
    ]


def test_never_holds_for_ever(hub: Hub) -> None:
    judge(hub, "Guide", "irrelevant", "")
    assert [one.title for one in hub.renew(today=hub.today.replace(year=2090))] == ["Other"]


def test_a_dismissed_finding_returns_when_its_passage_changes_and_only_then(hub: Hub) -> None:
    with hub.open() as catalogue:
        dismiss(catalogue, "Guide", "shouting", "It is a quotation", "Anna", clock=hub.clock)
    assert (titles(hub), quiet(hub)) == (["Other"], [Quiet.DISMISSED])
    hub.edit("Guide", f"A new beginning. {LONG} And a new end.")
    assert [one.title for one in hub.renew()] == ["Other"]
    hub.edit("Guide", f"== A heading of its own ==\n\n{LONG}\n\n== More ==\n\nCalm.")
    assert [one.title for one in hub.renew()] == ["Other"]
    hub.edit("Guide", LONG.replace("Look at this!", "Look at that!"))
    assert [one.title for one in hub.renew()] == ["Guide", "Other"]
    hub.edit("Guide", LONG)  # as it was when it was dismissed
    assert [one.title for one in hub.renew()] == ["Other"]


def test_a_second_passage_brings_a_dismissed_finding_back(hub: Hub) -> None:
    with hub.open() as catalogue:
        dismiss(catalogue, "Guide", "shouting", "It is a quotation", "Anna", clock=hub.clock)
    hub.edit("Guide", f"{LONG} And look here!")
    assert [one.title for one in hub.renew()] == ["Guide", "Other"]


def test_a_finding_of_a_page_that_has_changed_is_looked_at_first(hub: Hub) -> None:
    hub.edit("Guide", f"{LONG} More.")
    with hub.open() as catalogue:
        catalogue.run("UPDATE pages SET revision = revision + 1 WHERE title = 'Guide'")
        with pytest.raises(UsageError, match="has changed since"):
            dismiss(catalogue, "Guide", "shouting", "so", "Anna", clock=hub.clock)


def test_words_survive_a_harvest_a_move_an_edit_and_a_deletion(hub: Hub) -> None:
    judge(hub, "Guide", "irrelevant", "")
    hub.wiki.move("Guide", "Handbook")
    hub.edit("Handbook", "Other words!")
    hub.renew()
    with hub.open() as catalogue:
        story = show(catalogue, "Handbook")
        assert story.standing.verdict is Verdict.IRRELEVANT
        assert [why for _, why in story.quiet] == [Quiet.OVERRULED]
    hub.wiki.delete("Handbook")
    hub.renew()
    with hub.open() as catalogue:
        assert [review.said.verdict for review in catalogue.reviews()] == ["irrelevant"]


def test_the_last_word_is_taken_back_first_and_stays_in_the_history(hub: Hub) -> None:
    judge(hub, "Guide", "good")
    judge(hub, "Guide", "expired")
    with hub.open() as catalogue:
        dismiss(catalogue, "Guide", "shouting", "so", "Bo", clock=hub.clock)
        kinds = [undo(catalogue, "Guide", clock=hub.clock)[0] for _ in range(3)]
        assert [type(word).__name__ for word in kinds] == ["Dismissal", "Review", "Review"]
        assert len(catalogue.reviews()) == 2
        with pytest.raises(UsageError, match="nothing was said"):
            undo(catalogue, "Guide", clock=hub.clock)
    assert titles(hub) == ["Guide", "Other"]


def test_a_word_is_newer_than_what_it_answers_whatever_the_clocks_say(hub: Hub) -> None:
    judge(hub, "Guide", "good")
    hub.day -= 1  # a colleague's clock is slow
    judge(hub, "Guide", "expired")
    with hub.open() as catalogue:
        assert show(catalogue, "Guide").standing.verdict is Verdict.EXPIRED


def test_note_and_owner_leave_the_verdict_and_its_day_alone(hub: Hub) -> None:
    judge(hub, "Guide", "good")
    with hub.open() as catalogue:
        say(catalogue, "Guide", Said(note="see talk", owner="Bo"), "Bo", clock=hub.clock)
        standing = show(catalogue, "Guide").standing
    assert (standing.verdict, standing.reviewer) == (Verdict.GOOD, "Anna")
    assert (standing.note, standing.owner, str(standing.review_by)) == (
        "see talk",
        "Bo",
        "2027-11-22",
    )


def test_an_audit_counts_only_what_speaks_and_a_report_tells_the_rest(hub: Hub) -> None:
    judge(hub, "Guide", "good")
    judge(hub, "Other", "expired")
    hub.renew()
    with hub.open() as catalogue:
        report = build_report(catalogue)
        (run,) = catalogue.runs("audit", limit=1)
    assert [finding.title for finding in report.findings] == ["Other"]
    assert report.quiet == (("overruled", 1),)
    assert {key: said.partition(" ")[0] for key, said in report.verdicts.items()} == {
        ("meta", 1): "good",
        ("meta", 2): "expired",
    }
    assert run.counts["warnings"] == 1


def test_what_is_dismissed_is_no_news_of_an_audit(hub: Hub) -> None:
    judge(hub, "Guide", "irrelevant", "")
    hub.edit("Guide", "Calm.")
    hub.renew()
    hub.edit("Guide", "Loud!")
    hub.renew()
    with hub.open() as catalogue:
        assert [run.counts["new"] for run in catalogue.runs("audit")] == [0, 0, 2]
        assert catalogue.finding_changes(catalogue.runs("audit")[0].id) == []


def test_the_queue_has_what_matters_most_first_and_lets_go_of_what_was_judged(hub: Hub) -> None:
    hub.edit("Calm", "It leads to [[Guide]].")
    hub.renew()
    with hub.open() as catalogue:
        waiting = queue(catalogue, hub.settings, hub.today)
        names = {r.id: r.editions[0].title for r in catalogue.resources()}
        assert [names[each.resource] for each in waiting] == ["Guide", "Other", "Calm"]
        assert waiting[0].why == "1 warning, 1 link to it (views not known), 1 language"
    judge(hub, "Guide", "good")
    with hub.open() as catalogue:
        waiting = queue(catalogue, hub.settings, hub.today)
        assert [names[each.resource] for each in waiting] == ["Other", "Calm"]
        later = queue(catalogue, hub.settings, hub.today.replace(year=2028))
        assert [names[each.resource] for each in later] == ["Guide", "Other", "Calm"]


@pytest.mark.parametrize(
    ("which", "message"),
    [("", "there are 2 open findings"), ("7", "there are 2"), ("nowhere", "there are 2")],
)
def test_of_several_findings_one_is_named(hub: Hub, which: str, message: str) -> None:
    with hub.open() as catalogue:
        catalogue.run(
            "INSERT INTO findings (rule, axis, severity, wiki, title, language, page_id, revision,"
            " message, evidence, fix, url, key, first_seen, first_run)"
            " SELECT rule, axis, severity, wiki, title, language, page_id, revision, 'Another.',"
            " evidence, fix, url, 'two', first_seen, first_run FROM findings WHERE title = 'Guide'"
        )
        with pytest.raises(UsageError, match=message) as caught:
            dismiss(catalogue, "Guide", "shouting", "so", "Bo", which=which, clock=hub.clock)
        assert "--finding" in caught.value.hint
        done = dismiss(catalogue, "Guide", "shouting", "so", "Bo", which="other.", clock=hub.clock)
        assert [finding.message for finding in done.findings] == ["Another."]


def test_what_is_quiet_already_is_not_dismissed_again_and_why_is_told(hub: Hub) -> None:
    judge(hub, "Guide", "irrelevant")
    with hub.open() as catalogue:
        with pytest.raises(UsageError, match="shouting is quiet already") as caught:
            dismiss(catalogue, "Guide", "shouting", "so", "Bo")
        assert caught.value.hint == "It is overruled by a review."


def test_nothing_can_be_dismissed_that_is_not_there(hub: Hub) -> None:
    with hub.open() as catalogue:
        with pytest.raises(UsageError, match='did you mean "shouting"') as caught:
            dismiss(catalogue, "Guide", "shoutin", "so", "Bo")
        assert "shouting" in caught.value.hint
        with pytest.raises(UsageError, match="needs a reason"):
            dismiss(catalogue, "Guide", "shouting", "  ", "Bo")
