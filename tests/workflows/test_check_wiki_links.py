"""Links from wiki to wiki are asked about where the catalogue knows both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.hub import HELD, START
from tests.workflows.offline import read_here

from cphub.catalogue import open_catalogue
from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.workflows.audit import audit
from cphub.workflows.check_wiki_links import WikiLinkCheck, check_wiki_links
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

TEXT = """Read [[c:Deleted guide]], [[c:Old name]], [[c:Held]], [[c:There]], [[c:Special:Upload]],
[[x:Nobody knows this wiki]]"""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, FakeWiki, FakeWiki]:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    meta, commons = FakeWiki("meta"), FakeWiki("commons")
    meta.interwiki = {
        "c": "https://commons.example.org/wiki/$1",
        "x": "https://elsewhere.example.org/wiki/$1",
    }
    meta.edit("Guide", TEXT, categories=HELD)
    commons.edit("Held", categories=HELD)
    commons.edit("There")
    commons.edit("New name")
    commons.redirects = {"Old name": "New name"}
    settings = Settings(
        contact="anna@example.org",
        catalog=tmp_path / "catalog.db",
        wikis={wiki.name: WikiSettings(wiki.name, wiki.api) for wiki in (meta, commons)},
        sources=tuple(
            SourceSettings(f"of {name}", name, "category", {"category": "Training"})
            for name in ("meta", "commons")
        ),
        politeness=PolitenessSettings(attempts=1),
    )
    harvest(settings, reach=Reach(transport=family(meta, commons)), clock=lambda: START)
    return settings, meta, commons


def check(settings: Settings, *wikis: FakeWiki, day: int = 0) -> WikiLinkCheck:
    with open_catalogue(settings.catalog, write=True) as catalogue:
        audit(catalogue, settings, today=START.date(), select=("missing-interwiki",))
        return check_wiki_links(
            catalogue,
            settings,
            older_than=timedelta(days=30),
            reach=Reach(transport=family(*wikis)),
            clock=lambda: START + timedelta(days=day),
        )


def test_what_other_wikis_do_not_have_is_found(
    hub: tuple[Settings, FakeWiki, FakeWiki],
) -> None:
    settings, meta, commons = hub
    assert check(settings, meta, commons) == WikiLinkCheck(3)
    with open_catalogue(settings.catalog, write=True) as catalogue:
        result = audit(catalogue, settings, today=START.date(), select=("missing-interwiki",))
    missing, redirected = sorted(result.findings, key=lambda one: one.key)
    assert [one.text for one in missing.evidence] == ["[[:c:Deleted guide]]"]
    assert [one.text for one in redirected.evidence] == ["[[:c:Old name]]"]
    assert "New name" in redirected.fix


def test_a_wiki_is_asked_once_in_thirty_days(hub: tuple[Settings, FakeWiki, FakeWiki]) -> None:
    settings, meta, commons = hub
    check(settings, meta, commons)
    before = len(commons.asked)
    assert check(settings, meta, commons, day=29).asked == 0
    assert len(commons.asked) == before
    assert check(settings, meta, commons, day=31).asked == 3


def test_a_wiki_is_asked_again_if_the_clock_was_ahead(
    hub: tuple[Settings, FakeWiki, FakeWiki],
) -> None:
    settings, meta, commons = hub
    check(settings, meta, commons, day=365)
    assert check(settings, meta, commons, day=1).asked == 3


def test_a_wiki_that_does_not_answer_is_told_and_changes_nothing(
    hub: tuple[Settings, FakeWiki, FakeWiki],
) -> None:
    settings, meta, commons = hub
    commons.before = lambda _asked: httpx.Response(404, content=b"no wiki here")
    done = check(settings, meta, commons)
    assert done.asked == 0
    assert [name for name, _error in done.failures] == ["commons"]
    with open_catalogue(settings.catalog, write=False) as catalogue:
        assert catalogue.titles("commons").keys() <= {"Held"}


def test_wikis_that_the_settings_do_not_name_are_not_asked(
    hub: tuple[Settings, FakeWiki, FakeWiki],
) -> None:
    settings, meta, commons = hub
    before = len(commons.asked)
    alone = replace(settings, wikis={"meta": settings.wikis["meta"]}, sources=settings.sources[:1])
    assert check(alone, meta, commons) == WikiLinkCheck(0)
    assert len(commons.asked) == before
