"""What servers, Toolhub and other people's catalogues say of links and tools stays text."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import respx
from tests.security.corpus import CORPUS, stored
from tests.security.hostile import (
    CATEGORY,
    FORMATS,
    cphub,
    harvested,
    unsafe_output,
)
from tests.security.test_hostile_content import SUFFIXES, check_file
from tests.workflows.fake_wiki import FakeWiki
from tests.workflows.offline import read_here

from cphub.catalogue import open_catalogue

NOW = datetime.now(UTC).replace(microsecond=0)
URL = "https://evil.example.org/page"
TITLE = "Guide"
LONG_AGO, LATELY = (f"{NOW - timedelta(days=n):%Y-%m-%dT%H:%M:%SZ}" for n in (30, 1))
GOOD = (URL, "dead", "404 Not Found", LATELY, "", LONG_AGO, 2)
COLUMNS = ("url", "status", "reason", "checked", "location", "first_failed", "checks")
HUGE = "x" * 10 * 2**20
WRONG: dict[str, dict[str, Any]] = {
    "script as an address": {"url": "javascript:alert(1)"},
    "file as an address": {"url": "file:///etc/passwd"},
    "address with a login": {"url": "https://a:b@evil.example.org/"},
    "address that is not in its common form": {"url": "HTTPS://EXAMPLE.org/page"},
    "address with controls": {"url": "https://example.org/\x1b[2J"},
    "address that is bytes": {"url": b"\xff\xfe"},
    "no address": {"url": ""},
    "ten megabytes of address": {"url": f"https://example.org/{HUGE}"},
    "status that there is not": {"status": "haunted"},
    "status that is a number": {"status": 7},
    "ten megabytes of reason": {"reason": HUGE},
    "reason that is bytes": {"reason": b"\x80"},
    "checked in the future": {"checked": f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"},
    "checked on a day that there is not": {"checked": "2026-02-31T00:00:00Z"},
    "checked at no time": {"checked": "yesterday"},
    "script as the new address": {"status": "moved", "location": "javascript:alert(1)"},
    "bytes as the new address": {"location": b"x"},
    "dead after one check": {"first_failed": None},
    "dead after two checks in a day": {"first_failed": LATELY},
    "gone later than checked": {"first_failed": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"},
    "no check": {"checks": 0},
    "more checks than SQLite counts": {"checks": 2**63 - 1},
    "checks that are text": {"checks": "many"},
}


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """One's own folder, and the catalogue of somebody else, of one page with a link."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    wiki = FakeWiki("evil")
    more = "".join(f"* [{URL}/{number} x]\n" for number in range(len(CORPUS)))
    text = f"# Open [{URL} it].\n# Go to HostileTool7.\n{more}"
    wiki.edit(TITLE, text, categories=(CATEGORY,))
    other = harvested(tmp_path / "theirs", wiki)
    own = harvested(tmp_path / "mine", wiki).parent
    assert cphub(own, "audit").code == 0  # which reads the text
    return own, other


def put(path: Path, **values: Any) -> None:
    """Put a row of links past all constraints."""
    row = dict(zip(COLUMNS, GOOD, strict=True)) | values
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("DELETE FROM link_targets")
        database.execute("INSERT INTO link_targets VALUES (?, ?, ?, ?, ?, ?, ?)", [*row.values()])


def links(folder: Path) -> list[dict[str, Any]]:
    said = cphub(folder, "check-links", "--offline", "--format", "json")
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.text)["links"]
    return found


def test_a_sound_check_comes_along_and_is_counted(pair: tuple[Path, Path]) -> None:
    mine, theirs = pair
    put(theirs)
    said = cphub(mine, "catalogue", "merge", str(theirs))
    assert said.code == 0, said.err
    assert re.search("^checked links +1$", said.text, re.MULTILINE)
    assert [(one["url"], one["status"]) for one in links(mine)] == [(URL, "dead")]


@pytest.mark.parametrize("name", WRONG)
def test_a_check_that_nobody_can_have_made_is_not_taken_and_nothing_else_is_lost(
    pair: tuple[Path, Path], name: str
) -> None:
    mine, theirs = pair
    put(theirs, **WRONG[name])
    said = cphub(mine, "catalogue", "merge", str(theirs))
    assert said.code == 0, said.err
    assert "was not taken" in said.err
    assert not unsafe_output(said)
    assert len(said.err) < 2_000
    assert links(mine) == []


