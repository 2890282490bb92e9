"""What Translate says, from recorded answers and odd ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cphub.errors import ApiError, BadReply
from cphub.model.translations import Group, UnitCounts
from cphub.wiki.history import OldRevision, revision_at
from cphub.wiki.translate import (
    Counted,
    group_stats,
    groups,
    language_stats,
    workflow_state,
)

Make = Callable[..., Any]
Load = Callable[[str], dict[str, Any]]
GUIDE = "page-Licence guide"


def counted(*rows: dict[str, Any], gap: str = "") -> dict[str, Any]:
    body: dict[str, Any] = {"batchcomplete": True, "query": {"messagegroupstats": list(rows)}}
    return {**body, "continue": {"mgsoffset": gap, "continue": "-||"}} if gap else body


def row(language: str, translated: int = 1, **more: Any) -> dict[str, Any]:
    numbers = {"total": 8, "translated": translated, "fuzzy": 0, "proofread": 0}
    return {**numbers, "code": language, "language": language, **more}


def refusal(code: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "text": f"about {code}"}]}


def test_recorded_groups_come_by_title(site: Make, reply: Load) -> None:
    connected, wiki = site(reply("translate-messagegroups"))
    found = groups(connected, ["Licence guide", "Essay"])
    assert found == {"Licence guide": Group(GUIDE, "en")}
    assert wiki.fields()["mgfilter"] == "page-Licence guide|page-Essay"


def test_priorities_and_workflow_states_are_kept(site: Make) -> None:
    entry = {
        "id": "page-Guide",
        "sourcelanguage": "sv",
        "priority": "discouraged",
        "prioritylangs": ["fr", "ar"],
        "priorityforce": True,
        "workflowstates": {"ready": {"color": "FF0", "name": "Ready"}, "odd": 7},
    }
    connected, _ = site({"query": {"messagegroups": [entry]}})
    assert groups(connected, ["Guide"]) == {
        "Guide": Group(
            "page-Guide",
            "sv",
            "discouraged",
            ("fr", "ar"),
            priority_forced=True,
            workflow_states={"ready": "Ready"},
        )
    }


def test_more_than_fifty_groups_are_refused(site: Make) -> None:
    connected, _ = site({})
    with pytest.raises(ValueError, match="51 groups"):
        groups(connected, [str(number) for number in range(51)])


def test_recorded_counts_come_to_the_unit_in_one_request(site: Make, reply: Load) -> None:
    connected, wiki = site(reply("translate-messagegroupstats"))
    assert group_stats(connected, GUIDE) == Counted(
        (
            UnitCounts("ar", 8, 1, 0, 0),
            UnitCounts("en", 8, 8, 0, 0),
            UnitCounts("fr", 8, 4, 0, 0),
            UnitCounts("sv", 8, 6, 2, 0),
        ),
        complete=True,
    )
    assert len(wiki.requests) == 1


def test_a_whole_recorded_answer_agrees_with_the_short_one(site: Make, reply: Load) -> None:
    connected, _ = site(reply("translate-messagegroupstats-all"))
    whole = group_stats(connected, GUIDE)
    assert whole is not None
    assert len(whole.counts) > 400
    assert {one.language: one.translated for one in whole.counts if one.translated} == {
        "ar": 1,
        "en": 8,
        "fr": 4,
        "sv": 6,
    }


def test_a_group_that_the_wiki_does_not_know_is_none(site: Make, reply: Load) -> None:
    connected, _ = site(reply("error-unknown-group"))
    assert group_stats(connected, "page-No such page") is None


def test_a_gap_is_stepped_over_and_the_counts_are_called_incomplete(site: Make) -> None:
    connected, wiki = site(counted(row("ar"), gap="de"), counted(row("fr"), row("sv")))
    found = group_stats(connected, GUIDE)
    assert found is not None
    assert [one.language for one in found.counts] == ["ar", "fr", "sv"]
    assert not found.complete
    assert wiki.fields()["mgsoffset"] == "de!"


def test_gaps_without_end_cost_four_requests(site: Make) -> None:
    bodies = [counted(row(f"a{number}"), gap=f"b{number}") for number in range(9)]
    connected, wiki = site(*bodies)
    found = group_stats(connected, GUIDE)
    assert found is not None
    assert not found.complete
    assert len(wiki.requests) == 4


def test_a_page_that_is_not_counted_at_all_costs_one_request(site: Make) -> None:
    connected, wiki = site(counted(gap="aa"))
    assert group_stats(connected, GUIDE) == Counted((), complete=False)
    assert len(wiki.requests) == 1


def test_counts_that_were_cut_to_fit_are_incomplete(site: Make) -> None:
    cut = {"warnings": [{"code": "result", "text": "This result was truncated"}]}
    connected, _ = site(counted(row("ar")) | cut)
    found = group_stats(connected, GUIDE)
    assert found is not None
    assert not found.complete


@pytest.mark.parametrize(
    "odd",
    [
        {"query": {"messagegroupstats": {"sv": 1}}},
        {"query": None},
        {"batchcomplete": True},
        counted({"language": "sv", "total": 8}),
        counted(row("sv", total=None)),
        counted(row("sv", total=-1)),
        counted(row("sv", total=10**30)),
        counted({"total": 8, "translated": 1, "fuzzy": 0, "proofread": 0}),
    ],
)
def test_counts_in_another_shape_are_a_bad_reply(site: Make, odd: dict[str, Any]) -> None:
    connected, _ = site(odd)
    with pytest.raises(BadReply, match="counts of page-Licence guide"):
        group_stats(connected, GUIDE)


def test_recorded_counts_of_a_language_come_by_group(site: Make, reply: Load) -> None:
    connected, _ = site(reply("translate-languagestats-sv"))
    assert language_stats(connected, "sv") == {
        "page-Partnership guide": UnitCounts("sv", 5, 2, 0, 0),
        GUIDE: UnitCounts("sv", 8, 6, 2, 0),
    }


def test_the_state_of_a_translation_is_told(site: Make) -> None:
    connected, wiki = site({"query": {"metadata": {"state": "needs-updating"}}})
    assert workflow_state(connected, GUIDE, "sv") == "needs-updating"
    assert wiki.fields()["mclimit"] == "1"


def test_a_recorded_translation_is_in_no_state(site: Make, reply: Load) -> None:
    connected, _ = site(reply("translate-messagecollection-sv-fuzzy"))
    assert workflow_state(connected, GUIDE, "sv") == ""


@pytest.mark.parametrize("code", ["badparameter", "translate-language-disabled"])
def test_a_language_that_is_not_allowed_has_no_state(site: Make, code: str) -> None:
    connected, _ = site(refusal(code))
    assert workflow_state(connected, GUIDE, "sv") == ""


def test_another_refusal_is_told(site: Make) -> None:
    connected, _ = site(refusal("permissiondenied"))
    with pytest.raises(ApiError, match="permissiondenied"):
        workflow_state(connected, GUIDE, "sv")


MOMENT = datetime(2020, 5, 1, tzinfo=UTC)
REVISION = {"revid": 7, "parentid": 6, "timestamp": "2020-01-02T03:04:05Z"}


def history(*revisions: dict[str, Any]) -> dict[str, Any]:
    return {"query": {"pages": [{"pageid": 5, "revisions": list(revisions)}]}}


def test_the_text_of_a_moment_is_asked_for_in_one_request(site: Make) -> None:
    text = {"slots": {"main": {"content": "Old."}}}
    connected, wiki = site(history({**REVISION, **text}))
    made = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert revision_at(connected, 5, MOMENT) == OldRevision(7, 6, made, "Old.")
    assert wiki.fields()["rvstart"] == "2020-05-01T00:00:00Z"
    assert wiki.fields()["rvdir"] == "older"


@pytest.mark.parametrize(
    "hidden", [{"texthidden": True}, {"slots": {"main": {"texthidden": True}}}, {"slots": {}}]
)
def test_a_hidden_old_text_is_none(site: Make, hidden: dict[str, Any]) -> None:
    connected, _ = site(history({**REVISION, **hidden}))
    found = revision_at(connected, 5, MOMENT)
    assert found is not None
    assert found.text is None


@pytest.mark.parametrize(
    "nothing", [{"query": {"pages": [{"pageid": 5, "missing": True}]}}, history()]
)
def test_a_page_without_a_past_has_no_old_text(site: Make, nothing: dict[str, Any]) -> None:
    connected, _ = site(nothing)
    assert revision_at(connected, 5, MOMENT) is None


def test_a_revision_of_another_time_is_not_believed(site: Make) -> None:
    connected, _ = site(history({**REVISION, "timestamp": "2021-01-01T00:00:00Z"}))
    with pytest.raises(BadReply, match="page's history"):
        revision_at(connected, 5, MOMENT)
