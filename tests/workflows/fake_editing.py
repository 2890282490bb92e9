"""A wiki in memory that lets people log in and edit, as MediaWiki answers them."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import parse_qs

import httpx
from tests.workflows.fake_wiki import START, FakePage, FakeWiki, error

PASSWORD = "s3cret-s3cret"  # noqa: S105  # of a wiki in memory
SPACES = {"Special": -1, "Project": 4, "File": 6, "MediaWiki": 8, "Template": 10, "Category": 14}


class EditableWiki(FakeWiki):
    """Answers logins, tokens and edits, and what publishing asks of a page.

    `rights` are the account's; `refuse` is the code that the next edits end in, `refusals`
    how many of them (-1: all). `meanwhile` is done once, before the next edit is looked at.
    """

    def __init__(self, name: str = "meta", account: str = "Anna", size: int = 500) -> None:
        super().__init__(name, size)
        self.account = account
        self.rights: tuple[str, ...] = ("edit", "createpage")
        self.refuse = ""
        self.refusals = -1
        self.meanwhile: Any = None
        self.models: dict[str, str] = {}
        self.sessions = 0
        self.max_article_size = 2_097_152

    @property
    def edits(self) -> list[dict[str, str]]:
        """The edits that were asked for."""
        return [asked for asked in self.asked if asked.get("action") == "edit"]

    def text(self, title: str) -> str:
        return self.page(title).revisions[-1][4]

    def page(self, title: str) -> FakePage:
        return next(page for page in self.pages.values() if page.title == title)

    def answer(self, request: httpx.Request) -> httpx.Response:
        asked = {
            key: values[0]
            for key, values in parse_qs(
                request.url.query.decode() + "&" + request.content.decode(),
                keep_blank_values=True,
            ).items()
        }
        body = self._as_user(asked)
        if body is None:
            return super().answer(request)
        self.asked.append(asked)
        if self.before and (odd := self.before(asked)) is not None:
            return odd
        told = body()
        if isinstance(told, httpx.Response):
            return told
        return httpx.Response(200, content=json.dumps(told).encode())

    def _as_user(self, asked: dict[str, str]) -> Any:
        if asked.get("meta") == "tokens":
            kind = asked["type"]
            return lambda: {"query": {"tokens": {f"{kind}token": f"{kind}{self.sessions}+\\"}}}
        if asked.get("action") == "login":
            return lambda: self._log_in(asked)
        if asked.get("action") == "edit":
            return lambda: self._edit(asked)
        if asked.get("meta") == "userinfo" or "revids" in asked:
            return lambda: self._standing(asked)
        if "sha1" in asked.get("rvprop", ""):
            return lambda: self._history(asked)
        return None

    def _log_in(self, asked: dict[str, str]) -> dict[str, Any]:
        if asked["lgpassword"] != PASSWORD:
            return {"login": {"result": "Failed", "reason": "Incorrect username or password."}}
        self.sessions += 1
        return {"login": {"result": "Success", "lgusername": self.account}}

    def _site(self) -> dict[str, Any]:
        site = super()._site()
        site["general"]["maxarticlesize"] = self.max_article_size
        for name, number in SPACES.items():
            space = {"id": number, "name": name, "canonical": name, "case": "first-letter"}
            site["namespaces"][str(number)] = space
        if self.sessions:
            site["userinfo"] = {"id": 7, "name": self.account, "rights": list(self.rights)}
        return site

    def _standing(self, asked: dict[str, str]) -> dict[str, Any]:
        query: dict[str, Any] = {"userinfo": {"id": 7, "rights": list(self.rights)}}
        if "revids" in asked:
            wanted = int(asked["revids"])
            query["pages"] = [
                {
                    "pageid": page.page_id,
                    "title": page.title,
                    "revisions": [self._told(page, wanted)],
                }
                for page in self.pages.values()
                if any(one[0] == wanted for one in page.revisions)
            ]
        elif "pageids" in asked:
            query["pages"] = [self._by_id(int(asked["pageids"]), asked)]
        else:
            title = asked["titles"].removeprefix("\x1f").replace("_", " ")
            title = title[:1].upper() + title[1:]
            query["pages"] = [self._by_title(title, asked) | {"ns": self._space(title)}]
            if title.startswith("Sv:"):
                query = {"interwiki": [{"title": title, "iw": "sv"}]}
        for page in query.get("pages", ()):
            page["contentmodel"] = self.models.get(page.get("title", ""), "wikitext")
            page["special"] = page.get("ns", 0) < 0
        moment = f"2026-11-22T12:00:{len(self.asked) % 60:02}Z"
        return {"curtimestamp": moment, "query": query}

    def _space(self, title: str) -> int:
        return SPACES.get(title.partition(":")[0], 0)

    def _told(self, page: FakePage, number: int) -> dict[str, Any]:
        revision = next(one for one in page.revisions if one[0] == number)
        return self._revision(page, revision, content=True)

    def _history(self, asked: dict[str, str]) -> dict[str, Any]:
        title = asked["titles"].removeprefix("\x1f")
        found = self._by_title(title, asked)
        if not found.get("missing"):
            page = self.page(title)
            found["revisions"] = [
                {
                    "revid": one[0],
                    "parentid": max((o[0] for o in page.revisions if o[0] < one[0]), default=0),
                    "user": one[2],
                    "sha1": hashlib.sha1(one[4].encode(), usedforsecurity=False).hexdigest(),
                }
                for one in page.revisions[::-1]
            ]
        return {"query": {"pages": [found]}}

    def _edit(self, asked: dict[str, str]) -> Any:
        if self.meanwhile is not None:
            change, self.meanwhile = self.meanwhile, None
            change()
        if code := self._refusal(asked):
            return error(code)
        text = asked["text"]
        assert asked["md5"] == hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
        page = self.pages.get(int(asked.get("pageid", 0)))
        newest = page.revisions[-1] if page else None
        if page and newest and newest[4] == text:
            return {"edit": {"result": "Success", "pageid": page.page_id, "nochange": True}}
        page = self.edit(page.title if page else asked["title"], text, user=self.account)
        told = {"result": "Success", "pageid": page.page_id, "title": page.title}
        told |= {"oldrevid": newest[0] if newest else 0, "newrevid": page.revisions[-1][0]}
        return {"edit": told | {"newtimestamp": START.strftime("%Y-%m-%dT%H:%M:%SZ")}}

    def _refusal(self, asked: dict[str, str]) -> str:
        """Return the code of the error that an edit ends in, "" for none."""
        page = self.pages.get(int(asked.get("pageid", 0)))
        there = any(page.title == asked.get("title") for page in self.pages.values())
        if asked["token"] != f"csrf{self.sessions}+\\":
            return "badtoken"
        if asked["assertuser"] != self.account:
            return "assertnameduserfailed"
        if self.refuse and self.refusals:
            self.refusals -= 1
            return self.refuse
        reasons = {
            "nosuchpageid": "nocreate" in asked and page is None,
            "editconflict": page is not None and int(asked["baserevid"]) != page.revisions[-1][0],
            "articleexists": "createonly" in asked and there,
        }
        return next((code for code, so in reasons.items() if so), "")
