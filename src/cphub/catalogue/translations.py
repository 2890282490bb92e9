"""What Translate says of translatable pages, as harvests asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cphub.catalogue.rows import maybe_time, read_json, read_moment, read_number, to_json
from cphub.catalogue.translatables import Translatable, Translatables
from cphub.model.translations import Group, TranslatablePage, TranslationStats, UnitCounts


class Translations(Translatables):
    """The part of the catalogue that keeps Translate's state."""

    def save_groups(self, run: int, wiki: str, groups: Mapping[Translatable, Group | None]) -> None:
        """Save what Translate knows of pages; None where it does not know one.

        That ends the asking about a page that it does not know, until the page is edited.
        """
        with self.write():
            for page, group in groups.items():
                known = group or Group("", "")
                self.run(
                    "UPDATE translatable_pages SET group_id = ?, source_language = ?,"
                    " priority = ?, priority_languages = ?, priority_forced = ?,"
                    " workflow_states = ? WHERE wiki = ? AND page_id = ?",
                    (
                        *(known.id, known.source_language, known.priority),
                        *(to_json(known.priority_languages), known.priority_forced),
                        *(to_json(dict(known.workflow_states)), wiki, page.page_id),
                    ),
                )
                if group is None:
                    self.save_stats(run, wiki, page, (), complete=False)

    def save_stats(
        self,
        run: int,
        wiki: str,
        page: Translatable,
        counts: Iterable[UnitCounts],
        *,
        complete: bool,
        all_languages: bool = False,
    ) -> None:
        """Save the counts of a page by language; one transaction.

        With `all_languages` the wiki was asked for every language: those that `counts` leaves
        out have nothing translated, and lose the counts of earlier harvests if the answer was
        `complete`. If it was not, earlier counts stay and are told as of an earlier answer.
        """
        key = (wiki, page.page_id)
        counts = list(counts)
        told = {one.language for one in counts}
        with self.write():
            asked = self._started(run)
            if not complete:
                self.run(
                    "UPDATE translation_stats SET complete = 0 WHERE wiki = ? AND page_id = ?", key
                )
            elif all_languages:
                stored = self.rows(
                    "SELECT language FROM translation_stats WHERE wiki = ? AND page_id = ?", key
                )
                self.run_many(
                    "DELETE FROM translation_stats WHERE wiki = ? AND page_id = ? AND language = ?",
                    [(*key, language) for (language,) in stored if language not in told],
                )
            self.run_many(
                "INSERT INTO translation_stats (wiki, page_id, language, total, translated, fuzzy,"
                " proofread, complete, asked) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)"
                " ON CONFLICT (wiki, page_id, language) DO UPDATE SET total = excluded.total,"
                " translated = excluded.translated, fuzzy = excluded.fuzzy,"
                " proofread = excluded.proofread, complete = 1, asked = excluded.asked,"
                " workflow_state = NULL",
                [
                    (*key, one.language, one.total, one.translated, one.fuzzy, one.proofread, asked)
                    for one in counts
                ],
            )
            self.run(
                "UPDATE translatable_pages SET asked = ?, complete = ?, all_languages = ?,"
                " newest_revision = ? WHERE wiki = ? AND page_id = ?",
                (asked, complete, all_languages, page.newest, *key),
            )

    def save_workflow_state(self, wiki: str, page_id: int, language: str, state: str) -> None:
        """Save the state that a page's translation is in, "" for none."""
        with self.write():
            self.run(
                "UPDATE translation_stats SET workflow_state = ?"
                " WHERE wiki = ? AND page_id = ? AND language = ?",
                (state, wiki, page_id, language),
            )

    def workflow_states_wanted(
        self, wiki: str, languages: Collection[str], limit: int
    ) -> list[tuple[int, str, str]]:
        """Return up to `limit` (page id, group id, language) whose workflow state is not known.

        Only pages of which there are states, and languages that something is translated into.
        """
        return self.rows(
            "SELECT page_id, group_id, language FROM translatable_pages"  # noqa: S608  # marks
            " JOIN translation_stats USING (wiki, page_id)"
            " WHERE wiki = ? AND workflow_states <> '{}' AND workflow_state IS NULL"
            " AND translated + fuzzy > 0 AND language <> source_language"
            f" AND language IN ({', '.join('?' * len(languages))})"
            " ORDER BY page_id, language LIMIT ?",
            (wiki, *languages, limit),
        )

    def translatable_pages(self) -> dict[tuple[str, int], TranslatablePage]:
        """Return every page with translation markup, by wiki and page id."""
        return self._translatable("", ())

    def translatable_page(self, wiki: str, page_id: int) -> TranslatablePage | None:
        """Return a page with translation markup, or None if it has none."""
        found = self._translatable(" WHERE wiki = ? AND page_id = ?", (wiki, page_id))
        return found.get((wiki, page_id))

    def _translatable(
        self, where: str, values: tuple[object, ...]
    ) -> dict[tuple[str, int], TranslatablePage]:
        stats: dict[tuple[str, int], dict[str, TranslationStats]] = defaultdict(dict)
        with self.read():
            for row in self.each(
                "SELECT wiki, page_id, language, total, translated, fuzzy, proofread, complete,"  # noqa: S608  # constants
                f" asked, workflow_state FROM translation_stats{where} ORDER BY 1, 2, 3",
                values,
            ):
                stats[row[0], row[1]][row[2]] = TranslationStats(
                    UnitCounts(row[2], *map(read_number, row[3:7])),
                    bool(row[7]),
                    read_moment(row[8]),
                    row[9],
                )
            pages = self.rows(
                "SELECT wiki, page_id, group_id, source_language, priority, priority_languages,"  # noqa: S608  # constants
                " priority_forced, workflow_states, all_languages, complete, asked"
                f" FROM translatable_pages{where} ORDER BY 1, 2",
                values,
            )
        return {row[:2]: _page(row, stats.get(row[:2], {})) for row in pages}


def _page(row: tuple[Any, ...], stats: Mapping[str, TranslationStats]) -> TranslatablePage:
    group = None
    if row[2]:
        group = Group(
            id=row[2],
            source_language=row[3],
            priority=row[4],
            priority_languages=read_json(row[5], tuple[str, ...]),
            priority_forced=bool(row[6]),
            workflow_states=read_json(row[7], dict[str, str]),
        )
    return TranslatablePage(
        wiki=row[0],
        page_id=row[1],
        group=group,
        all_languages=bool(row[8]),
        complete=bool(row[9]),
        asked=maybe_time(row[10]),
        stats=stats,
    )
