"""All that is known of a page, found by what people call it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.catalogue.imagined import listed
from tests.workflows.offline import audited, harvest, pages, read_here

from cphub.catalogue import Catalogue, open_catalogue
from cphub.errors import UsageError
from cphub.workflows._resources import tie
from cphub.workflows.clock import now
from cphub.workflows.show import show
from cphub.workflows.show_document import show_document

TEXTS: dict[str, str | None] = {"How to upload": "Look!", "Help:Files": "Look.", "Secret": None}


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with open_catalogue(tmp_path / "catalog.db", write=True) as opened:
        yield opened


def test_a_page_with_its_whole_story(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    audited(catalogue)
    wiki.texts[1] = "Look."
    wiki(pages(TEXTS, revision=20))
    audited(catalogue, day=2)
    story = show(catalogue, "How to upload")
    assert story.url == "https://meta.example/wiki/How_to_upload"
    assert (story.page.revision, story.page.sources) == (21, ("capacity",))
    assert story.facts is not None
    assert story.facts.words == 1
    assert story.findings == ()
    assert [finding.message for finding, _ in story.past] == ["1 exclamation marks."]
    assert [member.source for member in story.memberships] == ["capacity"]
    assert [change.kind for change in story.changes] == ["edited", "joined", "new"]


@pytest.mark.parametrize(
    "name",
    [
        "How_to_upload",
        "meta:How to upload",
        "meta:1",
        "how to upload",
        " meta:how_to_upload ",
    ],
)
def test_a_page_is_found_by_what_people_call_it(catalogue: Catalogue, name: str) -> None:
    harvest(catalogue, TEXTS)
    assert show(catalogue, name).page.page_id == 1


def test_a_namespace_is_no_wiki(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    assert show(catalogue, "Help:Files").page.page_id == 2
    assert show(catalogue, "meta:Help:Files").page.page_id == 2


def test_why_there_are_no_facts_is_told(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    assert (show(catalogue, "Secret").facts, show(catalogue, "Secret").unread) == (
        None,
        "not read yet",
    )


def test_no_such_page_suggests_others(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    with pytest.raises(UsageError, match='no page "upload"') as caught:
        show(catalogue, "upload")
    assert caught.value.hint == "There are: meta:How to upload"


@pytest.mark.parametrize("typed", ["How to uplod", "how_to_upoad", "meta:How to uploads"])
def test_a_title_a_letter_away_is_suggested_first(catalogue: Catalogue, typed: str) -> None:
    wiki = harvest(catalogue, TEXTS)
    wiki([*pages(TEXTS), listed(9, "How to", 99), listed(10, "How to write", 98)])
    with pytest.raises(UsageError, match="no page") as caught:
        show(catalogue, typed)
    assert caught.value.hint.startswith("There are: meta:How to upload")


def test_a_resources_number_in_a_pages_place_tells_its_page(catalogue: Catalogue) -> None:
    harvest(catalogue, TEXTS)
    tie(catalogue, now())
    with pytest.raises(UsageError, match='no page "#1"') as caught:
        show(catalogue, "#1")
    assert re.fullmatch("Resource 1 has: meta:.+", caught.value.hint)


def test_a_name_of_two_pages_is_asked_back(catalogue: Catalogue) -> None:
    wiki = harvest(catalogue, TEXTS)
    wiki([*pages(TEXTS), listed(9, "How To Upload", 99)])
    with pytest.raises(UsageError, match="can be 2 pages") as caught:
        show(catalogue, "how to upload")
    assert caught.value.hint == "Name one: meta:How to upload, meta:How To Upload"


def test_a_document_of_a_page_has_its_evidence_sections_and_history(catalogue: Catalogue) -> None:
    harvest(catalogue, {"How to upload": "Look!\n== Steps ==\nSee [[Help:Files]]."})
    audited(catalogue)
    document = show_document(show(catalogue, "How to upload"))
    sheets = {sheet.name: sheet.rows for sheet in document.sheets}
    (page,) = sheets["page"]
    assert page[0].page == ("meta", "How to upload")
    assert page[4].url == "https://meta.example/wiki/How_to_upload"
    assert [row[0].text for row in sheets["sections"]] == ["Steps"]
    assert [row[0].text for row in sheets["pages"]] == ["Help:Files"]
    assert [row[1].text for row in sheets["history"]] == ["joined", "new"]
    (finding,) = sheets["findings"]
    assert finding[3].text
    assert [one["title"] for one in document.data["sections"]] == ["Steps"]
    assert [one["kind"] for one in document.data["history"]] == ["joined", "new"]
    assert document.data["categories"] == [row for row in page[5].text.split(", ") if row]
