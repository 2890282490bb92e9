"""A small MediaWiki in memory that answers what harvest asks; odd answers are added to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx

SPACES = ((0, ""), (6, "File"), (8, "MediaWiki"), (10, "Template"), (14, "Category"))
START = datetime(2026, 1, 1, tzinfo=UTC)
Answer = Callable[[dict[str, str]], httpx.Response | None]


@dataclass
class FakePage:
    """A page with its revisions, oldest first: (id, timestamp, user, minor, text)."""

    page_id: int
    title: str
    categories: tuple[str, ...]
    revisions: list[tuple[int, datetime, str, bool, str]] = field(default_factory=list)
    redirect: bool = False
    text_hidden: bool = False
    language: str = ""
    langlinks: tuple[tuple[str, str], ...] = ()
    props: dict[str, str] = field(default_factory=dict)

    @property
    def namespace(self) -> int:
        return 14 if self.title.startswith("Category:") else 0


class FakeWiki:
    """Answers siteinfo, categorymembers, titles and page ids; keeps what it was asked.

    `size` is how many pages one listing answer has. `before` may answer in its place.
    """

    def __init__(self, name: str = "meta", size: int = 500) -> None:
        self.name = name
        self.size = size
        self.pages: dict[int, FakePage] = {}
        self.asked: list[dict[str, str]] = []
        self.before: Answer | None = None
        self.bots: tuple[str, ...] = ("CleanerBot",)
        self.extensions: tuple[str, ...] = ()
        self.language = "en"
        self.languages: dict[str, str] = {"en": "English"}
        self.interwiki: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.linked: tuple[str, ...] = ()
        self._next_page = self._next_revision = 1

    @property
    def api(self) -> str:
        return f"https://{self.name}.example.org/w/api.php"

    def edit(
        self,
        title: str,
        text: str = "Text.",
        *,
        categories: tuple[str, ...] | None = None,
        user: str = "Anna",
        minor: bool = False,
        redirect: bool = False,
    ) -> FakePage:
        """Create or edit a page."""
        page = next((page for page in self.pages.values() if page.title == title), None)
        if page is None:
            page = FakePage(self._next_page, title, categories or ())
            self.pages[page.page_id] = page
            self._next_page += 1
        number = self._next_revision
        self._next_revision += 1
        moment = START + timedelta(minutes=number)
        page.revisions.append((number, moment, user, minor, text))
        page.redirect = redirect
        if categories is not None:
            page.categories = categories
        return page

    def move(self, old: str, new: str) -> None:
        """Move a page, which keeps its id and gets a revision."""
        page = next(page for page in self.pages.values() if page.title == old)
        page.title = new
        self.edit(new, page.revisions[-1][4])

    def delete(self, title: str) -> None:
        self.pages = {key: page for key, page in self.pages.items() if page.title != title}

    def count(self, key: str, value: str | None = None) -> int:
        """Count the requests that had a parameter (of that value)."""
        return sum(key in asked and value in (None, asked[key]) for asked in self.asked)

    def answer(self, request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.url.query.decode() + "&" + request.content.decode())
        asked = {key: values[0] for key, values in form.items()}
        self.asked.append(asked)
        if self.before and (odd := self.before(asked)) is not None:
            return odd
        body: dict[str, Any] = {"batchcomplete": True}
        if "siteinfo" in asked.get("meta", ""):
            body |= {"curtimestamp": "2026-11-22T12:00:00Z", "query": self._site()}
        elif asked.get("generator") == "categorymembers":
            self._members(asked, body)
        elif asked.get("generator") == "links":
            body["query"] = {"pages": [self._by_title(title, asked) for title in self.linked]}
        elif "pageids" in asked:
            ids = [int(number) for number in asked["pageids"].split("|")]
            body["query"] = {"pages": [self._by_id(number, asked) for number in ids]}
        elif "titles" in asked:
            names = asked["titles"].removeprefix("\x1f").replace("\x1f", "|").split("|")
            wanted = {title: self.redirects.get(title, title) for title in names}
            body["query"] = {
                "redirects": [{"from": a, "to": b} for a, b in wanted.items() if a != b],
                "pages": [self._by_title(title, asked) for title in wanted.values()],
            }
        # not json=…: that cannot say the lone surrogates that a hostile server can
        return httpx.Response(200, content=json.dumps(body).encode())

    def _site(self) -> dict[str, Any]:
        return {
            "general": {
                "sitename": self.name,
                "wikiid": self.name,
                "lang": self.language,
                "server": f"https://{self.name}.example.org",
                "articlepath": "/wiki/$1",
                "generator": "MediaWiki 1.39.17",
                "rtl": False,
                "maxarticlesize": 2097152,
                "time": "2026-11-22T12:00:00Z",
            },
            "namespaces": {
                str(number): {"id": number, "name": name, "canonical": name, "case": "first-letter"}
                for number, name in SPACES
            },
            "namespacealiases": [],
            "magicwords": [],
            "extensions": [{"name": name} for name in self.extensions],
            "interwikimap": [{"prefix": p, "url": url} for p, url in self.interwiki.items()],
            "languages": [{"code": c, "name": name} for c, name in self.languages.items()],
            "userinfo": {"id": 0, "name": "127.0.0.1", "anon": True, "rights": [], "groups": []},
            "allmessages": [{"name": "broken-file-category", "content": "Broken files"}],
            "allusers": [{"userid": n, "name": bot} for n, bot in enumerate(self.bots, 1)],
        }

    def _members(self, asked: dict[str, str], body: dict[str, Any]) -> None:
        kinds = asked["gcmtype"].split("|")
        members = [
            page
            for _, page in sorted(self.pages.items())
            if asked["gcmtitle"] in page.categories
            and ("subcat" if page.namespace else "page") in kinds
        ]
        start = int(asked.get("gcmcontinue", 0))
        if members[start + self.size :]:
            body["continue"] = {"gcmcontinue": str(start + self.size), "continue": "gcmcontinue||"}
        shown = members[start : start + self.size]
        if shown:
            body["query"] = {"pages": [self._page(page, asked) for page in shown]}

    def _by_id(self, number: int, asked: dict[str, str]) -> dict[str, Any]:
        if number not in self.pages:
            return {"pageid": number, "missing": True}
        return self._page(self.pages[number], asked)

    def _by_title(self, title: str, asked: dict[str, str]) -> dict[str, Any]:
        for page in self.pages.values():
            if page.title == title:
                return self._page(page, asked)
        return {"ns": 0, "title": title, "missing": True}

    def _page(self, page: FakePage, asked: dict[str, str]) -> dict[str, Any]:
        content = "content" in asked.get("rvprop", "")
        until = asked.get("rvstart", "9999")
        past = [one for one in page.revisions if _time(one[1]) <= until]
        past = past if asked.get("rvdir") == "newer" else past[::-1]
        shown = past[: int(asked.get("rvlimit", 1))]
        known = {
            "pageid": page.page_id,
            "ns": page.namespace,
            "title": page.title,
            "contentmodel": "wikitext",
            "pagelanguage": page.language or self.language,
            "lastrevid": page.revisions[-1][0],
            "length": len(page.revisions[-1][4]),
            "revisions": [self._revision(page, revision, content=content) for revision in shown],
        }
        if page.redirect:
            known["redirect"] = True
        if "categories" in asked.get("prop", ""):
            known["categories"] = [
                {"ns": 14, "title": name, "hidden": False} for name in page.categories
            ]
        if page.langlinks and "langlinks" in asked.get("prop", ""):
            known["langlinks"] = [{"lang": p, "title": title} for p, title in page.langlinks]
        if page.props and "pageprops" in asked.get("prop", ""):
            known["pageprops"] = page.props
        return known

    @staticmethod
    def _revision(
        page: FakePage, revision: tuple[int, datetime, str, bool, str], *, content: bool
    ) -> dict[str, Any]:
        number, moment, user, minor, text = revision
        earlier = [other[0] for other in page.revisions if other[0] < number]
        known: dict[str, Any] = {
            "revid": number,
            "parentid": max(earlier, default=0),
            "minor": minor,
            "user": user,
            "timestamp": _time(moment),
            "size": len(text.encode(errors="surrogatepass")),
        }
        if content and page.text_hidden:
            known["texthidden"] = True
        elif content:
            slot = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": text}
            known["slots"] = {"main": slot}
        return known


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def family(*wikis: FakeWiki) -> httpx.MockTransport:
    """Return a transport that reaches these wikis and nothing else."""
    by_host = {f"{wiki.name}.example.org": wiki for wiki in wikis}

    def answer(request: httpx.Request) -> httpx.Response:
        wiki = by_host.get(request.url.host)
        if wiki is None:
            raise httpx.ConnectError("Name or service not known", request=request)
        return wiki.answer(request)

    return httpx.MockTransport(answer)


def error(code: str) -> httpx.Response:
    """Return an API error as MediaWiki gives it."""
    body = {"errors": [{"code": code, "text": f"about {code}", "module": "query"}]}
    return httpx.Response(200, headers={"MediaWiki-API-Error": code}, content=json.dumps(body))
