"""The live tests: the program itself against real MediaWikis."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.live.family import Family, running_family
from tests.live.mediawiki import reason_to_skip
from tests.live.program import Program


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this directory, and keep them on one worker: they share the wikis."""
    for item in items:
        if "family" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.xdist_group("live"))


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Family]:
    """Three MediaWikis that run as long as the tests do."""
    if reason := reason_to_skip():
        if os.environ.get("CI"):
            pytest.fail(f"the live tests must run in CI, but {reason}")
        pytest.skip(reason)
    with running_family(tmp_path_factory.mktemp("family")) as running:
        yield running


@pytest.fixture
def program(family: Family, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The cphub program in a directory of its own, told of the family's wikis."""
    return Program(family, tmp_path_factory.mktemp("cphub"))
