"""The translation units of a resource that are missing or outdated in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.clean import clean
from cphub.model.resources import Edition, Resource, Translation, TranslationState
from cphub.wikitext.units import TITLE, Unit, UnitState, translated_units, units
from cphub.workflows._translation_states import is_translate_page
from cphub.workflows._unit_marks import unit_marks

_HEADING = re.compile(r"(={1,6})\s*(.*?)\s*\1")


@dataclass(frozen=True, slots=True)
class WantedUnit:
    """A unit of a source page that a translation lacks, or has of an older wording.

    `before` is what the unit said before, "" where that is not known; `translation` the old
    one of an outdated unit. `section` is the heading that the unit stands under.
    """

    source: Edition
    language: str
    unit: Unit
    section: str
    outdated: bool
    translation: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Wanting:
    """What a translation wants: its units, or in `why` why they cannot be told."""

    units: tuple[WantedUnit, ...]
    why: str = ""


def wanting(catalogue: Catalogue, resource: Resource, told: Translation) -> Wanting:
    """Return the units that a resource lacks in a language or has of an older wording.

    Args:
        catalogue: has the texts.
        resource: whose source page has marked units.
        told: what the resource is in the language.
    """
    source = resource.source
    text = catalogue.text(source.wiki, source.revision) if source else None
    if source is None or text is None:
        return Wanting((), "the catalogue does not have the source's text")
    marked = [unit for unit in units(text) if unit.id and unit.text.strip()]
    if not marked:
        return Wanting((), "the source has no units that are marked for translation")
    sections = dict(zip((unit.id for unit in marked), _sections(marked), strict=True))
    page = _page(resource, source, told.language)
    if page is None:
        if told.translated or told.fuzzy:
            return Wanting((), "the catalogue does not have the translation's page")
        found = [(unit, False, "") for unit in marked]
    else:
        translation = catalogue.text(page.wiki, page.revision)
        matched = None if translation is None else translated_units(text, translation)
        if matched is None:
            return Wanting((), "its page does not fit the source, which has changed since")
        found = [
            (one.unit, one.state is UnitState.FUZZY, one.translation)
            for one in matched
            if one.state is not UnitState.TRANSLATED
        ]
    if _wants_title(catalogue, page, told, marked):
        found.insert(0, (Unit(TITLE, source.title), False, ""))
    outdated = {unit.id for unit, is_outdated, _ in found if is_outdated}
    before = _before(catalogue, source, marked, outdated)
    return Wanting(
        tuple(
            WantedUnit(
                source,
                told.language,
                unit,
                sections.get(unit.id, ""),
                is_outdated,
                translation,
                before.get(unit.id, "") if is_outdated else "",
            )
            for unit, is_outdated, translation in found
        )
    )


def wants(told: Translation) -> bool:
    """Tell whether a translation wants anything that is known."""
    return not told.closed and told.state in {
        TranslationState.MISSING,
        TranslationState.PARTIAL,
        TranslationState.OUTDATED,
    }


def known_units(catalogue: Catalogue, wiki: str, title: str) -> dict[str, Unit] | None:
    """Return the marked units of a source page by id, its title among them.

    None where the catalogue does not have the page with its text.
    """
    for page in catalogue.find_pages(f"{wiki}:{title}"):
        if (page.wiki, clean(page.title)) == (wiki, title):
            text = catalogue.text(wiki, page.revision)
            if text is not None:
                found = {unit.id: unit for unit in units(text) if unit.id and unit.text.strip()}
                return {TITLE: Unit(TITLE, page.title), **found}
    return None


def _page(resource: Resource, source: Edition, language: str) -> Edition | None:
    for edition in resource.editions:
        if edition.language == language and is_translate_page(source, edition):
            return edition
    return None


def _sections(marked: Iterable[Unit]) -> Iterator[str]:
    """Yield the heading that each unit stands under; a heading stands under itself."""
    section = ""
    for unit in marked:
        if heading := _HEADING.match(unit.shown.strip()):
            section = heading[2]
        yield section


def _wants_title(
    catalogue: Catalogue, page: Edition | None, told: Translation, marked: Iterable[Unit]
) -> bool:
    """Tell whether the page's title is a unit that is not translated."""
    if told.total != len({unit.id for unit in marked}) + 1:
        return False
    if page is None:
        return True
    key = page.wiki, page.page_id
    marks = unit_marks(catalogue, [key]).get(key)
    return marks is not None and not marks.display_title


def _before(
    catalogue: Catalogue, source: Edition, marked: Iterable[Unit], outdated: set[str]
) -> dict[str, str]:
    """Return what outdated units said before, in the newest text that says something else."""
    now = {unit.id: unit.to_translate for unit in marked}
    found: dict[str, str] = {}
    if not outdated:
        return found
    for text in catalogue.older_texts(source.wiki, source.page_id):
        for unit in units(text):
            if unit.id in outdated and unit.to_translate != now[unit.id]:
                found.setdefault(unit.id, unit.to_translate)
        if found.keys() >= outdated:
            break
    return found
