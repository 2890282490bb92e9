"""What checks saw of the addresses that pages link to, and which pages link to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from cphub.catalogue.findings import Findings
from cphub.catalogue.readings import HELD
from cphub.catalogue.rows import checked, fact, maybe_time, read_member, read_moment, to_text
from cphub.model.facts import ExternalLink
from cphub.model.links import LinkState, LinkStatus

Key = tuple[str, int]


class _Links(msgspec.Struct, frozen=True):
    """The part of `Facts` that is about external links."""

    external_links: tuple[ExternalLink, ...]


_LINKS = msgspec.msgpack.Decoder(_Links)
_COLUMNS = "url, status, reason, checked, location, first_failed, checks"


class Links(Findings):
    """The part of the catalogue that knows where pages link to outside their wikis."""

    def external_links(self) -> Iterator[tuple[str, int, str, str, tuple[ExternalLink, ...]]]:
        """Yield (wiki, page id, title, language, links) of held pages with external links.

        The links are those of the newest reading of each page's current revision, by page.
        """
        for wiki, page_id, title, language, packed in self.each(
            "SELECT pages.wiki, page_id, title, pages.language, facts FROM pages"  # noqa: S608  # constant
            " JOIN facts USING (wiki, revision)"
            f" WHERE state = 'current' AND facts IS NOT NULL AND {HELD}"
            " ORDER BY pages.wiki, page_id"
        ):
            links = fact(_LINKS, packed).external_links
            if links:
                yield wiki, page_id, title, language, links

    def save_links(self, statuses: Iterable[LinkStatus]) -> None:
        """Save what is known of addresses after a check, in one transaction."""
        with self.write():
            self.run_many(
                f"INSERT OR REPLACE INTO link_targets ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # constant
                [
                    (
                        *(one.url, one.status.value, one.reason, to_text(one.checked)),
                        one.location,
                        to_text(one.first_failed) if one.first_failed else None,
                        one.checks,
                    )
                    for one in statuses
                ],
            )

    def link_statuses(self) -> dict[str, LinkStatus]:
        """Return what is known of every address that was checked."""
        return {
            row[0]: link_status(row)
            for row in self.each(f"SELECT {_COLUMNS} FROM link_targets ORDER BY url")  # noqa: S608  # constant
        }

    def count_links(self) -> dict[LinkState, int]:
        """Return how many addresses that were checked are in which state."""
        return {
            read_member(LinkState, state): number
            for state, number in self.rows(
                "SELECT status, count(*) FROM link_targets GROUP BY status ORDER BY status"
            )
        }


@checked
def link_status(row: tuple[str, str, str, str, str, str | None, int]) -> LinkStatus:
    """Read a row of `link_targets`."""
    url, state, reason, when, location, first, checks = row
    return LinkStatus(
        url,
        read_member(LinkState, state),
        reason,
        read_moment(when),
        location,
        maybe_time(first),
        checks,
    )
