"""What tells the states of many resources' translations, read in one go for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from cphub.catalogue import rows
from cphub.catalogue.baselines import Baselines
from cphub.catalogue.pages import unpack
from cphub.catalogue.rows import read_moment
from cphub.catalogue.translations import Translations
from cphub.model.comparisons import Comparison
from cphub.model.facts import Facts, TranslateFacts
from cphub.model.translations import Baseline, TranslatablePage

Key = tuple[str, int]

_CHUNK = 500


class Compared(NamedTuple):
    """Which two texts of a page were compared."""

    wiki: str
    page_id: int
    old: int
    new: int


class Marks(NamedTuple):
    """What a page's text says of translation units, and its display title ("" for none)."""

    translate: TranslateFacts
    display_title: str


class NeverRead(NamedTuple):
    """The newest text of a page that no audit has read yet, and its display title."""

    language: str
    text: str
    display_title: str


class _Translate(msgspec.Struct, frozen=True):
    """The part of `Facts` that is about Translate."""

    translate: TranslateFacts


_FACTS = msgspec.msgpack.Decoder(Facts)
_MARKS = msgspec.msgpack.Decoder(_Translate)
_COMPARISON = msgspec.msgpack.Decoder(Comparison)


class Comparisons(Translations, Baselines):
    """The part of the catalogue that knows what became of sources after their editions.

    `ids` are numbers of resources, None for all.
    """

    def chosen_resources(self, wikis: Collection[str], sources: Collection[str]) -> list[int]:
        """Return the numbers of resources with an edition on one of some wikis.

        And that one of some sources holds, in any language. Where none is named, all are let
        through.
        """
        sql = "SELECT DISTINCT resource FROM editions"
        if sources:
            sql += (
                " WHERE resource IN (SELECT resource FROM memberships JOIN editions"  # noqa: S608  # marks
                " USING (wiki, page_id)"
                f" WHERE until IS NULL AND source IN ({', '.join('?' * len(sources))}))"
            )
        if wikis:
            sql += f" {'AND' if sources else 'WHERE'} wiki IN ({', '.join('?' * len(wikis))})"
        return [number for (number,) in self.rows(f"{sql} ORDER BY 1", (*sources, *wikis))]

    def save_comparisons(
        self, version: str, compared: Iterable[tuple[Compared, Comparison]]
    ) -> None:
        """Save how texts of source pages differ; of an old text only the newest comparison."""
        with self.write():
            self.run_many(
                "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (*which, version, msgspec.msgpack.encode(comparison))
                    for which, comparison in compared
                ],
            )

    def compared(self, version: str) -> set[Compared]:
        """Return which texts were compared by a version of the comparison."""
        return {
            Compared(*row)
            for row in self.each(
                "SELECT wiki, page_id, old_revision, new_revision FROM comparisons"
                " WHERE version = ?",
                (version,),
            )
        }

    def comparisons(self, ids: Collection[int] | None = None) -> dict[Compared, Comparison]:
        """Return how the sources of resources changed, by whatever version."""
        return {
            Compared(*row[:4]): rows.fact(_COMPARISON, row[4])
            for row in self._of_sources(
                "wiki, page_id, old_revision, new_revision, comparison", "comparisons", ids
            )
        }

    def translatable_sources(
        self, ids: Collection[int] | None = None
    ) -> dict[Key, TranslatablePage]:
        """Return what Translate said of the sources of resources."""
        if ids is None:
            return self.translatable_pages()
        found: dict[Key, TranslatablePage] = {}
        for chunk, marks in _chunks(ids):
            found |= self._translatable(
                " WHERE (wiki, page_id) IN (SELECT wiki, page_id FROM editions"  # noqa: S608  # marks
                f" WHERE is_source AND resource IN ({marks}))",
                tuple(chunk),
            )
        return found

    def baselines_of(
        self, ids: Collection[int] | None = None
    ) -> dict[tuple[str, int, datetime], Baseline]:
        """Return what is known of the texts that sources of resources had, by moment."""
        found = {}
        for wiki, page_id, when, revision, timestamp, why in self._of_sources(
            "wiki, page_id, moment, revision, timestamp, why", "baselines", ids
        ):
            moment = read_moment(when)
            found[wiki, page_id, moment] = Baseline(
                wiki, page_id, moment, revision, rows.maybe_time(timestamp), why
            )
        return found

    def unit_marks(self, keys: Collection[Key]) -> dict[Key, Marks]:
        """Return what the newest texts of pages say of units; pages never read are left out."""
        found = {}
        for key in keys:
            row = self.row(
                "SELECT facts.facts, value FROM pages JOIN facts USING (wiki, revision)"
                " LEFT JOIN page_props ON page_props.wiki = pages.wiki"
                " AND page_props.page_id = pages.page_id AND page_props.name = 'displaytitle'"
                " WHERE pages.wiki = ? AND pages.page_id = ? AND facts.facts IS NOT NULL",
                key,
            )
            if row:
                found[key] = Marks(rows.fact(_MARKS, row[0]).translate, row[1] or "")
        return found

    def never_read(self, wiki: str, page_id: int) -> NeverRead | None:
        """Return a page's newest text where nobody has tried to read it, else None."""
        row = self.row(
            "SELECT pages.language, texts.text, value FROM pages JOIN texts USING (wiki, revision)"
            " LEFT JOIN page_props ON page_props.wiki = pages.wiki"
            " AND page_props.page_id = pages.page_id AND page_props.name = 'displaytitle'"
            " WHERE pages.wiki = ? AND pages.page_id = ? AND content_model = 'wikitext'"
            " AND NOT EXISTS (SELECT 1 FROM facts"
            " WHERE facts.wiki = pages.wiki AND facts.revision = pages.revision)",
            (wiki, page_id),
        )
        return row and NeverRead(row[0], unpack(row[1]), row[2] or "")

    def short_editions(
        self, longest: int, ids: Collection[int] | None = None
    ) -> Iterator[tuple[Key, str]]:
        """Yield the editions of at most `longest` bytes that are no sources, with their texts."""
        sql = (
            "SELECT wiki, page_id, text FROM editions CROSS JOIN pages USING (wiki, page_id)"
            " CROSS JOIN texts USING (wiki, page_id, revision)"  # in this order: few are short
            " WHERE NOT is_source AND length <= ? AND content_model = 'wikitext'"
        )
        every: list[tuple[list[int], str]] = [([], "")]
        chunks = every if ids is None else list(_chunks(ids))
        for chunk, marks in chunks:
            which = f" AND resource IN ({marks})" if marks else ""
            for wiki, page_id, text in self.each(sql + which, (longest, *chunk)):
                yield (wiki, page_id), unpack(text)

    def facts_of(self, wiki: str, page_id: int) -> Facts | None:
        """Return what reading a page's newest text told, None where nobody has read it."""
        row = self.row(
            "SELECT facts.facts FROM pages JOIN facts USING (wiki, revision)"
            " WHERE pages.wiki = ? AND pages.page_id = ? AND facts.facts IS NOT NULL",
            (wiki, page_id),
        )
        return row and rows.fact(_FACTS, row[0])

    def older_texts(self, wiki: str, page_id: int) -> Iterator[str]:
        """Yield the texts that a page had before the newest one, as far as they are kept."""
        numbers = self.rows(
            "SELECT texts.revision FROM texts JOIN pages USING (wiki, page_id)"
            " WHERE wiki = ? AND page_id = ? AND texts.revision < pages.revision"
            " ORDER BY texts.revision DESC",
            (wiki, page_id),
        )
        for (number,) in numbers:
            if (text := self.text(wiki, number)) is not None:
                yield text

    def _of_sources(
        self, columns: str, table: str, ids: Collection[int] | None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table of pages that are about the sources of resources."""
        sql = f"SELECT {columns} FROM editions JOIN {table} USING (wiki, page_id) WHERE is_source"  # noqa: S608  # constants
        if ids is None:
            yield from self.each(sql)
            return
        for chunk, marks in _chunks(ids):
            yield from self.each(f"{sql} AND resource IN ({marks})", tuple(chunk))


def _chunks(ids: Collection[int]) -> Iterator[tuple[list[int], str]]:
    """Yield some of the numbers at a time, with a mark for each."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        yield chunk, ", ".join("?" * len(chunk))
