"""Addresses in reports: only those that a browser may follow, in characters that say nothing."""

from __future__ import annotations

import re
from urllib.parse import quote

_WEB = re.compile("https?://[^/]", re.IGNORECASE)
# `_` is special in wikitext only when doubled (`__NOTOC__`).
_UNDERSCORES = re.compile("(?<=_)_")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def web_address(url: str) -> str:
    """Return `url` with all percent-encoded that Markdown or wikitext could take for markup.

    "" when it is no http or https address: such text must not become a link.
    """
    if not _WEB.match(url):
        return ""
    url = _STRAY_PERCENT.sub("%25", url)
    encoded = quote(url, safe="/:?#@$&+,=%", errors="replace").replace("~", "%7E")
    return _UNDERSCORES.sub("%5F", encoded)
