"""`cphub explain` prints the rules in the words of their docstrings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from types import ModuleType

import pytest

from cphub import reports, rules, sources
from cphub.registry import discover

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize("room", [rules, sources, reports])
def test_all_there_are_are_listed_a_line_each(cphub: Cphub, room: ModuleType) -> None:
    names = [line.split()[0] for line in cphub("explain").stdout.splitlines() if line]
    assert set(discover(room)) <= set(names)
    assert len(names) == 3 + sum(len(discover(one)) for one in (rules, sources, reports))


@pytest.mark.parametrize("name", ["category", "markdown"])
def test_sources_and_formats_are_explained_too(cphub: Cphub, name: str) -> None:
    assert cphub("explain", name).stdout.startswith(f"{name}\n\n")


@pytest.mark.parametrize("typed", ["empty-section", "empty_section", "Empty-Section"])
def test_a_rule_is_explained_however_its_name_is_typed(cphub: Cphub, typed: str) -> None:
    page = cphub("explain", typed).stdout
    assert page.startswith("empty-section (completeness)\n\n")
    assert discover(rules)["empty-section"].doc.rstrip() in page
