"""How thorough the property tests are: `--hypothesis-profile=long` for a night."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile("long", deadline=None, max_examples=20_000, suppress_health_check=CALM)
