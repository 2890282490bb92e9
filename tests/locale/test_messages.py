"""The catalogues: whole, in step with the code, and honest about who made them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest
from polib import POFile, pofile
from scripts import build_texts
from tests.rules.test_cases import EVERY, RULES, _faults

from cphub.locale.catalogues import languages
from cphub.locale.speaker import speaker
from cphub.locale.templates import SLOT, template

LOCALE = files("cphub.locale")
CODES = [code for code in languages() if code != "en"]


def catalogue(code: str) -> POFile:
    return pofile((LOCALE / f"{code}.po").read_text(encoding="utf-8"))


NEARLY_ALL = 0.95
"""What has to be translated of all that is said: a new rule is English until somebody does it."""


@cache
def said() -> frozenset[str]:
    found = build_texts.gather()
    return frozenset({*found.texts, *(one for one, _ in found.units)})


def test_swedish_and_french_are_spoken() -> None:
    assert {"en", "fr", "sv"} <= set(languages())


@pytest.mark.parametrize("code", CODES)
def test_nearly_all_that_the_code_says_is_translated(code: str) -> None:
    done = {entry.msgid for entry in catalogue(code).translated_entries()}
    lacking = sorted(said() - done)
    assert len(lacking) <= (1 - NEARLY_ALL) * len(said()), lacking


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_translated_that_nobody_says(code: str) -> None:
    dead = sorted({entry.msgid for entry in catalogue(code)} - said())
    assert len(dead) <= (1 - NEARLY_ALL) * len(said()), "run python -m scripts.build_texts"


@pytest.mark.parametrize("code", CODES)
def test_a_translation_keeps_every_value_and_adds_none(code: str) -> None:
    for entry in catalogue(code):
        said = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        for text in said:
            names = sorted(name for name, _ in SLOT.findall(text))
            assert names == sorted(name for name, _ in SLOT.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_says_whether_a_speaker_has_reviewed_it(code: str) -> None:
    found = catalogue(code)
    reviewed = found.metadata["X-Reviewed"]
    assert reviewed in {"yes", "no"}
    assert (reviewed == "no") == ("Needs review by a speaker" in found.header)


@pytest.mark.parametrize("code", CODES)
def test_every_message_can_be_matched(code: str) -> None:
    for entry in catalogue(code):
        assert template(entry.msgid).weight > 0


def test_french_has_a_space_that_does_not_break_before_its_double_signs() -> None:
    for entry in catalogue("fr"):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not re.search(" [:;?!»%]|« ", text), text


@cache
def faults() -> frozenset[str]:
    found = [fault for rule, case in EVERY for fault in _faults(RULES[rule], case, case.today)]
    return frozenset(text for fault in found for text in (fault.message, fault.fix))


@pytest.mark.parametrize("code", CODES)
def test_nearly_every_fault_of_every_case_is_said_in_the_language(code: str) -> None:
    assert len(faults()) > 200
    english = [text for text in sorted(faults()) if speaker(code).say(text) == text]
    assert len(english) <= (1 - NEARLY_ALL) * len(faults()), english
