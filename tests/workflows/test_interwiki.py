"""An interwiki prefix leads to the wiki whose pages or script it names, and to no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.catalogue.imagined import META

from cphub.catalogue import open_catalogue
from cphub.model.pages import Namespace, Wiki
from cphub.workflows._interwiki import wikis_by_prefix
from cphub.workflows._prefixes import prefixes_at, prefixes_for


def wiki(name: str, path: str, interwiki: dict[str, str]) -> Wiki:
    return replace(
        META,
        name=name,
        api=f"https://{name}.example.org{path}/api.php",
        server=f"https://{name}.example.org",
        article_path="/wiki/$1",
        interwiki=interwiki,
    )


def test_a_prefix_names_a_wiki_s_pages_or_its_script() -> None:
    wikis = {
        "sv": wiki("sv", "/w", {"short": "https://fr.example.org/wiki/$1"}),
        "fr": wiki("fr", "/w", {"script": "//sv.example.org/w/index.php?title=$1"}),
    }
    assert wikis_by_prefix(wikis) == {"sv": {"short": "fr"}, "fr": {"script": "sv"}}


def test_another_wiki_on_the_same_server_is_not_taken_for_it() -> None:
    wikis = {
        "sv": wiki("sv", "/w", {}),
        "fr": wiki("fr", "/w", {"other": "https://sv.example.org/en/index.php?title=$1"}),
    }
    assert wikis_by_prefix(wikis)["fr"] == {}


SV = "https://sv.example.org/wiki/$1"


def at_meta(interwiki: dict[str, str], names: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Return the prefixes of a wiki with that map, on which `names` are a namespace's."""
    spaces = (*META.namespaces, Namespace(100, "Portal", "", names))
    target = replace(wiki("m", "/w", interwiki), namespaces=spaces)
    return prefixes_at(target, {"sv": wiki("sv", "/w", {}), "fr": wiki("fr", "/w", {})})


def test_a_wiki_links_by_its_shortest_prefix_and_to_itself_by_none() -> None:
    assert at_meta({"svenska": SV, "zv": SV, "sv": SV}) == {"sv": "sv", "m": ""}


def test_a_wiki_without_a_prefix_is_not_there() -> None:
    assert at_meta({"x": "https://elsewhere.example/wiki/$1"}) == {"m": ""}


def test_a_prefix_that_a_namespace_has_too_leads_there() -> None:
    assert at_meta({"s": SV, "svwiki": SV}, ("S",)) == {"sv": "svwiki", "m": ""}
    assert at_meta({"portal": SV}) == {"m": ""}


@pytest.mark.parametrize("prefix", ["a|b", "a]]", "", "a b", "{{x}}", "__x__", "a:b", "-", "å"])
def test_a_prefix_that_no_link_could_have_is_passed_over(prefix: str) -> None:
    assert at_meta({prefix: SV, "swedish": SV}) == {"sv": "swedish", "m": ""}


def test_the_catalogue_is_asked_for_a_wiki_s_prefixes(tmp_path: Path) -> None:
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        catalogue.save_wiki(wiki("sv", "/w", {"m": "https://m.example.org/wiki/$1"}))
        catalogue.save_wiki(wiki("m", "/w", {}))
        assert prefixes_for(catalogue, "sv") == {"m": "m", "sv": ""}
        assert prefixes_for(catalogue, "fr") == {}
