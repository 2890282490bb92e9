"""The Translate extension of a wiki in memory; it answers in the place of `FakeWiki.before`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests.workflows.fake_wiki import error

LANGUAGES = ("ar", "de", "en", "fr", "sv")


@dataclass
class FakeTranslate:
    """Knows pages by title, each with (translated, fuzzy) by language; every one has 8 units.

    `uncounted` are (title, language) that it has not counted yet, `states` the workflow
    states by (title, language).
    """

    pages: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    uncounted: set[tuple[str, str]] = field(default_factory=set)
    states: dict[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, asked: dict[str, str]) -> httpx.Response | None:
        """Answer what is asked of Translate."""
        query: dict[str, Any]
        match asked.get("meta", asked.get("list", "")):
            case "messagegroups":
                query, more = {"messagegroups": self._groups(asked)}, ""
            case "messagegroupstats":
                title = asked["mgsgroup"].removeprefix("page-")
                if title not in self.pages:
                    return error("badparameter")
                rows, more = self._stats(title, asked.get("mgsoffset", ""))
                query = {"messagegroupstats": rows}
            case "languagestats":
                if asked["lslanguage"] not in LANGUAGES:
                    return error("translate-invalidlanguage")
                query, more = {"languagestats": self._language(asked["lslanguage"])}, ""
            case "messagecollection":
                key = asked["mcgroup"].removeprefix("page-"), asked["mclanguage"]
                query, more = {"metadata": {"state": self.states.get(key, False)}}, ""
            case _:
                return None
        body: dict[str, Any] = {"batchcomplete": True, "query": query}
        if more:
            body["continue"] = {"mgsoffset": more, "continue": "-||"}
        return httpx.Response(200, content=json.dumps(body).encode())

    def _groups(self, asked: dict[str, str]) -> list[Any]:
        wanted = asked["mgfilter"].split("|")
        return [
            {
                "id": f"page-{title}",
                "priority": "default",
                "prioritylangs": False,
                "priorityforce": False,
                "workflowstates": {"ready": {"name": "Ready"}} if self.states else False,
                "sourcelanguage": "en",
            }
            for title in self.pages
            if f"page-{title}" in wanted
        ]

    def _stats(self, title: str, offset: str) -> tuple[list[Any], str]:
        rows: list[Any] = []
        for language in LANGUAGES:
            if language < offset:
                continue
            if (title, language) in self.uncounted:
                return rows, language
            rows.append({**self._row(title, language), "language": language})
        return rows, ""

    def _language(self, language: str) -> list[Any]:
        rows = []
        for title in self.pages:
            if (title, language) in self.uncounted:
                break
            rows.append({**self._row(title, language), "group": f"page-{title}"})
        return rows

    def _row(self, title: str, language: str) -> dict[str, Any]:
        translated, fuzzy = self.pages[title].get(language, (0, 0))
        return {"total": 8, "translated": translated, "fuzzy": fuzzy, "proofread": 0}
