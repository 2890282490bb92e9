"""How thorough the property tests are: `--hypothesis-profile=long` for a night."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("long", deadline=None)
