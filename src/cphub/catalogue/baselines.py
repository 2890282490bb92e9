"""The texts that source pages had when their translations were last edited by a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cphub.catalogue.pages import pack, unpack
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import maybe_time, read_moment, to_text
from cphub.catalogue.runs import Runs
from cphub.model.translations import Baseline

BY_TRANSLATE = """(made.wiki = pages.wiki AND made.title = pages.title || '/' || made.language
    AND EXISTS (SELECT 1 FROM translatable_pages AS marked WHERE marked.wiki = pages.wiki
    AND marked.page_id = pages.page_id AND marked.group_id <> ''))"""
"""An edition (`made`) that Translate makes of its source (`pages`)."""

_FAMILIES = """FROM editions AS source JOIN pages USING (wiki, page_id)
    JOIN editions AS other ON other.resource = source.resource AND NOT other.is_source
    JOIN pages AS made ON made.wiki = other.wiki AND made.page_id = other.page_id"""
_COMPARABLE = f"""source.is_source AND pages.state IN ('current', 'unparsed')
    AND made.state IN ('current', 'unparsed')
    AND {HELD} AND {HELD.replace("pages.", "made.")} AND NOT {BY_TRANSLATE}"""
"""Sources (`pages`) and the editions (`made`) that are compared with them."""


class Baselines(Runs):
    """The part of the catalogue that keeps old texts of source pages."""

    def text(self, wiki: str, revision: int) -> str | None:
        """Return the wikitext of a revision, None where the catalogue does not have it.

        Raises:
            CatalogueError: the text is damaged.
        """
        row = self.row("SELECT text FROM texts WHERE wiki = ? AND revision = ?", (wiki, revision))
        return None if row is None else unpack(row[0])

    def meet_revisions(self, wiki: str) -> None:
        """Note the newest revisions of a wiki's source pages: later they tell what was when."""
        with self.write():
            self.run(
                "INSERT INTO met_revisions (wiki, page_id, revision, parent, timestamp)"
                " SELECT pages.wiki, pages.page_id, pages.revision, parent, timestamp"
                " FROM editions JOIN pages USING (wiki, page_id)"
                " WHERE wiki = ? AND is_source AND state <> 'missing'"
                " AND EXISTS (SELECT 1 FROM editions AS made"
                " WHERE made.resource = editions.resource AND NOT made.is_source)"
                " ON CONFLICT DO NOTHING",
                (wiki,),
            )

    def editors_wanted(self, wiki: str, limit: int) -> list[int]:
        """Return up to `limit` ids of a wiki's editions of which no person's edit is known.

        A history that was looked through is asked for once a revision.
        """
        rows = self.rows(
            "SELECT DISTINCT made.page_id"
            f" {_FAMILIES} WHERE other.wiki = ? AND made.edited_by_person IS NULL"
            " AND made.history_revision IS NOT made.revision"
            f" AND {_COMPARABLE} ORDER BY 1 LIMIT ?",
            (wiki, limit),
        )
        return [page_id for (page_id,) in rows]

    def edited_sources(self, wiki: str) -> list[tuple[int, datetime]]:
        """Return (page id, moment) of a wiki's source pages that were edited after an edition.

        The moment is the edition's last edit by a person. Left out are editions that
        Translate makes, which tell themselves what is outdated, and those of which it is not
        known when a person last edited them.
        """
        rows = self.rows(
            "SELECT DISTINCT pages.page_id, made.edited_by_person"
            f" {_FAMILIES} WHERE source.wiki = ?"
            f" AND made.edited_by_person < pages.timestamp AND {_COMPARABLE} ORDER BY 1, 2",
            (wiki,),
        )
        return [(page_id, read_moment(moment)) for page_id, moment in rows]

    def baselines_wanted(
        self, run: int, wiki: str, pairs: Iterable[tuple[int, datetime]], older_than: datetime
    ) -> list[tuple[int, datetime]]:
        """Return those of some (source page's id, moment) that the wiki is to be asked about.

        What harvests met is enough where a revision made before the moment is known together
        with the one that followed it after the moment: that is saved here. A moment that the
        wiki could not tell of is asked about again if that was before `older_than`.
        """
        wanted = []
        with self.write():
            started = self._started(run)
            for page_id, moment in sorted(set(pairs)):
                key = (wiki, page_id, to_text(moment))
                known = self.row(
                    "SELECT revision, asked FROM baselines"
                    " WHERE wiki = ? AND page_id = ? AND moment = ?",
                    key,
                )
                if known and (known[0] is not None or to_text(older_than) <= known[1] <= started):
                    continue
                if not self._take_met(key, run):
                    wanted.append((page_id, moment))
        return wanted

    def save_baseline(
        self, run: int, baseline: Baseline, text: str | None = None, parent: int = 0
    ) -> None:
        """Save what the wiki told of a source page's revision at a moment, and its text."""
        wiki, page_id = baseline.wiki, baseline.page_id
        when = baseline.timestamp and to_text(baseline.timestamp)
        with self.write():
            self.run(
                "INSERT OR REPLACE INTO baselines VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(wiki, page_id, to_text(baseline.moment), baseline.revision, when),
                    *(baseline.why, self._started(run)),
                ),
            )
            if baseline.revision is None or text is None:
                return
            self.run(
                "INSERT INTO texts (wiki, page_id, revision, text) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (wiki, page_id, baseline.revision, pack(text)),
            )
            self.run(
                "INSERT INTO met_revisions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (wiki, page_id, baseline.revision, parent, when),
            )

    def baseline(self, wiki: str, page_id: int, moment: datetime) -> Baseline | None:
        """Return what is known of the text that a source page had at a moment.

        A page that was not edited since the moment is its own baseline. None: not asked yet.
        """
        current = self.row(
            "SELECT revision, timestamp FROM pages WHERE wiki = ? AND page_id = ?"
            " AND timestamp <= ?",
            (wiki, page_id, to_text(moment)),
        )
        if current:
            return Baseline(wiki, page_id, moment, current[0], maybe_time(current[1]))
        row = self.row(
            "SELECT revision, timestamp, why FROM baselines"
            " WHERE wiki = ? AND page_id = ? AND moment = ?",
            (wiki, page_id, to_text(moment)),
        )
        return row and Baseline(wiki, page_id, moment, row[0], maybe_time(row[1]), row[2])

    def _take_met(self, key: tuple[str, int, str], run: int) -> bool:
        """Save as the baseline a revision that harvests met, if one is it for sure."""
        return bool(
            self.run(
                "INSERT OR REPLACE INTO baselines"
                " SELECT old.wiki, old.page_id, ?, old.revision, old.timestamp, '', ?"
                " FROM met_revisions AS old JOIN met_revisions AS new ON new.wiki = old.wiki"
                " AND new.page_id = old.page_id AND new.parent = old.revision"
                " JOIN texts ON texts.wiki = old.wiki AND texts.revision = old.revision"
                " WHERE old.wiki = ? AND old.page_id = ?"
                " AND old.timestamp <= ? AND new.timestamp > ?",
                (key[2], self._started(run), *key, key[2]),
            )
        )
