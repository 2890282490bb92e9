"""Each kind of source turns its keys into the generator parameters that MediaWiki knows."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import cphub.sources
from cphub.errors import SettingsError
from cphub.model.pages import Listed, Namespace, State, Wiki
from cphub.registry import discover
from cphub.sources._plan import Plan

WIKI = Wiki(
    name="sv",
    api="https://sv.example.org/w/api.php",
    wikiid="svwiki",
    sitename="Svenska",
    language="sv",
    server="https://sv.example.org",
    article_path="/wiki/$1",
    generator="MediaWiki 1.39.17",
    namespaces=(
        Namespace(0, "", ""),
        Namespace(10, "Mall", "Template"),
        Namespace(12, "Hjälp", "Help", ("H",)),
        Namespace(14, "Kategori", "Category"),
    ),
)


def plan(kind: str, **settings: Any) -> Plan:
    made = discover(cphub.sources)[kind].function(WIKI, **settings)
    assert isinstance(made, Plan)
    return made


def page(title: str, namespace: int) -> Listed:
    return Listed(
        page_id=1,
        namespace=namespace,
        title=title,
        language="sv",
        state=State.CURRENT,
        revision=1,
        parent=0,
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
        user="Anna",
        minor=False,
        length=1,
        content_model="wikitext",
    )


@pytest.mark.parametrize("name", ["Lärande", "Category:Lärande", "kategori:Lärande", " Lärande "])
def test_a_category_is_found_under_any_of_its_namespace_names(name: str) -> None:
    assert plan("category", category=name).first[0].params["gcmtitle"] == "Kategori:Lärande"


def test_a_category_alone_asks_for_no_subcategories_and_follows_none() -> None:
    alone = plan("category", category="A")
    assert alone.first[0].params["gcmtype"] == "page"
    assert alone.follow(alone.first[0], page("Kategori:B", 14)) is None


def test_subcategories_are_followed_to_the_depth_asked_for_and_are_no_pages() -> None:
    deep = plan("category", category="A", depth=1)
    assert deep.first[0].params["gcmtype"] == "page|subcat"
    below = deep.follow(deep.first[0], page("Kategori:B", 14))
    assert below is not None
    assert below.params["gcmtitle"] == below.via == "Kategori:B"
    assert below.params["gcmtype"] == "page"
    assert deep.follow(below, page("Kategori:C", 14)) is None
    assert not deep.keep(page("Kategori:B", 14))
    assert deep.keep(page("Guide", 0))


def test_namespaces_narrow_a_category_without_losing_the_way_down() -> None:
    deep = plan("category", category="A", depth=2, namespaces=(12,))
    assert deep.first[0].params["gcmnamespace"] == "12|14"
    assert deep.keep(page("Hjälp:Guide", 12))
    assert not deep.keep(page("Guide", 0))


def test_subpages_are_listed_in_the_namespace_of_their_prefix() -> None:
    params = plan("subpages", prefix="help:Ladda upp/").first[0].params
    assert (params["gapnamespace"], params["gapprefix"]) == ("12", "Ladda upp/")
    main = plan("subpages", prefix="A: guide").first[0].params
    assert (main["gapnamespace"], main["gapprefix"]) == ("0", "A: guide")


def test_subpages_of_several_namespaces_are_several_listings() -> None:
    listings = plan("subpages", prefix="Guide/", namespaces=(0, 12)).first
    assert [listing.params["gapnamespace"] for listing in listings] == ["0", "12"]


def test_a_template_is_named_in_the_wikis_own_words() -> None:
    made = plan("template", template="Template:Learning pattern", namespaces=(0, 12))
    assert made.first[0].params["geititle"] == "Mall:Learning pattern" == made.anchor
    assert made.first[0].params["geinamespace"] == "0|12"


def test_search_looks_in_titles_and_texts_in_one_go_where_the_wiki_can() -> None:
    assert [one.params["gsrwhat"] for one in plan("search", query="x").first] == ["title", "text"]
    cirrus = replace(WIKI, extensions=("CirrusSearch",))
    made = discover(cphub.sources)["search"].function(cirrus, query="x")
    assert [one.params["gsrwhat"] for one in made.first] == ["text"]


def test_search_and_links_pass_on_what_the_user_wrote() -> None:
    assert plan("search", query='incategory:"A B" x').first[0].params["gsrsearch"] == (
        'incategory:"A B" x'
    )
    params = plan("links", page="Portal").first[0].params
    assert (params["generator"], params["titles"], params["redirects"]) == ("links", "Portal", "1")


def test_titles_are_asked_for_fifty_at_a_time_each_once() -> None:
    listings = plan("titles", titles=(*(f"P{n}" for n in range(60)), "P1", " P2 ")).first
    asked = [title for one in listings for title in one.params["titles"].split("\x1f")[1:]]
    assert asked == [f"P{n}" for n in range(60)]
    assert len(listings) == 2


def test_titles_come_from_a_file_or_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "titles.txt"
    file.write_text("﻿# chosen by Anna\nGuide\n\nHjälp:Början\n", encoding="utf-8")
    assert plan("titles", file=file).first[0].params["titles"] == "\x1fGuide\x1fHjälp:Början"
    typed = io.BytesIO("Ett\r\nTvå\r\n".encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(typed, "ascii"))
    assert plan("titles", file=Path("-")).first[0].params["titles"] == "\x1fEtt\x1fTvå"


def test_titles_without_any_or_with_an_unreadable_file_are_a_settings_error(
    tmp_path: Path,
) -> None:
    with pytest.raises(SettingsError, match="names no page"):
        plan("titles")
    with pytest.raises(SettingsError, match="cannot read the titles"):
        plan("titles", file=tmp_path / "none.txt")
    bad = tmp_path / "latin1.txt"
    bad.write_bytes(b"\xe5\xe4\xf6\n")
    with pytest.raises(SettingsError, match="utf-8"):
        plan("titles", file=bad)
    with pytest.raises(SettingsError, match="more than 64 MB"):
        plan("titles", file=Path("/dev/zero"))


def test_an_empty_category_name_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="empty title"):
        plan("category", category="Category:")