def test_hostile_reasons_are_shown_as_text_everywhere(pair: tuple[Path, Path]) -> None:
    mine, theirs = pair
    put(theirs)
    with closing(sqlite3.connect(theirs)) as database, database:
        for number, payload in enumerate(CORPUS.values()):
            row = dict(zip(COLUMNS, GOOD, strict=True))
            row |= {"url": f"{URL}/{number}", "reason": stored(payload)}
            row["status"] = ("dead", "suspected", "unknown")[number % 3]
            database.execute(
                "INSERT INTO link_targets VALUES (?, ?, ?, ?, ?, ?, ?)", [*row.values()]
            )
    assert cphub(mine, "catalogue", "merge", str(theirs)).code == 0
    assert len(links(mine)) == 1 + len(CORPUS)
    check_everywhere(mine, "check-links", "--offline")


def toolhub(records: list[dict[str, Any]]) -> bytes:
    return json.dumps({"count": len(records), "next": None, "results": records}).encode()


@pytest.fixture
def tools(pair: tuple[Path, Path]) -> Path:
    """A folder whose catalogue has hostile records of Toolhub."""
    mine, _theirs = pair
    payloads = [*CORPUS.values(), "\ud800 half", HUGE[: 2**16]]
    records: list[dict[str, Any]] = [
        {"name": name, "title": title, "url": url, "deprecated": True, "replaced_by": other}
        for number, one in enumerate(payloads)
        for name, title, url, other in (
            (one, one, f"https://tool{number}.toolforge.org/", one),
            (f"n{number}", f"HostileTool{number}", one, "javascript:alert('Pwned')"),
            (f"u{number}", one, f"https://u{number}.example.org/{one}", [one]),
        )
    ]
    records += [
        {"name": "known", "title": "HostileTool7", "url": URL, "deprecated": True}
        | {"replaced_by": CORPUS["clear"], "annotations": [], "modified_date": 7},
        {"name": None, "title": {}, "url": 9, "deprecated": "yes", "annotations": {"url": {}}},
        {},
    ]
    with respx.mock as router:
        router.route(host="toolhub.wikimedia.org").respond(content=toolhub(records))
        said = cphub(mine, "services", "update")
    assert said.code == 0, said.err
    assert not unsafe_output(said)
    with open_catalogue(mine / "catalog.db", write=False) as catalogue:
        assert max(len(tool.title) for tool in catalogue.tools()) <= 500
    return mine


def test_hostile_tools_are_shown_as_text_in_every_format(tools: Path) -> None:
    check_everywhere(tools, "services", "list")
    for address in ("https://tool1.toolforge.org/x", CORPUS["clear"], URL):
        said = cphub(tools, "services", "test", "--", stored(address).replace("\0", ""))
        assert not unsafe_output(said)
    said = cphub(tools, "audit", "--select", "retired-service", "--format", "json")
    assert said.code == 0, said.err
    assert [one["title"] for one in json.loads(said.text)["findings"]] == [TITLE]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"results": [], "next": "http://["}',
        b'{"results": [], "next": "https://a:b@toolhub.wikimedia.org/"}',
        b'{"results": [], "next": "//evil.example/"}',
        b'{"results": [], "next": "file:///etc/passwd"}',
        b'{"results": [{"name": "a"}, null]}',
        b'{"results": [' + b"9" * 5_000 + b"]}",
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_that_is_none_is_one_line(pair: tuple[Path, Path], body: bytes) -> None:
    mine, _theirs = pair
    with respx.mock as router:
        router.route(host="toolhub.wikimedia.org").respond(content=body)
        said = cphub(mine, "services", "update")
    assert said.code == 1, said.err
    assert "Toolhub" in said.err
    assert not unsafe_output(said)


def check_everywhere(folder: Path, *command: str) -> None:
    """Look at a command in every format, and at the page in what shows findings."""
    for name in FORMATS:
        out = folder / f"out{SUFFIXES[name]}"
        out.unlink(missing_ok=True)
        said = cphub(folder, *command, "--format", name, "-o", str(out))
        assert said.code in {0, 2}, said.err
        assert not unsafe_output(said)
        if said.code == 0:
            check_file(out)
    assert cphub(folder, "audit").code == 0
    for also in (("show", TITLE), ("report",), ("status",), ("report", "--format", "markdown")):
        said = cphub(folder, *also)
        assert said.code == 0, said.err
        assert not unsafe_output(said)
