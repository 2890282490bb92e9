"""Fill a catalogue with made pages, as a harvest would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.analyse.pages import make

from cphub.catalogue import open_catalogue
from cphub.model.pages import Category, Fetched, Listed, Namespace, State, Wiki

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EDITED = datetime(2026, 5, 1, tzinfo=UTC)
BATCH = 500
WIKI = Wiki(
    name="meta",
    api="https://meta.example.org/w/api.php",
    wikiid="metawiki",
    sitename="Meta",
    language="en",
    server="https://meta.example.org",
    article_path="/wiki/$1",
    generator="MediaWiki 1.39.17",
    namespaces=(Namespace(0, "", "", content=True), Namespace(14, "Category", "Category")),
)


def fill(path: Path, number: int) -> None:
    """Make a catalogue at `path` with `number` pages that one source holds."""
    with open_catalogue(path, write=True) as catalogue:
        run = catalogue.start_run("harvest", NOW)
        catalogue.save_wiki(WIKI)
        catalogue.save_source("made", "meta", "category", {"category": "Made"})
        catalogue.begin_listing(run, "made")
        for start in range(0, number, BATCH):
            pages = [fetched(index) for index in range(start, min(start + BATCH, number))]
            resume = None if start + BATCH >= number else {"at": start}
            catalogue.save_listing(run, "made", [(page.listed, "") for page in pages], resume)
            catalogue.save_pages(run, "meta", pages)
        catalogue.end_sources(run, ["made"])
        catalogue.person_edits_wanted("meta", lambda _user: False, NOW)
        catalogue.end_run(run, NOW, "done")


def fetched(index: int) -> Fetched:
    """Return the page of a number."""
    text, language = make(index)
    listed = Listed(
        page_id=index + 1,
        namespace=0,
        title=f"Guide {index}",
        language=language,
        state=State.CURRENT,
        revision=index + 1,
        parent=0,
        timestamp=EDITED,
        user="Anna",
        minor=False,
        length=len(text.encode()),
        content_model="wikitext",
    )
    return Fetched(listed, text, (Category("Category:Made"),))
