"""Open connections as the environment says: through its proxies, with its certificates."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from urllib.request import getproxies

import httpx

from cphub.errors import SettingsError

_SOCKS = {"socks5", "socks5h"}
_LONGEST = 160  # characters of the system's own words
_QUOTED = re.compile(r"[ :(]*\bb(?:ytearray\(b)?['\"].*", re.DOTALL)  # bytes as Python writes them


def open_http(**options: Any) -> httpx.Client:
    """Return an httpx.Client with these options, or say which variable is in its way.

    Raises:
        SettingsError: the environment names a proxy that cannot be used.
    """
    ours = options.get("transport") is None and options.get("trust_env", True)
    if ours:
        for kind in ("http", "https", "all"):
            if value := getproxies().get(kind):
                _check_proxy(_variable(f"{kind}_proxy"), value)
    try:
        return httpx.Client(**options)
    except (httpx.InvalidURL, ValueError):
        if not ours or not getproxies().get("no"):
            raise
        name = _variable("no_proxy")
        raise SettingsError(
            f"{name} has something in it that is no host",
            f"write it as {name}=localhost,.example.org, or unset it",
        ) from None


def certificates() -> ssl.SSLContext:
    """Return which certificates are believed: those of SSL_CERT_FILE or SSL_CERT_DIR, or certifi's.

    Raises:
        SettingsError: SSL_CERT_FILE names a file that holds none.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one
        if not (path := os.environ.get("SSL_CERT_FILE")):
            raise
        why = "holds no certificates" if isinstance(error, ssl.SSLError) else error.strerror
        raise SettingsError(
            f"SSL_CERT_FILE names {path}, which cannot be used: {why}",
            "name a file of certificates in PEM form, or unset SSL_CERT_FILE",
        ) from None


def said(error: BaseException, mask: Callable[[str], str] = str) -> str:
    """Return what went wrong on the network in the system's words, without what was sent.

    `mask` is asked before they are cut short.
    """
    return mask(_QUOTED.sub("", str(error)))[:_LONGEST] or type(error).__name__


def _check_proxy(name: str, value: str) -> None:
    """Make sure that a proxy's address is one; it may hold a password, so it is not quoted."""
    address = value if "://" in value else f"http://{value}"
    scheme = address.partition("://")[0].lower()
    hint = f"write it as {name}=http://proxy.example.org:8080, or unset it"
    try:
        proxy = httpx.URL(address)
        right = bool(proxy.host) and (proxy.port is None or 0 < proxy.port < 2**16)
    except (httpx.InvalidURL, ValueError):
        right = False
    if scheme not in {"http", "https", *_SOCKS}:
        kinds = "http, https, socks5 or socks5h"
        raise SettingsError(f"{name} names a proxy of a kind that is none of {kinds}", hint)
    if not right:
        raise SettingsError(f"{name} does not hold the address of a proxy", hint)
    if scheme in _SOCKS and find_spec("socksio") is None:
        raise SettingsError(
            f"{name} names a SOCKS proxy, and the library for those is not installed",
            'pip install "httpx[socks]", or name a proxy of http',
        )


def _variable(lower: str) -> str:
    """Return how the environment writes a variable's name; Python reads a lower-case one first."""
    if os.environ.get(lower):
        return lower
    return next((name for name in os.environ if name.lower() == lower), lower.upper())
