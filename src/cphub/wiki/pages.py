"""API page objects → model. The only place that knows the API's names of a page's parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cphub.model.pages import Category, Fetched, Listed, State
from cphub.wiki.query import Batch, query
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import number, timestamp, understanding

LISTING: Mapping[str, str] = {
    "prop": "info|revisions",
    "rvprop": "ids|timestamp|user|flags|size",
}
_FETCHING: Mapping[str, str] = {
    "prop": "info|revisions|categories|langlinks|pageprops",
    "rvprop": "ids|timestamp|user|flags|size|content",
    "rvslots": "main",
    "cllimit": "max",
    "clprop": "hidden",
    "lllimit": "max",
}
TEXTS = 50  # pages whose text one request may ask for
_HISTORY = 50  # revisions looked through for a person's edit


@dataclass(frozen=True)
class Problem:
    """A title or id that led to no page: what `kind` of problem, and why in words.

    `kind` is `missing`, `invalid`, `interwiki`, `special` or `badrevision`.
    """

    kind: str
    title: str
    why: str


def listed(site: Site, batch: Batch) -> list[Listed]:
    """Return the pages of a batch that was asked for with LISTING; problems are left out.

    Raises:
        BadReply: the answer has another shape.
    """
    with understanding(site.endpoint.name, "a page"):
        return [_listed(page) for page in batch.pages if _is_page(page)]


def problems(batch: Batch) -> list[Problem]:
    """Return what of a batch is no page.

    Raises:
        BadReply: the answer has another shape.
    """
    with understanding("a wiki", "titles"):
        found = [problem for page in batch.pages if (problem := _problem(page))]
        found += [
            Problem(
                "interwiki", str(link.get("title", "")), f"is on another wiki: {link.get('iw')}"
            )
            for link in batch.query.get("interwiki", ())
        ]
        bad = batch.query.get("badrevids") or {}
        found += [Problem("badrevision", str(number), "is no revision") for number in bad]
    return found


def fetch(site: Site, page_ids: Sequence[int]) -> tuple[list[Fetched], list[int]]:
    """Fetch the newest text of up to 50 pages, with what else only the API knows of them.

    Returns the pages and the ids that are missing. An id in neither is a page that has no
    revision to read.

    Raises:
        ValueError: there are more than 50 ids.
        WikiError: see `query`.
    """
    if len(page_ids) > TEXTS:
        raise ValueError(f"{len(page_ids)} pages, at most {TEXTS} at once")
    pages, missing = _by_ids(site, page_ids, _FETCHING, TEXTS)
    with understanding(site.endpoint.name, "a page"):
        return [_fetched(page) for page in pages], missing


def look(site: Site, page_ids: Sequence[int]) -> tuple[list[Listed], list[int]]:
    """Ask what has become of pages, as many a request as the wiki allows.

    Returns the pages and the ids that are missing. An id in neither is a page that has no
    revision to read.

    Raises:
        WikiError: see `query`.
    """
    pages, missing = _by_ids(site, page_ids, LISTING, site.limit)
    with understanding(site.endpoint.name, "a page"):
        return [_listed(page) for page in pages], missing


def edited_by_person(
    site: Site, page_id: int, is_bot: Callable[[str], bool]
) -> tuple[datetime | None, datetime | None]:
    """Return when a person last edited a page: in any way, and other than by a minor edit.

    The newest 50 revisions are looked through (one request); None is "not among them".
    Revisions whose user is hidden are passed over: who made them is not known.

    Raises:
        WikiError: see `Client.get`.
    """
    answer = site.get(
        {
            "action": "query",
            "pageids": str(page_id),
            "prop": "revisions",
            "rvprop": "ids|timestamp|user|flags",
            "rvlimit": str(_HISTORY),
        }
    )
    with understanding(site.endpoint.name, "a page's history"):
        revisions = answer.body["query"]["pages"][0].get("revisions", ())
        edits = [
            (timestamp(revision["timestamp"]), bool(revision.get("minor")))
            for revision in revisions
            if (user := _user(revision)) and not is_bot(user)
        ]
    every = max((moment for moment, _ in edits), default=None)
    return every, max((moment for moment, minor in edits if not minor), default=None)


def begun(site: Site, page_id: int) -> datetime | None:
    """Return when a page's first revision was made; None where there is none to be seen.

    Raises:
        WikiError: see `Client.get`.
    """
    answer = site.get(
        {
            "action": "query",
            "pageids": str(page_id),
            "prop": "revisions",
            "rvprop": "timestamp",
            "rvdir": "newer",
            "rvlimit": "1",
        }
    )
    with understanding(site.endpoint.name, "a page's first revision"):
        revisions = answer.body["query"]["pages"][0].get("revisions", ())
        return timestamp(revisions[0]["timestamp"]) if revisions else None


def _by_ids(
    site: Site, page_ids: Sequence[int], params: Mapping[str, str], size: int
) -> tuple[list[dict[str, Any]], list[int]]:
    """Ask for pages by id, `size` a request; return those with a revision, and missing ids."""
    pages: dict[int, dict[str, Any]] = {}  # a continuation that leads back tells of them twice
    missing: dict[int, None] = {}
    for start in range(0, len(page_ids), size):
        asked = page_ids[start : start + size]
        for batch in query(site, {**params, "pageids": "|".join(map(str, asked))}):
            with understanding(site.endpoint.name, "a page"):
                found = [page for page in batch.pages if number(page.get("pageid", 0)) in asked]
                pages |= {number(page["pageid"]): page for page in found if _is_page(page)}
                missing |= dict.fromkeys(_missing(found))
    return list(pages.values()), list(missing)


def _missing(pages: Iterable[Mapping[str, Any]]) -> list[int]:
    return [number(page["pageid"]) for page in pages if page.get("missing") and "pageid" in page]


def _is_page(page: Mapping[str, Any]) -> bool:
    return _problem(page) is None


def _problem(page: Mapping[str, Any]) -> Problem | None:
    title = str(page.get("title", page.get("pageid", "")))
    if page.get("invalid"):
        why = page.get("invalidreason", "is no title")
        return Problem("invalid", title, str(why.get("text") if isinstance(why, dict) else why))
    if page.get("special"):
        return Problem("special", title, "is a special page, which has no text of its own")
    if page.get("missing"):
        why = "is kept elsewhere, not on this wiki" if page.get("known") else "does not exist"
        return Problem("missing", title, why)
    if not page.get("revisions"):
        return Problem("badrevision", title, "has no revision that can be read")
    return None


def _listed(page: Mapping[str, Any]) -> Listed:
    revision = page["revisions"][0]
    slot = _slot(revision)
    hidden = revision.get("texthidden") or slot.get("texthidden") or revision.get("sha1hidden")
    # `suppressed` says that something of the revision is hidden, be it only its user
    hidden = hidden or (revision.get("suppressed") and not revision.get("userhidden"))
    state = State.REDIRECT if page.get("redirect") else State.CURRENT
    return Listed(
        page_id=number(page["pageid"]),
        namespace=number(page["ns"]),
        title=str(page["title"]),
        language=str(page.get("pagelanguage", "")),
        state=State.HIDDEN if hidden else state,
        revision=number(revision["revid"]),
        parent=number(revision.get("parentid", 0)),
        timestamp=timestamp(revision["timestamp"]),
        user=_user(revision),
        minor=bool(revision.get("minor")),
        length=number(revision.get("size", page.get("length", 0))),
        content_model=str(slot.get("contentmodel") or page.get("contentmodel", "wikitext")),
    )


def _fetched(page: Mapping[str, Any]) -> Fetched:
    content = _slot(page["revisions"][0]).get("content")
    about = _listed(page)
    if about.state is State.HIDDEN:
        content = None
    elif content is None:  # the wiki itself cannot read it, from a lost text store for one
        about = replace(about, state=State.UNPARSED)
    return Fetched(
        listed=about,
        text=None if content is None else str(content),
        categories=tuple(
            Category(str(entry["title"]), hidden=bool(entry.get("hidden")))
            for entry in page.get("categories", ())
        ),
        langlinks=tuple(
            (str(link["lang"]), str(link["title"])) for link in page.get("langlinks", ())
        ),
        page_props={str(key): str(value) for key, value in page.get("pageprops", {}).items()},
    )


def _slot(revision: Mapping[str, Any]) -> Mapping[str, Any]:
    slots: Mapping[str, Any] = revision.get("slots") or {}
    return slots.get("main") or {}


def _user(revision: Mapping[str, Any]) -> str:
    return "" if revision.get("userhidden") else str(revision.get("user", ""))
