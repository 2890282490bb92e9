"""What harvest promises, on wikis in memory: nothing lost, doubled or asked for in vain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.workflows.fake_wiki import FakeWiki, error, family

from cphub.errors import Exit, SettingsError, UsageError
from cphub.model.progress import Silent
from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.workflows.dry_run import dry_run
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.wikis import Reach

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENTS = (
    """SELECT wiki, page_id, namespace, title, language, state, revision, parent, timestamp, user,
    minor, length, content_model, edited_by_person, edited_in_substance FROM pages""",
    "SELECT wiki, page_id, revision, text FROM texts",
    "SELECT * FROM categories",
    "SELECT wiki, page_id, source, via FROM memberships WHERE until IS NULL",
)
Go = Callable[..., HarvestResult]


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return sorted(database.execute(sql).fetchall())


def contents(path: Path) -> list[Any]:
    """Everything that two harvests of the same wiki must agree on."""
    return [rows(path, sql) for sql in CONTENTS]


def source(name: str, wiki: str = "meta", **options: Any) -> SourceSettings:
    return SourceSettings(name, wiki, "category", {"category": name.title(), **options})


def settings(path: Path, sources: Sequence[SourceSettings], *wikis: FakeWiki) -> Settings:
    return Settings(
        contact="anna@example.org",
        catalog=path / "catalog.db",
        wikis={wiki.name: WikiSettings(wiki.name, wiki.api) for wiki in wikis},
        sources=tuple(sources),
        politeness=PolitenessSettings(attempts=1),
    )


def go(
    path: Path, wiki: FakeWiki, *sources: SourceSettings, names: Sequence[str] = (), **options: Any
) -> HarvestResult:
    return harvest(
        settings(path, sources or [source("training")], wiki),
        names,
        reach=Reach(transport=family(wiki)),
        clock=lambda: NOW,
        **options,
    )


def training(pages: int, size: int = 500) -> FakeWiki:
    wiki = FakeWiki(size=size)
    for number in range(1, pages + 1):
        wiki.edit(f"Guide {number}", f"Text {number}.", categories=("Category:Training",))
    return wiki


def test_new_pages_cost_a_request_for_each_five_hundred_and_each_fifty(tmp_path: Path) -> None:
    wiki = training(120)
    counts = go(tmp_path, wiki).wikis[0].counts
    assert (counts.listed, counts.new, counts.requests) == (120, 120, 1 + 1 + 3)


def test_unchanged_pages_are_listed_and_not_fetched(tmp_path: Path) -> None:
    wiki = training(60)
    go(tmp_path, wiki)
    before = contents(tmp_path / "catalog.db")
    counts = go(tmp_path, wiki).wikis[0].counts
    assert (counts.new, counts.changed, counts.unchanged, counts.requests) == (0, 0, 60, 2)
    assert contents(tmp_path / "catalog.db") == before


def test_edits_moves_and_deletions_are_followed_by_page_id(tmp_path: Path) -> None:
    wiki = training(10)
    go(tmp_path, wiki)
    wiki.edit("Guide 1", "Better text.")
    wiki.move("Guide 2", "Handbook")
    wiki.delete("Guide 3")
    counts = go(tmp_path, wiki).wikis[0].counts
    assert (counts.listed, counts.changed, counts.gone, counts.requests) == (9, 2, 1, 1 + 1 + 1 + 1)
    pages = dict(rows(tmp_path / "catalog.db", "SELECT page_id, title FROM current_pages"))
    assert pages[2] == "Handbook"
    assert rows(tmp_path / "catalog.db", "SELECT state FROM pages WHERE page_id = 3") == [
        ("missing",)
    ]


def test_a_page_that_left_its_category_is_kept_and_belongs_nowhere(tmp_path: Path) -> None:
    wiki = training(3)
    go(tmp_path, wiki)
    wiki.edit("Guide 2", categories=())
    go(tmp_path, wiki)
    database = tmp_path / "catalog.db"
    assert rows(database, "SELECT state FROM pages WHERE page_id = 2") == [("current",)]
    assert [title for (title,) in rows(database, "SELECT title FROM current_pages")] == [
        "Guide 1",
        "Guide 3",
    ]


def test_a_page_that_became_a_redirect_or_was_hidden_has_that_state(tmp_path: Path) -> None:
    wiki = training(3)
    go(tmp_path, wiki)
    wiki.edit("Guide 1", "#REDIRECT [[Guide 2]]", redirect=True)
    wiki.edit("Guide 3").text_hidden = True
    go(tmp_path, wiki)
    states = rows(tmp_path / "catalog.db", "SELECT page_id, state FROM pages")
    assert states == [(1, "redirect"), (2, "current"), (3, "hidden")]


def test_a_deleted_page_that_is_restored_is_current_again_with_its_history(
    tmp_path: Path,
) -> None:
    wiki = training(2)
    go(tmp_path, wiki)
    page = wiki.pages[1]
    wiki.delete("Guide 1")
    go(tmp_path, wiki)
    wiki.pages[1] = page
    go(tmp_path, wiki)
    database = tmp_path / "catalog.db"
    assert rows(database, "SELECT state FROM pages WHERE page_id = 1") == [("current",)]
    kinds = [kind for (_, kind) in rows(database, "SELECT id, kind FROM changes WHERE page_id = 1")]
    assert kinds[-4:] == ["deleted", "left", "restored", "joined"]


def test_a_page_in_two_sources_is_fetched_once_and_counted_once(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.edit("Shared", categories=("Category:A", "Category:B"))
    wiki.edit("Alone", categories=("Category:A",))
    result = go(tmp_path, wiki, source("a"), source("b"))
    assert result.wikis[0].counts.listed == result.wikis[0].counts.new == 2
    assert wiki.count("pageids") == 1
    assert rows(tmp_path / "catalog.db", "SELECT source FROM memberships WHERE page_id = 1") == [
        ("a",),
        ("b",),
    ]


def test_subcategories_are_walked_once_to_their_depth_even_in_a_loop(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.edit("Category:B", categories=("Category:A",))
    wiki.edit("Category:A", categories=("Category:B",))
    wiki.edit("Category:C", categories=("Category:B",))
    wiki.edit("Top", categories=("Category:A",))
    wiki.edit("Below", categories=("Category:B",))
    wiki.edit("Too deep", categories=("Category:C",))
    go(tmp_path, wiki, source("a", depth=1))
    found = rows(tmp_path / "catalog.db", "SELECT title, via FROM source_pages")
    assert found == [("Below", "Category:B"), ("Top", "Category:A")]
    go(tmp_path, wiki, source("a", depth=9))
    assert ("Too deep", "Category:C") in rows(
        tmp_path / "catalog.db", "SELECT title, via FROM source_pages"
    )
    assert wiki.count("gcmtitle", "Category:A") == 2


@pytest.mark.parametrize("fault", ["error", "broken"])
def test_a_harvest_that_fails_at_any_request_goes_on_to_the_same_catalogue(
    tmp_path: Path, fault: str
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    go(whole, training(260, size=100))
    requests = 1 + 3 + 6
    for failing in range(1, requests + 1):
        wiki, folder = training(260, size=100), tmp_path / str(failing)
        folder.mkdir()

        def odd(_asked: dict[str, str], wiki: FakeWiki = wiki, at: int = failing) -> Any:
            if len(wiki.asked) != at:
                return None
            if fault == "broken":
                raise httpx.ReadError("Connection reset by peer")
            return error("internal_api_error_DBQueryError")

        wiki.before = odd
        first = go(folder, wiki)
        assert first.exit in {Exit.FAILED, Exit.STOPPED}
        assert go(folder, wiki).exit is Exit.DONE
        assert contents(folder / "catalog.db") == contents(whole / "catalog.db")
        texts = [asked["pageids"] for asked in wiki.asked if "pageids" in asked]
        assert len(texts) <= 6 + 2
        assert max(texts.count(batch) for batch in texts) <= 2


def test_one_failing_wiki_does_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = training(5), FakeWiki("dead")
    bad.before = lambda _asked: httpx.Response(404, text="Not here")
    wanted = settings(tmp_path, [source("training"), source("x", "dead")], good, bad)
    result = harvest(wanted, reach=Reach(transport=family(good, bad)), clock=lambda: NOW)
    assert result.exit is Exit.STOPPED
    assert [(failure.wiki, failure.sources) for failure in result.failures] == [("dead", ("x",))]
    assert len(rows(tmp_path / "catalog.db", "SELECT title FROM current_pages")) == 5
    assert rows(tmp_path / "catalog.db", "SELECT status FROM runs") == [("partial",)]


def test_one_failing_source_does_not_stop_its_wiki(tmp_path: Path) -> None:
    result = go(tmp_path, training(5), source("training"), source("nowhere"))
    assert result.exit is Exit.FAILED  # the same command would never do better
    assert rows(tmp_path / "catalog.db", "SELECT status FROM runs") == [("partial",)]
    (failure,) = result.failures
    assert "there is no page “Category:Nowhere” on meta" in failure.error.message
    assert result.wikis[0].counts.new == 5


def test_a_category_that_does_not_exist_fails_and_an_empty_one_does_not(tmp_path: Path) -> None:
    assert go(tmp_path, FakeWiki()).exit is Exit.FAILED
    wiki = FakeWiki()
    wiki.edit("Category:Training")
    assert go(tmp_path, wiki).exit is Exit.DONE


def test_without_contact_or_with_a_wrong_name_no_request_is_made(tmp_path: Path) -> None:
    wiki = training(1)
    reach = Reach(transport=family(wiki))
    with pytest.raises(SettingsError, match="contact"):
        harvest(Settings(sources=(source("a"),), wikis={"meta": WikiSettings("meta", wiki.api)}))
    with pytest.raises(UsageError, match="no source") as caught:
        harvest(settings(tmp_path, [source("training")], wiki), ["trainig"], reach=reach)
    assert caught.value.message.endswith('; did you mean "training"?')
    assert wiki.asked == []


def test_ctrl_c_keeps_what_was_saved_and_the_same_command_goes_on(tmp_path: Path) -> None:
    wiki = training(260)

    class Impatient(Silent):
        def advance(self, wiki: str, n: int) -> None:  # noqa: ARG002
            if n == 50 and not interrupted:
                interrupted.append(True)
                import _thread  # noqa: PLC0415  # the way to press Ctrl-C from a thread

                _thread.interrupt_main()

    interrupted: list[bool] = []

    def slow(_asked: dict[str, str]) -> None:
        import time  # noqa: PLC0415

        time.sleep(0.15 if interrupted else 0)

    wiki.before = slow
    result = go(tmp_path, wiki, progress=Impatient())
    assert result.exit is Exit.INTERRUPTED
    assert 0 < result.saved < 260
    counts = result.wikis[0].counts
    assert (counts.listed, counts.new, counts.failed) == (260, result.saved, 0)
    assert len(rows(tmp_path / "catalog.db", "SELECT 1 FROM texts")) == result.saved
    assert go(tmp_path, wiki).exit is Exit.DONE
    assert len(rows(tmp_path / "catalog.db", "SELECT title FROM current_pages")) == 260


def test_full_fetches_every_text_again_and_changes_nothing(tmp_path: Path) -> None:
    wiki = training(60)
    go(tmp_path, wiki)
    before = contents(tmp_path / "catalog.db")
    result = go(tmp_path, wiki, full=True)
    assert (result.saved, result.wikis[0].counts.unchanged) == (60, 60)
    assert contents(tmp_path / "catalog.db") == before


def test_a_limit_takes_that_many_pages_and_calls_nothing_gone(tmp_path: Path) -> None:
    wiki = training(30)
    go(tmp_path, wiki)
    result = go(tmp_path, wiki, limit=10)
    assert (result.wikis[0].counts.listed, result.wikis[0].counts.gone) == (10, 0)
    assert len(rows(tmp_path / "catalog.db", "SELECT title FROM current_pages")) == 30


def test_histories_are_asked_for_once_and_only_behind_bots_and_minor_edits(
    tmp_path: Path,
) -> None:
    wiki = FakeWiki()
    for title in ("By person", "By bot", "By listed bot", "Minor"):
        wiki.edit(title, categories=("Category:Training",), user="Anna")
    wiki.edit("By bot", user="FuzzyBot")
    wiki.edit("By listed bot", user="CleanerBot")
    wiki.edit("Minor", user="Bo", minor=True)
    go(tmp_path, wiki)
    assert wiki.count("rvlimit") == 3
    edits = dict(rows(tmp_path / "catalog.db", "SELECT title, edited_by_person FROM current_pages"))
    assert {title: moment[14:16] for title, moment in edits.items()} == {
        "By person": "01",
        "By bot": "02",
        "By listed bot": "03",
        "Minor": "07",
    }
    go(tmp_path, wiki)
    assert wiki.count("rvlimit") == 3


def test_people_whose_names_end_like_a_bots_are_people(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.edit("Guide", categories=("Category:Training",), user="Anna")
    wiki.edit("Guide", user="Talbot")
    go(tmp_path, wiki)
    assert wiki.count("rvlimit") == 0


def test_a_dry_run_counts_the_requests_and_saves_nothing(tmp_path: Path) -> None:
    wiki = training(120)
    wanted = settings(tmp_path, [source("training")], wiki)
    (row,) = dry_run(wanted, reach=Reach(transport=family(wiki)))
    assert (row.listed, row.texts, row.asked, row.more) == (120, 120, 2, 3)
    assert not (tmp_path / "catalog.db").exists()
    assert wiki.count("pageids") == 0


def test_the_same_short_name_for_another_wiki_is_refused(tmp_path: Path) -> None:
    go(tmp_path, training(1))
    other = training(1)
    other._site = lambda: {  # type: ignore[method-assign]  # noqa: SLF001
        **FakeWiki._site(other),  # noqa: SLF001
        "general": {**FakeWiki._site(other)["general"], "wikiid": "other"},  # noqa: SLF001
    }
    result = go(tmp_path, other)
    assert result.exit is Exit.FAILED
    assert "answers as other" in result.failures[0].error.message


def titles(path: Path) -> dict[str, Any]:
    return {row[0]: row[1:] for row in rows(path, "SELECT title, missing, target FROM titles")}


def test_templates_that_no_vocabulary_knows_are_asked_about_once(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.edit("A", "{{old stuff}} {{Outdated}} {{#if:x}}", categories=("Category:Training",))
    wiki.edit("B", "{{Template:Old_stuff|x}} {{Box}}", categories=("Category:Training",))
    wiki.edit("Template:Outdated")
    wiki.redirects = {"Template:Old stuff": "Template:Outdated"}
    go(tmp_path, wiki)
    assert titles(tmp_path / "catalog.db") == {
        "Template:Old stuff": (0, "Template:Outdated"),
        "Template:Box": (1, ""),
    }
    asked = len(wiki.asked)
    go(tmp_path, wiki)
    assert len(wiki.asked) == asked + 2


def test_titles_that_could_not_be_asked_about_are_asked_next_time(tmp_path: Path) -> None:
    wiki = FakeWiki()
    wiki.edit("A", "{{Box}}", categories=("Category:Training",))
    wiki.before = lambda asked: error("unknown_action") if "titles" in asked else None
    assert go(tmp_path, wiki).exit is not Exit.DONE
    wiki.before = None
    go(tmp_path, wiki)
    assert titles(tmp_path / "catalog.db") == {"Template:Box": (1, "")}


def test_files_are_asked_about_only_where_the_wiki_says_one_is_missing(tmp_path: Path) -> None:
    wiki = FakeWiki()
    text = "[[File:There.jpg|thumb]] [[image:gone.png]] [[Guide: one]]"
    wiki.edit("Sound", "[[File:Other.jpg]]", categories=("Category:Training",))
    wiki.edit("Broken", text, categories=("Category:Training", "Category:Broken files"))
    wiki.edit("File:There.jpg")
    go(tmp_path, wiki)
    assert titles(tmp_path / "catalog.db") == {
        "File:There.jpg": (0, ""),
        "File:Gone.png": (1, ""),
    }


def test_linked_pages_are_asked_about_only_when_wanted(tmp_path: Path) -> None:
    wiki = training(2)
    wiki.linked = ("Guide 1", "Never written")
    go(tmp_path, wiki)
    assert wiki.count("generator", "links") == 0
    go(tmp_path, wiki, links=True)
    assert titles(tmp_path / "catalog.db") == {"Guide 1": (0, ""), "Never written": (1, "")}


def test_a_communitys_own_templates_are_taken_from_growth(tmp_path: Path) -> None:
    wiki = training(1)
    wiki.extensions = ("GrowthExperiments",)
    tasks = '{"update": {"templates": ["Uppdatera nu"]}, "copyedit": {"templates": ["Språk"]}}'
    wiki.edit("MediaWiki:GrowthExperimentsSuggestedEdits.json", tasks)
    go(tmp_path, wiki)
    assert titles(tmp_path / "catalog.db")["Template:Uppdatera nu"] == (0, "Template:Update")
    asked = len(wiki.asked)
    go(tmp_path, wiki)
    assert len(wiki.asked) == asked + 2


def test_a_deleted_page_stays_with_a_source_that_names_it(tmp_path: Path) -> None:
    wiki = training(2)
    named = SourceSettings("named", "meta", "titles", {"titles": ("Guide 1", "Guide 2", "None")})
    first = go(tmp_path, wiki, named)
    assert [warning.message for warning in first.warnings] == ["None: does not exist"]
    wiki.delete("Guide 1")
    assert go(tmp_path, wiki, named).wikis[0].counts.gone == 1
    held = rows(tmp_path / "catalog.db", "SELECT title, state FROM source_pages")
    assert held == [("Guide 1", "missing"), ("Guide 2", "current")]


def test_where_a_page_that_became_a_redirect_leads_is_fetched(tmp_path: Path) -> None:
    wiki = training(2)
    go(tmp_path, wiki)
    wiki.edit("Guide 1", "#REDIRECT [[Guide 2]]", redirect=True, categories=())
    go(tmp_path, wiki)
    (state, revision) = rows(
        tmp_path / "catalog.db", "SELECT state, revision FROM pages WHERE page_id = 1"
    )[0]
    assert (state, revision) == ("redirect", 3)


def test_a_source_that_is_gone_from_the_settings_lets_its_pages_go(tmp_path: Path) -> None:
    wiki = training(2)
    wiki.edit("Other", categories=("Category:B",))
    go(tmp_path, wiki, source("training"), source("b"))
    go(tmp_path, wiki, source("b"), names=["b"])
    database = tmp_path / "catalog.db"
    assert len(rows(database, "SELECT title FROM current_pages")) == 3
    go(tmp_path, wiki, source("b"))
    assert rows(database, "SELECT title FROM current_pages") == [("Other",)]
    assert len(rows(database, "SELECT title FROM pages")) == 3
    go(tmp_path, wiki, source("training"), source("b"))
    assert len(rows(database, "SELECT title FROM current_pages")) == 3


def test_a_source_without_titles_fails_alone(tmp_path: Path) -> None:
    empty = SourceSettings("named", "meta", "titles", {"titles": ()})
    result = go(tmp_path, training(5), source("training"), empty)
    assert [failure.sources for failure in result.failures] == [("named",)]
    assert result.wikis[0].counts.new == 5


def test_titles_are_harvested_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "titles.txt").write_text("Guide 1\nGuide 3\n", encoding="utf-8")
    listed = SourceSettings("listed", "meta", "titles", {"file": tmp_path / "titles.txt"})
    wanted = replace(settings(tmp_path, [listed], wiki := training(5)), path=tmp_path / "c.toml")
    harvest(wanted, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    held = rows(tmp_path / "catalog.db", "SELECT title FROM current_pages")
    assert held == [("Guide 1",), ("Guide 3",)]


def test_a_failed_harvest_lets_go_of_no_source(tmp_path: Path) -> None:
    wiki = training(2)
    wiki.edit("Other", categories=("Category:B",))
    go(tmp_path, wiki, source("training"), source("b"))
    wiki.before = lambda _asked: httpx.Response(404, text="Not here")
    go(tmp_path, wiki, source("b"))
    assert len(rows(tmp_path / "catalog.db", "SELECT title FROM current_pages")) == 3


def test_a_wiki_that_fails_half_way_says_what_is_left(tmp_path: Path) -> None:
    wiki = training(120)
    wiki.before = lambda asked: (
        error("readapidenied") if "100" in asked.get("pageids", "").split("|") else None
    )
    counts = go(tmp_path, wiki).wikis[0].counts
    assert (counts.listed, counts.new, counts.failed) == (120, 50, 70)


def test_no_count_is_below_zero_where_the_text_of_a_moved_page_did_not_come(tmp_path: Path) -> None:
    wiki = training(2)
    go(tmp_path, wiki)
    wiki.edit("Guide 1", "New.")
    wiki.move("Guide 2", "Handbook")
    wiki.edit("Handbook", redirect=True)

    def of_another(asked: dict[str, str]) -> httpx.Response | None:
        if "content" not in asked.get("rvprop", ""):
            return None
        wiki.before = None
        reply = wiki.answer(httpx.Request("GET", wiki.api, params=asked)).json()
        reply["query"]["pages"][1]["pageid"] = 1  # two texts of one page, none of the other
        return httpx.Response(200, json=reply)

    wiki.before = of_another
    counts = go(tmp_path, wiki).wikis[0].counts
    assert (counts.listed, counts.changed, counts.unchanged, counts.failed) == (2, 2, 0, 1)
