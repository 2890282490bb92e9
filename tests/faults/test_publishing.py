"""Whatever happens to any request of a publication, a page is edited once, not twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.faults.faults import FAULTS
from tests.faults.lab import CONFIG
from tests.faults.plays import cut_by_length
from tests.faults.program import Cphub, Nursery, Running
from tests.faults.server import Exchange, FaultServer, Plan, Play
from tests.faults.upstreams import in_memory
from tests.workflows.fake_editing import PASSWORD, EditableWiki

REQUESTS = 6
"""Two of the login, what the wiki is, the page, a token, the edit."""

PAGE = "Project:Report"
PUBLISH = ("publish", "overview", "--to", f"meta:{PAGE}", "--yes", "--token-file", "login.toml")


def at(number: int, play: Play) -> Plan:
    """Play a fault at one request, counted from 1."""
    return lambda _, n: play if n == number else None


@dataclass
class Desk:
    """A wiki behind a fault server, and cphub with a harvest of it."""

    wiki: EditableWiki
    server: FaultServer
    cphub: Cphub

    @property
    def edits(self) -> int:
        """How many revisions the page has."""
        pages = [page for page in self.wiki.pages.values() if page.title == PAGE]
        return sum(len(page.revisions) for page in pages)


@pytest.fixture
def desk(nursery: Nursery, tmp_path: Path) -> Iterator[Desk]:
    wiki = EditableWiki()
    wiki.edit("Guide", "Look!", categories=("Category:Training",))
    with FaultServer(in_memory(wiki.answer, "http://fake")) as server:
        config = CONFIG.format(api=f"{server.address}/w/api.php", attempts=1, deadline=20)
        (tmp_path / "cphub.toml").write_text(config)
        login = tmp_path / "login.toml"
        login.write_text(f'user = "Anna@cphub"\npassword = "{PASSWORD}"\nhost = "127.0.0.1"\n')
        login.chmod(0o600)
        cphub = Cphub(nursery, tmp_path)
        assert cphub.run("harvest").code == 0
        yield Desk(wiki, server, cphub)


def made_and_lost(exchange: Exchange) -> None:
    """Do what was asked, and break off without a word."""
    assert exchange.truth
    exchange.reset()


PLAYS: dict[str, Play] = {
    "made, and lost": made_and_lost,
    "made, and half of the answer lost": cut_by_length,
    **{name: FAULTS[name].play for name in ("429", "503", "HTML with 200", "404", "maxlag")},
}


def test_a_publication_takes_six_requests(desk: Desk) -> None:
    log = desk.server.play(None)
    assert desk.cphub.run(*PUBLISH).code == 0
    assert len(log) == REQUESTS


@pytest.mark.parametrize("name", PLAYS)
def test_a_fault_at_any_request_makes_no_second_edit(desk: Desk, name: str) -> None:
    for number in range(1, REQUESTS + 1):
        before = desk.edits
        desk.server.play(at(number, PLAYS[name]))
        done = desk.cphub.run(*PUBLISH)
        assert done.sound, done
        assert done.code == 0 or done.err.strip(), done
        desk.server.play(None)
        again = desk.cphub.run(*PUBLISH)
        assert again.code == 0, again
        assert desk.edits == before + 1, (number, done, again)
        assert desk.cphub.intact()
        rows = desk.cphub.rows("SELECT after FROM publication_edits WHERE undoes IS NULL")
        assert None not in {after for (after,) in rows}
        back = desk.cphub.run("publish", "--undo", "--yes", "--token-file", "login.toml")
        assert back.code == 0, back


@pytest.mark.parametrize("name", PLAYS)
def test_a_fault_at_any_request_of_undo_takes_back_once(desk: Desk, name: str) -> None:
    undo = ("publish", "--undo", "--yes", "--token-file", "login.toml")
    for number in range(1, REQUESTS + 1):
        assert desk.cphub.run(*PUBLISH).code == 0
        before = desk.edits
        desk.server.play(at(number, PLAYS[name]))
        done = desk.cphub.run(*undo)
        assert done.sound, done
        desk.server.play(None)
        again = desk.cphub.run(*undo)
        assert again.code == (2 if done.code == 0 else 0), again
        assert desk.edits == before + 1, (number, done, again)
        assert desk.wiki.text(PAGE) == ""


def test_a_kill_at_any_request_is_made_good(desk: Desk) -> None:
    for number in range(1, REQUESTS + 1):
        before = desk.edits
        process: list[Running] = []

        def kill(exchange: Exchange, process: list[Running] = process) -> None:
            assert exchange.truth
            while not process:
                time.sleep(0.01)
            process[0].kill()

        desk.server.play(at(number, kill))
        process.append(desk.cphub.start(*PUBLISH))
        process[0].wait()
        desk.server.play(None)
        assert desk.cphub.run(*PUBLISH).code == 0
        assert desk.edits == before + 1
        assert desk.cphub.run("publish", "--undo", "--yes", "--token-file", "login.toml").code == 0
