"""A hub whose reports are published on a wiki in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
from tests.workflows.fake_editing import PASSWORD, EditableWiki
from tests.workflows.fake_wiki import family
from tests.workflows.hub import Hub

from cphub.catalogue.publications import Publication
from cphub.model.progress import Silent
from cphub.workflows._filters import Filters
from cphub.workflows.publish import Outcome, Plan, Wanted, publish
from cphub.workflows.publish_undo import undo
from cphub.workflows.wikis import Reach

PAGE = "Project:Report"
TO = f"meta:{PAGE}"


class PublishingHub(Hub):
    """Harvested and audited, with a login; `agree` answers what is asked before edits."""

    def __init__(self, folder: Path) -> None:
        self.editable = EditableWiki()
        super().__init__(folder, self.editable)
        self.settings = replace(self.settings, languages=("en",))
        self.folder = folder
        self.agree = True
        self.plans: list[Plan] = []
        self.login = folder / "login.toml"
        self.log_in_with(PASSWORD)
        self.edit("Guide", "Look!")
        self.edit("Course", "Look!")
        self.renew()

    def log_in_with(self, password: str) -> None:
        self.login.write_text(
            f'user = "Anna@cphub"\npassword = "{password}"\nhost = "meta.example.org"\n'
        )
        self.login.chmod(0o600)

    def confirm(self, plan: Plan) -> bool:
        self.plans.append(plan)
        return self.agree

    def reach(self, transport: httpx.BaseTransport | None = None) -> Reach:
        return Reach(transport or family(self.editable), self.login)

    def publish(
        self,
        to: str = TO,
        report: str = "findings",
        *,
        filters: Filters | None = None,
        name: str = "",
        ui_language: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> Outcome:
        with self.open() as catalogue:
            return publish(
                catalogue,
                self.settings,
                Wanted(report, to, filters or Filters(), name, ui_language=ui_language),
                self.confirm,
                reach=self.reach(transport),
                progress=Silent(),
                clock=self.clock,
                folder=self.folder,
            )

    def undo(self, to: str = "") -> Outcome:
        with self.open() as catalogue:
            return undo(
                catalogue,
                self.settings,
                to,
                self.confirm,
                reach=self.reach(),
                clock=self.clock,
                folder=self.folder,
            )

    @property
    def log(self) -> list[Publication]:
        with self.open() as catalogue:
            return catalogue.publications()

    @property
    def saved(self) -> list[Path]:
        return sorted(self.folder.glob("*.wikitext"))

    @property
    def history(self) -> list[str]:
        """Who edited the page, the oldest first."""
        return [one[2] for one in self.editable.page(PAGE).revisions]
