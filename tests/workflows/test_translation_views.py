"""What people see of translations: the matrix, what to do next, and how much there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.workflows.fake_translate import FakeTranslate
from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.offline import clock
from tests.workflows.test_harvest import NOW, settings, source

from cphub import reports
from cphub.catalogue import Catalogue, open_catalogue
from cphub.errors import UsageError
from cphub.model.documents import Document
from cphub.model.reviews import Said
from cphub.model.weight import Views
from cphub.registry import discover
from cphub.settings import Settings
from cphub.workflows._filters import Filters
from cphub.workflows.audit import audit
from cphub.workflows.harvest import harvest
from cphub.workflows.translation_coverage import coverage
from cphub.workflows.translation_gaps import gaps
from cphub.workflows.translation_matrix import matrix
from cphub.workflows.wikis import Reach

TRAINING = ("Category:Training",)
NAMES = {
    "en": "English",
    "sv": "svenska",
    "fr": "français",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "español",
    "pt": "português",
    "ru": "русский",
    "fi": "suomi",
    "he": "עברית",
    "ja": "日本語",
    "uk": "українська",
}
MARKED = "<translate>\n<!--T:1-->\nThe guide tells how to share pictures.\n</translate>"
STALE = "{{Outdated}}\n" + MARKED
GUIDE, MANUAL, OLD, ARABIC = "Guide", "Manual: rights & “licences”", "Old guide", "دليل الرفع"
COUNTS = {
    GUIDE: {"en": (8, 0), "sv": (5, 2), "fr": (8, 0), "de": (8, 0)},
    MANUAL: {"en": (8, 0), "sv": (6, 0)},
    OLD: {"en": (8, 0)},
    ARABIC: {"en": (8, 0), "ar": (8, 0)},
}
FORMATS = discover(reports)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Four pages that Translate keeps, and pages that link to two of them; audited."""
    folder = tmp_path_factory.mktemp("hub")
    wiki, translate = FakeWiki(), FakeTranslate(pages=COUNTS)
    wiki.extensions = ("Translate",)
    wiki.before = translate
    wiki.languages = NAMES
    for title, counts in COUNTS.items():
        wiki.edit(title, STALE if title == OLD else MARKED, categories=TRAINING)
        for code in counts.keys() - {"en", "de"}:
            page = wiki.edit(f"{title}/{code}", "A text.", categories=TRAINING, user="FuzzyBot")
            page.language = code
    for number in range(3):
        links = f"[[{MANUAL}]] [[{OLD}]]" + (f" [[{GUIDE}]]" if number else "")
        wiki.edit(f"List {number}", f"See {links}.", categories=TRAINING)
    chosen = replace(settings(folder, [source("training")], wiki), languages=("sv", "fr", "ar"))
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)
    with open_catalogue(chosen.catalog, write=True) as catalogue:
        audit(catalogue, chosen, today=date(2026, 6, 1), clock=clock())
    return chosen


@pytest.fixture
def catalogue(hub: Settings) -> Iterator[Catalogue]:
    with open_catalogue(hub.catalog, write=False) as opened:
        yield opened


def written(document: Document, form: str, **asked: Any) -> str:
    """Write a document in a format."""
    text = FORMATS[form].function(document, **asked)
    assert isinstance(text, str)
    return text


def titles(document: Document) -> list[str]:
    return [title for _, title in document.titles]


def test_the_matrix_in_json_has_the_agreed_form(catalogue: Catalogue, hub: Settings) -> None:
    told = json.loads(written(matrix(catalogue, hub, Filters()), "json"))
    assert told.keys() == {"schema", "resources"}
    by_title = {one["source"]["title"]: one for one in told["resources"]}
    guide = by_title[GUIDE]
    assert guide["source"] == {"wiki": "meta", "title": "Guide", "language": "en"}
    assert [one["language"] for one in guide["editions"]] == ["en", "sv", "fr", "ar", "de"]
    assert guide["editions"][1] == {
        "language": "sv",
        "wiki": "meta",
        "title": "Guide/sv",
        "state": "outdated",
        "total": 8,
        "translated": 5,
        "fuzzy": 2,
        "reason": guide["editions"][1]["reason"],
    }
    assert "2 of 8 units outdated, 1 not translated (Translate, " in guide["editions"][1]["reason"]
    states = {title: [e["state"] for e in one["editions"]] for title, one in by_title.items()}
    assert states[MANUAL] == ["source", "partial", *["missing"] * 3]
    assert states[ARABIC] == ["source", "missing", "missing", "complete", "missing"]


