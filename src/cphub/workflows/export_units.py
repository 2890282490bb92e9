"""Write what is to be translated into a language as a file that a translator can fill in."""

from __future__ import annotations

from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.settings import Settings
from cphub.workflows._filled_units import UnitText, as_csv, text_of
from cphub.workflows._filters import Filters
from cphub.workflows._po import as_po
from cphub.workflows._translation_view import view
from cphub.workflows._units import wanting, wants

PO = "po"
CSV = "csv"
FORMATS = (CSV, PO)


@dataclass(frozen=True, slots=True)
class Export:
    """A file, and what is told besides: how much is in it, and which pages are not and why.

    `left_out` are (wiki, title, why).
    """

    text: str
    units: int
    outdated: int
    pages: int
    left_out: tuple[tuple[str, str, str], ...]


def export_units(
    catalogue: Catalogue,
    settings: Settings,
    filters: Filters,
    *,
    page: str = "",
    format_: str = CSV,
    raw: bool = False,
) -> Export:
    """Return the units that are missing or outdated in a language, as CSV or PO.

    Args:
        catalogue: only read.
        settings: the hub's languages.
        filters: wikis and sources to be about, and the one language; the hub's if it has one.
        page: the resource to be about, as `find_resources` has it; "" for all.
        format_: `csv` or `po`.
        raw: CSV without the guard against formulas.

    Raises:
        UsageError: a filter names something that is not there, or there is not one language.
        CatalogueError: the catalogue cannot be read.
    """
    languages = filters.language or settings.languages
    if len(languages) != 1:
        raise UsageError("into which language?", "name one with --language")
    (language,) = languages
    with catalogue.read():
        wanted = Filters(wiki=filters.wiki, source=filters.source, language=languages)
        seen = view(catalogue, settings, wanted)
        chosen = _chosen(catalogue, page)
        texts: list[UnitText] = []
        left_out = []
        addresses = {}
        for resource, made in seen.rows:
            told, source = made[language], resource.source
            if source is None or (chosen and resource.id not in chosen) or not wants(told):
                continue
            found = wanting(catalogue, resource, told)
            if found.why:
                left_out.append((source.wiki, source.title, found.why))
            own = [text_of(one) for one in found.units]
            texts += own
            if own:
                addresses[own[0].wiki, own[0].page] = source.url
    return Export(
        as_po(texts, language, addresses) if format_ == PO else as_csv(texts, raw=raw),
        len(texts),
        sum(text.outdated for text in texts),
        len(addresses),
        tuple(left_out),
    )


def _chosen(catalogue: Catalogue, page: str) -> set[int]:
    if not page:
        return set()
    found = {resource.id for resource, _ in catalogue.find_resources(page)}
    if not found:
        raise UsageError(
            f'the catalogue has no resource "{page}"', "name one of its pages, or its number"
        )
    return found
