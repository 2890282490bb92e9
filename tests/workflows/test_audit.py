"""What an audit finds, keeps, and says that it could not check."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.catalogue.imagined import Harvest, listed
from tests.workflows.offline import RULES, SHOUTING, TODAY, audited, harvest, pages, read_here

import cphub.rules
from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.readings import Unreadable
from cphub.errors import SettingsError, UsageError
from cphub.model.findings import Fault, Relations, Severity
from cphub.model.pages import State
from cphub.registry import Plugin, discover
from cphub.settings import Settings
from cphub.wikitext.pool import Job, Unparsed

TEXTS: dict[str, str | None] = {"Loud": "Look! Here!", "Quiet": "Look here."}
FIRST, SECOND = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    with open_catalogue(path, write=True) as opened:
        yield opened


def everything(catalogue: Catalogue, *, but: tuple[str, ...] = ()) -> dict[str, list[object]]:
    tables = catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: catalogue.rows(f"SELECT * FROM {name}")  # noqa: S608  # the schema's own names
        for (name,) in tables
        if name not in but
    }


def give_up(jobs: Iterable[Job], *_: object, **__: object) -> Iterator[tuple[object, Unparsed]]:
    for job in jobs:
        yield job.key, Unparsed("time")


def test_a_finding_says_all_that_a_report_needs(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    result = audited(catalogue)
    (finding,) = result.findings
    assert (finding.rule, finding.title, finding.severity) == ("shouting", "Loud", Severity.WARNING)
    assert finding.url == "https://meta.example/wiki/Loud"
    assert finding.evidence[0].text == "!"
    assert (finding.revision, finding.first_seen) == (11, FIRST)
    assert result.run.counts["read"] == 2
    assert result.run.counts["warnings"] == result.new == 1


def test_a_second_audit_changes_nothing_but_its_run(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    audited(catalogue, RULES)
    before = everything(catalogue, but=("runs", "warnings"))
    result = audited(catalogue, RULES, day=2)
    assert everything(catalogue, but=("runs", "warnings")) == before
    assert (result.new, result.gone, result.run.counts["read"]) == (0, 0, 0)
    assert result.findings[0].first_seen == FIRST


def test_a_threshold_in_the_settings_counts_and_reads_no_text_again(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    audited(catalogue)
    result = audited(catalogue, day=2, settings=Settings(rules={"shouting": {"least": 3}}))
    assert result.findings == ()
    assert (result.gone, result.run.counts["read"]) == (1, 0)


def test_a_finding_that_comes_back_is_new_and_its_past_is_kept(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki.texts[1] = "Look."
    wiki(pages(TEXTS, revision=20))
    assert audited(catalogue, day=2).gone == 1
    wiki.texts[1] = "Look!"
    wiki(pages(TEXTS, revision=30))
    (finding,) = audited(catalogue, day=3).findings
    assert finding.first_seen == datetime(2026, 6, 3, 9, tzinfo=UTC)
    ((past, when),) = catalogue.past_findings("meta", 1)
    assert (past.first_seen, when) == (FIRST, SECOND)


def test_a_finding_of_a_new_revision_stays_the_same_finding(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki.texts[1] = "Look! Here! Now!"
    wiki(
        [replace(page, title="Louder") if page.page_id == 1 else page for page in pages(TEXTS, 20)]
    )
    result = audited(catalogue, day=2)
    (finding,) = result.findings
    assert (result.new, finding.first_seen, finding.revision) == (0, FIRST, 21)
    assert (finding.title, finding.message) == ("Louder", "3 exclamation marks.")


def test_rules_that_are_not_run_keep_their_findings(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue, RULES, ignore=("gone",))
    wiki.texts[1] = "Look."
    wiki(pages(TEXTS, revision=20))
    result = audited(catalogue, RULES, day=2, select=("gone",))
    assert (result.findings, result.gone) == ((), 0)
    assert len(catalogue.open_findings()) == 2


def test_a_rule_that_breaks_is_told_and_takes_nothing_back(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, {"A": "Quiet.", "B": "Quiet."})
    assert audited(catalogue, RULES).new == 2
    wiki.texts[1] = "Loud!"
    wiki(pages({"A": "", "B": ""}, revision=20))
    result = audited(catalogue, RULES, day=2)
    assert {(f.rule, f.title) for f in result.findings} == {
        ("breaking", "A"),
        ("breaking", "B"),
        ("shouting", "A"),
    }
    ((what, why),) = result.unchecked
    assert what == "meta: A"
    assert why == "breaking broke: ZeroDivisionError: nought"
    assert catalogue.warnings(result.run.id)[0].code == "rule-broke"
    assert result.run.warnings == 1


def test_a_page_that_cannot_be_read_keeps_its_findings(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki(pages(TEXTS, revision=20))
    with monkeypatch.context() as patch:
        patch.setattr("cphub.workflows.analyse.read_all", give_up)
        result = audited(catalogue, day=2)
    assert len(result.findings) == 1
    assert ("meta: Loud", "its text could not be read (time)") in result.unchecked
    assert catalogue.rows("SELECT DISTINCT state FROM pages") == [("unparsed",)]
    counts = audited(catalogue, day=3).run.counts
    assert (counts["read"], counts["unparsed"]) == (0, 2)
    wiki.texts[1] = "Quiet now."
    wiki(pages(TEXTS, revision=30))
    assert audited(catalogue, day=4).gone == 1
    assert catalogue.rows("SELECT DISTINCT state FROM pages") == [("current",)]


def test_an_unreadable_page_stays_so_over_harvests_of_the_same_revision(
    catalogue: Catalogue,
) -> None:
    wiki = harvest(catalogue, TEXTS)
    unread = list(catalogue.unread("1"))
    catalogue.save_facts("1", [(unread[0], Unreadable("time"))], FIRST)
    for full in (False, True):
        wiki(pages(TEXTS), full=full)
        assert catalogue.rows("SELECT state FROM pages ORDER BY page_id") == [
            ("unparsed",),
            ("current",),
        ]
    assert [change.kind for change in catalogue.page_changes("meta", 1)] == ["joined", "new"]


def test_hidden_texts_keep_their_findings(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki.texts[1] = None
    wiki(pages(TEXTS, revision=20))
    result = audited(catalogue, day=2)
    assert len(result.findings) == 1
    assert result.unchecked == (("meta: Loud", "its text is hidden"),)


def test_a_page_that_left_takes_its_findings_with_it(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki(pages(TEXTS)[1:], elsewhere=(pages(TEXTS)[0],))
    result = audited(catalogue, day=2)
    assert (result.findings, result.gone, result.run.counts["pages"]) == ((), 1, 1)


def test_a_deleted_page_is_looked_at_by_rules_for_deleted_pages_alone(
    catalogue: Catalogue,
) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue, RULES)
    run = wiki.start()
    catalogue.save_listing(run, "capacity", [(pages(TEXTS)[1], "")], None, missing=["Loud"])
    catalogue.save_states(run, "meta", [], {1})
    catalogue.end_sources(run, ["capacity"])
    result = audited(catalogue, RULES, day=2)
    assert {(f.rule, f.title) for f in result.findings} == {("breaking", "Quiet"), ("gone", "Loud")}


def test_what_is_no_wikitext_is_not_judged(catalogue: Catalogue) -> None:
    wiki = Harvest(catalogue, texts={1: "alert('!')"})
    wiki([replace(listed(1, "User:A/common.js", 11), content_model="javascript")])
    result = audited(catalogue)
    assert (result.findings, result.run.counts["pages"], result.unchecked) == ((), 0, ())


def test_two_faults_of_one_key_are_two_findings(catalogue: Catalogue) -> None:
    def twice(_subject: object, _context: object) -> Iterator[Fault]:
        yield Fault(Severity.NOTE, "One.", "")
        yield Fault(Severity.NOTE, "Two.", "")

    rules = {"twice": Plugin("twice", twice, {}, SHOUTING["shouting"].attributes)}
    harvest(catalogue, {"A": "Text."})
    assert [f.message for f in audited(catalogue, rules).findings] == ["One.", "Two."]
    assert audited(catalogue, rules, day=2).new == 0


@pytest.mark.parametrize("option", ["select", "ignore"])
def test_an_unknown_rule_is_an_error_with_the_nearest_name(
    catalogue: Catalogue, option: str
) -> None:
    names = {option: ("shoting",)}
    with pytest.raises(UsageError, match=r'no rule "shoting".*shouting'):
        audited(catalogue, RULES, select=names.get("select", ()), ignore=names.get("ignore", ()))
    assert catalogue.runs("audit") == []


def test_ignoring_every_rule_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="no rule is left"):
        audited(catalogue, ignore=("shouting",))


def test_wrong_settings_stop_it_before_anything_is_read(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    with pytest.raises(SettingsError, match="leest"):
        audited(catalogue, settings=Settings(rules={"shouting": {"leest": 3}}))
    with pytest.raises(SettingsError, match="servces"):
        audited(catalogue, settings=Settings(vocabulary={"servces": {}}))
    assert catalogue.count_unread("x") == 2


def test_every_shipped_rule_runs(catalogue: Catalogue) -> None:
    harvest(catalogue, {**TEXTS, "R": "#REDIRECT [[Loud]]", "H": None})
    result = audited(catalogue, dict(discover(cphub.rules)))
    assert catalogue.warnings(result.run.id) == []
    assert result.run.counts["rules"] == len(discover(cphub.rules))


def seen(catalogue: Catalogue, *needed: str) -> dict[str, Relations]:
    """Return the relations that a rule which asks for `needed` is shown, by title."""
    shown: dict[str, Relations] = {}

    def rule(subject: object, _context: object) -> Iterator[Fault]:
        shown[subject.page.title] = subject.relations  # type: ignore[attr-defined]  # a Subject
        return iter(())

    attributes = {
        "axis": SHOUTING["shouting"].attributes["axis"],
        "relations": needed,
        "states": (State.CURRENT, State.REDIRECT),
    }
    audited(catalogue, {"rule": Plugin("rule", rule, {}, attributes)})
    return shown


def test_incoming_links_are_counted_by_page_and_through_redirects(catalogue: Catalogue) -> None:
    harvest(
        catalogue,
        {
            "A": "[[B]] [[b#x]] [[Old]] [[A]]",
            "B": "[[Special:MyLanguage/A]]",
            "Old": "#REDIRECT [[C]]",
            "C": "Alone but for a redirect.",
            "D": "{{:C}} and nobody comes here.",
        },
    )
    shown = seen(catalogue, "incoming")
    assert {title: shown[title].incoming for title in "ABCD"} == {"A": 1, "B": 1, "C": 2, "D": 0}
    assert shown["Old"].target == "C"


def test_similar_pages_are_found_with_their_share(catalogue: Catalogue) -> None:
    words = [f"word{number}" for number in range(300)]
    other = [f"other{number}" for number in range(300)]
    harvest(
        catalogue,
        {
            "One": " ".join(words),
            "Two": " ".join([*words[:280], *other[:20]]),
            "Three": " ".join(other),
        },
    )
    shown = seen(catalogue, "similar")
    (similar,) = shown["One"].similar
    assert (similar.title, similar.wiki, similar.url) == (
        "Two",
        "meta",
        "https://meta.example/wiki/Two",
    )
    assert 0.7 < similar.share < 1
    assert shown["Three"].similar == ()


def test_missing_links_are_only_those_that_the_wiki_was_asked_about(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, {"A": "[[Never]] [[There]] [[Unknown]]", "B": "[[Unknown]]"})
    run = wiki.start("other")
    catalogue.save_titles(run, "meta", {"Never": None, "There": ""})
    shown = seen(catalogue, "missing_links", "missing_files")
    assert shown["A"].missing_links == ("Never",)
    assert shown["B"].missing_links is None
    assert shown["A"].missing_files is None


def test_relations_that_nobody_asks_for_are_not_known(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    assert seen(catalogue)["Loud"] == Relations()


def test_a_page_that_is_held_overrules_what_was_said_of_its_title(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, {"A": "[[B]] [[C]] [[Never]] [[File:D.png]]", "B": "", "C": ""})
    run = wiki.start()
    catalogue.save_titles(
        run, "meta", {"B": None, "C": "", "Never": None, "File:D.png": None, "Unused": None}
    )
    catalogue.save_listing(run, "capacity", [(pages({"A": ""})[0], "")], None, missing=["C"])
    wiki([listed(9, "File:D.png", 19)], source="files")
    wiki([listed(2, "B", 12)], source="others")
    catalogue.save_states(run, "meta", [], {3})
    shown = seen(catalogue, "missing_links", "missing_files")
    assert shown["A"].missing_files == ()
    assert shown["A"].missing_links == ("C", "Never")


def test_a_page_whose_language_changed_is_read_anew(catalogue: Catalogue, tmp_path: Path) -> None:
    words = "Registration is open until 15 mars 2019."
    wiki = harvest(catalogue, {"A": words, "B": words})
    first = catalogue.rows("SELECT revision, facts FROM facts")
    audited(catalogue)
    relabelled = [replace(page, language="sv") for page in pages({"A": ""})]
    wiki([*relabelled, pages({"A": "", "B": ""})[1]])
    assert audited(catalogue, day=2).run.counts["read"] == 1
    assert audited(catalogue, day=3).run.counts["read"] == 0
    with open_catalogue(tmp_path / "fresh.db", write=True) as fresh:
        other = Harvest(fresh, texts={1: words, 2: words})
        other([*relabelled, pages({"A": "", "B": ""})[1]])
        audited(fresh)
        query = "SELECT revision, language, facts FROM facts ORDER BY revision"
        assert fresh.rows(query) == catalogue.rows(query) != first
        assert fresh.rows("SELECT language FROM facts ORDER BY revision") == [("sv",), ("en",)]


def test_facts_of_another_language_are_not_shown_to_rules(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, {"A": "Look!"})
    audited(catalogue)
    version = catalogue.rows("SELECT version FROM facts")[0][0]
    wiki([replace(page, language="sv") for page in pages({"A": ""})])
    (page,) = catalogue.read_pages(version)
    assert page.facts() is None
    assert list(catalogue.outlines(version)) == []
    assert [text.language for text in catalogue.unread(version)] == ["sv"]


def test_a_run_keeps_its_day_and_which_rules_were_run(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    run = audited(catalogue, RULES, ignore=("gone",)).run
    assert (run.today, run.rules, run.rules_left_out) == (
        TODAY,
        ("breaking", "shouting"),
        ("gone",),
    )


def test_a_page_is_shown_all_that_are_like_it(catalogue: Catalogue) -> None:
    words = " ".join(f"word{number}" for number in range(300))
    harvest(catalogue, {f"Copy {number:02}": words for number in range(15)})
    assert len(seen(catalogue, "similar")["Copy 07"].similar) == 14


def test_an_audit_beside_a_harvest_fails_neither(path: Path, catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with open_catalogue(path, write=True) as other:
                wiki = Harvest(other, day=50)
                for number in range(20):
                    wiki(pages(TEXTS, revision=100 + 10 * number), source="other")
        except BaseException as error:  # noqa: BLE001  # handed to the test
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    for day in range(1, 4):
        audited(catalogue, day=day)
    thread.join()
    assert failures == []
