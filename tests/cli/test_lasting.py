"""What people said, through the commands: it outlasts all that happens to pages and catalogues."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import respx
from tests.security.hostile import Said, cphub
from tests.workflows.fake_wiki import FakeWiki
from tests.workflows.offline import read_here

CONFIG = """contact = "anna@example.org"
catalog = "catalog.db"
[wikis.meta]
api = "https://meta.example.org/w/api.php"
[[sources]]
name = "training"
wiki = "meta"
kind = "category"
category = "Training"
"""
WRONG = "Lorem ipsum dolor sit amet, consectetur adipiscing elit."
TEXT = "How to upload.\n\n== Dates ==\n{}\n\n== Licences ==\n{}\n"
TRAINING = ("Category:Training",)


class Program:
    """A hub in a folder, whose wiki is in memory, by its commands."""

    def __init__(self, folder: Path, wiki: FakeWiki) -> None:
        self.folder, self.wiki = folder, wiki
        (folder / "cphub.toml").write_text(CONFIG, encoding="utf-8")

    def __call__(self, *arguments: str) -> Said:
        said = cphub(self.folder, *arguments)
        assert said.code == 0, said.err
        return said

    def edit(self, dates: str, licences: str) -> None:
        self.wiki.edit("Guide", TEXT.format(dates, licences), categories=TRAINING)

    def renew(self) -> None:
        self("harvest")
        self("audit", "--today", "2026-11-22")

    def held(self, name: str = "Guide", *options: str) -> tuple[str | None, bool]:
        """Return the verdict of the page, and whether the placeholder in it is told."""
        history = json.loads(self("review", name, "--format", "json", *options).text)
        told = json.loads(self("report", "--format", "json", *options).text)["findings"]
        return history["standing"]["verdict"], "placeholder-text" in {one["rule"] for one in told}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    wiki = FakeWiki()
    with respx.mock(assert_all_called=False) as router:
        router.route(host="meta.example.org").mock(side_effect=wiki.answer)
        router.route().mock(side_effect=httpx.ConnectError("there is no network"))
        program = Program(tmp_path, wiki)
        program.edit(WRONG, "Choose one.")
        program.renew()
        assert program.held() == (None, True)
        shutil.copyfile(tmp_path / "catalog.db", tmp_path / "other.db")
        program("review", "Guide", "--verdict", "incomplete", "--as", "Anna")
        program("review", "Guide", "--dismiss", "placeholder-text", "--because", "So", "--as", "Bo")
        assert program.held() == ("incomplete", False)
        yield program


def nothing(hub: Program) -> None:
    del hub


def edited(hub: Program) -> None:
    hub.edit(WRONG, "Choose another one.")


def moved(hub: Program) -> None:
    hub.wiki.move("Guide", "Handbook")


def edited_there(hub: Program) -> None:
    hub.edit(f"On Monday. {WRONG} On Tuesday.", "Choose one.")


@pytest.mark.parametrize(
    ("happens", "name", "told"),
    [
        (nothing, "Guide", False),
        (edited, "Guide", False),
        (moved, "Handbook", False),
        (edited_there, "Guide", True),
    ],
)
def test_a_review_stays_and_a_dismissed_finding_returns_with_its_passage_alone(
    hub: Program, happens: Callable[[Program], None], name: str, *, told: bool
) -> None:
    happens(hub)
    hub.renew()
    assert hub.held(name) == ("incomplete", told)
    hub.renew()
    assert hub.held(name) == ("incomplete", told)


def test_what_was_said_comes_along_into_another_catalogue(hub: Program) -> None:
    hub("catalogue", "merge", "catalog.db", "--catalog", "other.db")
    assert hub.held("Guide", "--catalog", "other.db") == ("incomplete", False)
