"""`cphub explain` prints the rules in the words of their docstrings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from cphub import rules
from cphub.registry import discover

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


def test_all_rules_are_listed_a_line_each(cphub: Cphub) -> None:
    lines = cphub("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["rule", *discover(rules)]


@pytest.mark.parametrize("typed", ["empty-section", "empty_section", "Empty-Section"])
def test_a_rule_is_explained_however_its_name_is_typed(cphub: Cphub, typed: str) -> None:
    page = cphub("explain", typed).stdout
    assert page.startswith("empty-section (completeness)\n\n")
    assert discover(rules)["empty-section"].doc.rstrip() in page
