"""The live tests: the program itself against real MediaWikis."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.live.export import Revision, Revisions
from tests.live.family import Family, running_family
from tests.live.mediawiki import reason_to_skip
from tests.live.program import Program
from tests.live.publisher import Publisher, set_up

THOUSAND = """
[[sources]]
name = "thousand"
wiki = "meta"
kind = "category"
category = "Thousand"
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the wikis, and keep them on one worker: they share them."""
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


@pytest.fixture(scope="session")
def new_program(family: Family, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Program]:
    """Make programs, each in an empty directory of its own."""
    return lambda: Program(family, tmp_path_factory.mktemp("cphub"))


@pytest.fixture
def program(new_program: Callable[[], Program]) -> Program:
    """The cphub program in an empty directory of its own."""
    return new_program()


@pytest.fixture(scope="session")
def published(family: Family, new_program: Callable[[], Program]) -> Path:
    """A catalogue to publish from, harvested and audited; meta has an account for it."""
    set_up(family.meta)
    return Publisher(family, new_program()).program.catalog


@pytest.fixture(scope="session")
def thousand(family: Family) -> str:
    """A thousand pages in one category of meta; the source that lists them."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    family.meta.import_pages(
        Revisions(
            f"Thousand/{n:04}",
            [
                Revision(
                    f"Page {n} tells how to do the {n}th thing.\n\n[[Category:Thousand]]"
                    f"[[Category:Hundred {n // 100}]]" + ("[[sv:Tusen]]" if n % 10 == 0 else ""),
                    start + timedelta(hours=n),
                )
            ],
        )
        for n in range(1000)
    )
    return THOUSAND
