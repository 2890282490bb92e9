"""An interwiki prefix leads to the wiki whose pages or script it names, and to no other."""

from __future__ import annotations

from dataclasses import replace

from tests.catalogue.imagined import META

from cphub.model.pages import Wiki
from cphub.workflows._interwiki import wikis_by_prefix


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
