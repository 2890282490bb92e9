"""What is taken of another catalogue, what of it is left out, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.catalogue.imagined import META, NOW, Harvest, listed

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.imports import Taken, take
from cphub.catalogue.link_travels import take_links
from cphub.catalogue.offered import Offered, open_offered
from cphub.errors import CatalogueError
from cphub.model.links import APART, LinkState, LinkStatus
from cphub.model.pages import State

GUIDE, OTHER = listed(1, "Guide", 5), listed(2, "Other", 6)
Offer = Callable[..., Offered]


@pytest.fixture
def offer(tmp_path: Path) -> Iterator[Offer]:
    """Harvest pages into a catalogue of somebody else's, spoil it, and open it."""
    opened = []

    def make(*harvests: list[object], spoil: str = "") -> Offered:
        path = tmp_path / "theirs.db"
        with open_catalogue(path, write=True) as theirs:
            harvest = Harvest(theirs)
            harvest.texts[2] = None
            for pages in harvests:
                harvest(pages)  # type: ignore[arg-type]  # listed pages
            if spoil:
                theirs.run("PRAGMA ignore_check_constraints = ON")
                theirs.run(spoil)
        opened.append(open_offered(path))
        return opened[-1].__enter__()

    yield make
    for one in opened:
        one.__exit__(None, None, None)


def taken(own: Catalogue, offered: Offered) -> Taken:
    return take(own, offered, own.start_run("import", NOW))


def why(found: Taken) -> list[tuple[str, str]]:
    return [(one.what, one.why) for one in found.rejected]


def test_new_pages_come_with_their_texts_sources_and_history(
    catalogue: Catalogue, offer: Offer
) -> None:
    found = taken(catalogue, offer([GUIDE, OTHER]))
    assert (found.pages, found.sources, found.names, found.rejected) == (
        {"new": 2},
        ["capacity"],
        {},
        [],
    )
    assert (found.texts, found.memberships) == (1, 2)
    assert catalogue.text("meta", 5) == "Text of 5."
    assert catalogue.text("meta", 6) is None  # they had none
    assert [one.kind for one in catalogue.page_changes("meta", 1)] == ["joined", "new"]


def test_a_newer_revision_is_noted_with_all_that_it_changed(
    catalogue: Catalogue, harvest: Harvest, offer: Offer
) -> None:
    harvest([GUIDE, OTHER])
    before = catalogue.page_changes("meta", 2)
    theirs = offer([listed(1, "Guide two", 9, State.REDIRECT), OTHER])
    assert taken(catalogue, theirs).pages == {"newer": 1, "known": 1}
    page = catalogue.page("meta", 1)
    assert page is not None
    assert (page.title, page.revision) == ("Guide two", 9)
    news = [(one.kind, one.old, one.new) for one in catalogue.page_changes("meta", 1)][:3]
    assert sorted(news) == [
        ("edited", "5", "9"),
        ("moved", "Guide", "Guide two"),
        ("redirected", "current", "redirect"),
    ]
    assert catalogue.page_changes("meta", 2) == before


def test_an_edit_alone_is_noted_as_that_alone(
    catalogue: Catalogue, harvest: Harvest, offer: Offer
) -> None:
    harvest([GUIDE])
    taken(catalogue, offer([listed(1, "Guide", 9)]))
    assert [one.kind for one in catalogue.page_changes("meta", 1)] == ["edited", "joined", "new"]


def test_their_wiki_gets_a_short_name_that_no_wiki_here_has(
    catalogue: Catalogue, offer: Offer
) -> None:
    for name in ("meta", "meta-2"):
        catalogue.save_wiki(
            replace(META, name=name, wikiid=f"{name}wiki", api=f"https://{name}.org/w/api.php")
        )
    found = taken(catalogue, offer([GUIDE]))
    assert found.names == {"meta": "meta-3"}
    assert catalogue.page("meta-3", 1) is not None
    assert catalogue.page("meta", 1) is None


def test_a_source_of_ones_own_never_holds_pages_of_another_that_is_called_so(
    catalogue: Catalogue, harvest: Harvest, offer: Offer
) -> None:
    harvest([OTHER])
    theirs = offer([GUIDE], spoil='UPDATE sources SET settings = \'{"category": "Else"}\'')
    found = taken(catalogue, theirs)
    told = "there is another source of this name here; its pages come without it"
    assert why(found) == [("source capacity", told)]
    assert (found.pages, found.memberships) == ({"new": 1}, 0)
    assert catalogue.memberships("meta", 1) == []


