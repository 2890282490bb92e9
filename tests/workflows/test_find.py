"""Finding: what people type finds what they mean, and an index that is behind says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from json import loads
from pathlib import Path

import pytest
from tests.catalogue.imagined import META, Harvest, fetched, listed
from tests.workflows.offline import RULES, audited, pages, read_here

from cphub import reports
from cphub.catalogue import Catalogue, open_catalogue, search, search_index
from cphub.catalogue.search_wanted import Wanted
from cphub.errors import UsageError
from cphub.model.pages import Listed, State
from cphub.model.reviews import Said
from cphub.registry import discover
from cphub.workflows._found import _also, document_of
from cphub.workflows.find import FindResult, find
from cphub.workflows.index import index

TEXTS: dict[str, str | None] = {
    "GLAM-Wiki toolkit": "How museums begin. == Budget == Money for partners.",
    "Uploading images": "A guide to Commons.\n\n== Licences ==\nWhich licence to choose! Choose.",
    "Commons": "Uploading images is one of many things that can be done here, slowly.",
    "O'Brien on archives": "An interview.",
    "Ladda upp bilder": "Så laddar du upp bilder till museernas samlingar på Åland.",
    "Kirjastot": "Kirjastojen ja arkistojen opas.",
    "المكتبة": "دليل رفع الملفات إلى الأرشيف المفتوح.",
    "हिन्दी मार्गदर्शिका": "प्रशिक्षण के लिए अख़बार।",
    "図書館の案内": "これは図書館員のための編集入門です。",
    "上传指南": "本页说明博物馆的文件上传方法。",
    "คู่มือ": "คู่มือความร่วมมือกับพิพิธภัณฑ์ในประเทศไทย",
    "Old guide": "#REDIRECT [[Uploading images]]",
}
FINDS = {
    "a title": ("uploading images", "Uploading images"),
    "a word's beginning": ("upload imag", "Uploading images"),
    "a heading": ("licences", "Uploading images"),
    "text": ("slowly", "Commons"),
    "a hyphen": ("GLAM-Wiki", "GLAM-Wiki toolkit"),
    "a hyphen left out": ("glam wiki", "GLAM-Wiki toolkit"),
    "an apostrophe": ("O\u2019Brien", "O'Brien on archives"),
    "an elision": ("l'interview", "O'Brien on archives"),
    "an elision of two letters": ("qu\u2019archives", "O'Brien on archives"),
    "a possessive": ("commons\u2019s licence", "Uploading images"),
    "a possessive, inflected": ("partner's", "GLAM-Wiki toolkit"),
    "a phrase": ('"many things that"', "Commons"),
    "a lone quotation mark": ('toolkit"', "GLAM-Wiki toolkit"),
    "accents left out": ("aland", "Ladda upp bilder"),
    "accents typed": ("tóolkit", "GLAM-Wiki toolkit"),
    "Swedish, inflected on the page": ("museer", "Ladda upp bilder"),
    "Swedish, inflected in the query": ("samlingarnas", "Ladda upp bilder"),
    "Finnish, inflected on the page": ("kirjasto", "Kirjastot"),
    "Finnish, inflected in the query": ("arkistoissa", "Kirjastot"),
    "Arabic, with points": ("مَكْتَبَة", "المكتبة"),
    "Arabic, another alef": ("ارشيف", "المكتبة"),
    "Hindi": ("प्रशिक्षण", "हिन्दी मार्गदर्शिका"),
    "Hindi without the nukta": ("अखबार", "हिन्दी मार्गदर्शिका"),
    "Japanese": ("図書館員", "図書館の案内"),
    "a single character": ("册 編", "図書館の案内"),
    "Chinese": ("文件上传", "上传指南"),
    "Chinese, apart on the page": ("博物馆上传", "上传指南"),
    "Thai": ("พิพิธภัณฑ์", "คู่มือ"),
}


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)


def filled(path: Path, texts: dict[str, str | None]) -> Catalogue:
    catalogue = open_catalogue(path, write=True)
    harvest = Harvest(catalogue)
    harvest.texts = dict(enumerate(texts.values(), 1))
    harvest(pages(texts))
    audited(catalogue, {"shouting": RULES["shouting"]})
    return catalogue


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cphub.workflows.analyse.read_all", read_here)
        path = tmp_path_factory.mktemp("find") / "catalog.db"
        filled(path, TEXTS).close()
    with open_catalogue(path, write=False) as catalogue:
        yield catalogue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


def titles(found: FindResult) -> list[str]:
    return [result.edition.title for result in found.results]


@pytest.mark.parametrize("kind", FINDS)
def test_people_find_what_they_mean_by(shared: Catalogue, kind: str) -> None:
    typed, title = FINDS[kind]
    assert titles(find(shared, typed))[0] == title


def test_a_page_about_it_comes_before_one_that_mentions_it(shared: Catalogue) -> None:
    found = titles(find(shared, "uploading images"))
    assert found.index("Uploading images") < found.index("Commons")


def test_a_redirect_weighs_less_and_is_said_to_be_one(shared: Catalogue) -> None:
    found = find(shared, "guide")
    assert titles(found)[0] != "Old guide"
    row = next(r for r in loads(json_of(found))["results"] if r["title"] == "Old guide")
    assert row["state"] == "redirect"


def json_of(found: FindResult) -> str:
    return str(discover(reports)["json"].function(document_of(found)))


def test_a_page_with_findings_weighs_less_and_they_are_counted(path: Path) -> None:
    twins: dict[str, str | None] = {"Kites 1": "Wind! Wind!", "Kites 2": "Wind. Wind."}
    with filled(path, twins) as catalogue:
        found = find(catalogue, "kites")
        assert titles(found) == ["Kites 2", "Kites 1"]
        assert loads(json_of(found))["results"][1]["findings"] == {
            "error": 0,
            "warning": 1,
            "note": 0,
        }
        assert titles(find(catalogue, "kites", Wanted(axes_ok=("quality",)))) == ["Kites 2"]


def test_the_passage_has_the_words_marked_as_the_page_writes_them(shared: Catalogue) -> None:
    passage = find(shared, "aland samling").results[0].snippet
    assert [passage.text[start:end] for start, end in passage.marks] == ["samlingar", "Åland"]
    passage = find(shared, "図書館員").results[0].snippet
    assert [passage.text[start:end] for start, end in passage.marks] == ["図書館員"]


def test_json_keeps_its_contract(shared: Catalogue) -> None:
    told = loads(json_of(find(shared, "toolkit")))
    assert list(told) == ["schema", "query", "results", "near"]
    (result,) = told["results"]
    assert {
        *("resource", "wiki", "title", "language", "url", "score", "snippet", "findings"),
        *("verdict", "editions"),
    } <= result.keys()
    assert result["url"] == "https://meta.example/wiki/GLAM-Wiki_toolkit"


def test_nothing_found_says_what_is_near(shared: Catalogue) -> None:
    found = find(shared, "muzeums")
    assert not found.results
    assert found.near == {"muzeums": ["museums"]}
    said = discover(reports)["table"].function(document_of(found))
    assert "No page has “muzeums”; near it: museums." in said
    with pytest.raises(UsageError, match="no word in that"):
        find(shared, "?!")


@pytest.mark.parametrize("typed", ["MUZEÜMS", "المختبرات"])
def test_a_word_that_no_page_has_is_named_as_it_was_typed(shared: Catalogue, typed: str) -> None:
    said = discover(reports)["table"].function(document_of(find(shared, typed)))
    assert f"No page has “{typed}”" in said


def test_what_did_not_fit_the_limit_is_spoken_of(shared: Catalogue) -> None:
    every = find(shared, "commons", limit=1000)
    number = len(every.results)
    assert number > 1
    fewer = find(shared, "commons", limit=number - 1)
    assert fewer.results == every.results[:-1]
    assert any("--limit" in note for note in fewer.notes)
    assert not any("--limit" in note for note in find(shared, "commons", limit=number).notes)


def test_some_of_the_words_are_better_than_none_and_said(shared: Catalogue) -> None:
    found = find(shared, "toolkit zeppelins")
    assert titles(found) == ["GLAM-Wiki toolkit"]
    assert "No page has all these words; these have some of them." in found.notes


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted(wikis=("mets",)), 'unknown wiki "mets"; did you mean "meta"?'),
        (Wanted(sources=("x",)), 'unknown source "x"; known: capacity'),
        (Wanted(axes_ok=("fresh",)), 'unknown axis "fresh"; did you mean "freshness"?'),
        (Wanted(languages=("en-",)), 'unknown language "en-"; did you mean "en"?'),
    ],
)
def test_a_filter_that_names_nothing_is_said(shared: Catalogue, wanted: Wanted, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(shared, "x", wanted)
    assert caught.value.message == said


def test_a_language_that_the_hub_wants_may_be_asked_for_before_anything_is_in_it(
    shared: Catalogue,
) -> None:
    wanted = Wanted(languages=("tlh",))
    assert find(shared, "commons", wanted, languages=("en", "tlh")).results == ()
    with pytest.raises(UsageError, match='unknown language "tlh"'):
        find(shared, "commons", wanted)


def test_filters_narrow(shared: Catalogue) -> None:
    every = titles(find(shared, "commons"))
    first, second = (datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2))
    assert titles(find(shared, "commons", Wanted(within={("meta", 3)}))) == ["Commons"]
    assert titles(find(shared, "commons", Wanted(within=frozenset()))) == []
    assert titles(find(shared, "commons", Wanted(wikis=("meta",), sources=("capacity",)))) == every
    assert titles(find(shared, "commons", Wanted(since=first))) == every
    assert titles(find(shared, "commons", Wanted(since=second))) == []
    assert len(titles(find(shared, "a", limit=3))) <= 3


def test_filters_that_few_pages_pass_find_those_far_down(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "POOL", 2)
    monkeypatch.setattr(search, "BROAD", 3)
    many: dict[str, str | None] = {f"Page {number}": "Wind." for number in range(12)}
    with filled(path, many) as catalogue:
        last = find(catalogue, "wind", limit=20).results[-1].edition
        assert len(find(catalogue, "wind", limit=20).results) == 12
        within = Wanted(within={("meta", last.page_id)})
        assert titles(find(catalogue, "wind", within)) == [last.title]
        assert len(titles(find(catalogue, "wind", Wanted(sources=("capacity",)), limit=9))) == 9
        catalogue.run("UPDATE pages SET language = 'sv' WHERE page_id = ?", (last.page_id,))
        catalogue.run("UPDATE editions SET language = 'sv' WHERE page_id = ?", (last.page_id,))
        assert titles(find(catalogue, "wind", Wanted(languages=("sv",)))) == [last.title]
        finnish = Wanted(languages=("fi",))
        assert titles(find(catalogue, "wind", finnish, languages=("fi",))) == []


def editions(path: Path) -> Catalogue:
    """Return a catalogue with one guide in English and Swedish, and one in English."""
    catalogue = open_catalogue(path, write=True)
    texts: dict[str, str | None] = {
        "Kites": "Wind and kites.",
        "Kites/sv": "Vind och drakar, kites.",
        "Other kites": "Kites of paper.",
    }
    harvest = Harvest(catalogue)
    harvest.texts = dict(enumerate(texts.values(), 1))
    found = [
        replace(page, language="sv" if page.title.endswith("/sv") else "en")
        for page in pages(texts)
    ]
    harvest(found)
    audited(catalogue, {"shouting": RULES["shouting"]})
    catalogue.run("DELETE FROM editions")
    catalogue.run(
        "INSERT OR IGNORE INTO resources (id, first_seen, wiki, page_id)"
        " VALUES (77, '2026-01-01T00:00:00Z', 'meta', 1)"
    )
    catalogue.run_many(
        "INSERT INTO editions VALUES ('meta', ?, 77, ?, ?, 'translation', NULL, NULL,"
        " '2026-01-01T00:00:00Z')",
        [(1, "en", 1), (2, "sv", 0)],
    )
    return catalogue


def test_a_resource_comes_once_with_its_best_edition_first(path: Path) -> None:
    with editions(path) as catalogue:
        assert titles(find(catalogue, "kites")) == ["Kites", "Other kites"]
        found = find(catalogue, "kites", preferred=("sv", "en"))
        assert titles(found)[0] == "Kites/sv"
        assert [edition.language for edition in found.results[0].editions] == ["sv", "en"]
        assert found.results[0].resource == 77
        assert found.results[1].resource is None


def test_what_people_said_weighs_narrows_and_is_told(path: Path) -> None:
    with editions(path) as catalogue:
        catalogue.run(
            "INSERT INTO resources (id, first_seen, wiki, page_id)"
            " VALUES (78, '2026-01-01T00:00:00Z', 'meta', 3)"
        )
        catalogue.run_many(
            "INSERT INTO editions VALUES ('meta', 3, 78, 'en', 1, 'alone', NULL, NULL, ?)",
            [("2026-01-01T00:00:00Z",)],
        )
        assert titles(find(catalogue, "kites")) == ["Kites", "Other kites"]
        catalogue.save_review(
            ("meta", 2), Said(verdict="expired"), reviewer="Ann", now=datetime.now(UTC)
        )
        found = find(catalogue, "kites")
        assert titles(found) == ["Other kites", "Kites"]
        assert [r["verdict"] for r in loads(json_of(found))["results"]] == [None, "expired"]
        assert titles(find(catalogue, "kites", verdicts=("expired",))) == ["Kites"]
        assert titles(find(catalogue, "kites", verdicts=("good",))) == []
        with pytest.raises(UsageError, match='unknown verdict "god"'):
            find(catalogue, "kites", verdicts=("god",))


def test_a_language_that_is_wanted_finds_resources_that_there_are_in_it(path: Path) -> None:
    with editions(path) as catalogue:
        assert titles(find(catalogue, "drakar", Wanted(languages=("sv",)))) == ["Kites/sv"]
        assert titles(find(catalogue, "kites", Wanted(languages=("sv",)))) == ["Kites/sv"]
        assert titles(find(catalogue, "wind", Wanted(languages=("sv",)))) == ["Kites/sv"]
        assert titles(find(catalogue, "paper", Wanted(languages=("sv",)))) == []


def edited(catalogue: Catalogue, page: Listed, text: str) -> None:
    harvest = Harvest(catalogue, 5)
    run = harvest.start()
    catalogue.save_listing(run, "capacity", [(page, "")], None)
    catalogue.save_pages(run, "meta", [fetched(page, text)])
    catalogue.end_sources(run, ["capacity"])
    catalogue.end_run(run, datetime(2026, 3, 9, tzinfo=UTC), "done")


def test_what_changed_is_taken_in_and_until_then_said_not_to_be(path: Path) -> None:
    with filled(path, {"Kites": "Wind."}) as catalogue:
        assert find(catalogue, "kites").notes == ()
        edited(catalogue, listed(1, "Paper kites", 99), "Storm.")
        assert "cphub audit" in find(catalogue, "kites").notes[0]
        assert index(catalogue) == 1
        # What was not read since keeps the words that it had, under its new title.
        found = find(catalogue, "paper wind")
        assert titles(found) == ["Paper kites"]
        assert "1 page was not read since" in found.notes[0]
        audited(catalogue, {"shouting": RULES["shouting"]}, day=2)
        assert titles(find(catalogue, "storm")) == ["Paper kites"]
        assert not find(catalogue, "wind").results
        assert find(catalogue, "storm").notes == ()


def test_whoever_changes_a_page_the_index_is_not_behind_in_silence(path: Path) -> None:
    filled(path, {"Kites": "Wind."}).close()
    database = sqlite3.connect(path)
    database.execute("UPDATE pages SET title = 'Balloons'")
    database.commit()
    database.close()
    with open_catalogue(path, write=True) as catalogue:
        assert catalogue.count_unindexed() == 1
        index(catalogue)
        assert titles(find(catalogue, "balloons")) == ["Balloons"]
        assert not find(catalogue, "kites").results


def test_nothing_changed_is_nothing_indexed(path: Path) -> None:
    with filled(path, TEXTS) as catalogue:
        before = catalogue.rows("SELECT * FROM search_data")
        audited(catalogue, {"shouting": RULES["shouting"]}, day=2)
        harvest = Harvest(catalogue, 3)
        harvest.texts = dict(enumerate(TEXTS.values(), 1))
        harvest(pages(TEXTS))
        assert index(catalogue) == 0
        assert catalogue.rows("SELECT * FROM search_data") == before


def test_another_folding_indexes_every_page_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(path, TEXTS) as catalogue:
        monkeypatch.setattr(search_index, "FOLDING", 2)
        assert catalogue.count_unindexed() == len(TEXTS)
        assert index(catalogue) == len(TEXTS)
        assert index(catalogue) == 0


def test_an_index_that_was_edited_often_is_whole(path: Path) -> None:
    with filled(path, TEXTS) as catalogue:
        for number in range(5):
            edited(catalogue, listed(3, f"Commons {number}", 200 + number), f"Text {number}.")
            audited(catalogue, {"shouting": RULES["shouting"]}, day=number + 2)
        catalogue.tidy_index()
        catalogue.run("INSERT INTO search(search, rank) VALUES ('integrity-check', 0)")
        assert catalogue.row("SELECT count(*) FROM search") == (len(TEXTS),)
        match = "SELECT count(*) FROM search WHERE search MATCH 'commons'"
        assert catalogue.row(match) == (2,)


def test_a_wiki_that_is_renamed_is_found_under_its_new_name(path: Path) -> None:
    with filled(path, {"Kites": "Wind."}) as catalogue:
        catalogue.save_wiki(replace(META, name="metawiki"))
        assert catalogue.count_unindexed() == 0
        assert find(catalogue, "kites").results[0].edition.wiki == "metawiki"


def test_a_page_that_left_its_sources_is_not_found(path: Path) -> None:
    with filled(path, {"Kites": "Wind.", "Balloons": "Wind."}) as catalogue:
        harvest = Harvest(catalogue, 5)
        harvest([listed(2, "Balloons", 12)], elsewhere=(listed(1, "Kites", 11),))
        assert titles(find(catalogue, "wind")) == ["Balloons"]


def test_a_page_that_is_gone_comes_last_and_says_so(path: Path) -> None:
    with filled(path, {"Kites": "Wind.", "Balloons": "Wind."}) as catalogue:
        catalogue.run("UPDATE pages SET state = 'missing' WHERE page_id = 2")
        found = find(catalogue, "wind")
        assert titles(found) == ["Kites", "Balloons"]
        assert found.results[1].edition.state is State.MISSING
        assert "missing" in discover(reports)["table"].function(document_of(found))


def test_also_in_names_no_language_that_the_page_itself_has(path: Path) -> None:
    with editions(path) as catalogue:
        own, other, *_ = find(catalogue, "kites").results[0].editions
    assert own.language != other.language
    assert _also(other, own) == other.language
    assert _also(replace(own, wiki="commons"), own) == f"{own.language} (commons)"
    assert _also(replace(own, title="Another"), own) == ""
