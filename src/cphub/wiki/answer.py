"""Make sense of one HTTP answer: the API's body, or which failure it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urljoin, urlsplit, urlunsplit

from cphub.clean import unescaped
from cphub.errors import (
    ApiError,
    BadReply,
    Redirected,
    SettingsError,
    WikiBusy,
    WikiError,
    WikiUnreachable,
)
from cphub.network.headers import http_date, retry_after
from cphub.wiki._json import read_json
from cphub.wiki.endpoint import Endpoint
from cphub.wiki.retry import COME_BACK, HEAVY, Fault
from cphub.wiki.secrets import MASK, Secrets

_SHARED = {"ratelimited", "concurrency-limit"}  # counted over all of Wikimedia
_BUSY = {"maxlag", "readonly", *_SHARED}
_PASSING = {
    f"internal_api_error_{name}"
    for name in (
        "DBConnectionError",
        "DBQueryError",
        "DBQueryTimeoutError",
        "DBUnexpectedError",
        "ReadOnlyError",
    )
}
_WORDS = 200  # characters of a wiki's own words that are shown
_WARNED = 2000  # characters of a warning that are kept
_MOST_WARNINGS = 1000  # of one answer
_TAGS = re.compile(r"(?is)<(script|style|title)\b(?:.*?</\1\s*>|.*)|<!--(?:.*?-->|.*)|<[^<>]*>")
"""What no reader sees; what nothing ends goes to the end, so that no part is read twice."""


class Warning_(NamedTuple):  # noqa: N801  # `Warning` is Python's own
    """A warning of the API: its code, or the module it came from, and its text."""

    code: str
    text: str


@dataclass
class Answer:
    """What the API answered: the JSON body, its warnings, the server's `Date`, bytes of it."""

    body: dict[str, Any]
    warnings: tuple[Warning_, ...] = ()
    date: datetime | None = None
    size: int = 0


def read_answer(
    endpoint: Endpoint,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    secrets: Secrets | None = None,
) -> Answer:
    """Return the API's answer. `now` is our clock, for servers that send no `Date`.

    No part of it has any of `secrets` in it, but for the tokens that the wiki hands out, which
    are kept among them.

    Raises:
        Fault: it failed in a way that may pass.
        WikiError: it failed for good.
    """
    date, secrets = http_date(headers.get("date", "")), secrets or Secrets()
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise _redirected(endpoint, status, secrets.mask(headers.get("location", "")))
    after = retry_after(headers.get("retry-after", ""), date or now)
    data = read_json(body)
    if data is None or (status >= HTTPStatus.BAD_REQUEST and not _errors(data)):
        _no_api(endpoint, status, after, body, secrets)
    _keep_tokens(data, secrets)
    data = secrets.mask_answer(data)
    if errors := _errors(data):
        raise _api_error(endpoint, errors, after)
    return Answer(data, _warnings(data), date, len(body))


def words(body: bytes) -> str:
    """Return the first words of a body as plain text on one line."""
    return _short(_plain(body))


def _plain(body: bytes) -> str:
    text = body[:65_536].decode("utf-8", "replace")
    if "<" in text:
        text = unescaped(_TAGS.sub(" ", text))
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}…"


def _keep_tokens(data: Mapping[str, Any], secrets: Secrets) -> None:
    tokens = query.get("tokens") if isinstance(query := data.get("query"), dict) else None
    for token in tokens.values() if isinstance(tokens, dict) else ():
        secrets.keep(str(token), given=True)


