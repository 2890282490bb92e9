"""Placeholders and services are met where the page itself uses them, and only there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cphub.model.facts import Facts

Read = Callable[..., Facts]


def placeholders(facts: Facts) -> list[str]:
    return [m.words for m in facts.mentions if m.vocabulary == "placeholders"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lorem ipsum dolor sit amet."),
        ("en", "* TODO: write this"),
        ("en", "== A ==\nTBD\n"),
        ("en", "{|\n|-\n| Name || tbd\n|}"),
        ("en", "Please add [your text here] soon."),
        ("en", "Hello <your name>!"),
        ("sv", "Skriv text här"),
        ("fr", "À compléter"),
    ],
)
def test_text_left_to_be_replaced_is_found(facts: Read, language: str, text: str) -> None:
    assert placeholders(facts(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "Make a to-do list and tick it off.",
        "Designers call such filler text <nowiki>Lorem ipsum dolor sit amet</nowiki>.",
        "<pre>TODO: x</pre>",
        "<code>TODO:</code> marks what is open.",
        "<!-- TODO: translate -->Text.",
        "<blockquote>Lorem ipsum dolor sit amet</blockquote>",
        "The word TBD means that nothing is decided.",
    ],
)
def test_text_about_placeholders_is_sound(facts: Read, text: str) -> None:
    assert placeholders(facts(text)) == []


def services(facts: Facts) -> list[tuple[str, str, bool, bool]]:
    return [
        (m.entry, m.form, m.in_reference, m.historical)
        for m in facts.mentions
        if m.vocabulary == "services"
    ]


def test_services_are_met_by_name_and_address(facts: Read) -> None:
    told = facts("Ask on [http://www.toolserver.org/~x the server]. Or use the Toolserver itself.")
    assert services(told) == [
        ("toolserver", "address", False, False),
        ("toolserver", "prose", False, False),
    ]
    assert told.mentions[0].sentence == "Ask on the server."
    assert told.mentions[1].sentence == "Or use the Toolserver itself."


def test_a_service_in_a_note_or_told_as_past_is_marked(facts: Read) -> None:
    told = facts("It was formerly on the Toolserver. <ref>http://toolserver.org/a</ref>")
    assert ("toolserver", "address", True, False) in services(told)
    assert ("toolserver", "prose", False, True) in services(told)


@pytest.mark.parametrize(
    "text",
    ["toolservers are nice", "http://nottoolserver.org/", "<nowiki>http://toolserver.org</nowiki>"],
)
def test_what_only_looks_like_a_service_is_none(facts: Read, text: str) -> None:
    assert services(facts(text)) == []
