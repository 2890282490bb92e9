"""What wikis say of titles that they were asked about: links, files, templates."""

from __future__ import annotations

from collections.abc import Mapping

from cphub.catalogue.person_edits import PersonEdits


class Titles(PersonEdits):
    """The part of the catalogue that knows which titles lead nowhere, or elsewhere."""

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
                "SELECT title, missing, target FROM titles WHERE wiki = ?", (wiki,)
            )
        }
