"""A small imagined wiki, and short ways to say what a listing or a fetch brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cphub.catalogue import Catalogue, Counts
from cphub.model.pages import Category, Fetched, Listed, Namespace, State, Wiki

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
META = Wiki(
    name="meta",
    api="https://meta.example/w/api.php",
    wikiid="metawiki",
    sitename="Meta",
    language="en",
    server="//meta.example",
    article_path="/wiki/$1",
    generator="MediaWiki 1.39.0",
    namespaces=(Namespace(0, "", "", content=True), Namespace(2, "User", "User", ("U",))),
    languages={"en": "English", "sv": "svenska"},
    interwiki={"w": "https://en.wikipedia.org/wiki/$1"},
    magic_words={"redirect": ("#REDIRECT",)},
    extensions=("Translate",),
    bots=("FuzzyBot",),
)


def listed(page_id: int, title: str, revision: int, state: State = State.CURRENT) -> Listed:
    """Return a page as a listing tells it, of the wiki's own language."""
    return Listed(
        page_id=page_id,
        namespace=0,
        title=title,
        language="en",
        state=state,
        revision=revision,
        parent=revision - 1,
        timestamp=NOW,
        user="Ann",
        minor=False,
        length=9,
        content_model="wikitext",
    )


def fetched(page: Listed, text: str | None = "Some text.") -> Fetched:
    """Return a page as a fetch brings it, with a category, a language link and a prop."""
    return Fetched(page, text, (Category("Category:X"),), (("sv", page.title),), {"k": "v"})


@dataclass
class Harvest:
    """Run harvests of one source against an imagined wiki, a day apart."""

    catalogue: Catalogue
    day: int = 0
    texts: dict[int, str | None] = field(default_factory=dict)

    def __call__(
        self,
        pages: list[Listed],
        *,
        elsewhere: tuple[Listed, ...] = (),
        source: str = "capacity",
        full: bool = False,
    ) -> Counts:
        """Harvest `pages`; whatever left them is found among `elsewhere` or missing."""
        run = self.start(source)
        catalogue = self.catalogue
        catalogue.save_listing(run, source, [(page, "") for page in pages], None)
        wanted = catalogue.pending("meta", [source], full=full)
        catalogue.save_pages(
            run,
            "meta",
            [
                fetched(page, self.texts.get(page.page_id, f"Text of {page.revision}."))
                for page in pages
                if page.page_id in wanted
            ],
        )
        gone = catalogue.gone_candidates(source)
        looks = [page for page in elsewhere if page.page_id in gone]
        missing = set(gone) - {page.page_id for page in looks}
        catalogue.save_states(run, "meta", looks, missing)
        _, by_source = catalogue.end_sources(run, [source])
        counts = by_source[source]
        catalogue.end_run(run, NOW + timedelta(days=self.day), "done")
        return counts

    def start(self, source: str = "capacity") -> int:
        """Begin a run and a listing, a day after the one before."""
        self.day += 1
        run = self.catalogue.start_run("harvest", NOW + timedelta(days=self.day))
        self.catalogue.save_wiki(META)
        self.catalogue.save_source(source, "meta", "category", {"category": source})
        self.catalogue.begin_listing(run, source)
        return run
