"""What holds of a resource by people's words and the machine's proposals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cphub.model.lrmi import lrmi
from cphub.model.subjects import Description, Origin, Property, Proposal, settle

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEVEL, TOPIC, KIND = Property.LEVEL, Property.TOPIC, Property.KIND


def proposal(what: Property, value: str, sure: float = 0.8, page_id: int = 1) -> Proposal:
    return Proposal("meta", page_id, what, value, sure, ("the title says so",), NOW)


def said(what: Property, value: str, *, holds: bool = True, hour: int = 0) -> Description:
    moment = NOW + timedelta(hours=hour)
    return Description(f"{hour}{value}", "meta", 1, "Anna", what, value, holds, moment)


def held(proposals: list[Proposal], words: list[Description]) -> list[tuple[str, str]]:
    return [(one.value, one.origin) for one in settle(proposals, words)]


def test_of_two_editions_the_surer_one_speaks() -> None:
    (one,) = settle([proposal(TOPIC, "upload", 0.6), proposal(TOPIC, "upload", 0.9, 2)], [])
    assert (one.confidence, one.page_id) == (0.9, 2)


def test_what_is_below_the_bound_is_not_proposed() -> None:
    assert settle([proposal(TOPIC, "upload", 0.49)], []) == ()


def test_two_levels_that_are_as_likely_are_none() -> None:
    both = [proposal(LEVEL, "beginner"), proposal(LEVEL, "expert", page_id=2)]
    assert settle(both, []) == ()
    both.append(proposal(LEVEL, "expert", 0.9))
    assert held(both, []) == [("expert", Origin.MACHINE)]


def test_a_persons_level_and_kind_replace_the_machines() -> None:
    proposals = [proposal(LEVEL, "expert", 0.95), proposal(KIND, "video"), proposal(TOPIC, "a")]
    words = [said(LEVEL, "beginner"), said(KIND, "guide")]
    person, machine = Origin.PERSON, Origin.MACHINE
    assert held(proposals, words) == [("beginner", person), ("a", machine), ("guide", person)]


def test_a_person_may_say_that_there_is_none() -> None:
    assert held([proposal(LEVEL, "expert")], [said(LEVEL, "", holds=False)]) == []


def test_a_topic_that_a_person_removed_stays_removed_and_the_others_stay() -> None:
    proposals = [proposal(TOPIC, "upload", 0.95), proposal(TOPIC, "metadata")]
    words = [said(TOPIC, "upload", holds=False)]
    assert held(proposals, words) == [("metadata", Origin.MACHINE)]
    words.append(said(TOPIC, "upload", hour=1))
    assert ("upload", Origin.PERSON) in held(proposals, words)


def test_a_kind_that_is_denied_lets_the_other_kinds_be() -> None:
    proposals = [proposal(KIND, "video"), proposal(KIND, "guide")]
    assert held(proposals, [said(KIND, "video", holds=False)]) == [("guide", Origin.MACHINE)]


def test_of_two_words_the_newer_one_holds_in_whatever_order_they_come() -> None:
    words = [said(LEVEL, "expert", hour=2), said(LEVEL, "beginner", hour=1)]
    assert held([], words) == held([], words[::-1]) == [("expert", Origin.PERSON)]


def test_lrmis_names_and_forms() -> None:
    words = [
        *(said(LEVEL, "beginner"), said(TOPIC, "upload"), said(KIND, "guide")),
        *(said(Property.AUDIENCE, "educators"), said(Property.TIME_REQUIRED, "PT30M")),
    ]
    assert lrmi(settle([], words), ["sv", "en", "sv"]) == {
        "educationalLevel": "beginner",
        "teaches": ["upload"],
        "audience": [{"@type": "EducationalAudience", "educationalRole": "educators"}],
        "learningResourceType": ["guide"],
        "timeRequired": "PT30M",
        "inLanguage": ["en", "sv"],
    }
    assert lrmi(()) == {}
