"""Addresses of the web: one form for equal ones, and which are copies in an archive."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

ARCHIVES: Final = (
    "archive.org",
    "archive-it.org",
    "webcitation.org",
    "archive.today",
    "archive.is",
    "archive.ph",
    "archive.li",
    "archive.md",
    "archive.fo",
    "archive.vn",
    "archive.wikiwix.com",
    "ghostarchive.org",
    "perma.cc",
    "megalodon.jp",
    "webarchive.org.uk",
    "webarchive.nationalarchives.gov.uk",
    "webarchive.loc.gov",
    "arquivo.pt",
    "vefsafn.is",
    "web.archive.bibalex.org",
    "timetravel.mementoweb.org",
)
"""Hosts that keep copies of pages (English Wikipedia, Help:Archiving a source)."""

_INNER: Final = re.compile(r"[/?=](https?:/{1,2}[^/\s].*)$", re.IGNORECASE)
_SAFE: Final = "!$&'()*+,;=:@/~-._"
_PORTS: Final = {"http": 80, "https": 443}
_LONGEST_HOST: Final = 253
_LONGEST: Final = 8_000  # characters; RFC 9110 asks servers to bear as many
_DEVIANT: Final = re.compile("[\xdf\u03c2\u200c\u200d]")  # today's names keep them (UTS 46)


def link_address(url: str) -> str:
    """Return the form that equal addresses have in common; "" for none that can be asked.

    The fragment is left out, the host is in ASCII and lower case, escapes are written in one
    way, `//host/…` is taken for https.

    >>> link_address("HTTP://Exämple.org:80/a%7eb c#top")
    'http://xn--exmple-cua.org/a~b%20c'
    """
    text = url.strip()
    if text.startswith("//"):
        text = f"https:{text}"
    try:
        parts = urlsplit(text)
        host = _in_ascii((parts.hostname or "").rstrip("."))
        port = parts.port
        path, query = escaped(parts.path), escaped(parts.query, "?[]|")
    except ValueError:  # UnicodeError is one
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or len(host) > _LONGEST_HOST or "@" in parts.netloc:
        return ""
    if re.search(r"[^a-z0-9._:-]", host):
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[scheme]:
        netloc += f":{port}"
    address = urlunsplit((scheme, netloc, path or "/", query, ""))
    return address if len(address) <= _LONGEST else ""


def joined(base: str, target: str) -> str:
    """Return the address that a redirect to `target` leads to; "" for none that can be asked."""
    try:
        return link_address(urljoin(base, target)) if target else ""
    except ValueError:  # such as a broken IPv6 address
        return ""


def _in_ascii(host: str) -> str:
    """Return a name as it is looked up (IDNA)."""
    labels = [
        f"xn--{label.lower().encode('punycode').decode('ascii')}"
        if _DEVIANT.search(label)
        else label
        for label in host.split(".")
    ]
    return ".".join(labels).encode("idna").decode("ascii").lower()


def host_of(address: str) -> str:
    """Return the host of an address in lower case, "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def is_archive(address: str) -> bool:
    """Tell whether an address is one of an archive of the web, and so no page of today's."""
    host = host_of(address)
    if host in {"archive.org", "www.archive.org"}:  # which is a library as well
        return urlsplit(address).path.startswith(("/wayback", "/web"))
    return any(host == known or host.endswith(f".{known}") for known in ARCHIVES)


def archived(address: str) -> str:
    """Return the address that an archive's address holds a copy of, "" where it says none.

    >>> archived("https://web.archive.org/web/20200101/http://example.org/a")
    'http://example.org/a'
    """
    if not is_archive(address):
        return ""
    parts = urlsplit(address)
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    found = _INNER.search(rest)
    if not found:
        return ""
    inner = re.sub(r"^(https?):/+", r"\1://", found[1], flags=re.IGNORECASE)
    return link_address(inner)


def plainly(address: str) -> str:
    """Return what is left of an address without what seldom tells pages apart.

    Scheme, `www.`, and a slash at the end.
    """
    rest = address.partition("//")[2].removeprefix("www.")
    head, mark, query = rest.partition("?")
    return f"{head.rstrip('/')}{mark}{query}"


def escaped(text: str, also: str = "") -> str:
    """Return a path or query with each escape written in the one usual way.

    Characters of `also` stay as they are, as those do that a path may have.
    """
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", text)
    return "".join(_escape(piece, also) for piece in pieces)


def _escape(piece: str, also: str) -> str:
    if len(piece) == len("%00") and piece[0] == "%":
        byte = unquote_to_bytes(piece)
        plain = byte.decode("latin-1")
        return plain if plain.isascii() and (plain.isalnum() or plain in "-._~") else piece.upper()
    return quote(piece, safe=f"{_SAFE}%{also}")
