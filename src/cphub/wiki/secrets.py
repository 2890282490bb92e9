"""What nobody but a wiki may read, and how it is kept out of all that wikis say."""

from __future__ import annotations

import base64
import json
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, unquote_plus

from cphub.clean import unescaped

MASK = "…"
FIELDS = ("lgtoken", "token")
"""Parameters of the API whose values are secrets that a wiki gave."""

_SHORTEST = 4  # characters; a shorter one would be found in every other word
_LONG = 12  # characters; one so long stands in no text by chance
_MOST_GIVEN = 20  # secrets that wikis gave and that are kept in mind
_TOLD = {"error", "errors", "warnings", "login", "edit"}  # parts of an answer that are words
_TEXTS = "slots"  # where a page's text is: whoever reads the page reads it, so it stays as it is


class Secrets:
    """The secrets of a run: our own, and the cookies and tokens that wikis gave. Thread-safe."""

    def __init__(self) -> None:
        self._own: dict[str, None] = {}
        self._given: deque[str] = deque(maxlen=_MOST_GIVEN)
        self._forms: tuple[str, ...] = ()
        self._long: tuple[str, ...] = ()
        self._lock = threading.Lock()

    def keep(self, secret: str, *, given: bool = False) -> None:
        """Keep a secret in mind: one of ours, or one that a wiki has `given` us."""
        with self._lock:
            if len(secret) < _SHORTEST or secret in self._own or secret in self._given:
                return
            if given:
                self._given.append(secret)
            else:
                self._own[secret] = None
            every = [*self._own, *self._given]
            self._forms = _forms(every)
            self._long = _forms(one for one in every if len(one) >= _LONG)

    def mask(self, text: str) -> str:
        """Return a text that is shown or kept with a MASK for each secret in it."""
        return _masked(text, self._forms)

    def mask_answer(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return a body of the API without secrets, but for the tokens that it hands out.

        What it tells loses every secret, its data only long ones: a short password may well
        be a word of a title.
        """
        if not self._forms:
            return dict(body)
        clear = {}
        for key, part in body.items():
            forms = self._forms if key in _TOLD else self._long
            found = forms and _found("\n".join(_strings(part)), forms)
            clear[key] = _masked_part(part, forms) if found else part
        query = body.get("query")
        if isinstance(query, dict) and isinstance(query.get("tokens"), dict):
            clear["query"] = {**clear["query"], "tokens": query["tokens"]}
        return clear


def _forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Return the texts in which secrets may stand, the longest first."""
    found: set[str] = set()
    for secret in secrets:
        raw = secret.encode("utf-8", "surrogatepass")
        escaped = json.dumps(secret)[1:-1]
        found |= {secret, escaped, escaped.replace("/", "\\/"), raw.hex()}
        for shift in range(3):  # base64 of something that it stands in: what depends on it alone
            coded = base64.b64encode(b"\0" * shift + raw).decode()
            inner = coded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
            if len(inner) > _SHORTEST:
                found |= {inner, inner.replace("+", "-").replace("/", "_")}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _views(text: str) -> Iterator[str]:
    """Yield a text as it stands, and as it reads where HTML or an address is made of it."""
    yield text
    if "&" in text:
        yield unescaped(text)
    if "%" in text or "+" in text:
        yield unquote(text)
        yield unquote_plus(text)


def _found(text: str, forms: tuple[str, ...]) -> bool:
    return any(form in view for view in _views(text) for form in forms)


def _masked(text: str, forms: tuple[str, ...]) -> str:
    for view in _views(text):
        clear = view
        for form in forms:
            clear = clear.replace(form, MASK)
        if clear != view:
            return _masked(clear, forms)
    return text


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield key
            if key != _TEXTS:
                yield from _strings(value)
    elif isinstance(part, list):
        for item in part:
            yield from _strings(item)


def _masked_part(part: Any, forms: tuple[str, ...]) -> Any:
    if isinstance(part, str):
        return _masked(part, forms)
    if isinstance(part, list):
        return [_masked_part(item, forms) for item in part]
    if isinstance(part, dict):
        return {
            _masked(key, forms): value if key == _TEXTS else _masked_part(value, forms)
            for key, value in part.items()
        }
    return part
