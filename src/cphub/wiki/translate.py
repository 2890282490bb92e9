"""Ask the Translate extension of a wiki what is translated, how far, into which languages.

Two questions give counts. `meta=messagegroupstats` tells of one page in every language, in
one request; `meta=languagestats` tells of every page of the wiki in one language. Both
answer from a cache: where that has a gap, the answer ends there with the place as its
continuation, and the wiki begins to count (Translate, QueryStatsActionApi.php).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cphub.errors import ApiError
from cphub.model.pages import Wiki
from cphub.model.translations import Group, UnitCounts
from cphub.wiki.answer import Answer
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import number, understanding

GROUPS = 50
"""Groups that one request may name; so much has every list of values without special rights."""

GAPS = 3
"""Gaps of the cache that are stepped over in one page's counts: a request each."""

_EXTENSION = "Translate"
_NO_GROUP = "badparameter"
_PREFIX = "page-"


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts that Translate gave; `complete` is false where it has not counted all yet."""

    counts: tuple[UnitCounts, ...]
    complete: bool


def has_translate(wiki: Wiki) -> bool:
    """Tell whether a wiki has the Translate extension, as its siteinfo says."""
    return _EXTENSION in wiki.extensions


def groups(site: Site, titles: Sequence[str]) -> dict[str, Group]:
    """Return what Translate knows of up to 50 pages, by title: one request.

    A page that is left out is not marked for translation. The whole list of groups is not
    asked for: it has no continuation, and is cut where it becomes too long.

    Raises:
        ValueError: there are more than 50 titles.
        WikiError: see `Client.get`.
    """
    if len(titles) > GROUPS:
        raise ValueError(f"{len(titles)} groups, at most {GROUPS} at once")
    params = {
        "action": "query",
        "meta": "messagegroups",
        "mgfilter": "|".join(_PREFIX + title for title in titles),
        "mgprop": "id|priority|prioritylangs|priorityforce|workflowstates|sourcelanguage",
    }
    body = site.get(params).body
    wanted = set(titles)
    with understanding(site.endpoint.name, "its message groups"):
        known = [_group(entry) for entry in _list(body, "messagegroups")]
        by_title = {group.id.removeprefix(_PREFIX): group for group in known}
        return {title: group for title, group in by_title.items() if title in wanted}


def group_stats(site: Site, group: str) -> Counted | None:
    """Return the counts of a page in every language; None if Translate knows no such group.

    Up to three languages that are not counted yet are stepped over, with a request each.

    Raises:
        WikiError: see `Client.get`.
    """
    counts: dict[str, UnitCounts] = {}
    params = {"action": "query", "meta": "messagegroupstats", "mgsgroup": group}
    complete = True
    for _ in range(1 + GAPS):
        try:
            answer = site.get(params)
        except ApiError as error:
            if error.code == _NO_GROUP:
                return None
            raise
        with understanding(site.endpoint.name, f"the counts of {group}"):
            found = [
                _counts(entry, str(entry["language"]))
                for entry in _list(answer.body, "messagegroupstats")
            ]
            gap = str((answer.body.get("continue") or {}).get("mgsoffset", ""))
        counts |= {one.language: one for one in found}
        complete = complete and not gap and not _cut(answer)
        if not gap or not found:
            break
        # Languages come sorted; the least text behind a code is the code and "!".
        params = {**params, "mgsoffset": gap + "!"}
    return Counted(tuple(counts.values()), complete)


def language_stats(site: Site, language: str) -> dict[str, UnitCounts]:
    """Return the counts of groups in one language, by group's id: one request.

    What comes after a gap is left out: groups come in no order that would allow a step over it.

    Raises:
        WikiError: see `Client.get`.
    """
    params = {"action": "query", "meta": "languagestats", "lslanguage": language}
    body = site.get(params).body
    with understanding(site.endpoint.name, f"the counts of {language}"):
        return {
            str(entry["group"]): _counts(entry, language) for entry in _list(body, "languagestats")
        }


def workflow_state(site: Site, group: str, language: str) -> str:
    """Return the workflow state of a page in one language, "" where it is in none.

    One request: only a list of units tells it, so the shortest one is asked for. "" too where
    the wiki does not let the page be translated into the language.

    Raises:
        WikiError: see `Client.get`.
    """
    params = {
        "action": "query",
        "list": "messagecollection",
        "mcgroup": group,
        "mclanguage": language,
        "mclimit": "1",
        "mcprop": "tags",
    }
    try:
        body = site.get(params).body
    except ApiError as error:
        if error.code == _NO_GROUP or error.code.startswith("translate-"):
            return ""
        raise
    with understanding(site.endpoint.name, f"the state of {group}"):
        return str(body["query"]["metadata"].get("state") or "")


def _list(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = body["query"][name]
    if not isinstance(found, list):
        raise TypeError(f"{name} are no list")
    return found


def _group(entry: Mapping[str, Any]) -> Group:
    states = entry.get("workflowstates") or {}
    languages = entry.get("prioritylangs") or ()
    return Group(
        id=str(entry["id"]),
        source_language=str(entry.get("sourcelanguage", "")),
        priority=str(entry.get("priority") or "default"),
        priority_languages=tuple(str(code) for code in languages),
        priority_forced=bool(entry.get("priorityforce")),
        workflow_states={
            str(name): str(about.get("name", name))
            for name, about in (states.items() if isinstance(states, dict) else ())
            if isinstance(about, dict)
        },
    )


def _counts(entry: Mapping[str, Any], language: str) -> UnitCounts:
    numbers = [number(entry[name]) for name in ("total", "translated", "fuzzy", "proofread")]
    if min(numbers) < 0:
        raise ValueError("a count below zero")
    return UnitCounts(language, *numbers)


def _cut(answer: Answer) -> bool:
    """Tell whether the wiki says that it left out what did not fit."""
    return any(warning.code == "result" for warning in answer.warnings)