def test_a_state_that_leaves_work_leads_to_its_page_and_language_in_special_translate(
    catalogue: Catalogue, hub: Settings
) -> None:
    page = written(matrix(catalogue, hub, Filters()), "wikitext")
    start = "[https://meta.example.org/wiki/Special:Translate?group=page-"
    assert f"{start}Guide&language=sv&action=page outdated 62 %]" in page
    manual = "Manual%3A%20rights%20%26%20%E2%80%9Clicences%E2%80%9D"
    assert f"{start}{manual}&language=fr&action=page missing]" in page
    # What is done leads to the page that it is.
    assert "[https://meta.example.org/wiki/Guide/fr complete]" in page
    assert "Special:Translate?group=page-Guide&language=fr" not in page


def test_a_translation_that_no_source_holds_is_linked_where_translate_wrote_it(
    catalogue: Catalogue, hub: Settings
) -> None:
    page = written(matrix(catalogue, hub, Filters(language=("de",))), "wikitext")
    assert "[https://meta.example.org/wiki/Guide/de complete]" in page


def test_twelve_languages_fit_eighty_columns_and_read_without_colour(
    catalogue: Catalogue, hub: Settings
) -> None:
    twelve = Filters(language=tuple(NAMES))
    page = written(matrix(catalogue, hub, twelve, short=True), "table", width=80)
    assert max(len(line) for line in page.splitlines()) <= 80
    (heading,) = (line for line in page.splitlines() if line.startswith("Resource"))
    assert heading.split() == ["Resource", *NAMES]  # one block, not folded into several
    (row,) = (line for line in page.splitlines() if line.startswith("Guide "))
    assert row.split() == ["Guide", "S", "O62", "C", "M", "C", *("M" * 7)]
    legend = page.partition("Resource")[0]
    for letter, meaning in (
        ("S", "source"),
        ("C", "complete"),
        ("O", "outdated"),
        ("M", "missing"),
    ):
        assert f"{letter} {meaning}" in legend
    assert "sv svenska" in legend


def test_right_to_left_titles_are_marked_as_such(catalogue: Catalogue, hub: Settings) -> None:
    page = written(matrix(catalogue, hub, Filters()), "wikitext")
    assert "! العربية (ar)" in page.replace(" !! ", "\n! ").replace("! Resource\n", "")
    table = written(matrix(catalogue, hub, Filters(), short=True), "table")
    assert f"\u2068{ARABIC}\u2069" in table


def test_csv_has_the_matrix_and_on_request_every_state_with_its_reason(
    catalogue: Catalogue, hub: Settings
) -> None:
    document = matrix(catalogue, hub, Filters(), detailed=True)
    rows = written(document, "csv").splitlines()
    assert rows[0] == '"wiki","title","sv","fr","ar","en","de"'
    assert '"meta","Guide","outdated 62 %","complete","missing","source","complete"' in rows
    states = written(document, "csv", sheet="states").splitlines()
    (one,) = (row for row in states if row.startswith('"meta","Guide","sv"'))
    assert one.startswith('"meta","Guide","sv","outdated","8","5","2","0","2 of 8 units outdated')


