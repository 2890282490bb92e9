"""What is fuzzed: each takes any bytes and fails if they make cphub raise what nobody catches."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from tests.security.corpus import unsafe
from tests.workflows.fake_wiki import FakeWiki, family

from cphub.clean import clean
from cphub.data import VocabularyError, load_vocabulary
from cphub.data.not_found import shipped_not_found
from cphub.errors import CphubError
from cphub.linkcheck.pages import says
from cphub.linkcheck.rules import understood
from cphub.model.pages import Wiki
from cphub.network.body import Broken, TooBig, read_body
from cphub.network.headers import retry_after
from cphub.settings import read_settings
from cphub.wiki import edit
from cphub.wiki.answer import read_answer, words
from cphub.wiki.client import Client, Endpoint, Politeness
from cphub.wiki.pages import edited_by_person, fetch, listed, look, problems
from cphub.wiki.query import query
from cphub.wiki.retry import Fault
from cphub.wiki.site import connect
from cphub.wiki.titles import growth_templates, linked_titles, redirect_targets
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words
from cphub.workflows._days import day_ago, day_of, month_comes_first, sheet_day
from cphub.workflows._sheet import read_sheet

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENDPOINT = Endpoint("w", "https://w.example.org/w/api.php")
VOCABULARY = load_vocabulary()
NOT_FOUND = shipped_not_found()
WORDS = Words.of(
    Wiki("w", ENDPOINT.api, "w", "W", "en", "//w.example.org", "/wiki/$1", "MediaWiki 1.43")
)
LANGUAGES = ("en", "sv", "fr", "ar", "ja", "hi", "xx")


def answer(data: bytes) -> None:
    """An HTTP answer: status, Retry-After and body of any kind."""
    status, body = 100 + int.from_bytes(data[:2], "big") % 500, data[2:]
    value = body[:40].decode("latin-1")
    headers = {"retry-after": value, "date": value, "location": value}
    try:
        read_answer(ENDPOINT, status, headers, body, NOW)
    except (CphubError, Fault):
        return


def envelope(data: bytes) -> None:
    """Valid JSON of any shape, read as pages."""
    try:
        body: Any = json.loads(data)
    except (ValueError, RecursionError):
        return
    pages({"batchcomplete": True, "query": {"pages": body}})
    pages({"batchcomplete": True, "query": body})
    pages(body)


def pages(body: Any) -> None:
    """Ask for pages where the wiki says `body` to every question but the first."""
    wiki = FakeWiki("w")

    def odd(asked: Mapping[str, str]) -> httpx.Response | None:
        if "siteinfo" in asked.get("meta", ""):
            return None
        return httpx.Response(200, content=json.dumps(body).encode())

    wiki.before = odd
    polite = Politeness(attempts=1)
    with Client("a@example.org", politeness=polite, transport=family(wiki)) as client:
        site = connect(client, ENDPOINT)
        for ask in (
            lambda: [(listed(site, one), problems(one)) for one in query(site, {"titles": "x"})],
            lambda: fetch(site, [1]),
            lambda: look(site, [1]),
            lambda: redirect_targets(site, ["x"]),
            lambda: list(linked_titles(site, [1])),
            lambda: growth_templates(site),
            lambda: edited_by_person(site, 1, bool),
            lambda: edit.save(site, edit.look(site, "x"), "y", "z"),
            lambda: edit.look_at(site, 1),
            lambda: edit.text_of(site, 1, 1),
            lambda: edit.own_edit(site, "x", "0", 0),
        ):
            try:
                ask()
            except CphubError:
                continue


def site(data: bytes) -> None:
    """What a wiki says of itself, of any shape."""
    try:
        body: Any = json.loads(data)
    except (ValueError, RecursionError):
        return
    wiki = FakeWiki("w")
    wiki.before = lambda _asked: httpx.Response(200, content=json.dumps(body).encode())
    polite = Politeness(attempts=1)
    with Client("a@example.org", politeness=polite, transport=family(wiki)) as client:
        try:
            connect(client, ENDPOINT)
        except CphubError:
            return


def retry(data: bytes) -> None:
    """A Retry-After header."""
    seconds = retry_after(data.decode("latin-1"), NOW)
    assert seconds is None or seconds >= 0


def packed(data: bytes) -> None:
    """A body that says it is gzip."""
    for encoding in ("gzip", "", "br", "gzip, gzip"):
        try:
            read_body(httpx.ByteStream(data), encoding, max_bytes=2**16, tick=lambda: None)
        except (Broken, TooBig):
            continue


def config(data: bytes) -> None:
    """A cphub.toml."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cphub.toml"
        path.write_bytes(data)
        try:
            settings, _problems = read_settings(path, environ={})
            load_vocabulary(settings.vocabulary)
        except (CphubError, VocabularyError):
            return


def text(data: bytes) -> None:
    """A page's text: dates, templates, links and all."""
    page = data[1:].decode("utf-8", "replace")
    read(page, WORDS, LANGUAGES[(data[:1] or b"\0")[0] % len(LANGUAGES)], VOCABULARY)


def cleaned(data: bytes) -> None:
    """Any text on its way to a terminal, and the first words of an odd body."""
    for errors in ("surrogateescape", "replace"):
        for newlines in (False, True):
            assert unsafe(clean(data.decode("utf-8", errors), newlines=newlines)) == set()
    assert unsafe(clean(words(data))) == set()


def sheet(data: bytes) -> None:
    """A sheet that somebody filled in, and each of its cells as a day."""
    for newlines in (False, True):
        try:
            rows = read_sheet(data, newlines=newlines).rows
        except CphubError:
            continue
        cells = [cell for row in rows for cell in row.cells.values()]
        first = month_comes_first(cells)
        for cell in cells:
            for reads in (day_of, day_ago, partial(sheet_day, month_first=first)):
                try:
                    reads(cell, NOW.date())
                except ValueError:  # which every caller knows
                    continue


def robots(data: bytes) -> None:
    """A robots.txt, and a page that says that there is nothing."""
    content = data.decode("utf-8", "replace")
    rules = understood(content, "cphub")
    for path in ("", "/", "/a%2fb?c=d", f"/{content[:80]}"):
        rules.allow(f"https://w.example.org{path}")
    says(content, NOT_FOUND)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (answer, envelope, site, retry, packed, config, text, cleaned, sheet, robots)
}
