"""What `cphub translations` says of real wikis: as Translate has it, and what was missed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.live.export import Revision, Revisions
from tests.live.family import Family
from tests.live.program import Program
from tests.live.test_translations import (
    BEGUN,
    EDITION,
    SOURCE,
    TRANSLATED,
    recorded,
    recorded_counts,
    source,
)


def edition(program: Program, title: str, language: str) -> dict[str, Any]:
    """Return what the matrix says of a resource in a language."""
    told = program.json("translations", "matrix", "--format", "json")
    (resource,) = (one for one in told["resources"] if one["source"]["title"] == title)
    (found,) = (one for one in resource["editions"] if one["language"] == language)
    return dict(found)


@pytest.fixture
def films(family: Family, program: Program) -> Program:
    """A source on meta and a Swedish edition made by hand, tied by their links."""
    ends = "[[Category:Films]][[sv:Dela filmer]]", "[[Kategori:Films]][[en:Share films]]"
    family.meta.import_pages(
        [Revisions("Share films", [Revision(f"{SOURCE}\n{ends[0]}", BEGUN, "Anna Berg")])]
    )
    family.svwiki.import_pages(
        [Revisions("Dela filmer", [Revision(f"{EDITION}\n{ends[1]}", TRANSLATED, "Bo")])]
    )
    program.configure(source("meta", "Films"), source("svwiki", "Films"))
    program.run("harvest")
    return program


def test_an_edition_by_hand_outlives_a_typing_error_and_not_a_new_section_or_a_changed_fact(
    family: Family, films: Program
) -> None:
    def after(text: str) -> tuple[str, str]:
        family.meta.edit("Share films", text)
        films.run("harvest")
        told = edition(films, "Share films", "sv")
        assert (told["wiki"], told["title"]) == ("svwiki", "Dela filmer")
        return told["state"], told["reason"]

    end = "\n[[Category:Films]][[sv:Dela filmer]]"
    assert edition(films, "Share films", "sv")["state"] == "complete"
    typo = SOURCE.replace("museum can", "musuem can")
    assert after(typo + end)[0] == "complete"

    longer = f"{typo}\n== Thank ==\nWrite to the museum afterwards.\n"
    state, reason = after(longer + end)
    assert state == "outdated"
    assert "“Thank” (new)" in reason

    state, reason = after(longer.replace("end of March", "end of May") + end)
    assert state == "outdated"
    assert "in “Upload”, “Thank” (new)" in reason

    # An audit keeps what it compared, and says the same.
    films.run("audit")
    assert edition(films, "Share films", "sv")["reason"] == reason
    (gap,) = (
        one
        for one in films.json("translations", "gaps", "--language", "sv", "--format", "json")[
            "gaps"
        ]
        if one["source"]["title"] == "Share films"
    )
    assert gap["state"] == "outdated"

    # A bot's edit freshens nothing, a person's does.
    text = f"{EDITION}\n[[Kategori:Films]][[en:Share films]]"
    family.svwiki.edit("Dela filmer", f"{text}\nNytt.", user="FuzzyBot", bot="1")
    films.run("harvest")
    assert edition(films, "Share films", "sv")["state"] == "outdated"
    family.svwiki.edit("Dela filmer", f"{text}\nNytt av mig.")
    films.run("harvest")
    assert edition(films, "Share films", "sv")["state"] == "complete"


def test_pages_shaped_like_translates_have_the_states_that_translate_says(
    family: Family, program: Program
) -> None:
    # Under a title of its own: other tests import the recorded pages as they are.
    guide = "Rights guide"
    pages = {title.replace("Licence guide", guide): page for title, page in recorded().items()}
    family.meta.import_pages(
        Revisions(
            title,
            [
                Revision("Begun by a person.", BEGUN, "Anna Berg"),
                Revision(
                    page["revisions"][0]["slots"]["main"]["content"]
                    # Translate sets the title by other means; here the text has to.
                    + (f"{{{{DISPLAYTITLE:{guide}/sv}}}}" if title.endswith("/sv") else ""),
                    TRANSLATED,
                    page["revisions"][0]["user"],
                ),
            ],
        )
        for title, page in pages.items()
    )
    program.configure(source("meta", "Capacity building materials"))
    program.run("harvest")
    program.run("audit")
    states = {"sv": "outdated", "fr": "partial", "ar": "partial", "en": "source"}
    for language, counts in recorded_counts().items():
        told = edition(program, guide, language)
        assert told["state"] == states[language], told
        if language != "en":
            assert "by the marks in its text" in told["reason"]
            assert told["total"] == counts[0]
            assert told["fuzzy"] == counts[2]
    assert edition(program, guide, "sv")["translated"] == recorded_counts()["sv"][1]


def test_the_matrix_on_a_wiki_page_is_a_table_whose_texts_run_in_their_direction(
    family: Family, program: Program
) -> None:
    arabic = "دليل الصور"
    family.meta.edit(arabic, "نص. [[Category:Sketches]]")
    family.meta.act("setpagelanguage", title=arabic, lang="ar")
    family.meta.edit("Sketches", "A text. [[Category:Sketches]]")
    program.configure(source("meta", "Sketches"))
    program.run("harvest")
    page = program.run("translations", "matrix", "--format", "wikitext").stdout
    family.meta.edit("Project:Coordination", page)

    answer = family.meta.ask(
        action="parse", page="Project:Coordination", prop="text|parsewarnings|templates"
    )["parse"]
    html = answer["text"]
    assert not answer["parsewarnings"]
    assert not answer["templates"]
    assert html.count("<table") == 1
    assert html.count("<tr") == 3
    (cell,) = re.findall(r"<td([^>]*)>[^\n]*" + arabic, html)
    assert 'dir="rtl"' in cell
    assert 'lang="ar"' in cell
    assert "العربية (ar)" in html
    assert "svenska (sv)" in html
    assert re.search(r"<td[^>]*>missing\s*</td>", html)
