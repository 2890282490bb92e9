"""A hub in memory: one wiki, harvested and audited day after day, for what people say of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.offline import SHOUTING

from cphub.catalogue import Catalogue, open_catalogue
from cphub.model.findings import Finding
from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.workflows.audit import audit
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
HELD = ("Category:Training",)


class Hub:
    """A catalogue of a wiki's training material; every harvest is a day after the last."""

    def __init__(self, folder: Path, wiki: FakeWiki | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.wiki = wiki or FakeWiki()
        self.day = 0
        self.settings = Settings(
            contact="anna@example.org",
            catalog=folder / "catalog.db",
            wikis={"meta": WikiSettings("meta", self.wiki.api)},
            sources=(SourceSettings("training", "meta", "category", {"category": "Training"}),),
            politeness=PolitenessSettings(attempts=1),
        )

    @property
    def path(self) -> Path:
        return self.settings.catalog

    @property
    def today(self) -> date:
        return self.clock().date()

    def clock(self) -> datetime:
        return START + timedelta(days=self.day)

    def edit(self, title: str, text: str) -> None:
        self.wiki.edit(title, text, categories=HELD)

    def renew(self, *, today: date | None = None) -> list[Finding]:
        """Harvest and audit, a day later; return the open findings."""
        self.day += 1
        harvest(self.settings, (), reach=Reach(transport=family(self.wiki)), clock=self.clock)
        with self.open() as catalogue:
            audit(
                catalogue,
                self.settings,
                today=today or self.today,
                clock=self.clock,
                rules=SHOUTING,
            )
            return catalogue.open_findings()

    @contextmanager
    def open(self) -> Iterator[Catalogue]:
        with open_catalogue(self.path, write=True) as catalogue:
            yield catalogue