@pytest.mark.parametrize(
    ("spoil", "what", "said"),
    [
        ("UPDATE pages SET title = '' WHERE page_id = 1", "page meta:1", "title is ''"),
        ("UPDATE categories SET hidden = 7 WHERE page_id = 1", "page meta:1", "hidden is 7"),
        ("UPDATE texts SET text = x'00' WHERE page_id = 1", "page meta:1", ""),
    ],
)
def test_a_page_with_anything_wrong_in_it_is_left_out_whole(
    catalogue: Catalogue, offer: Offer, spoil: str, what: str, said: str
) -> None:
    found = taken(catalogue, offer([GUIDE, OTHER], spoil=spoil))
    ((rejected, told),) = why(found)
    assert rejected == what
    assert said in told
    assert found.pages == {"new": 1}
    assert catalogue.page("meta", 1) is None
    assert catalogue.page("meta", 2) is not None
    assert catalogue.text("meta", 5) is None


def test_a_wiki_without_a_name_is_left_out_with_its_pages(
    catalogue: Catalogue, offer: Offer
) -> None:
    found = taken(catalogue, offer([GUIDE], spoil="UPDATE wikis SET api = ''"))
    assert why(found) == [("wiki 'meta'", "a name or an address in it is none")]
    assert catalogue.rows("SELECT * FROM pages") == []
    assert catalogue.wikis() == {}


def test_a_page_that_ones_own_catalogue_refuses_is_left_out_alone(
    catalogue: Catalogue, offer: Offer
) -> None:
    catalogue.run(
        "CREATE TRIGGER strict BEFORE INSERT ON pages WHEN new.page_id = 1"
        " BEGIN SELECT RAISE(ABORT, 'not this one'); END"
    )
    found = taken(catalogue, offer([GUIDE, OTHER]))
    ((rejected, told),) = why(found)
    assert (rejected, "not this one" in told) == ("page meta:1", True)
    assert catalogue.rows("SELECT page_id FROM pages") == [(2,)]
    assert catalogue.rows("SELECT page_id FROM memberships") == [(2,)]


def test_an_import_whose_transaction_sqlite_undid_is_no_import_of_the_rest(
    catalogue: Catalogue, offer: Offer
) -> None:
    """As a full disk does; here it is a trigger."""
    catalogue.run(
        "CREATE TRIGGER full BEFORE INSERT ON pages WHEN new.page_id = 1"
        " BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"
    )
    theirs = offer([GUIDE, OTHER])
    with pytest.raises(CatalogueError, match="no room"):
        taken(catalogue, theirs)
    assert catalogue.rows("SELECT * FROM pages") == []
    assert catalogue.wikis() == {}


@pytest.mark.parametrize(("name", "said"), [(".", "is a folder"), ("none.db", "is no file")])
def test_what_is_no_file_is_no_catalogue_of_anybody(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said), open_offered(tmp_path / name):
        pytest.fail("it was opened")


def checked(state: LinkState, days: float, *, first: float | None = None) -> LinkStatus:
    """Return a check some days ago."""
    failed = None if first is None else NOW - timedelta(days=first)
    return LinkStatus("https://a.example/", state, "404", NOW - timedelta(days=days), "", failed)


@pytest.mark.parametrize(
    ("state", "days", "first", "told"),
    [
        (LinkState.OK, -2, None, "it was checked in the future"),
        (LinkState.SUSPECTED, 1, 0, "it was found gone later than it was checked"),
        (LinkState.DEAD, 1, 2, "it is called dead after a single check"),
        (LinkState.DEAD, 1, None, "it is called dead after a single check"),
        (LinkState.DEAD, 1, 1 + APART.days, ""),
        (LinkState.OK, 0, None, ""),
        (LinkState.OK, -1, None, ""),  # a clock may be ahead by so much
    ],
)
def test_a_check_that_nobody_can_have_made_is_not_taken(  # noqa: PLR0917  # a case's parts
    catalogue: Catalogue,
    tmp_path: Path,
    state: LinkState,
    days: float,
    first: float | None,
    told: str,
) -> None:
    theirs = tmp_path / "theirs.db"
    with open_catalogue(theirs, write=True) as other:
        other.save_links([checked(state, days, first=first)])
    with open_offered(theirs) as offered:
        count, rejected = take_links(catalogue, offered, NOW)
    assert [one.why for one in rejected] == ([told] if told else [])
    assert count == len(catalogue.link_statuses()) == (not told)


def test_of_two_checks_the_newer_holds(catalogue: Catalogue, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.db", checked(LinkState.OK, 1)
    with open_catalogue(theirs, write=True) as other:
        other.save_links([checked(LinkState.SUSPECTED, 2, first=2)])
    catalogue.save_links([ours])
    with open_offered(theirs) as offered:
        assert take_links(catalogue, offered, NOW) == (0, [])
    assert list(catalogue.link_statuses().values()) == [ours]
