"""The extension PageViewInfo of a wiki in memory; it answers in the place of `FakeWiki.before`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
from tests.workflows.fake_wiki import FakeWiki

LAST = date(2026, 11, 22)
"""The day that is not counted yet."""


@dataclass
class FakeViews:
    """Knows how often pages were read on each of the last days, by title; None is no figure.

    It tells of `some` pages in one answer, as Wikimedia's wikis do, and says nothing of those
    that are not in `counts`.
    """

    wiki: FakeWiki
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    some: int = 5

    def __post_init__(self) -> None:
        """Stand in for the wiki."""
        self.wiki.extensions = ("PageViewInfo",)
        self.wiki.before = self

    def __call__(self, asked: dict[str, str]) -> httpx.Response | None:
        """Answer what is asked of page views."""
        if "pageviews" not in asked.get("prop", ""):
            return None
        days = int(asked["pvipdays"])
        ids = [int(number) for number in asked["pageids"].split("|")]
        pages: list[dict[str, Any]] = []
        titles = []
        for number in ids:
            page = self.wiki.pages.get(number)
            if page is None:
                pages.append({"pageid": number, "missing": True})
                continue
            pages.append({"pageid": number, "ns": page.namespace, "title": page.title})
            titles.append(page.title)
        start = titles.index(asked["pvipcontinue"]) if "pvipcontinue" in asked else 0
        told = titles[start : start + self.some]
        for known in pages:
            if known.get("title") in told and known["title"] in self.counts:
                known["pageviews"] = self._by_day(self.counts[known["title"]], days)
        body: dict[str, Any] = {"query": {"pages": pages}}
        if rest := titles[start + self.some :]:
            body["continue"] = {"pvipcontinue": rest[0], "continue": "||"}
        else:
            body["batchcomplete"] = True
        return httpx.Response(200, content=json.dumps(body).encode())

    @staticmethod
    def _by_day(counts: list[int | None], days: int) -> dict[str, int | None] | list[Any]:
        if not counts:
            return []  # as PHP writes an empty list of anything
        filled: list[int | None] = [*([None] * (days - len(counts))), *counts]
        return {(LAST - timedelta(days - at)).isoformat(): count for at, count in enumerate(filled)}
