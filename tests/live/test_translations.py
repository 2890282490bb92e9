"""Sources and their translations on real wikis: what was missed, and what bots do not freshen."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.live.export import Revision, Revisions
from tests.live.family import Family
from tests.live.program import Program

from cphub.catalogue import Catalogue, open_catalogue
from cphub.data import load_vocabulary
from cphub.model.comparisons import Comparison
from cphub.model.facts import TranslateFacts
from cphub.model.resources import Edition
from cphub.wikitext.comparison import compare
from cphub.wikitext.units import translated_units, unit_counts
from cphub.wikitext.words import Words

REPLIES = Path(__file__).parent.parent / "wiki" / "replies"
BEGUN = datetime(2018, 1, 1, tzinfo=UTC)
TRANSLATED = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
SOURCE = """The guide tells how a museum can share its pictures.

== Prepare ==
Ask who owns the rights. Make a list of all pictures.

== Upload ==
Send the list to the helpdesk before the end of March.
"""
EDITION = "Guiden säger hur ett museum kan dela bilder.\n\n== Förbered ==\nFråga vem som äger."


def source(wiki: str, category: str) -> str:
    return f"""
        [[sources]]
        name = "{wiki}-{category}"
        wiki = "{wiki}"
        kind = "category"
        category = "{category}"
    """


def editions(catalogue: Catalogue) -> tuple[Edition, Edition]:
    """Return the source and the other edition of the only resource."""
    (resource,) = catalogue.resources()
    assert resource.source is not None
    (other,) = (edition for edition in resource.editions if not edition.is_source)
    return resource.source, other


def missed(program: Program) -> Comparison:
    """Harvest, and compare the source with what it said when the edition was last edited."""
    program.run("harvest")
    with open_catalogue(program.catalog, write=False) as catalogue:
        now, edition = editions(catalogue)
        assert edition.edited_by_person == TRANSLATED
        then = catalogue.baseline(now.wiki, now.page_id, TRANSLATED)
        assert then is not None
        assert then.revision is not None
        old, new = (catalogue.text(now.wiki, n) for n in (then.revision, now.revision))
        assert old is not None
        assert new is not None
        words = Words.of(catalogue.wikis()[now.wiki])
    return compare(old, new, words, now.language, load_vocabulary())


@pytest.fixture
def pictures(family: Family, program: Program) -> Program:
    """A source on meta, a Swedish edition made by hand on svwiki, tied by their links."""
    ends = "[[Category:Pictures]][[sv:Dela bilder]]", "[[Kategori:Pictures]][[en:Share pictures]]"
    family.meta.import_pages(
        [Revisions("Share pictures", [Revision(f"{SOURCE}\n{ends[0]}", BEGUN, "Anna Berg")])]
    )
    family.svwiki.import_pages(
        [Revisions("Dela bilder", [Revision(f"{EDITION}\n{ends[1]}", TRANSLATED, "Bo")])]
    )
    program.configure(source("meta", "Pictures"), source("svwiki", "Pictures"))
    return program


def test_an_edition_misses_a_new_section_and_a_changed_fact_but_no_typing_error(
    family: Family, pictures: Program
) -> None:
    assert not missed(pictures).in_substance
    text = family.meta.ask(
        action="query", titles="Share pictures", prop="revisions", rvprop="content", rvslots="main"
    )["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"]

    typo = text.replace("pictures.\n\n== Upload", "picturres.\n\n== Upload")
    family.meta.edit("Share pictures", typo)
    assert not missed(pictures).in_substance

    longer = typo.replace(
        "[[Category", "== Thank ==\nWrite to the museum afterwards.\n\n[[Category"
    )
    family.meta.edit("Share pictures", longer)
    assert [section.title for section in missed(pictures).changed] == ["Thank"]

    family.meta.edit("Share pictures", longer.replace("end of March", "end of May"))
    comparison = missed(pictures)
    assert [section.title for section in comparison.changed] == ["Upload", "Thank"]
    (sentence,) = comparison.changed[0].sentences
    assert (sentence.old, sentence.new) == (
        "Send the list to the helpdesk before the end of March.",
        "Send the list to the helpdesk before the end of May.",
    )

    # The source's first text was met by the first harvest: no request brought it.
    with family.meta.proxy.watch() as log:
        missed(pictures)
    assert not [asked for asked in log if asked.params.get("rvdir") == "older"]


def test_a_first_harvest_asks_for_the_text_of_that_time_once(
    family: Family, program: Program
) -> None:
    links = "[[Category:Sounds]][[sv:Dela ljud]]", "[[Kategori:Sounds]][[en:Share sounds]]"
    moved = SOURCE.replace("March", "May")
    history = [
        Revision(f"{SOURCE}{links[0]}", BEGUN, "Anna Berg"),
        Revision(f"{moved}{links[0]}", TRANSLATED.replace(year=2021), "Anna Berg"),
    ]
    family.meta.import_pages([Revisions("Share sounds", history)])
    family.svwiki.import_pages(
        [Revisions("Dela ljud", [Revision(f"{EDITION}{links[1]}", TRANSLATED, "Bo")])]
    )
    program.configure(source("meta", "Sounds"), source("svwiki", "Sounds"))

    with family.meta.proxy.watch() as log:
        comparison = missed(program)

    assert [section.title for section in comparison.changed] == ["Upload"]
    (asked,) = (one for one in log if one.params.get("rvdir") == "older")
    assert asked.params["rvstart"] == "2019-05-06T07:08:09Z"


def recorded() -> dict[str, Any]:
    """The recorded pages of Translate by title."""
    body = json.loads((REPLIES / "translate-pages.json").read_bytes())["body"]
    return {page["title"]: page for page in body["query"]["pages"] if "revisions" in page}


def recorded_counts() -> dict[str, tuple[int, int, int]]:
    body = json.loads((REPLIES / "translate-messagegroupstats.json").read_bytes())["body"]
    return {
        row["language"]: (row["total"], row["translated"], row["fuzzy"])
        for row in body["query"]["messagegroupstats"]
    }


def test_pages_shaped_like_translates_are_counted_to_the_unit_and_bots_freshen_nothing(
    family: Family, program: Program
) -> None:
    pages = recorded()
    lately = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
    texts = {
        title: page["revisions"][0]["slots"]["main"]["content"] for title, page in pages.items()
    }
    family.meta.import_pages(
        Revisions(
            title,
            [
                Revision("Begun by a person.", BEGUN, "Anna Berg"),
                Revision(text, lately, pages[title]["revisions"][0]["user"]),
            ],
        )
        for title, text in texts.items()
    )
    program.configure(source("meta", "Capacity building materials"))
    with family.meta.proxy.watch() as log:
        program.run("harvest")
    program.run("audit")
    assert not [asked for asked in log if "messagegroups" in asked.params.get("meta", "")]

    with open_catalogue(program.catalog, write=False) as catalogue:
        read: dict[str, TranslateFacts] = {}
        edited = {}
        for title in texts:
            (page,) = catalogue.find_pages(f"meta:{title}")
            facts, why = catalogue.facts("meta", page.revision)
            assert facts is not None, why
            read[title] = facts.translate
            edited[title] = page.edited_by_person
        source_text, swedish = (
            catalogue.text("meta", catalogue.find_pages(f"meta:{title}")[0].revision)
            for title in ("Licence guide", "Licence guide/sv")
        )
    counts = {}
    for language in recorded_counts():
        title = f"Licence guide/{language}"
        has_title = "displaytitle" in pages[title].get("pageprops", {})
        told = unit_counts(read["Licence guide"], read[title], language, title=has_title)
        counts[language] = (told.total, told.translated, told.fuzzy)
    assert counts == recorded_counts()

    assert edited.pop("Licence guide") == lately
    assert set(edited.values()) == {BEGUN}  # FuzzyBot's edits count for nothing

    assert source_text is not None
    assert swedish is not None
    matched = translated_units(source_text, swedish)
    assert matched is not None
    assert [one.unit.id for one in matched if one.state.value == "fuzzy"] == ["5", "7"]

    family.meta.edit("Licence guide/sv", f"{texts['Licence guide/sv']}\n", user="FuzzyBot")
    family.meta.edit("Licence guide/sv", texts["Licence guide/sv"] + " ", user="FuzzyBot", bot="1")
    family.meta.edit("Licence guide/sv", "Nytt. " + texts["Licence guide/sv"], user="FuzzyBot")
    program.run("harvest")
    with open_catalogue(program.catalog, write=False) as catalogue:
        (page,) = catalogue.find_pages("meta:Licence guide/sv")
        assert page.user == "FuzzyBot"
        assert page.edited_by_person == BEGUN
