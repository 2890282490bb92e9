"""What a search finds and shows of it; what a person dismissed stays quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.catalogue.imagined import NOW, Harvest, listed

from cphub.catalogue import Catalogue
from cphub.catalogue.passages import prints
from cphub.catalogue.readings import Unreadable
from cphub.catalogue.search import Hit
from cphub.catalogue.search_index import Section as Read
from cphub.catalogue.search_query import parse
from cphub.catalogue.search_snippets import LONGEST, snippet
from cphub.catalogue.search_wanted import Wanted
from cphub.model.facts import Facts, Section
from cphub.model.findings import Axis, Evidence, Finding, Severity

Fill = Callable[..., None]


def facts(text: str) -> Facts:
    return Facts(sections=(Section(-1, 0, "", text, len(text.split())),), words=1)


@pytest.fixture
def fill(catalogue: Catalogue, harvest: Harvest) -> Fill:
    """Harvest, read and index pages: titles with their prose."""

    def filled(**prose: str) -> None:
        names = [title.replace("__", "/").replace("_", " ") for title in prose]
        harvest([listed(at, title, at + 10) for at, title in enumerate(names, start=1)])
        told = dict(enumerate(prose.values(), start=1))
        unread = list(catalogue.unread("1"))
        catalogue.save_facts("1", [(one, facts(told[one.page_id])) for one in unread], NOW)
        catalogue.index_some()

    return filled


def found(catalogue: Catalogue, typed: str) -> list[Hit]:
    return [hit for group in catalogue.search(parse(typed), Wanted(), limit=9) for hit in group]


def test_pages_called_so_come_first_then_subpages_called_so(
    catalogue: Catalogue, fill: Fill
) -> None:
    fill(An_upload="x", Guide__Upload="x", Upload="x")
    hits = found(catalogue, "upload")
    assert [hit.title for hit in hits] == ["Upload", "Guide/Upload", "An upload"]


@pytest.mark.parametrize(
    ("typed", "like"),
    [("uplaod", ["Upload"]), ("uqload", ["Upload"]), ("mqpload", ["mUploads"]), ("zebra", [])],
)
def test_a_word_that_no_page_has_is_answered_with_words_as_pages_write_them(
    catalogue: Catalogue, fill: Fill, typed: str, like: list[str]
) -> None:
    fill(Guide="How to Upload with mUploads.")
    query = parse(typed)
    assert found(catalogue, typed) == []
    assert catalogue.near(query)[typed][:1] == like


def test_a_word_that_the_page_lost_since_it_was_indexed_is_shown_as_it_is_indexed(
    catalogue: Catalogue, fill: Fill
) -> None:
    fill(Guide="How to Upload.")
    (again,) = catalogue.unread("2")
    catalogue.save_facts("2", [(again, facts("How to send."))], NOW)
    assert catalogue.near(parse("uplaod")) == {"uplaod": ["upload"]}


def test_words_are_shown_as_they_were_typed_and_others_as_they_are() -> None:
    query = parse("Décide GLAM")
    assert [query.typed(word) for word in ("decide", "glam", "wiki")] == ["Décide", "GLAM", "wiki"]


def test_the_passage_with_most_of_the_words_is_shown_cut_between_words() -> None:
    apart = "upload " + "other " * 60
    close = "upload your photo files now " + "longer other " * 30
    shown = snippet(parse("upload photo files"), [Read("", f"{apart}{close}")])
    marked = [shown.text[start:end] for start, end in shown.marks]
    assert marked == ["upload", "photo", "files"]
    assert len(shown.text) <= LONGEST + 2
    assert (shown.text[0], shown.text[-1]) == ("…", "…")
    assert set(shown.text.strip("…").split()) == {*close.split()}


def test_words_that_stand_far_apart_are_no_passage() -> None:
    far = " other" * 60
    shown = snippet(
        parse("upload photo files"),
        [Read("", f"photo{far} files{far} upload{far} photo files{far}")],
    )
    assert [shown.text[start:end] for start, end in shown.marks] == ["photo", "files"]


def test_a_passage_of_a_text_without_spaces_is_cut_anywhere() -> None:
    text = "文" * 400 + "写真" + "字" * 400
    shown = snippet(parse("写真"), [Read("", text)])
    assert [shown.text[start:end] for start, end in shown.marks] == ["写真"]
    assert len(shown.text) == LONGEST + 2
    assert (shown.text[:2], shown.text[-2:]) == ("…文", "字…")


def test_where_no_word_stands_the_beginning_is_shown() -> None:
    shown = snippet(parse("photo"), [Read("", ""), Read("A", "Short."), Read("B", "More.")])
    assert (shown.text, shown.marks) == ("Short.", ())


def test_dots_that_quote_nothing_are_a_passage_of_their_own() -> None:
    told = [prints([Evidence(text)], facts("One … two.")) for text in ("…", "… …", "One")]
    assert len(set(told)) == 3


@pytest.fixture
def dismissed(catalogue: Catalogue, fill: Fill) -> Finding:
    """A finding that an audit made and a person called wrong."""
    fill(Guide="Long. Outdated since 2019.")
    run = catalogue.start_run("audit", NOW)
    catalogue.save_rules(run, NOW.date(), ["old"], ())
    finding = Finding(
        *("old", Axis.FRESHNESS, Severity.WARNING, "meta", "Guide", "en", 1, 11, "It is old."),
        *((Evidence("Outdated since 2019"),), "Look.", "https://meta.example/wiki/Guide", NOW),
    )
    catalogue.save_findings(run, [finding], rules=None, unchecked=lambda *_: False)
    catalogue.save_dismissal(finding, "It is of 2019.", "Ann", NOW)
    catalogue.settle()
    return finding


def test_what_was_dismissed_stays_quiet_while_the_text_cannot_be_read(
    catalogue: Catalogue, dismissed: Finding
) -> None:
    ((quiet, _why, _by),) = catalogue.quiet_findings()
    assert quiet.rule == dismissed.rule
    assert catalogue.open_findings() == []
    (again,) = catalogue.unread("2")
    catalogue.save_facts("2", [(again, Unreadable("time"))], NOW)
    catalogue.settle()
    assert catalogue.open_findings() == []


@pytest.mark.usefixtures("dismissed")
def test_what_was_dismissed_speaks_again_once_its_passage_is_another(
    catalogue: Catalogue,
) -> None:
    (again,) = catalogue.unread("2")
    other = facts("Long. Outdated since 2019 and worse.")
    catalogue.save_facts("2", [(again, other)], NOW)
    catalogue.settle()
    assert [one.rule for one in catalogue.open_findings()] == ["old"]
