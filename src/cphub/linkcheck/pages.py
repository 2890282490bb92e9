"""Whether a page that answers is the page that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from cphub.clean import unescaped
from cphub.data.not_found import NotFound
from cphub.model.addresses import host_of
from cphub.model.links import Sight

HOME: Final = re.compile(
    r"/?(?:(?:index|default|home|start|main)(?:\.[a-z]{2,5})?/?|[a-z]{2}(?:[-_][a-z]{2})?/?)?",
    re.IGNORECASE,
)
"""Paths of start pages; `/sv/` is one in a language."""

LOST: Final = re.compile(
    r"(?:^|[/_.=-])(?:404|not[-_]?found|page[-_]?not[-_]?found|file[-_]?not[-_]?found|error[-_]?404"
    r"|404[-_]?error|page[-_]?introuvable|nicht[-_]?gefunden|no[-_]?encontrad[ao])(?:$|[/_.?&-])",
    re.IGNORECASE,
)
LOGIN: Final = re.compile(
    r"(?:^|[/_.:-])(?:log-?in|sign-?in|sso|oauth2?|saml2?|userlogin|consent|cas)(?:$|[/_.?&-])",
    re.IGNORECASE,
)
SHORT: Final = frozenset(
    {
        *("bit.ly", "t.co", "w.wiki", "goo.gl", "tinyurl.com", "youtu.be", "doi.org", "dx.doi.org"),
        *("hdl.handle.net", "purl.org", "n2t.net", "ow.ly", "is.gd", "buff.ly", "forms.gle"),
    }
)
"""Hosts whose addresses are made to lead elsewhere."""

_LABELS: Final = 2


def led_astray(asked: str, final: str) -> tuple[Sight, str] | None:
    """Tell what a redirect from one address to another means; None where nothing bad."""
    before, after = urlsplit(asked), urlsplit(final)
    if host_of(asked) in SHORT:
        return None
    if LOST.search(after.path) and not LOST.search(before.path):
        return Sight.DOUBTFUL, "redirects to a page for what is not found"
    if LOGIN.search(f"{after.netloc}{after.path}") and not LOGIN.search(before.path):
        return Sight.UNKNOWN, "redirects to a login"
    leads_home = HOME.fullmatch(after.path) and not after.query
    came_from_home = HOME.fullmatch(before.path) and not before.query
    if leads_home and not came_from_home and _same_site(asked, final):
        return Sight.DOUBTFUL, "redirects to the site's start page"
    return None


def says(text: str, words: NotFound) -> tuple[Sight, str] | None:
    """Tell what the beginning of a page's HTML says of itself; None where nothing bad."""
    found = list(headings(text))
    if heading := words.says(found):
        return Sight.DOUBTFUL, f'answers with a page called "{heading[:80]}"'
    if heading := words.for_sale(found):
        return Sight.DOUBTFUL, f'the domain seems to be nobody\'s: "{heading[:80]}"'
    if heading := words.asks_who(found):
        return Sight.UNKNOWN, f'answers with a login: "{heading[:80]}"'
    return None


def headings(text: str) -> Iterator[str]:
    """Yield the title and the first big heading of a page."""
    for tag in ("title", "h1"):
        start = re.search(rf"<{tag}(?:\s[^<>]*)?>", text, re.IGNORECASE)
        if start is None:
            continue
        end = text.lower().find(f"</{tag}", start.end())
        inner = text[start.end() : end if end >= 0 else start.end() + 300]
        plain = " ".join(unescaped(re.sub(r"<[^>]*>", " ", inner[:2000])).split())
        if plain:
            yield plain


def _same_site(one: str, other: str) -> bool:
    """Tell whether two addresses' hosts end in the same two labels."""
    ends = [host_of(address).split(".")[-_LABELS:] for address in (one, other)]
    return ends[0] == ends[1]
