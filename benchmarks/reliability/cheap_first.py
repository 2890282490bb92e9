"""A pytest plugin for mutmut: quick tests first, so that a mutant is noticed as soon as may be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

STATISTICS = Path("mutmut-stats.json")  # beside the mutants, where the tests run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by how long each test took when mutmut looked which functions it reaches."""
    if STATISTICS.exists():
        took = json.loads(STATISTICS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: took.get(item.nodeid, 0.0))
