"""Ask with `action=query` and follow its continuation to the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cphub.errors import ApiError, BadReply
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import understanding

_SAME = 3  # times that one and the same continuation is followed
_ROUNDS = 1000  # requests for one batch
_EMPTY = 500  # requests in a row that bring nothing
_MAX = 500  # what `max` means for a limit, at least
_LONGEST = 10_000  # characters of a continuation
_HEAVIEST = 2**28  # bytes of the answers that make one batch
_CURSOR = re.compile("[a-z]*(?:continue|from|offset|start)")  # what a wiki may add to a question
_LISTS = ("pageids", "titles", "revids")


@dataclass(frozen=True)
class Batch:
    """What was asked of some pages, whole.

    `pages` are the API's page objects, `query` the other parts of the answer (`normalized`,
    `redirects`, `interwiki`, lists). `resume` leads to the next batch; None is the end.
    """

    pages: list[dict[str, Any]]
    query: dict[str, Any] = field(default_factory=dict)
    resume: dict[str, str] | None = None


def query(
    site: Site, params: Mapping[str, str], *, resume: Mapping[str, str] | None = None
) -> Iterator[Batch]:
    """Yield the answer to `params` batch by batch, each as soon as it is whole.

    `action=query` need not be among `params`. `resume` is a batch's, to go on behind it;
    one that the wiki does not take starts again from the beginning. Where the wiki fails
    as if it were asked too much, less is asked at a time; named pages are then asked for in
    parts, and still come as one batch.

    Raises:
        BadReply: the continuation leads nowhere, or the answer has another shape.
        WikiError: see `Client.get`.
    """
    asked = {"action": "query", **params}
    walk = _Walk(site, asked, dict(resume or {}))
    if "generator" in params or not any(key in params for key in _LISTS):
        yield from walk.batches()
        return
    parts = [walk]
    whole = list(walk.batches())
    while rest := parts[-1].rest:
        parts.append(_Walk(site, rest.pop(), {}, rest))
        whole += parts[-1].batches()
    if len(parts) == 1:
        yield from whole
        return
    pages = [page for batch in whole for page in batch.pages]
    yield Batch(pages, _merged(batch.query for batch in whole))


class _Walk:
    """One question and its continuation."""

    def __init__(
        self,
        site: Site,
        params: dict[str, str],
        resume: dict[str, str],
        rest: list[dict[str, str]] | None = None,
    ) -> None:
        self.site = site
        self.params = params
        self.start = resume  # the continuation at which the current batch begins
        self.at = resume  # the continuation to follow next
        self.rest: list[dict[str, str]] = rest or []  # named pages left for another walk
        self.pages: dict[str, dict[str, Any]] = {}
        self.query: dict[str, Any] = {}
        self.weight = 0  # bytes of the answers that the batch came in
        self.told: set[int] = set()  # hashes of the pages of earlier batches

    def batches(self) -> Iterator[Batch]:
        """Yield batch after batch."""
        followed: Counter[tuple[tuple[str, str], ...]] = Counter()
        rounds = empty = old = 0
        restarted = False
        while True:
            try:
                answer = self.site.get(
                    {**self.params, **self.at}, lighten=self._lighten if self._fresh() else None
                )
            except ApiError as error:
                resumed = not followed  # the continuation is another run's, or another's lie
                if not (resumed or error.code == "badcontinue") or restarted or not self.at:
                    raise
                restarted = True
                self._begin({})
                continue
            with understanding(self.site.endpoint.name, "a list of pages"):
                brought = self._take(answer.body)
                more = self._more(answer.body)
            self.weight += answer.size
            rounds, empty = rounds + 1, 0 if brought else empty + 1
            if more and more == self.at and self._halve():  # cut to fit, and nothing fitted
                self._begin(self.start)
                continue
            if answer.body.get("batchcomplete") or not more:
                yield Batch(list(self.pages.values()), self.query, more or None)
                if not more:
                    return
                old = 0 if self._is_news() else old + 1
                self._begin(more)
                rounds = 0
            self.at = more
            followed[tuple(sorted(more.items()))] += 1
            same = followed[tuple(sorted(more.items()))] >= _SAME
            if same or rounds > _ROUNDS or max(empty, old) > _EMPTY or self.weight > _HEAVIEST:
                raise BadReply(
                    f"{self.site.endpoint.name} continues its list without end ({str(more)[:120]})",
                    "report it to the wiki; a narrower source may go round it",
                )

    def _more(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Return the continuation that an answer names.

        Raises:
            ValueError: it is none, but another question.
        """
        more = {str(k): str(v) for k, v in (body.get("continue") or {}).items()}
        size = sum(map(len, (*more, *more.values())))
        if size > _LONGEST or not all(map(_CURSOR.fullmatch, more)):
            raise ValueError("a continuation that asks something else")
        return more

    def _is_news(self) -> bool:
        """Tell whether the batch has a page that no earlier one had, or is no list of pages."""
        pages = set(map(hash, self.pages))
        news = not pages <= self.told or not pages
        self.told |= pages
        return news

    def _begin(self, at: dict[str, str]) -> None:
        self.start = self.at = at
        self.pages, self.query, self.weight = {}, {}, 0

    def _fresh(self) -> bool:
        return self.at == self.start and not self.pages

    def _lighten(self) -> dict[str, str] | None:
        return {**self.params, **self.at} if self._halve() else None

    def _halve(self) -> bool:
        """Ask for half as much from here on; return whether that is possible."""
        for key in _LISTS:
            if "generator" in self.params or key not in self.params or self.start:
                continue
            names = _values(self.params[key])
            if len(names) > 1:
                half = len(names) // 2
                self.rest.append({**self.params, key: _joined(names[half:])})
                self.params = {**self.params, key: _joined(names[:half])}
                return True
        halved = {
            key: str(max(1, (_MAX if value == "max" else int(value)) // 2))
            for key, value in self.params.items()
            if key.endswith("limit") and (value == "max" or value.isdecimal()) and value != "1"
        }
        self.params = {**self.params, **halved}
        return bool(halved)

    def _take(self, body: Mapping[str, Any]) -> bool:
        """Add an answer to the batch; return whether it brought anything."""
        found = body.get("query") or {}
        pages = found.get("pages", [])
        if not isinstance(pages, list):
            raise TypeError("pages are no list")
        for page in pages:
            key = str(page["title"]) if "title" in page else f"#{page.get('pageid')}"
            _merge(self.pages.setdefault(key, {}), page)
        _merge(self.query, {key: value for key, value in found.items() if key != "pages"})
        return bool(found)


def _merge(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    for key, value in part.items():
        there = whole.get(key)
        if isinstance(there, list) and isinstance(value, list):
            known = set(map(str, there)) if key in _STEADY else ()
            there += [item for item in value if str(item) not in known] if known else value
        elif isinstance(there, dict) and isinstance(value, dict):
            there |= value
        else:
            whole[key] = list(value) if isinstance(value, list) else value


_STEADY = {"normalized", "redirects", "converted", "interwiki"}  # told again in every round


def _merged(parts: Iterator[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for part in parts:
        _merge(whole, part)
    return whole


def _values(value: str) -> list[str]:
    """Split a multi-value as the API does: by `|`, or by U+001F if it begins with one."""
    return value[1:].split("\x1f") if value.startswith("\x1f") else value.split("|")


def _joined(values: list[str]) -> str:
    return "\x1f" + "\x1f".join(values) if any("|" in v for v in values) else "|".join(values)
