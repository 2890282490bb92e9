"""What wikis and their item repository were asked of resources: first revisions, sitelinks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from cphub.catalogue.readings import HELD
from cphub.catalogue.resources import Resources
from cphub.catalogue.rows import STALE, maybe_time, to_text
from cphub.model.resources import Elsewhere, Sitelink, Tie

Key = tuple[str, int]

_OF_LANGUAGE = re.compile(
    r"https://([a-z]{2,3}(?:-[a-z]+)*)\.(?:wiki(?:pedia|books|versity|source|voyage|quote|news)"
    r"|wiktionary)\.org/"
)
"""The address of a page on one of Wikimedia's wikis that are in one language."""

_NOT_HELD = f"""NOT EXISTS (SELECT 1 FROM editions AS other JOIN pages USING (wiki, page_id)
    WHERE other.resource = editions.resource AND other.language = LANGUAGE
    AND state NOT IN ('missing', 'redirect') AND {HELD})"""  # noqa: S608  # constants
_LINKED = f"""
    SELECT editions.resource, langlinks.language, min(title) FROM editions
    JOIN langlinks USING (wiki, page_id)
    WHERE WHICH AND {_NOT_HELD.replace("LANGUAGE", "langlinks.language")}
    GROUP BY editions.resource, langlinks.language"""  # noqa: S608  # constants
_SITELINKED = f"""
    SELECT DISTINCT editions.resource, url, sitelinks.title FROM editions
    JOIN page_props USING (wiki, page_id) JOIN repositories USING (wiki)
    JOIN sitelinks ON item = value AND sitelinks.repository = repositories.repository
    WHERE WHICH AND name = 'wikibase_item'
    AND {_NOT_HELD.replace("LANGUAGE", "substr(url, 9, instr(substr(url, 9), '.') - 1)")}
    ORDER BY url"""  # noqa: S608  # constants


class Origins(Resources):
    """The part of the catalogue that keeps when pages were begun, and items' sitelinks."""

    def save_repositories(self, repositories: Mapping[str, str]) -> None:
        """Save the name of the Wikibase repository that each wiki's items are kept in."""
        with self.write():
            self.run_many(
                "INSERT INTO repositories (wiki, repository) SELECT name, ? FROM wikis"
                " WHERE name = ? ON CONFLICT (wiki) DO UPDATE SET repository = excluded.repository"
                " WHERE repository <> excluded.repository",
                [(repository, wiki) for wiki, repository in repositories.items()],
            )

    def tie_sitelinks(self) -> list[tuple[str, str, str, str]]:
        """Return (repository, item, wiki, title) of the sitelinks to wikis of the catalogue."""
        return self.rows(
            "SELECT sitelinks.repository, item, name, title FROM sitelinks"
            " JOIN wikis ON wikis.wikiid = site"
            " JOIN repositories ON wiki = name"
            " AND repositories.repository = sitelinks.repository"
        )

    def repositories(self) -> dict[str, str]:
        """Return the name of the Wikibase repository that each wiki's items are kept in."""
        return dict(self.rows("SELECT wiki, repository FROM repositories"))

    def births(self) -> dict[Key, datetime | None]:
        """Return when pages were begun; None where that was asked for and is not known.

        A page that still has its first revision tells it by itself.
        """
        return {
            (wiki, page_id): maybe_time(timestamp)
            for wiki, page_id, timestamp in self.rows(
                "SELECT wiki, page_id, timestamp FROM pages WHERE parent = 0"
                " UNION ALL SELECT wiki, page_id, timestamp FROM births"
            )
        }

    def births_wanted(self) -> list[Key]:
        """Return the pages whose first revision would tell which edition is the source.

        These are the pages of resources that have several editions and no source, as far as
        they were not asked about and do not tell by themselves.
        """
        return self.rows(
            "SELECT wiki, page_id FROM editions JOIN pages USING (wiki, page_id)"  # noqa: S608  # constants
            " LEFT JOIN births USING (wiki, page_id)"
            " WHERE births.asked IS NULL AND parent <> 0 AND state NOT IN ('missing', 'redirect')"
            " AND resource IN (SELECT resource FROM editions JOIN pages USING (wiki, page_id)"
            f" WHERE state NOT IN ('missing', 'redirect') AND {HELD}"
            " GROUP BY resource HAVING count(*) > 1 AND NOT max(is_source))"
            " ORDER BY resource, wiki, page_id"
        )

    def save_birth(self, key: Key, begun: datetime | None, asked: datetime) -> None:
        """Save when a page was begun; None where its wiki did not tell."""
        with self.write():
            self.run(
                "INSERT INTO births (wiki, page_id, timestamp, asked) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (wiki, page_id) DO UPDATE SET timestamp = excluded.timestamp,"
                " asked = excluded.asked",
                (*key, begun and to_text(begun), to_text(asked)),
            )

    def items_wanted(self, repository: str, older_than: datetime) -> list[str]:
        """Return the items of held pages whose sitelinks are to be asked for."""
        rows = self.rows(
            "SELECT DISTINCT value FROM page_props JOIN pages USING (wiki, page_id)"  # noqa: S608  # a constant
            " JOIN repositories USING (wiki)"
            " LEFT JOIN wikidata_items ON item = value"
            " AND wikidata_items.repository = repositories.repository"
            " WHERE name = 'wikibase_item' AND repositories.repository = ?"
            f" AND {STALE} AND {HELD} ORDER BY length(value), value",
            (repository, to_text(older_than)),
        )
        return [item for (item,) in rows]

    def save_sitelinks(
        self,
        repository: str,
        items: Mapping[str, Sequence[Sitelink] | None],
        asked: datetime,
    ) -> None:
        """Save the sitelinks of items; None of an item that is not there."""
        with self.write():
            self.run_many(
                "INSERT INTO wikidata_items (repository, item, asked, missing)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (repository, item) DO UPDATE SET"
                " asked = excluded.asked, missing = excluded.missing",
                [
                    (repository, item, to_text(asked), links is None)
                    for item, links in items.items()
                ],
            )
            self.run_many(
                "DELETE FROM sitelinks WHERE repository = ? AND item = ?",
                [(repository, item) for item in items],
            )
            self.run_many(
                "INSERT OR IGNORE INTO sitelinks (repository, item, site, title, url)"
                " VALUES (?, ?, ?, ?, ?)",
                [
                    (repository, item, link.site, link.title, link.url)
                    for item, links in items.items()
                    for link in links or ()
                ],
            )

    def elsewhere(self, number: int | None = None) -> dict[int, tuple[Elsewhere, ...]]:
        """Return, by resource, editions that are said to be and are not in the catalogue.

        Only in languages that the resource has no edition in that can be read: of these it
        cannot be said that they are missing. One page a language, interlanguage links first.
        A link's language is its prefix, a sitelink's the first part of its Wikimedia address.

        Args:
            number: the only resource to tell of; all if None.
        """
        which, values = ("1", ()) if number is None else ("editions.resource = ?", (number,))
        said: dict[int, dict[str, Elsewhere]] = {}
        for resource, language, title in self.each(_LINKED.replace("WHICH", which), values):
            said.setdefault(resource, {})[language] = Elsewhere(language, title, Tie.LANGLINK)
        for resource, url, title in self.each(_SITELINKED.replace("WHICH", which), values):
            if found := _OF_LANGUAGE.match(url):
                page = Elsewhere(found[1], title, Tie.WIKIDATA)
                said.setdefault(resource, {}).setdefault(found[1], page)
        return {
            resource: tuple(pages[code] for code in sorted(pages))
            for resource, pages in said.items()
        }
