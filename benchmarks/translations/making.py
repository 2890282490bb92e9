"""A catalogue of a hundred thousand pages in twelve languages, two hundred resources of a hub.

Translate keeps half of the hub's resources, in every state, on one wiki; the others are made
by hand on a wiki for each language, and a third of their sources were edited since. The rest
of the pages are other families that Translate keeps, and pages alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.translatables import Translatable
from cphub.model.pages import Category, Fetched, Listed, Namespace, State, Wiki
from cphub.model.translations import Baseline, Group, UnitCounts
from cphub.wikitext.units import has_units
from cphub.workflows._resources import tie

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MADE = datetime(2025, 5, 1, tzinfo=UTC)
EDITED = datetime(2026, 5, 1, tzinfo=UTC)
BATCH = 1000
RESOURCES = 200
UNITS = 20
NAMES = {
    "en": "English",
    "sv": "svenska",
    "fr": "français",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "español",
    "pt": "português",
    "ru": "русский",
    "fi": "suomi",
    "he": "עברית",
    "ja": "日本語",
    "uk": "українська",
}
TITLES = (
    "Guide to batch uploads {}",
    "Helpdesk/Content upload {}",
    "Partnerships with museums: first steps {}",
    "Metadata {}",
    "دليل رفع الصور إلى ويكيميديا كومنز {}",
    "Capacity building/Toolkit for trainers {}",
)
ARABIC = 4  # which of them is one of an Arabic page
SENTENCE = "Part {} tells how a museum can share its pictures with everybody, step by step."
EDITIONS = len(NAMES)


def wiki(name: str, language: str) -> Wiki:
    """Return a wiki that knows the others by their languages."""
    return Wiki(
        name=name,
        api=f"https://{name}.example.org/w/api.php",
        wikiid=name,
        sitename=name,
        language=language,
        server=f"https://{name}.example.org",
        article_path="/wiki/$1",
        generator="MediaWiki 1.39.17",
        namespaces=(Namespace(0, "", "", content=True), Namespace(14, "Category", "Category")),
        languages=NAMES,
        interwiki={
            code: f"https://{'meta' if code == 'en' else code}.example.org/wiki/$1"
            for code in NAMES
        },
        extensions=("Translate",) if name == "meta" else (),
    )


def fill(path: Path, number: int) -> None:
    """Make the catalogue, with `number` pages."""
    with open_catalogue(path, write=True) as catalogue:
        run = catalogue.start_run("harvest", NOW)
        for code in NAMES:
            name = "meta" if code == "en" else code
            catalogue.save_wiki(wiki(name, code))
            save(catalogue, run, f"hub-{name}", name, hub(code))
        rest = islice(others(), max(0, number - RESOURCES * EDITIONS))
        save(catalogue, run, "others", "meta", rest)
        for name in ("meta", *NAMES):
            catalogue.person_edits_wanted(name, lambda user: user == "FuzzyBot", NOW)
        catalogue.scan_markup("meta", has_units)
        count(catalogue, run)
        begin(catalogue)
        tie(catalogue, NOW)
        remember(catalogue, run)
        catalogue.end_run(run, NOW, "done")


def save(catalogue: Catalogue, run: int, source: str, name: str, pages: Iterable[Fetched]) -> None:
    """Save the pages of a source as a harvest would."""
    catalogue.save_source(source, name, "category", {"category": "Hub"})
    catalogue.begin_listing(run, source)
    waiting = iter(pages)
    while batch := list(islice(waiting, BATCH)):
        rows = [(page.listed, "") for page in batch]
        catalogue.save_listing(run, source, rows, {"at": batch[-1].listed.page_id})
        catalogue.save_pages(run, name, batch)
    catalogue.save_listing(run, source, [], None)
    catalogue.end_sources(run, [source])


def hub(code: str) -> Iterator[Fetched]:
    """Yield the hub's pages in a language: on meta, or on the language's own wiki."""
    for index in range(RESOURCES):
        title = TITLES[index % len(TITLES)].format(index)
        by_hand = index % 2
        if code == "en":
            yield from family(index, title, by_hand=bool(by_hand))
        elif by_hand and (index + len(code) + ord(code[0])) % 4:
            links = (("en", title),)
            yield page(index + 1, f"{title} ({code})", "A translation.", code, MADE, links)


def family(index: int, title: str, *, by_hand: bool) -> Iterator[Fetched]:
    """Yield a resource's pages on meta."""
    first = 1 + index * (EDITIONS + 1)
    own = "ar" if index % len(TITLES) == ARABIC else "en"
    if by_hand:
        edited = EDITED if index % 3 == 0 else MADE - timedelta(days=9)
        yield page(first, title, text(index), "en", edited)
        return
    yield page(first, title, f"<translate>\n<!--T:1-->\n{text(index)}</translate>", own, EDITED)
    for number, code in enumerate(NAMES):
        if code != own and (index + number) % 5:
            sub = f"{title}/{code}"
            yield page(first + 1 + number, sub, "A translation.", code, EDITED, user="FuzzyBot")


