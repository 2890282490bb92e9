"""Read the labelled pages and put them into a catalogue, as harvest would."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cphub.catalogue import Catalogue
from cphub.model.pages import Category, Fetched, Listed, Namespace, State, Wiki

HERE = Path(__file__).parent
PAGES = HERE / "pages"  # rules may be tuned on these
ASIDE = HERE / "aside"  # by people who did not read the rules; for final figures alone
TODAY = date(2026, 11, 22)
HARVESTED = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = "evaluation"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with what a careful coordinator would say of it.

    `expect` names the rules that should speak, `allow` those that may or may not (left out
    of the count). `missing` are titles that the page uses and its wiki does not have.
    """

    id: str
    wiki: str
    language: str
    title: str
    text: str
    expect: frozenset[str]
    allow: frozenset[str] = frozenset()
    namespace: int = 0
    edited: date = date(2026, 6, 1)
    user: str = "Anna"
    minor: bool = False
    state: State = State.CURRENT
    categories: tuple[str, ...] = ("Training",)
    missing: tuple[str, ...] = ()
    orphan: bool = False
    why: str = ""


KEYS = frozenset(field.name for field in fields(Labelled))


def load_corpus(folder: Path = PAGES) -> list[Labelled]:
    """Return the labelled pages of a folder.

    Raises:
        ValueError: two pages share an id, or a page has a key that nothing reads.
    """
    pages = [
        _page(file.name, table)
        for file in sorted(folder.glob("*.toml"))
        for table in tomllib.loads(file.read_text(encoding="utf-8"))["pages"]
    ]
    ids = {page.id for page in pages}
    titles = {(page.wiki, page.title) for page in pages}
    if len(ids) < len(pages) or len(titles) < len(pages):
        raise ValueError("two pages share an id or a title")
    return pages


def _page(file: str, table: dict[str, Any]) -> Labelled:
    if unknown := set(table) - KEYS:
        raise ValueError(f"{file}: {table.get('id')}: unknown {sorted(unknown)}")
    values = dict(table)
    for name in ("expect", "allow"):
        values[name] = frozenset(values.get(name, ()))
    for name in ("categories", "missing"):
        if name in values:
            values[name] = tuple(values[name])
    if "state" in values:
        values["state"] = State(values["state"])
    return Labelled(**values)


def load_wikis(file: Path = HERE / "wikis.toml") -> dict[str, Wiki]:
    """Return the wikis that the pages stand on, with their local namespace names."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    languages = {table["language"]: table["language"] for table in tables.values()}
    return {name: _wiki(name, table, languages) for name, table in tables.items()}


def _wiki(name: str, table: dict[str, Any], languages: dict[str, str]) -> Wiki:
    english = {
        1: "Talk", 2: "User", 3: "User talk", 4: "Project", 6: "File", 10: "Template", 12: "Help",
        14: "Category",
    }  # fmt: skip
    local = {int(number): text for number, text in table.get("namespaces", {}).items()}
    return Wiki(
        name=name,
        api=f"https://{name}.example.org/w/api.php",
        wikiid=name,
        sitename=name,
        language=table["language"],
        server=f"https://{name}.example.org",
        article_path="/wiki/$1",
        generator="MediaWiki 1.39.17",
        namespaces=(
            Namespace(0, "", "", content=True),
            *(Namespace(n, local.get(n, text), text) for n, text in english.items()),
        ),
        languages=languages,
        magic_words={"redirect": ("#REDIRECT", *table.get("redirect", ()))},
    )


def fill(catalogue: Catalogue, pages: Iterable[Labelled]) -> None:
    """Save `pages` as if they had been harvested, with an index page on each wiki."""
    wikis = load_wikis()
    run = catalogue.start_run("harvest", HARVESTED)
    by_wiki: dict[str, list[Labelled]] = {}
    for page in pages:
        by_wiki.setdefault(page.wiki, []).append(page)
    for name, members in sorted(by_wiki.items()):
        catalogue.save_wiki(wikis[name])
        source = f"{SOURCE}-{name}"
        catalogue.save_source(source, name, "titles", {"titles": []})
        catalogue.begin_listing(run, source)
        fetched = [_fetched(number, page) for number, page in enumerate(members, 1)]
        fetched.append(_index(len(members) + 1, wikis[name], members))
        catalogue.save_listing(run, source, [(page.listed, "") for page in fetched], None)
        catalogue.save_pages(run, name, fetched)
        gone = [number for number, page in enumerate(members, 1) if page.state is State.MISSING]
        catalogue.end_sources(run, [source])
        catalogue.save_states(run, name, [], gone)
        catalogue.save_titles(
            run, name, {title: None for page in members for title in page.missing}
        )
        catalogue.person_edits_wanted(name, lambda user: user.endswith("Bot"), HARVESTED)
    catalogue.end_run(run, HARVESTED, "done")


def _fetched(number: int, page: Labelled) -> Fetched:
    edited = datetime(page.edited.year, page.edited.month, page.edited.day, tzinfo=UTC)
    listed = Listed(
        page_id=number,
        namespace=page.namespace,
        title=page.title,
        language=page.language,
        state=State.REDIRECT if page.state is State.REDIRECT else State.CURRENT,
        revision=number,
        parent=0,
        timestamp=edited,
        user=page.user,
        minor=page.minor,
        length=len(page.text.encode()),
        content_model="wikitext",
    )
    categories = tuple(Category(f"Category:{name}") for name in page.categories)
    return Fetched(listed, page.text, categories)


def _index(number: int, wiki: Wiki, members: list[Labelled]) -> Fetched:
    """Return a page that links to every page that is meant to be linked to."""
    links = "\n".join(f"* [[:{page.title}]]" for page in members if not page.orphan)
    page = Labelled(
        "", wiki.name, wiki.language, "Index of everything", links, frozenset(), namespace=4
    )
    return _fetched(number, page)
