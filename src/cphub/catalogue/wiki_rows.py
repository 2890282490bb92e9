"""Between wikis and rows: what a wiki says of itself, its lists as JSON."""

from __future__ import annotations

from typing import Any

from cphub.catalogue.rows import checked, read_json, to_json
from cphub.model.pages import Namespace, Wiki

WIKI_COLUMNS = (
    "name, api, wikiid, sitename, language, server, article_path, generator, rtl,"
    " max_article_size, namespaces, languages, interwiki, magic_words, extensions,"
    " broken_files_category, bots"
)

_NAMESPACES = tuple[tuple[int, str, str, tuple[str, ...], bool, str], ...]


def from_wiki(wiki: Wiki) -> tuple[Any, ...]:
    """Write a wiki in the order of WIKI_COLUMNS."""
    namespaces = [
        [space.id, space.name, space.canonical, space.aliases, space.content, space.case]
        for space in wiki.namespaces
    ]
    return (
        wiki.name,
        wiki.api,
        wiki.wikiid,
        wiki.sitename,
        wiki.language,
        wiki.server,
        wiki.article_path,
        wiki.generator,
        wiki.rtl,
        wiki.max_article_size,
        to_json(namespaces),
        to_json(dict(wiki.languages)),
        to_json(dict(wiki.interwiki)),
        to_json(dict(wiki.magic_words)),
        to_json(wiki.extensions),
        wiki.broken_files_category,
        to_json(wiki.bots),
    )


@checked
def read_wiki(row: tuple[Any, ...]) -> Wiki:
    """Read a row of WIKI_COLUMNS."""
    return Wiki(
        name=row[0],
        api=row[1],
        wikiid=row[2],
        sitename=row[3],
        language=row[4],
        server=row[5],
        article_path=row[6],
        generator=row[7],
        rtl=bool(row[8]),
        max_article_size=row[9],
        namespaces=tuple(Namespace(*space) for space in read_json(row[10], _NAMESPACES)),
        languages=read_json(row[11], dict[str, str]),
        interwiki=read_json(row[12], dict[str, str]),
        magic_words=read_json(row[13], dict[str, tuple[str, ...]]),
        extensions=read_json(row[14], tuple[str, ...]),
        broken_files_category=row[15],
        bots=read_json(row[16], tuple[str, ...]),
    )