def _no_api(
    endpoint: Endpoint, status: int, after: float | None, body: bytes, secrets: Secrets
) -> NoReturn:
    name, said = endpoint.name, f"{status} {_phrase(status)}".strip()
    why = _short(secrets.mask(_plain(body)))
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        busy = WikiBusy(f"{name} is busy ({said}): {why}".rstrip(": "), COME_BACK)
        shared = status == HTTPStatus.TOO_MANY_REQUESTS
        raise Fault(busy, after=after, refused=shared, heavy=0 if shared else HEAVY, shared=shared)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failed = WikiUnreachable(f"{name} failed to answer ({said})", COME_BACK)
        raise Fault(failed, after=after, heavy=HEAVY)
    if status >= HTTPStatus.BAD_REQUEST:
        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise BadReply(f"{name} has no API at {endpoint.api} ({said})", where(endpoint))
        told = f"{name} refused the request ({said}): {why}".rstrip(": ")
        raise BadReply(told, f"{where(endpoint)}, and contact")
    if body.lstrip()[:1] in {b"", b"{"}:
        what = f"{name} answered with damaged JSON ({len(body)} bytes)"
        raise Fault(BadReply(what, COME_BACK), heavy=HEAVY)
    raise Fault(
        BadReply(f"{endpoint.api} answers, but not as a MediaWiki API", where(endpoint)),
        heavy=HEAVY,
        stranger=2,
    )


def _api_error(endpoint: Endpoint, errors: list[dict[str, Any]], after: float | None) -> Exception:
    """Return the exception for the errors of a body: the first one that may pass, or the first."""
    codes = [str(error.get("code", "")) for error in errors]
    at = next((i for i, code in enumerate(codes) if code in _BUSY | _PASSING), 0)
    code, data = codes[at], errors[at]
    text = words(str(data.get("text") or data.get("info") or "no reason given").encode())
    message = f"{endpoint.name}: {text} ({_short(code)})"
    if code in _BUSY:
        busy = WikiBusy(message, COME_BACK)
        return Fault(busy, after=after, refused=True, shared=code in _SHARED)
    error = ApiError(message, code=code, data=data)
    return Fault(error, after=after, heavy=HEAVY) if code in _PASSING else error


def _redirected(endpoint: Endpoint, status: int, location: str) -> WikiError:
    try:
        scheme, host, path, _, _ = urlsplit(urljoin(endpoint.api, location))
        target = urlunsplit((scheme, host.rpartition("@")[2], path, "", "")) if location else ""
    except ValueError:
        target = ""
    hint = where(endpoint)
    if target and _acceptable(endpoint, target):
        hint = f'if you trust it, set api = "{target}" under [wikis.{endpoint.name}] in cphub.toml'
    return Redirected(
        f"{endpoint.name} has moved from {endpoint.api} to {target or 'nowhere'} ({status})",
        hint,
        location=target,
    )


def _acceptable(endpoint: Endpoint, target: str) -> bool:
    """Tell whether `target` could stand in cphub.toml in place of the endpoint's address."""
    try:
        Endpoint(endpoint.name, target, endpoint.allow_insecure)
    except SettingsError:
        return False
    return MASK not in target


def where(endpoint: Endpoint) -> str:
    """Return where to look for the right address of a wiki's API."""
    return (
        "the wiki's Special:Version page names its api.php; "
        f"check api under [wikis.{endpoint.name}] in cphub.toml"
    )


def _errors(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the errors of a body, of either shape that the API has."""
    errors = data.get("errors")
    found = errors if isinstance(errors, list) else [data.get("error")]
    return [
        error if isinstance(error, dict) else {"code": str(error)}
        for error in found
        if error is not None
    ]


def _warnings(data: Mapping[str, Any]) -> tuple[Warning_, ...]:
    """Return the warnings of a body, of either shape that the API has."""
    found = data.get("warnings")
    told: list[tuple[object, object]] = []
    if isinstance(found, list):
        entries = [entry for entry in found[:_MOST_WARNINGS] if isinstance(entry, dict)]
        told = [(e.get("code") or e.get("module") or "", e.get("text", "")) for e in entries]
    elif isinstance(found, dict):
        told = [(module, _old_text(entry)) for module, entry in found.items()][:_MOST_WARNINGS]
    return tuple(Warning_(str(code)[:_WORDS], str(text)[:_WARNED]) for code, text in told)


def _old_text(entry: object) -> object:
    if isinstance(entry, dict):
        return entry.get("warnings") or entry.get("*") or ""
    return entry


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