def others() -> Iterator[Fetched]:
    """Yield pages that are not the hub's: families that Translate keeps, and pages alone."""
    page_id = 1_000_000
    index = 0
    while True:
        index += 1
        units = f"<translate>\n<!--T:1-->\n{text(index)}</translate>"
        yield page(page_id, f"Other {index}", units, "en", EDITED)
        for number, code in enumerate(NAMES):
            if code != "en":
                sub = f"Other {index}/{code}"
                yield page(page_id + number, sub, "A text.", code, EDITED, user="FuzzyBot")
        for number in range(EDITIONS, 2 * EDITIONS):
            yield page(page_id + number, f"Alone {page_id + number}", text(number), "en", EDITED)
        page_id += 2 * EDITIONS


def text(index: int, *, old: bool = False) -> str:
    """Return a text of some sections; an old one lacks the last."""
    sections = [
        f"== Section {number} ==\n" + " ".join(SENTENCE.format(index + n) for n in range(6))
        for number in range(8 - old)
    ]
    return "\n\n".join(sections)


def page(  # noqa: PLR0917  # what a page is made of
    page_id: int,
    title: str,
    wikitext: str,
    language: str,
    edited: datetime,
    links: tuple[tuple[str, str], ...] = (),
    user: str = "Anna",
) -> Fetched:
    """Return a page as a fetch brings it."""
    listed = Listed(
        page_id=page_id,
        namespace=0,
        title=title,
        language=language,
        state=State.CURRENT,
        revision=page_id,
        parent=1,
        timestamp=edited,
        user=user,
        minor=False,
        length=len(wikitext),
        content_model="wikitext",
    )
    return Fetched(listed, wikitext, (Category("Category:Hub"),), links)


def count(catalogue: Catalogue, run: int) -> None:
    """Save Translate's counts of all translatable pages, in every state there is."""
    wanted = catalogue.translatable_wanted("meta", NOW)
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        with catalogue.write():
            catalogue.save_groups(
                run, "meta", {one: Group(f"page-{one.title}", "en") for one in chunk}
            )
            for one in chunk:
                catalogue.save_stats(
                    run, "meta", one, counts(one), complete=one.page_id % 29 > 0,
                    all_languages=True,
                )  # fmt: skip


def counts(one: Translatable) -> Iterator[UnitCounts]:
    """Yield the counts of a page in each language."""
    for number, code in enumerate(NAMES):
        kind = (one.page_id + number) % 4
        translated = UNITS if code == "en" else (0, UNITS, UNITS * number // 13, UNITS - 3)[kind]
        yield UnitCounts(code, UNITS, translated, 2 if kind == 3 and code != "en" else 0, 0)  # noqa: PLR2004


def begin(catalogue: Catalogue) -> None:
    """Save when the hub's pages were begun: the sources first."""
    with catalogue.write():
        for name, page_id in sorted(
            {
                key
                for code in NAMES
                for key in catalogue.members(f"hub-{'meta' if code == 'en' else code}")
            }
        ):
            begun = MADE - timedelta(days=900 if name == "meta" else 90)
            catalogue.save_birth((name, page_id), begun, NOW)


def remember(catalogue: Catalogue, run: int) -> None:
    """Save what sources said when their editions were edited."""
    with catalogue.write():
        for page_id, moment in catalogue.edited_sources("meta"):
            old = Baseline("meta", page_id, moment, page_id + 500_000, MADE)
            catalogue.save_baseline(run, old, text(page_id, old=True))
