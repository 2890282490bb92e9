"""Checks of links and Toolhub's records bear what servers may do, and go on after `kill -9`."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.faults.fault import at, each_time
from tests.faults.faults import FAULTS
from tests.faults.program import Cphub, Done, Drill, Nursery, copied
from tests.faults.server import FaultServer, Plan, Reply, Request, Upstream
from tests.faults.upstreams import in_memory
from tests.live.proxy import Log
from tests.workflows.fake_wiki import FakeWiki

LINKS = 6
TITLES = 7
REQUESTS = 3 * LINKS  # robots.txt, HEAD and GET of each host
SPARE = 10.0  # seconds beside deadlines, on a busy machine
CONFIG = """contact = "anna@example.org"
links = {{ pause = 0.05, deadline = 1.0, allow_private = true }}
politeness = {{ attempts = 1, deadline = 2.0 }}
wikis.meta = {{ api = "{server}/meta/api.php", allow_insecure = true }}
wikis.commons = {{ api = "{server}/commons/api.php", allow_insecure = true }}

[[sources]]
name = "training"
wiki = "meta"
kind = "category"
category = "Training"

[[sources]]
name = "files"
wiki = "commons"
kind = "category"
category = "Training"
"""
PAGE = b"<!doctype html><title>How to share pictures</title><h1>Sharing</h1>"
QUICK = [
    FAULTS[name]
    for name in (
        *("429", "502", "404", "302 to https://evil.example/w/api.php", "HTML with 200"),
        *("cut short, length known", "a bomb", "reset half-way", "connection refused", "no HTTP"),
    )
]
HTML = {"Content-Type": "text/html"}


def tools(asked: str) -> bytes:
    """Return a page of three of records."""
    page = int(asked.partition("page=")[2] or 1)
    records = [
        {"name": f"t{page}-{n}", "title": "Tool", "url": "", "deprecated": True} for n in range(9)
    ]
    following = f"/api/tools/?page={page + 1}" if page < 3 else None
    return json.dumps({"results": records, "next": following}).encode()


def upstream(meta: FakeWiki, commons: FakeWiki) -> Upstream:
    wikis = {one.name: in_memory(one.answer, "http://fake") for one in (meta, commons)}

    def ask(request: Request) -> Reply:
        name = request.target.split("/")[1]
        if name in wikis:
            return wikis[name](request)
        if name == "api":
            return Reply(200, {"Content-Type": "application/json"}, tools(request.target))
        found = 200 if name == "page" else 404
        return Reply(found, HTML, b"" if request.method == "HEAD" else PAGE)

    return ask


class LinkLab:
    """A catalogue whose page links to six hosts and to seven pages of another wiki."""

    def __init__(self, nursery: Nursery, server: FaultServer, folder: Path) -> None:
        self.nursery = nursery
        self.server = server
        self.folder = folder
        self.toolhub: Drill = ("toolhub", f"{server.address}/api/tools/")

    @contextmanager
    def trial(self, *, empty: bool = False) -> Iterator[Cphub]:
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            (Path(name) / "cphub.toml").write_text(
                CONFIG.format(server=self.server.address), encoding="utf-8"
            )
            if not empty:
                copied(self.folder / "catalog.db", Path(name))
            yield Cphub(self.nursery, Path(name))

    def check(self, cphub: Cphub, plan: Plan | None = None, *drills: Drill) -> tuple[Done, Log]:
        log = self.server.play(plan)
        return cphub.run("check-links", drills=[("at_home", ""), *drills]), log


@pytest.fixture(scope="module")
def links(nursery: Nursery) -> Iterator[LinkLab]:
    meta, commons = FakeWiki("meta"), FakeWiki("commons")
    meta.interwiki = {"c": "https://commons.example.org/wiki/$1"}
    with (
        tempfile.TemporaryDirectory(prefix="cphub-links-") as name,
        FaultServer(upstream(meta, commons)) as server,
    ):
        text = " ".join(
            f"[http://h{n}.example.org:{server.port}/page/{n} x]" for n in range(LINKS)
        ) + " ".join(f"[[c:Page {n}]]" for n in range(TITLES))
        meta.edit("Guide", text, categories=("Category:Training",))
        commons.edit("Held", categories=("Category:Training",))
        lab = LinkLab(nursery, server, Path(name))
        with lab.trial(empty=True) as cphub:
            for command in ("harvest", "audit"):
                done = cphub.run(command)
                assert done.code == 0, done
            copied(cphub.catalog, lab.folder)
        yield lab


def saved(cphub: Cphub) -> dict[str, str]:
    return dict(cphub.rows("SELECT url, status FROM link_targets"))


def asked_titles(log: Log) -> int:
    return sum(
        len(one.params["titles"].strip("\x1f").replace("\x1f", "|").split("|"))
        for one in log.asked
        if "titles" in one.params
    )


def test_a_check_sees_every_link_and_title_once(links: LinkLab) -> None:
    with links.trial() as cphub:
        done, log = links.check(cphub)
        assert done.code == 0, done
        assert list(saved(cphub).values()) == ["ok"] * LINKS
        assert asked_titles(log) == TITLES
        again, second = links.check(cphub)
        assert (again.code, len(second)) == (0, 0), again


@pytest.mark.parametrize("when", [5, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
def test_a_check_bears_what_servers_may_do(links: LinkLab, fault: Any, when: int | None) -> None:
    with links.trial() as cphub:
        start = time.monotonic()
        done, _log = links.check(cphub, at(when, fault) if when else each_time(fault))
        assert done.sound, done
        assert done.err.strip(), done
        assert time.monotonic() - start < SPARE + 30 * fault.name.startswith("429")
        assert cphub.intact()
        assert "dead" not in saved(cphub).values()
        again, _log = links.check(cphub)
        assert again.code == 0, again
        assert len(saved(cphub)) == LINKS


@pytest.mark.parametrize("moment", range(1, REQUESTS + 2, 3))
def test_a_check_that_is_killed_goes_on_and_asks_nobody_twice(links: LinkLab, moment: int) -> None:
    with links.trial() as cphub:
        log = links.server.play(at(moment, FAULTS["silence"]))  # it cannot end before the kill
        running = cphub.start("check-links", drills=[("at_home", "")])
        end = time.monotonic() + SPARE
        while len(log) < moment and time.monotonic() < end:
            time.sleep(0.001)
        running.kill()
        assert running.wait().code == -9
        assert cphub.intact()
        before = saved(cphub)
        assert len(before) == LINKS or moment <= REQUESTS  # each is kept as soon as it is known
        again, second = links.check(cphub)
        assert again.code == 0, again
        assert list(saved(cphub).values()) == ["ok"] * LINKS
        paths = {url.partition(f":{links.server.port}")[2] for url in before}
        assert not paths & {one.path for one in second.asked}
        assert asked_titles(second) in {0, TITLES}
        assert cphub.rows("SELECT count(*) FROM titles WHERE title LIKE 'Page %'") == [(TITLES,)]


def test_a_link_is_dead_after_two_checks_three_days_apart(links: LinkLab) -> None:
    with links.trial() as cphub:
        lost = FAULTS["404"]

        def plan(asked: Any, _number: int) -> Any:
            return lost.play if asked.path == "/page/3" else None

        states = []
        for day in ("0", "1", "2.9", "3.1"):
            _done, log = links.check(cphub, plan, ("later", day))
            states.append(next(state for url, state in saved(cphub).items() if "/page/3" in url))
            assert bool(log) == (day in {"0", "3.1"})  # nobody is asked before it is due
        assert states == ["suspected", "suspected", "suspected", "dead"]
        found = json.loads(cphub.run("check-links", "--offline", "--format", "json").out)["links"]
        assert [one["status"] for one in found].count("dead") == 1
        assert [one["status"] for one in found].count("ok") == LINKS - 1
        findings = json.loads(cphub.run("audit", "--format", "json").out)["findings"]
        assert "dead-link" in {one["rule"] for one in findings}


@pytest.mark.parametrize("when", [2, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
def test_toolhubs_records_come_all_or_not_at_all(
    links: LinkLab, fault: Any, when: int | None
) -> None:
    with links.trial() as cphub:
        links.server.play(at(when, fault) if when else each_time(fault))
        done = cphub.run("services", "update", drills=[links.toolhub])
        assert done.sound, done
        assert done.code == 0 or "Toolhub" in done.err, done
        tools = cphub.rows("SELECT count(*) FROM services")
        assert tools == [(27 if done.code == 0 else 0,)] or fault.lies
        assert cphub.intact()
        links.server.play(None)
        again = cphub.run("services", "update", drills=[links.toolhub])
        assert again.code == 0, again
        assert cphub.rows("SELECT count(*) FROM services") == [(27,)]


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_an_update_that_is_killed_leaves_what_was_known(links: LinkLab, moment: int) -> None:
    with links.trial() as cphub:
        log = links.server.play(at(moment, FAULTS["silence"]))
        running = cphub.start("services", "update", drills=[links.toolhub])
        end = time.monotonic() + SPARE
        while len(log) < moment and time.monotonic() < end:
            time.sleep(0.001)
        running.kill()
        assert running.wait().code == -9
        assert cphub.rows("SELECT count(*) FROM services") == [(0,)]
        links.server.play(None)
        assert cphub.run("services", "update", drills=[links.toolhub]).code == 0
        assert cphub.rows("SELECT count(*) FROM services") == [(27,)]
