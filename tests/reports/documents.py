"""A small document, and a way to put one text wherever a document takes text from outside."""

from __future__ import annotations

from dataclasses import replace

from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.pages import Wiki

META = Wiki(
    name="meta",
    api="https://meta.example.org/w/api.php",
    wikiid="metawiki",
    sitename="Meta",
    language="en",
    server="//meta.example.org",
    article_path="/wiki/$1",
    generator="MediaWiki 1.45",
)
PAGES = Sheet(
    name="pages",
    heading="Pages",
    columns=(
        Column("title", "Page"),
        Column("language", "Language", languages=True),
        Column("views", "Views", numeric=True),
        Column("state", "State"),
        Column("page_id", "Page id", numeric=True, only_data=True),
    ),
    rows=(
        (
            Cell("Help:Upload", page=("meta", "Help:Upload")),
            Cell("en"),
            Cell("1,200", 1200),
            Cell("complete", state="complete"),
            Cell("7", 7),
        ),
        (
            Cell("رفع الملفات", url="https://ar.example.org/wiki/x", language="ar"),
            Cell("ar"),
            Cell("?"),
            Cell("missing", state="missing"),
            Cell("8", 8),
        ),
    ),
    notes=("Views are of October.",),
)
HITS = Sheet(
    name="hits",
    heading="",
    columns=(
        Column("title", "Page"),
        Column("snippet", "Passage", prose=True),
        Column("where", "Where"),
    ),
    rows=(
        (
            Cell("Uploads", page=("meta", "Uploads")),
            Cell("How to upload files", marks=((7, 13),)),
            Cell("meta"),
        ),
        (Cell("دليل", language="ar"), Cell(""), Cell("svwiki")),
    ),
    entries=True,
)
NONE = Sheet("none", "Nothing", (Column("a", "A"),), (), empty="There is none.")
DOCUMENT = Document(
    title="What there is",
    lead=("Two pages.", "As of today."),
    sheets=(PAGES, HITS, NONE),
    data={"query": "x", "pages": [{"title": "Help:Upload"}, {"title": "رفع"}], "none": []},
    titles=(("meta", "Help:Upload"), ("meta", "Uploads"), ("meta", "Uploads")),
    wikis={"meta": META},
    language_names={"en": "English", "ar": "العربية"},
)


def filled(text: str) -> Document:
    """Return a document of nothing but `text`: linked, marked, as a state, a language, a name."""
    cell = Cell(text, language=text, state=text)
    rows = (
        (
            replace(cell, page=("meta", text)),
            cell,
            replace(cell, number=1),
            replace(cell, url=text),
            replace(cell, marks=((0, 1), (2, 3))),
        ),
    )
    columns = (
        Column(text, text),
        Column(text, text, languages=True),
        Column(text, text, numeric=True),
        Column(text, text),
        Column(text, text),
    )
    sheet = Sheet(text, text, columns, rows, notes=(text,))
    return Document(
        title=text,
        lead=(text,),
        sheets=(sheet, replace(sheet, entries=True), Sheet(text, text, columns, (), empty=text)),
        data={text: [text], "b": {text: text}},
        titles=((text, text), ("meta", text)),
        wikis={"meta": META},
        language_names={text: text},
    )


def matrix(languages: int) -> Document:
    """Return a document with a table of so many columns of states."""
    codes = ["sv", "ar", "zh-min-nan", "fr", "fi", "hi", "ja", "th", "en", "de"] * 9
    states = ["complete", "partial", "outdated", "missing", "unknown"]
    columns = (
        Column("title", "Resource"),
        *(Column(code, code) for code in codes[:languages]),
    )
    rows = tuple(
        (
            Cell(f"Learning patterns/Uploads {number}"),
            *(
                Cell(state, state=state)
                for state in (states[(number + i) % 5] for i in range(languages))
            ),
        )
        for number in range(4)
    )
    return Document("Matrix", (), (Sheet("matrix", "", columns, rows),))
