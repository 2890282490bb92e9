"""Servers that mean harm are told as what they are by the real command, in time and in little."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest
from tests.linkcheck.family import NASTY, ROBOTS, Family, at_home, shows
from tests.security.hostile import CATEGORY, config, cphub, harvested
from tests.workflows.fake_wiki import FakeWiki
from tests.workflows.offline import read_here

from cphub.linkcheck.linkcheck import Limits, check_links
from cphub.model.links import Sight

QUICK = "links.pause = 0.5\nlinks.deadline = 2.0\n"
SOUND = "A page on sharing pictures"
SECONDS = 40.0  # two deadlines each, 20 side by side, on a busy machine
MEMORY = 96  # megabytes
CAP = 12 * 2**20  # a robots.txt's share and what sockets hold that nobody reads

PEAK_AGAIN = Path("/proc/self/clear_refs")  # "5" lets the kernel measure the peak anew
DEAD_ON_ARRIVAL = (  # in the page's text: what is no address of the web is not asked at all
    "[http://user:secret@sound.example.org/ a] [http:///page b] [http://[bad c]"
    " [ftp://sound.example.org/ d] [mailto:a@example.org e] [//sound.example.org:99999/ f]"
)


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    at_home(monkeypatch)
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with Family() as family:
        family.ways["sound", ""] = shows(SOUND)
        yield family


def megabytes(name: str) -> int:
    """Return a figure of what memory this process has."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def prepared(folder: Path, text: str) -> None:
    """Harvest a page with links and read it, which takes memory of its own."""
    wiki = FakeWiki()
    wiki.edit("Links", text, categories=(CATEGORY,))
    harvested(folder, wiki)
    (folder / "cphub.toml").write_text(config(wiki, more=QUICK), encoding="utf-8")
    assert cphub(folder, "audit").code == 0


def checked(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what `cphub check-links` says of a page's links."""
    said = cphub(folder, "check-links", "--format", "json")
    assert said.code in {0, 5}, said.err
    assert "Traceback" not in said.err
    document = json.loads(said.text)
    assert set(document) == {"schema", "links"}
    return {link["url"]: link for link in document["links"]}


@pytest.mark.skipif(not PEAK_AGAIN.exists(), reason="measures memory as Linux does")
def test_hostile_answers_are_told_right_in_bounded_time_and_memory(
    tmp_path: Path, family: Family
) -> None:
    urls = {}
    for host, (way, _status, _words) in NASTY.items():
        family.ways[host, "/page"] = way
        urls[host] = family.url(host, "/page")
    for host, (rules, _status, _words) in ROBOTS.items():
        family.ways[host, "/robots.txt"] = rules
        family.ways[host, ""] = shows(SOUND)
        urls[host] = family.url(host, "/page")
    text = " ".join(f"[{url} x]" for url in urls.values())
    prepared(tmp_path / "hub", f"{text} {DEAD_ON_ARRIVAL}")
    PEAK_AGAIN.write_text("5", "ascii")
    before = megabytes("VmRSS")
    start = time.monotonic()
    links = checked(tmp_path / "hub")
    seconds = time.monotonic() - start
    wrong = {
        host: links[urls[host]]
        for host, (_way, status, words) in {**NASTY, **ROBOTS}.items()
        if links[urls[host]]["status"] != status or words not in links[urls[host]]["reason"]
    }
    assert not wrong
    assert len(links) == len(urls)
    assert seconds < SECONDS
    assert (taken := megabytes("VmHWM") - before) < MEMORY, taken  # of the servers, too
    assert max(one.sent for one in family.log) < CAP
    assert not [one for one in family.log if "cookie" in one.headers]


def test_a_name_that_leads_elsewhere_the_second_time_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public, looked, connected = "93.184.216.34", [0], []
    real = httpcore.SyncBackend.connect_tcp

    real_lookup = socket.getaddrinfo

    def lookup(host: str, port: int, *others: Any, **more: Any) -> list[Any]:
        if not host.startswith("rebinds"):
            return real_lookup(host, port, *others, **more)
        looked[0] += 1
        address = public if looked[0] == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(self: Any, host: str, port: int, *others: Any, **more: Any) -> Any:
        connected.append(host)
        return real(self, "127.0.0.1", port, *others, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with Family() as family:
        url = family.url("rebinds", "/page")
        family.ways["rebinds", "/robots.txt"] = lambda exchange: exchange.reset()
        family.ways["rebinds", ""] = shows(SOUND)
        seen = [*check_links([url], "x", limits=Limits(pause=0.01, deadline=2.0))]
        again = [*check_links([url], "x", limits=Limits(pause=0.01, deadline=2.0))]
    assert connected == [public]  # what was looked at, and never a name
    assert [one.sight for one in (*seen, *again)] == [Sight.UNKNOWN] * 2
    assert "private network" in again[0].reason
