"""A harvest of 40 requests that goes through every phase, and what its catalogue must hold."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.faults.fault import phase_of
from tests.faults.program import Contents, Cphub, Done, Drill, Nursery, copied
from tests.faults.server import FaultServer, Plan
from tests.faults.upstreams import in_memory
from tests.live.proxy import Log
from tests.workflows.fake_editing import PASSWORD, EditableWiki
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_views import FakeViews
from tests.workflows.fake_wiki import FakeWiki

REQUESTS = 40
CONFIG = """contact = "anna@example.org"
languages = ["en", "sv"]

[wikis.meta]
api = "{api}"
allow_insecure = true
repository = "meta"

[[sources]]
name = "training"
wiki = "meta"
kind = "category"
category = "Training"

[politeness]
attempts = {attempts}
deadline = {deadline}
longest_retry_after = 60

[wikibase]
url = "https://metabase.example.org"
properties = {{ url = "P1", title = "P2", level = "P3" }}
"""
TEMPLATE = (
    "{% for f in findings %}\n* {{ f.title|markdown }}: {{ f.message|markdown }}\n{% endfor %}\n"
)
MARKERS = "<!-- cphub:start overview --> <!-- cphub:end overview -->"
TRAINING = ("Category:Training",)


@dataclass(frozen=True)
class Lab:
    """A wiki behind a fault server, the catalogue of an earlier harvest, and what comes next.

    Every trial gets a folder of its own with that earlier catalogue; harvesting then takes
    40 requests and must lead to `expected`.
    """

    nursery: Nursery
    server: FaultServer
    folder: Path
    earlier: Path
    sheet: Path
    expected: Contents
    phases: Sequence[str]
    earlier_texts: Sequence[tuple[Any, ...]]

    @contextmanager
    def trial(self, *, attempts: int = 1, deadline: float = 30.0) -> Iterator[Cphub]:
        """Give a folder with the earlier catalogue; it goes away at the end."""
        with _folder(self.nursery, self.server, attempts, deadline, self.folder) as cphub:
            copied(self.earlier, cphub.folder)
            shutil.copyfile(self.earlier, cphub.folder / "other.db")
            shutil.copyfile(self.sheet, cphub.folder / self.sheet.name)
            yield cphub

    def harvest(
        self, cphub: Cphub, plan: Plan | None = None, *, drills: Sequence[Drill] = ()
    ) -> tuple[Done, Log]:
        """Harvest with the faults of a plan; return how it ended and what was asked."""
        log = self.server.play(plan)
        return cphub.run("harvest", drills=drills), log


def asked_most(*logs: Log) -> int:
    """Return how often the same was asked at most; what a wiki is may be asked every time."""
    asked = [one for log in logs for one in log]
    return max(Log(asked).repeats.values(), default=1)


@contextmanager
def running_lab() -> Iterator[Lab]:
    """Set the lab up; it takes two harvests."""
    wiki = _wiki()
    with (
        tempfile.TemporaryDirectory(prefix="cphub-faults-") as name,
        Nursery() as nursery,
        FaultServer(in_memory(wiki.answer, "http://fake")) as server,
        _folder(nursery, server, 1, 30.0, Path(name)) as cphub,
    ):
        folder = Path(name)
        folder.chmod(0o755)  # for trials as another user
        first = cphub.run("harvest")
        assert first.code == 0, first
        copied(cphub.catalog, folder)
        sheet = folder / "reviews.csv"
        exported = cphub.run("export", "reviews", "-o", str(sheet))
        assert exported.code == 0, exported
        _fill_in(sheet)
        texts = cphub.contents()["texts"]
        _change(wiki)
        log = server.play(None)
        second = cphub.run("harvest")
        assert second.code == 0, second
        phases = tuple(phase_of(asked) for asked in log)
        assert len(log) == REQUESTS, phases
        expected = cphub.contents()
        earlier = folder / "catalog.db"
        yield Lab(nursery, server, folder, earlier, sheet, expected, phases, texts)


@contextmanager
def _folder(
    nursery: Nursery, server: FaultServer, attempts: int, deadline: float, inside: Path
) -> Iterator[Cphub]:
    with tempfile.TemporaryDirectory(dir=inside) as name:
        folder = Path(name)
        config = CONFIG.format(
            api=f"{server.address}/w/api.php", attempts=attempts, deadline=deadline
        )
        (folder / "cphub.toml").write_text(config, encoding="utf-8")
        (folder / "mine.md").write_text(TEMPLATE, encoding="utf-8")
        login = folder / "login.toml"
        login.write_text(f'user = "Anna@cphub"\npassword = "{PASSWORD}"\nhost = "127.0.0.1"\n')
        login.chmod(0o600)
        yield Cphub(nursery, folder)


def _fill_in(sheet: Path) -> None:
    """Say in a sheet of reviews that each resource is good."""
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"verdict": "good"} for row in rows)


def _wiki() -> FakeWiki:
    wiki = EditableWiki(size=10)
    wiki.languages = {"en": "English", "sv": "svenska"}
    views = FakeViews(wiki, {"Guide 1": [3] * 60, "Guide 2": [None] * 60})
    wiki.extensions = ("Translate", "PageViewInfo")
    translate = FakeTranslate(
        {"Guide 79": {"sv": (6, 2)}}, states={("Guide 79", "sv"): "proofreading"}
    )

    def before(asked: dict[str, str]) -> httpx.Response | None:
        if asked["action"] == "login":  # so that each run of `publish` has something to edit
            wiki.edit("Project:Report", f"Ours. {MARKERS}", categories=(), user="Bo")
        return _items(asked) or translate(asked) or views(asked)

    wiki.before = before
    for number in range(78):
        wiki.edit(f"Guide {number}", f"{{{{Box {number % 7}}}}} Text.", categories=TRAINING)
    wiki.edit("Guide 79", "<translate><!--T:1--> Text.</translate>", categories=TRAINING)
    wiki.edit("Guide 39/sv", "Made by hand.", categories=TRAINING).language = "sv"
    return wiki


def _items(asked: dict[str, str]) -> httpx.Response | None:
    """Answer what is asked of a Wikibase repository, which this wiki is, too."""
    if asked["action"] != "wbgetentities":
        return None
    links = {f"{code}wiki": {"site": f"{code}wiki", "title": "Guía"} for code in ("es", "fr")}
    entities = {item: {"id": item, "sitelinks": links} for item in asked["ids"].split("|")}
    return httpx.Response(200, content=json.dumps({"entities": entities}).encode())


def _change(wiki: FakeWiki) -> None:
    """Let happen between two harvests what happens to pages."""
    wiki.edit("Guide 39", "An edit that no harvest meets.")
    wiki.edit("Guide 79", "<translate><!--T:1--> Text, edited.</translate>")
    for number in range(18):  # whose histories are asked for
        wiki.edit(f"Guide {number}", f"Newer text {number}.", user="CleanerBot")
    for number in range(18, 40):
        wiki.edit(f"Guide {number}", f"{{{{New box {number}}}}} Newer text.")
    for number in range(40, 43):
        wiki.delete(f"Guide {number}")
    wiki.edit("Guide 43", "#REDIRECT [[Guide 1]]", categories=(), redirect=True)
    wiki.edit("Guide 44", categories=())
    wiki.move("Guide 45", "Handbook")
    wiki.edit("Guide 46", "Hidden.").text_hidden = True
    for number in range(80, 95):
        wiki.edit(f"Guide {number}", f"New {number}: søk, мова, 文.", categories=TRAINING)
    for title, language in (("Guide 80", "en"), ("Guide 81", "sv")):  # editions, of which one began
        page = wiki.edit(title, f"An item's, in {language}.")
        page.language, page.props = language, {"wikibase_item": "Q7"}
