"""What wikis say of titles that they were asked about: links, files, templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cphub.catalogue.person_edits import PersonEdits
from cphub.catalogue.rows import STALE, to_text


class Titles(PersonEdits):
    """The part of the catalogue that knows which titles lead nowhere, or elsewhere."""

    def want_titles(self, wiki: str, titles: Iterable[str]) -> None:
        """Remember titles that the wiki is to be asked about, unless they are known."""
        with self.write():
            self.run_many(
                "INSERT INTO titles (wiki, title, missing, target) VALUES (?, ?, 0, '')"
                " ON CONFLICT DO NOTHING",
                ((wiki, title) for title in titles),
            )

    def wanted_titles(self, wiki: str, older_than: datetime) -> list[str]:
        """Return the titles to ask the wiki about: never asked, or last before `older_than`."""
        rows = self.rows(
            f"SELECT title FROM titles WHERE wiki = ? AND {STALE} ORDER BY title",  # noqa: S608  # constant
            (wiki, to_text(older_than)),
        )
        return [title for (title,) in rows]

    def titles_asked(self, wiki: str, since: datetime, until: datetime) -> set[str]:
        """Return the titles that the wiki was asked about from one moment to another."""
        rows = self.rows(
            "SELECT title FROM titles WHERE wiki = ? AND asked BETWEEN ? AND ?",
            (wiki, to_text(since), to_text(until)),
        )
        return {title for (title,) in rows}

    def save_titles(self, run: int, wiki: str, titles: Mapping[str, str | None]) -> None:
        """Save what the wiki said of titles that it was asked about.

        A title maps to None where there is no such page, to the title that it redirects to,
        or to "" where it is a page of its own.
        """
        with self.write():
            self.run_many(
                "INSERT INTO titles (wiki, title, missing, target, asked)"
                " SELECT ?, ?, ?, ?, started FROM runs WHERE id = ?"
                " ON CONFLICT (wiki, title) DO UPDATE SET missing = excluded.missing,"
                " target = excluded.target, asked = excluded.asked",
                (
                    (wiki, title, target is None, target or "", run)
                    for title, target in titles.items()
                ),
            )

    def titles(self, wiki: str) -> dict[str, str | None]:
        """Return what is known of the titles that the wiki was asked about, as it was saved."""
        return {
            title: None if missing else target
            for title, missing, target in self.rows(
                "SELECT title, missing, target FROM titles WHERE wiki = ? AND asked IS NOT NULL",
                (wiki,),
            )
        }
