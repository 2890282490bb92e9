"""Translate's pages are told by their marks as soon as they are harvested, audited or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.wikitext.test_units import SOURCE, TEXTS
from tests.workflows.fake_wiki import FakeWiki, family
from tests.workflows.offline import clock
from tests.workflows.test_harvest import NOW, settings, source

from cphub.catalogue import open_catalogue
from cphub.settings import Settings
from cphub.workflows._filters import Filters
from cphub.workflows.audit import audit
from cphub.workflows.export_units import export_units
from cphub.workflows.harvest import harvest
from cphub.workflows.translation_matrix import matrix
from cphub.workflows.wikis import Reach

TRAINING = ("Category:Training",)
LANGUAGES = {"en": "English", "sv": "svenska", "fr": "français", "ar": "العربية", "de": "Deutsch"}
SWEDISH = f"{SOURCE}/sv"


def hub(folder: Path) -> tuple[FakeWiki, Settings]:
    """The recorded page and its translations on a wiki that does not tell its extensions."""
    wiki = FakeWiki()
    wiki.languages = LANGUAGES
    for title, text in TEXTS.items():
        wiki.edit(title, "Begun by a person.", categories=TRAINING, user="Anna")
        page = wiki.edit(title, text, categories=TRAINING, user="FuzzyBot")
        page.language = title.partition("/")[2] or "en"
    return wiki, replace(
        settings(folder, [source("training")], wiki), languages=("sv", "fr", "ar", "de")
    )


def fetch(chosen: Settings, wiki: FakeWiki) -> None:
    harvest(chosen, reach=Reach(transport=family(wiki)), clock=lambda: NOW)


def told(chosen: Settings) -> dict[str, tuple[str, int | None, int | None]]:
    """Return state, translated and outdated units by language."""
    with open_catalogue(chosen.catalog, write=False) as catalogue:
        (resource,) = matrix(catalogue, chosen, Filters()).data["resources"]
    return {
        one["language"]: (one["state"], one["translated"], one["fuzzy"])
        for one in resource["editions"]
    }


def test_a_page_that_translate_keeps_does_not_pass_for_one_made_by_hand_before_an_audit(
    tmp_path: Path,
) -> None:
    wiki, chosen = hub(tmp_path)
    fetch(chosen, wiki)

    before = told(chosen)

    assert before["sv"] == ("outdated", 5, 2)
    assert before["fr"] == ("partial", 3, 0)
    assert before["ar"] == ("partial", 1, 0)
    assert before["de"][0] == "unknown"  # it may be there, and Translate was not asked
    with open_catalogue(chosen.catalog, write=True) as catalogue:
        exported = export_units(catalogue, chosen, Filters(language=("sv",)))
        audit(catalogue, chosen, today=date(2026, 6, 1), clock=clock())
    assert exported.units == 2  # those that are outdated
    assert told(chosen) == before


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "missing"),
        ("<!-- soon -->\n__NOTOC__\n[[Category:Training]]\n[[en:Guide]]", "missing"),
        ("{{Guide in Swedish}}", "complete"),  # its text may come from there
        ("Fråga.", "complete"),
    ],
)
def test_a_page_that_was_blanked_is_a_gap(tmp_path: Path, text: str, state: str) -> None:
    wiki = FakeWiki()
    wiki.languages = LANGUAGES
    wiki.edit("Guide", "Ask who owns the rights.", categories=TRAINING)
    wiki.edit("Guide/sv", text, categories=TRAINING).language = "sv"
    chosen = replace(settings(tmp_path, [source("training")], wiki), languages=("sv",))

    fetch(chosen, wiki)

    assert told(chosen)["sv"][0] == state


def test_a_translation_that_changed_since_the_audit_is_told_as_it_is_now(tmp_path: Path) -> None:
    wiki, chosen = hub(tmp_path)
    fetch(chosen, wiki)
    with open_catalogue(chosen.catalog, write=True) as catalogue:
        audit(catalogue, chosen, today=date(2026, 6, 1), clock=clock())
    mended = TEXTS[SWEDISH].replace('<div class="mw-translate-fuzzy">', "<div>", 1)
    wiki.edit(SWEDISH, mended, categories=TRAINING, user="FuzzyBot")

    fetch(chosen, wiki)

    assert told(chosen)["sv"] == ("outdated", 6, 1)
