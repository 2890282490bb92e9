"""The text of a robots.txt: which rules of it are ours (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from cphub.model.addresses import escaped

MOST = 10_000
"""Rules that are kept of one robots.txt; nobody writes more by hand."""

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_PAGE = re.compile(r"[\ufeff\s]*<(?:!doctype|html)", re.IGNORECASE)
_NAME = re.compile(r"\*|[A-Za-z_-]+")
_LONGEST_DELAY = re.compile(r"[0-9]{1,6}(?:\.[0-9]{0,6})?")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt asks of us: (pattern, whether it allows), and a pause in seconds."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, address: str) -> bool:
        """Tell whether an address may be asked for: by the longest pattern that it matches."""
        parts = urlsplit(address)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        best, allowed = -1, True
        for pattern, allows in self.paths:
            if len(pattern) < best or not _matches(pattern, path):
                continue
            allowed = allows or (allowed and len(pattern) == best)
            best = len(pattern)
        return allowed


def understood(text: str, token: str) -> Rules:
    """Return the rules of the groups for `token`, or of those for everybody if it has none.

    A page in place of a robots.txt has none; what its header calls it does not count.

    Raises:
        ValueError: there are more than `MOST`.
    """
    if _PAGE.match(text):
        return Rules()
    ours: dict[str, list[tuple[str, str]]] = {}
    group: set[str] = set()  # which of the two names the group that is read is for
    begun = False  # whether it has a rule, so that the next user agent begins another
    for key, value in _lines(text):
        if key == "user-agent":
            group, begun = (set() if begun else group), False
            name = _NAME.match(value)
            if name and name[0].lower() in {token, "*"}:
                group.add(name[0].lower())
                ours.setdefault(name[0].lower(), [])
        elif key in {"allow", "disallow", "crawl-delay"}:
            begun = True
            for one in group:
                ours[one].append((key, value))
    chosen = ours.get(token, ours.get("*", []))
    paths = dict.fromkeys(
        (escaped(value, "?[]|"), key == "allow")
        for key, value in chosen
        if key != "crawl-delay" and value
    )
    if len(paths) > MOST:
        raise ValueError(f"more than {MOST:,} rules")
    delays = (value for key, value in chosen if key == "crawl-delay")
    return Rules(
        tuple(paths), max((float(d) for d in delays if _LONGEST_DELAY.fullmatch(d)), default=0.0)
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        if found := _LINE.match(line):
            yield found[1].lower(), found[2].strip()


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a path begins as a pattern says: `*` is anything, `$` at the end the end."""
    whole = pattern.endswith("$")
    first, *others = (pattern[:-1] if whole else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if whole and others:
        last = others.pop()
        if len(path) - len(last) < at or not path.endswith(last):
            return False
        path = path[: len(path) - len(last)]
    elif whole:
        return at == len(path)
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
