"""How thorough the property tests are: `--hypothesis-profile=long` for a night."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import settings
from tests.faults.nursery import warm_workers
from tests.faults.program import ROOT

settings.register_profile("long", deadline=None)

create_ssl_context = functools.cache(httpx.create_ssl_context)


@pytest.fixture(scope="module", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Keep the certificates that each run reads anew: half of what a small harvest takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "create_ssl_context", create_ssl_context)
        yield


@pytest.fixture(scope="session", autouse=True)
def detectors_loaded_once() -> None:
    """Keep one process that has loaded what workers of audits need, for them to begin with."""
    if hasattr(os, "fork"):
        with contextlib.chdir(ROOT):  # where it finds its modules
            warm_workers("pytest.__main__")
