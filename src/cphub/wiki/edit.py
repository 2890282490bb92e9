"""Look at a page as it stands, and save another text of it so that nobody's edit is lost."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cphub.errors import ApiError, BadReply, UsageError, WikiBusy, WikiError, WikiUnreachable
from cphub.wiki._refusals import captcha, hint_of
from cphub.wiki.site import Site
from cphub.wiki.siteinfo import number, timestamp, understanding

MEDIAWIKI = 8
"""The namespace of the interface's own texts."""

CONFLICTS = frozenset({"editconflict", "articleexists"})
FORBIDDEN = "#<>[]|{}"
"""Characters that no title has (MediaWiki: Manual:Page title)."""

_CODE = (".js", ".css", ".json")
_HISTORY = "50"  # revisions in which an edit of ours is looked for


@dataclass(frozen=True, slots=True)
class Standing:
    """A page as it stands; where there is none, numbers are 0 and `text` is "".

    `title` is as the wiki writes it. `looked` is the wiki's clock at that moment, as it tells
    it; `bot`: our edits may be marked as a bot's.
    """

    title: str
    namespace: int
    page_id: int
    revision: int
    text: str
    user: str
    timestamp: datetime | None
    looked: str
    bot: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """An edit that was made: the page, the revision before it (0 for none) and its own."""

    page_id: int
    before: int
    after: int


def normal(text: str) -> str:
    """Return `text` as a wiki keeps it: Unicode NFC, nothing blank at its end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).rstrip()


def digest(text: str) -> str:
    """Return the SHA-1 of a text as a wiki tells it of a revision; it guards nothing."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def check_title(title: str) -> None:
    """Make sure that `title` may be that of a page to write on; nobody is asked.

    Raises:
        UsageError: it is none.
    """
    if not title.strip(" _:"):
        raise UsageError("no page is named", "write it as --to meta:Project:Page")
    if any(c in FORBIDDEN for c in title) or not title.isprintable():
        raise UsageError(
            f'"{title}" is no title of a page: none has {" ".join(FORBIDDEN)} in it',
            "publish to a whole page; cphub writes between its markers there",
        )
    if title.rstrip().lower().endswith(_CODE):
        raise UsageError(f"{title} is a page of code, where no report belongs")


def look(site: Site, title: str) -> Standing:
    """Return the page called `title` as it stands.

    Raises:
        UsageError: it is no page that a report can stand on.
        WikiError: the wiki does not answer.
    """
    return _look(site, {"titles": f"\x1f{title}"})


def look_at(site: Site, page_id: int) -> Standing | None:
    """Return the page with that id as it stands, under whatever title; None if it is gone.

    Raises:
        UsageError: it is no page that a report can stand on any more.
        WikiError: the wiki does not answer.
    """
    standing = _look(site, {"pageids": str(page_id)})
    return standing if standing.page_id else None


def _look(site: Site, which: dict[str, str]) -> Standing:
    ask = {
        "action": "query",
        "meta": "userinfo",
        "uiprop": "rights",
        "prop": "info|revisions",
        "rvprop": "ids|timestamp|user|content",
        "rvslots": "main",
        "curtimestamp": "1",
    }
    body = site.get(ask | which).body
    with understanding(site.endpoint.name, "a page"):
        query = body["query"]
        if query.get("interwiki"):
            raise UsageError(
                f"{query['interwiki'][0]['title']} is a page of another wiki",
                "begin --to with that wiki's own name in cphub.toml",
            )
        (page,) = query["pages"]
        _check_page(page)
        bot = "bot" in query["userinfo"].get("rights", ())
        looked = str(body["curtimestamp"])
        title, space = str(page.get("title", "")), number(page.get("ns", 0))
        if page.get("missing"):
            return Standing(title, space, 0, 0, "", "", None, looked, bot)
        (newest,) = page["revisions"]
        main = newest["slots"]["main"]
        if "content" not in main:
            raise UsageError(f"the text of {title} is hidden, so nothing is written there")
        return Standing(
            *(title, space, number(page["pageid"]), number(newest["revid"])),
            *(str(main["content"]), str(newest.get("user", "")), timestamp(newest["timestamp"])),
            *(looked, bot),
        )


