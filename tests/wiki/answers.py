"""Answers of `action=query`, made up page by page."""

from __future__ import annotations

from typing import Any

from cphub.wiki.query import Batch

LIST = {"generator": "allpages", "gaplimit": "max", "prop": "revisions|categories"}


def page(number: int, **parts: Any) -> dict[str, Any]:
    return {"pageid": number, "ns": 0, "title": f"Page {number}", **parts}


def body(
    *pages: dict[str, Any], more: dict[str, Any] | None = None, whole: bool = True, **rest: Any
) -> dict[str, Any]:
    answer: dict[str, Any] = {"query": {"pages": list(pages), **rest}}
    if whole:
        answer["batchcomplete"] = True
    if more:
        answer["continue"] = more
    return answer


def ids(batches: list[Batch]) -> list[list[int]]:
    return [[each["pageid"] for each in batch.pages] for batch in batches]
