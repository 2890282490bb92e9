"""JSON that is safe to print in a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from json import dumps

from cphub.reports import _fields

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Valid in JSON as they are, but not safe to print in a terminal.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def json_text(value: object) -> str:
    r"""Return a value as JSON; what could steer a terminal is written as `\u…`.

    Moments and days are ISO 8601; a lone surrogate, which no file can hold, is U+FFFD.
    """
    text = _LONE_SURROGATE.sub("\ufffd", dumps(value, ensure_ascii=False, default=_plain))
    return _UNSAFE.sub(_escape, text)


def _plain(value: object) -> object:
    """Return what JSON has no form for as something that it has one for."""
    if isinstance(value, datetime):
        return _fields.moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _escape(match: re.Match[str]) -> str:
    return dumps(match[0])[1:-1]
