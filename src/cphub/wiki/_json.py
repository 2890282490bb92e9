"""Read a body as JSON of a shape that everything behind can bear."""

from __future__ import annotations

import json
import re
from typing import Any

_DEEPEST = 100  # levels; MediaWiki's answers have about ten
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def read_json(body: bytes) -> dict[str, Any] | None:
    """Return the object that `body` is; None where it is none, or nested beyond all reason.

    What is deeper than Python can recurse could be read here and fail anywhere behind.
    """
    try:
        text = body.decode("utf-8-sig")
        data = json.loads(text)
        if not isinstance(data, dict) or _is_too_deep(data):
            return None
        return dict(_whole(data)) if _SURROGATE.search(text) else data
    except (ValueError, RecursionError):
        return None


def _is_too_deep(data: dict[str, Any]) -> bool:
    level: list[Any] = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _whole(data: Any) -> Any:
    """Put U+FFFD for halves of characters, which JSON can say and no file in UTF-8 can hold."""
    if isinstance(data, str):
        return _HALF.sub("\ufffd", data)
    if isinstance(data, list):
        return [_whole(item) for item in data]
    if isinstance(data, dict):
        return {_whole(key): _whole(value) for key, value in data.items()}
    return data
