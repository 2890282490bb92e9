"""A pytest plugin: property tests that set no number of their own try as many cases as asked."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=int(os.environ["CPHUB_CASES"]),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