def _check_page(page: Mapping[str, Any]) -> None:
    """Make sure that a page is one of wikitext for people."""
    title = str(page.get("title", ""))
    if page.get("invalid"):
        raise UsageError(f"{title} is no title: {page.get('invalidreason', '')}".rstrip(": "))
    if page.get("special") or number(page.get("ns", 0)) < 0:
        raise UsageError(f"{title} is a special page, which nobody can edit")
    if page.get("ns") == MEDIAWIKI:
        raise UsageError(f"{title} is a text of the wiki's interface, where no report belongs")
    if page.get("redirect"):
        raise UsageError(
            f"{title} is a redirect, so a report on it would not be seen",
            "publish to the page that it leads to",
        )
    if (model := page.get("contentmodel", "wikitext")) != "wikitext":
        raise UsageError(f"{title} is not a page of wikitext ({model})")


def text_of(site: Site, page_id: int, revision: int) -> str | None:
    """Return the text of a page's revision, None where it cannot be seen or is another page's.

    Raises:
        WikiError: the wiki does not answer.
    """
    ask = {"action": "query", "revids": str(revision), "prop": "revisions"}
    ask |= {"rvprop": "ids|content", "rvslots": "main"}
    query = site.get(ask).body.get("query", {})
    with understanding(site.endpoint.name, "a revision"):
        for page in query.get("pages", ()):
            for one in page.get("revisions", ()) if number(page["pageid"]) == page_id else ():
                text = one["slots"]["main"].get("content")
                return None if text is None else str(text)
    return None


def own_edit(site: Site, title: str, sha1: str, since: int) -> Saved | None:
    """Return the edit after revision `since` by which we gave a page the text of that digest.

    Raises:
        WikiError: the wiki does not answer.
    """
    ask = {"action": "query", "titles": f"\x1f{title}", "prop": "revisions"}
    ask |= {"rvprop": "ids|sha1|user", "rvlimit": _HISTORY}
    query = site.get(ask).body.get("query", {})
    with understanding(site.endpoint.name, "a page's history"):
        for page in query["pages"]:
            for one in page.get("revisions", ()):
                revision = number(one["revid"])
                ours = one.get("user") == site.user and one.get("sha1") == sha1
                if ours and revision > since:
                    return Saved(number(page["pageid"]), number(one["parentid"]), revision)
    return None


def save(site: Site, standing: Standing, text: str, summary: str) -> Saved:
    """Put `text` in the place of the text that stands, if that still is what stands.

    `text` is `normal`. The wiki is told who we must be, from what revision we start and what
    digest the text has; a page is made only where there was none, and never made again. It is
    asked once: whoever calls looks what became of an edit that `may_be_made`.

    Raises:
        ApiError: the wiki refused, with a hint what to do; its code is in CONFLICTS where
            somebody was quicker.
        WikiError: it did not answer.
    """
    params = {
        "action": "edit",
        "text": text,
        "summary": summary,
        "md5": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
        "watchlist": "nochange",
        "starttimestamp": standing.looked,
        "assert": "bot" if standing.bot else "user",
    }
    if standing.page_id:
        params |= {"pageid": str(standing.page_id), "baserevid": str(standing.revision)}
        params["nocreate"] = "1"
    else:
        params |= {"title": standing.title, "createonly": "1"}
    if standing.bot:
        params["bot"] = "1"
    try:
        said = site.post(params).body.get("edit")
    except ApiError as error:
        error.hint = hint_of(error) or error.hint
        raise
    if not isinstance(said, dict) or said.get("result") not in {"Success", "Failure"}:
        raise BadReply(f"{site.endpoint.name} does not say what became of the edit")
    if said["result"] == "Failure":
        raise captcha(site.endpoint.name, standing.title, said)
    with understanding(site.endpoint.name, "an edit's result"):
        page_id = number(said["pageid"])
        if standing.page_id not in {0, page_id}:
            raise ValueError("another page's edit")
        if said.get("nochange"):
            return Saved(page_id, standing.revision, standing.revision)
        before, after = number(said["oldrevid"]), number(said["newrevid"])
        if not standing.revision <= before < after:
            raise ValueError("revisions that cannot follow on each other")
        return Saved(page_id, before, after)


def may_be_made(error: WikiError) -> bool:
    """Tell whether an edit may have been made though the wiki did not say so."""
    if isinstance(error, ApiError):
        return error.code.startswith("internal_api_error")
    return isinstance(error, WikiUnreachable | BadReply | WikiBusy)
