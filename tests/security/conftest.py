"""How thorough the property tests are: `--hypothesis-profile=long` for a night."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import settings

settings.register_profile("long", deadline=None)

create_ssl_context = functools.cache(httpx.create_ssl_context)


@pytest.fixture(scope="module", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Keep the certificates that each run reads anew: half of what a small harvest takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "create_ssl_context", create_ssl_context)
        yield
