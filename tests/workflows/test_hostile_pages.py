"""Pages made to break a parser: harvested, audited, and the audit goes on."""

from __future__ import annotations

import resource
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.workflows.fake_wiki import FakeWiki, family

from cphub.catalogue import open_catalogue
from cphub.settings import Settings, SourceSettings, WikiSettings
from cphub.workflows.audit import audit
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIZE = 80_000

OPENERS = ("{{a|", "{{{a|", "{|\n", "[[a|", "<b>", "<ref>", "<nowiki>", "[http://a ", "<!--", "-{")
NESTED = ("{{a|%s}}", "[[a|%s]]", "<div>%s</div>", "{{{a|%s}}}")
LINES = ("== a" + " " * 400 + "\n", "*" * 400 + "\n", "''" * 200, "{{subst:" * 50, "|-\n| a || b\n")


def hostile() -> dict[str, str]:
    """Return pathological texts by name (see reliability: parser denial of service)."""
    texts = {f"Opener {one.strip()}": one * (SIZE // len(one)) for one in OPENERS}
    for pattern in NESTED:
        text = "x"
        for _ in range(4000):
            text = pattern % text
        texts[f"Nested {pattern % ''}"] = text[:SIZE]
    for number, line in enumerate(LINES):
        texts[f"Lines {number}"] = line * (SIZE // len(line))
    texts["Two megabytes"] = "Read [[this]] and {{that|it}}.\n\n" * 60_000
    return texts


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        contact="anna@example.org",
        catalog=tmp_path / "catalog.db",
        wikis={"meta": WikiSettings("meta", "https://meta.example.org/w/api.php")},
        sources=(SourceSettings("training", "meta", "category", {"category": "Training"}),),
    )


def test_hostile_pages_are_read_or_given_up_and_the_others_are_judged(settings: Settings) -> None:
    wiki = FakeWiki()
    for title, text in hostile().items():
        wiki.edit(f"Hostile {title!r}", text, categories=("Category:Training",))
    wiki.edit("Sound", "Intro.\n\n== Empty ==\n", categories=("Category:Training",))
    harvest(settings, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_catalogue(settings.catalog, write=True) as catalogue:
        result = audit(catalogue, settings, today=date(2026, 11, 22))
    counts = result.run.counts
    assert counts["read"] + counts["unparsed"] == len(hostile()) + 1
    assert counts["unparsed"] <= 1  # a machine may be too slow for the two megabytes
    assert len(result.unchecked) == counts["unparsed"]
    said = {finding.rule for finding in result.findings if finding.title == "Sound"}
    assert "empty-section" in said
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000  # kilobytes