def test_gaps_come_by_use_and_a_stale_source_is_told_apart(
    catalogue: Catalogue, hub: Settings
) -> None:
    document = gaps(catalogue, hub, Filters(language=("sv",)))
    told = titles(document)
    # Three pages link to the manual, two to the guide; the old guide has a freshness error.
    assert told[:2] == [MANUAL, GUIDE]
    assert OLD not in told
    assert ARABIC in told
    page = written(document, "table", width=80)
    assert "3 links to it (views not known)" in page
    kept = page[page.index("Not before the source is mended") :]
    assert OLD in kept
    assert "{{Outdated}}" in kept
    data = json.loads(written(document, "json"))
    assert [one["title"] for one in data["not_yet"]] == [OLD]
    assert (data["gaps"][0]["views"], data["gaps"][0]["links"]) == (None, 3)
    assert data["gaps"][0]["url"].endswith("&language=sv&action=page")


def test_what_is_read_more_comes_first(hub: Settings, tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(hub.catalog.read_bytes())
    with open_catalogue(path, write=True) as catalogue:
        (page,) = catalogue.find_pages(f"meta:{ARABIC}")
        catalogue.save_views("meta", {page.page_id: Views(500, 30)}, NOW)
        document = gaps(catalogue, hub, Filters(language=("sv",)))
    assert titles(document)[0] == ARABIC
    assert "read 1,000 times in 60 days" in written(document, "csv")


def test_what_is_complete_is_no_gap_and_most_cuts_the_list_and_says_so(
    catalogue: Catalogue, hub: Settings
) -> None:
    assert GUIDE not in titles(gaps(catalogue, hub, Filters(language=("fr",))))
    document = gaps(catalogue, hub, Filters(language=("sv",)), most=1)
    assert titles(document) == [MANUAL]
    assert re.match("The 1 most useful of [0-9]+ gaps", document.lead[0])


def test_a_resource_that_a_person_called_expired_is_no_gap(hub: Settings, tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(hub.catalog.read_bytes())
    with open_catalogue(path, write=True) as catalogue:
        (page,) = catalogue.find_pages(f"meta:{MANUAL}")
        said = Said(verdict="expired", review_by="2026-06-02")
        catalogue.save_review(
            (page.wiki, page.page_id), said, "Anna", datetime(2026, 5, 1, tzinfo=UTC)
        )
        document = gaps(catalogue, hub, Filters(language=("sv",)))
        assert MANUAL not in titles(document)
        assert {one["title"]: one["why"] for one in document.data["not_yet"]}[MANUAL] == (
            "a review calls it expired"
        )


def test_coverage_counts_every_resource_once_in_every_language(
    catalogue: Catalogue, hub: Settings
) -> None:
    document = coverage(catalogue, hub, Filters())
    told = {one["language"]: one for one in document.data["languages"]}
    assert set(told) == {"sv", "fr", "ar", "en", "de"}
    for one in told.values():
        assert one["resources"] == sum(
            one[state] for state in ("source", "complete", "partial", "outdated", "missing")
        )
    assert (told["sv"]["partial"], told["sv"]["outdated"]) == (1, 1)
    assert told["en"]["source"] == told["en"]["resources"] == 7
    assert "العربية (ar)" in written(document, "markdown").replace("\u2068", "").replace(
        "\u2069", ""
    )


def test_coverage_of_a_hub_without_topics_has_an_empty_table_of_them(
    catalogue: Catalogue, hub: Settings
) -> None:
    document = coverage(catalogue, hub, Filters())
    header, *rows = written(document, "csv", sheet="topics").splitlines()
    assert header.startswith('"topic","language","resources"')
    assert rows == []
    assert "No topic is set." in written(document, "markdown")


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(language=("sw",)), 'no language "sw"'),
        (Filters(wiki=("mata",)), 'no wiki "mata"; did you mean "meta"?'),
        (Filters(source=("trainings",)), 'no source "trainings"'),
    ],
)
def test_a_filter_that_names_nothing_is_said(
    catalogue: Catalogue, hub: Settings, filters: Filters, said: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        matrix(catalogue, hub, filters)


def test_a_source_narrows_to_resources_that_it_holds(catalogue: Catalogue, hub: Settings) -> None:
    assert titles(matrix(catalogue, hub, Filters(source=("training",)))) == titles(
        matrix(catalogue, hub, Filters(wiki=("meta",)))
    )


def test_gaps_need_a_language(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="into which language"):
        gaps(catalogue, Settings(), Filters())
