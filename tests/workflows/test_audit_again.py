"""What an audit does not look at again is what it would find again, to the last row."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.imagined import META
from tests.workflows.offline import TODAY, clock, harvest, read_here

import cphub.rules
from cphub.catalogue import Catalogue, migrations, open_catalogue
from cphub.model.findings import Context, Fault, Subject
from cphub.model.progress import Silent
from cphub.registry import Plugin, discover
from cphub.settings import Settings
from cphub.workflows import _fingerprints
from cphub.workflows.audit import AuditResult, audit

RULES = discover(cphub.rules)
PROSE = "Every institution can share its pictures with the world, and this page tells how. " * 9
TEXTS: dict[str, str | None] = {
    "A": "{{Outdated}}\nTODO: write this.",
    "B": "Registration is open until 15 July 2026. Join us!",
    "C": "{{Outdated as of|2026-06-20}}\n== Steps ==\n\n== More ==\n* [[A]]\n* [[Nowhere]]",
    "D": "#REDIRECT [[B]]",
    "E": f"{PROSE}\n[[File:Gone.jpg]] [[B]] [[C]]",
}
COUNTING = {
    *("expired-notice", "expired-promise", "retired-service", "untouched-page"),
    "unread-page",
}
UNCOUNTED = {
    *("sources", "runs", "run_sources", "warnings", "changes", "cursors", "listings"),
    *("change_counts", "audited", "_sqlite_migrations", "markup_scans", "edition_changes"),
    *("comparisons", "reviews", "dismissals", "silences", "subject_queue"),
    *("births", "repositories", "wikidata_items", "sitelinks", "tyings"),
    *("publications", "publication_edits", "incoming_links", "incoming_links_of"),
}
"""Tables that no rule and no relation is worked out of."""


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with open_catalogue(tmp_path / "catalog.db", write=True) as opened:
        harvest(opened, TEXTS)
        yield opened


@dataclass
class Asked:
    """The rules, and which of them were asked since."""

    names: set[str] = field(default_factory=set)

    def rules(self) -> Mapping[str, Plugin]:
        return {name: replace(rule, function=self._spy(rule)) for name, rule in RULES.items()}

    def _spy(self, rule: Plugin) -> Callable[..., Iterator[Fault]]:
        @wraps(rule.function)
        def function(subject: Subject, context: Context, **given: Any) -> Iterator[Fault]:
            self.names.add(rule.name)
            yield from rule.function(subject, context, **given)

        return function


def asked(
    catalogue: Catalogue, today: date = TODAY, said: Settings | None = None, **chosen: Any
) -> tuple[set[str], AuditResult]:
    """Audit; return which rules were asked as well."""
    spy = Asked()
    result = audit(
        *(catalogue, said or Settings()), today=today, clock=clock(), rules=spy.rules(), **chosen
    )
    return spy.names, result


def findings(catalogue: Catalogue) -> list[Any]:
    return catalogue.rows("SELECT * FROM findings ORDER BY id")


def test_a_second_audit_asks_no_rule_and_says_the_same(catalogue: Catalogue) -> None:
    _, first = asked(catalogue)
    before = findings(catalogue), catalogue.rows("SELECT * FROM audited")
    names, second = asked(catalogue)
    assert names == set()
    assert (findings(catalogue), catalogue.rows("SELECT * FROM audited")) == before
    assert (second.findings, second.unchecked) == (first.findings, first.unchecked)
    assert second.run.counts == {**first.run.counts, "new": 0, "gone": 0, "read": 0}
    assert second.run.rules == first.run.rules


def test_a_changed_threshold_asks_its_rule_alone(catalogue: Catalogue) -> None:
    asked(catalogue)
    longer = Settings(rules={"short-page": {"min_words": 1000}})
    names, result = asked(catalogue, said=longer)
    assert names == {"short-page"}
    assert result.new > 0
    assert asked(catalogue, said=longer)[0] == set()


def test_another_day_asks_the_rules_that_count_from_it(catalogue: Catalogue) -> None:
    everyone = asked(catalogue)[0]
    tomorrow = TODAY + timedelta(days=1)
    assert asked(catalogue, tomorrow)[0] == COUNTING & everyone
    assert asked(catalogue, tomorrow)[0] == set()
    assert asked(catalogue)[0] == COUNTING & everyone


def test_a_rule_that_was_left_out_is_asked_later(catalogue: Catalogue) -> None:
    everyone = asked(catalogue, select=("short-page",))[0] | asked(catalogue)[0]
    assert everyone > {"short-page"}
    assert asked(catalogue, ignore=("red-links",))[0] == set()
    with catalogue.write():
        catalogue.run("UPDATE titles SET missing = missing")
        catalogue.run("DELETE FROM categories WHERE page_id = 1")
    assert asked(catalogue, ignore=("short-page",))[0] == everyone - {"short-page"}
    assert asked(catalogue)[0] == {"short-page"}


def test_a_rule_that_broke_is_asked_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone, _ = asked(catalogue)
    other = Settings(rules={"short-page": {"min_words": 20}})
    monkeypatch.setattr("cphub.rules.short_page.as_long_as", lambda *_, **__: 1 / 0)
    assert asked(catalogue, said=other)[1].run.warnings > 0
    monkeypatch.undo()
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    assert asked(catalogue, said=other)[0] == {"short-page"}
    assert everyone > {"short-page"}


def test_whoever_changes_findings_or_loses_count_lets_all_be_asked(catalogue: Catalogue) -> None:
    everyone, _ = asked(catalogue)
    before = findings(catalogue)
    catalogue.run("UPDATE findings SET message = 'Fine.' WHERE rule = 'short-page'")
    assert findings(catalogue) != before
    assert asked(catalogue)[0] == everyone
    assert findings(catalogue) == before
    catalogue.run("DELETE FROM change_counts")
    assert [asked(catalogue)[0] for _ in range(2)] == [everyone] * 2


def test_findings_that_somebody_changed_are_not_vouched_for_by_an_audit_of_other_rules(
    catalogue: Catalogue,
) -> None:
    everyone, _ = asked(catalogue)
    catalogue.run("UPDATE findings SET message = 'Fine.' WHERE rule = 'short-page'")
    asked(catalogue, select=("red-links",))
    assert asked(catalogue)[0] == everyone - {"red-links"}


def test_rules_that_are_no_more_lose_their_findings(catalogue: Catalogue) -> None:
    asked(catalogue)
    left = {name: rule for name, rule in RULES.items() if name != "short-page"}
    result = audit(catalogue, Settings(), today=TODAY, clock=clock(2), rules=left)
    assert result.gone > 0
    assert "short-page" not in {finding.rule for finding in result.findings}


def test_an_audit_that_another_one_overtook_asks_all(catalogue: Catalogue) -> None:
    """Here the other one has a setting that turns what stands over."""
    plain = Settings()
    asked(catalogue, said=plain)
    before = [row[1:14] for row in findings(catalogue)]
    spy = Asked()

    class Overtaking(Silent):
        """Lets the other audit run while this one looks at its first page."""

        done = False

        def advance(self, wiki: str, n: int) -> None:
            super().advance(wiki, n)
            if not self.done:
                self.done = True
                with open_catalogue(catalogue.path, write=True) as opened:
                    longer = Settings(rules={"short-page": {"min_words": 1000}})
                    audit(opened, longer, today=TODAY, clock=clock(2))

    audit(
        *(catalogue, plain),
        today=TODAY,
        clock=clock(3),
        rules=spy.rules(),
        progress=Overtaking(),
    )
    assert "short-page" in spy.names
    opened = catalogue.rows("SELECT * FROM findings WHERE gone IS NULL ORDER BY id")
    assert [row[1:14] for row in opened] == before


def test_changed_code_asks_all(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cphub"
    shutil.copytree(_fingerprints.PACKAGE, package, ignore=shutil.ignore_patterns("*.pyc"))
    monkeypatch.setattr(_fingerprints, "PACKAGE", package)
    everyone, _ = asked(catalogue)
    assert asked(catalogue)[0] == set()
    changed = package / "rules" / "_pages.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert asked(catalogue)[0] == everyone
    changed.write_text(changed.read_text(encoding="utf-8") + "# today\n", encoding="utf-8")
    asked(catalogue)
    assert asked(catalogue, TODAY + timedelta(days=1))[0] == everyone
    shutil.rmtree(package)  # a cphub without its sources
    assert [asked(catalogue)[0] for _ in range(2)] == [everyone] * 2


def test_every_table_is_counted_or_known_to_be_none_of_the_rules_business(
    catalogue: Catalogue,
) -> None:
    """A new table that a relation is worked out of needs `audited_tables.counting(table)`."""
    found = catalogue.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
    )
    counted = {
        name
        for (name,) in catalogue.rows(
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_counted'"
            " GROUP BY tbl_name HAVING count(*) = 3"
        )
    }
    assert {name for (name,) in found} - counted - UNCOUNTED == set()


def test_a_catalogue_of_an_older_cphub_learns_to_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrations.STEPS
    older = tuple(step for step in steps if step[0] != "audited")
    monkeypatch.setattr(migrations, "STEPS", older)
    path = tmp_path / "older.db"
    with sqlite3.connect(path) as database:
        migrations.upgrade(database)
    database.close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    with open_catalogue(path, write=True) as opened:
        assert opened.input_changes() == 0
        opened.save_wiki(META)
        assert opened.input_changes() == 1
