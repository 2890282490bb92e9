"""How often pages are read, as far as their wikis tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cphub.catalogue.readings import HELD, Readings
from cphub.catalogue.rows import STALE, checked, to_text
from cphub.model.weight import Views


class PageViews(Readings):
    """The part of the catalogue that knows how often pages are read."""

    def views_wanted(self, wiki: str, older_than: datetime) -> list[int]:
        """Return the ids of held pages whose views were never asked for, or before a time."""
        rows = self.rows(
            "SELECT page_id FROM pages LEFT JOIN page_views USING (wiki, page_id)"  # noqa: S608  # constant
            " WHERE wiki = ? AND state NOT IN ('missing', 'redirect')"
            f" AND {STALE} AND {HELD} ORDER BY page_id",
            (wiki, to_text(older_than)),
        )
        return [page_id for (page_id,) in rows]

    def save_views(self, wiki: str, told: Mapping[int, Views | None], asked: datetime) -> None:
        """Save how often pages were read; None says that the wiki could not tell."""
        with self.write():
            self.run_many(
                "INSERT INTO page_views (wiki, page_id, days, views, asked)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (wiki, page_id) DO UPDATE SET"
                " days = excluded.days, views = excluded.views, asked = excluded.asked",
                [
                    (wiki, page_id, one.days if one else 0, one.views if one else None, when)
                    for when in (to_text(asked),)
                    for page_id, one in told.items()
                ],
            )

    def page_views(self) -> dict[tuple[str, int], Views]:
        """Return how often pages were read, by (wiki, page id); those not known are left out."""
        return dict(
            map(
                _views,
                self.rows(
                    "SELECT wiki, page_id, views, days FROM page_views"
                    " WHERE views IS NOT NULL AND days > 0"
                ),
            )
        )


@checked
def _views(row: tuple[str, int, int, int]) -> tuple[tuple[str, int], Views]:
    wiki, page_id, views, days = row
    return (wiki, page_id), Views(int(views), int(days))
