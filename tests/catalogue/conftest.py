"""A catalogue of its own for each test, and harvests into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.catalogue.imagined import Harvest

from cphub.catalogue import Catalogue, open_catalogue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    with open_catalogue(path, write=True) as opened:
        yield opened


@pytest.fixture
def harvest(catalogue: Catalogue) -> Harvest:
    return Harvest(catalogue)
