"""A rule's docstring is its page in the guide: it has the same parts in the same order."""

from __future__ import annotations

import json
import re

import pytest

import cphub.rules
from cphub.model.findings import Axis
from cphub.registry import Plugin, discover

RULES = discover(cphub.rules)
PARTS = ["Why it matters", "Example", "How to fix", "Settings"]
FIGURES = "Where the figures come from"


def _parts(rule: Plugin) -> dict[str, str]:
    """Return the parts of a rule's guide by their headings (lines that end in a colon)."""
    heading = re.compile(r"^(\S[^\n]*):$", re.MULTILINE)
    _, *pieces = heading.split(rule.doc)
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


@pytest.mark.parametrize("name", RULES)
def test_guide_has_its_parts_in_order(name: str) -> None:
    parts = _parts(RULES[name])
    assert [part for part in parts if part != FIGURES] == PARTS
    assert list(parts)[:4] == PARTS
    assert all(text.strip() for text in parts.values())


@pytest.mark.parametrize("name", RULES)
def test_guide_begins_with_what_the_rule_finds(name: str) -> None:
    summary = RULES[name].summary
    assert summary.startswith("Find ")
    assert summary.endswith(".")
    assert len(summary) < 90


@pytest.mark.parametrize("name", RULES)
def test_guide_tells_each_setting_with_its_default(name: str) -> None:
    rule = RULES[name]
    told = _parts(rule)["Settings"]
    for setting in rule.settings.values():
        default = json.dumps(setting.default)
        assert f"    {setting.name} = {default}: " in told
    named = re.findall(r"^    (\w+) = ", told, re.MULTILINE)
    assert named == list(rule.settings)
    assert rule.settings or told.strip().startswith("None.")


def test_the_names_by_which_people_mute_rules_are_kept() -> None:
    names = """
        empty-section expired-notice expired-promise gone-page hard-to-read marked-incomplete
        marked-outdated missing-file missing-lead moved-page near-duplicate no-example
        no-structure orphan-page placeholder-text red-links retired-service short-page
        uncategorised-page untouched-page wrong-language
    """
    assert set(names.split()) <= set(RULES)


def test_every_rule_names_an_axis() -> None:
    assert all(isinstance(rule.attributes["axis"], Axis) for rule in RULES.values())
