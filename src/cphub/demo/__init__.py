"""The demo's wikis: three recorded MediaWikis with learning material, and their settings.

`answers/` holds, one file a wiki, what scripts/record_demo.py heard from real MediaWikis
that it had filled with the pages in scripts/demo/. Standard library only.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

DAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The moment at which the demo's wikis stand still."""

Recorded = dict[str, list[tuple[dict[str, str], dict[str, Any]]]]


def demo_config() -> str:
    """Return the demo's cphub.toml."""
    return files(__name__).joinpath("cphub.toml").read_text(encoding="utf-8")


def demo_answers() -> Recorded:
    """Return the (parameters, JSON body) pairs that were recorded, by the API's address."""
    recorded: Recorded = {}
    for file in files(__name__).joinpath("answers").iterdir():
        if file.name.endswith(".json"):
            said = json.loads(file.read_text(encoding="utf-8"))
            recorded[said["api"]] = [(one["asked"], one["answered"]) for one in said["answers"]]
    return recorded
