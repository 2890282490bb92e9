"""One lab for all tests of a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.faults.lab import Lab, running_lab
from tests.faults.program import Nursery


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A wiki behind the fault server, and a harvest of 40 requests."""
    if not hasattr(os, "fork"):
        pytest.skip("the faults are played to forked processes")
    with running_lab() as running:
        yield running


@pytest.fixture(scope="session")
def nursery(lab: Lab) -> Nursery:
    """The process whose children run cphub; loading all that there is takes seconds."""
    return lab.nursery
