"""Whatever happens between audits: sparing rules tells to the row what asking all tells."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from tests.catalogue.imagined import Harvest
from tests.workflows.offline import TODAY, clock, pages, read_here

from cphub.catalogue import Catalogue, open_catalogue
from cphub.settings import Settings
from cphub.workflows.audit import AuditResult, audit

PROSE = "Every institution can share its pictures with the world, and this page tells how. " * 9
TEXTS = (
    "",
    "Short.",
    "{{Outdated}}\nTODO: write this.",
    "Registration is open until 15 July 2026. Join us!",
    "{{Outdated as of|2026-06-20}}\n== Steps ==\n\n== More ==\n* [[A]]\n* [[Nowhere]]",
    "#REDIRECT [[B]]",
    f"{PROSE}\n[[File:Gone.jpg]] {{{{Old}}}} [[B]] [[C]]",
    f"{PROSE}[[A]]",
    f"{PROSE}\n== Deltagare ==\nMeet us on [https://toolserver.org/~x the Toolserver] in 2027.",
    "Detta är en sida på svenska om hur man delar bilder med alla, och den är inte så lång.",
)
TITLES = ("A", "B", "C", "D/sv", "Archive of E")
EVERYONE = frozenset(range(1, len(TITLES) + 1))
WIKI = "(SELECT name FROM wikis)"
PAGE = st.integers(1, len(TITLES))
SQL = st.sampled_from(
    (
        "UPDATE pages SET title = title || '!' WHERE page_id = {}",
        "UPDATE pages SET language = 'sv' WHERE page_id = {}",
        "UPDATE pages SET edited_by_person = '2019-01-01T00:00:00Z' WHERE page_id = {}",
        "UPDATE pages SET state = 'hidden' WHERE page_id = {}",
        "DELETE FROM categories WHERE page_id = {}",
        "INSERT OR REPLACE INTO page_props VALUES ({wiki}, {}, 'disambiguation', '')",
        "INSERT OR REPLACE INTO langlinks VALUES ({wiki}, {}, 'fr', 'X')",
        "INSERT OR REPLACE INTO titles VALUES ({wiki}, 'Nowhere', {} % 2, '', '2026-01-01')",
        "INSERT OR REPLACE INTO titles VALUES ({wiki}, 'Gone', {} % 2, '', '2026-01-01')",
        "INSERT OR REPLACE INTO titles VALUES ({wiki}, 'Template:Old', 0, 'Template:Stub', '2{}')",
        "UPDATE memberships SET until = '2026-05-05T00:00:00Z' WHERE page_id = {}",
        "UPDATE OR IGNORE memberships SET until = NULL WHERE page_id = {}",
        "UPDATE findings SET message = 'Nothing.' WHERE page_id = {}",
        "DELETE FROM findings WHERE page_id = {}",
        "DELETE FROM facts WHERE id = {}",
        "UPDATE wikis SET name = 'renamed{}'",
    )
)
CHANGE = st.one_of(
    st.tuples(st.just("text"), PAGE, st.sampled_from(TEXTS)),
    st.tuples(st.just("listing"), st.sets(PAGE, min_size=1)),
    st.tuples(st.just("sql"), SQL, PAGE),
)
SETTINGS = st.builds(
    Settings,
    languages=st.sampled_from(((), ("sv",))),
    rules=st.fixed_dictionaries(
        {},
        optional={
            "short-page": st.fixed_dictionaries({"min_words": st.integers(0, 200)}),
            "untouched-page": st.fixed_dictionaries({"max_age_days": st.integers(1, 900)}),
            "no-structure": st.fixed_dictionaries({"max_words": st.integers(1, 200)}),
        },
    ),
    vocabulary=st.sampled_from(
        ({}, {"templates": {"old": {"meaning": "outdated", "names": {"en": ["Old"]}}}})
    ),
)
IGNORED = st.sampled_from(((), (), (), ("short-page",), ("red-links", "missing-file")))
ROUND = st.tuples(
    st.lists(CHANGE, max_size=3), st.sampled_from((0, 0, 0, 1, 60)), SETTINGS, IGNORED
)


@dataclass
class Twin:
    """A catalogue to which the same is done as to the other one."""

    catalogue: Catalogue
    harvest: Harvest
    revisions: dict[int, int] = field(default_factory=dict)

    def change(self, kind: str, *words: Any) -> None:
        """Do what a round says."""
        if kind == "sql":
            self.catalogue.run(words[0].format(words[1], wiki=WIKI))
        elif kind == "text":
            number, self.harvest.texts[number] = words
            self.revisions[number] = self.revisions.get(number, 0) + 1
            self.bring(EVERYONE)
        else:
            self.bring(words[0])

    def bring(self, numbers: frozenset[int]) -> None:
        """Harvest these pages; the others have gone."""
        texts = dict(zip(TITLES, (self.harvest.texts[n] for n in sorted(EVERYONE)), strict=True))
        self.harvest(
            [
                replace(page, revision=self.revisions.get(page.page_id, 0) * 10 + page.page_id)
                for page in pages(texts)
                if page.page_id in numbers
            ]
        )

    def rows(self) -> list[Any]:
        """Return every finding with its history."""
        return self.catalogue.rows("SELECT * FROM findings ORDER BY id")


@contextmanager
def twin(empty: Path, path: Path) -> Iterator[Twin]:
    """Open a copy of an empty catalogue and harvest into it."""
    shutil.copy(empty, path)
    with open_catalogue(path, write=True) as catalogue:
        made = Twin(catalogue, Harvest(catalogue, texts=dict(enumerate(TEXTS[2:7], 1))))
        made.bring(EVERYONE)
        yield made


def told(result: AuditResult) -> tuple[object, ...]:
    """Return all that an audit says but when it was."""
    run = result.run
    return (
        *(result.findings, result.new, result.gone, result.unchecked),
        *(run.counts, run.warnings, run.rules, run.rules_left_out, run.today),
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "catalog.db"
    open_catalogue(path, write=True).close()
    return path


@tries(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(ROUND, min_size=2, max_size=5))
def test_sparing_rules_tells_what_asking_all_tells(
    empty: Path, monkeypatch: pytest.MonkeyPatch, rounds: list[Any]
) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with (
        TemporaryDirectory() as folder,
        twin(empty, Path(folder, "sparing.db")) as sparing,
        twin(empty, Path(folder, "asking.db")) as asking,
    ):
        for number, (changes, days, settings, ignored) in enumerate(rounds, 1):
            results = []
            for one in (sparing, asking):
                for change in changes:
                    one.change(*change)
                if one is asking:
                    one.catalogue.run("DELETE FROM audited")
                day = TODAY + timedelta(days=days)
                results.append(
                    audit(one.catalogue, settings, today=day, ignore=ignored, clock=clock(number))
                )
            assert told(results[0]) == told(results[1])
            assert sparing.rows() == asking.rows()
