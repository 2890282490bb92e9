"""How many pages of the catalogue link to each page, as the last audit that counted saw it."""

from __future__ import annotations

from collections.abc import Mapping

from cphub.catalogue.audited import Audited


class Incoming(Audited):
    """The part of the catalogue that keeps what counting links takes seconds for."""

    def save_incoming_links(
        self, version: str, inputs: int, counts: Mapping[tuple[str, int], int]
    ) -> None:
        """Keep how many pages link to each page.

        Args:
            version: of the facts that the links are in.
            inputs: `input_changes` before they were counted.
            counts: by (wiki, page id).
        """
        with self.write():
            self.run("DELETE FROM incoming_links_of")
            self.run("DELETE FROM incoming_links")
            self.run_many(
                "INSERT INTO incoming_links VALUES (?, ?, ?)",
                ((*key, links) for key, links in counts.items()),
            )
            self.run("INSERT INTO incoming_links_of VALUES (?, ?)", (version, inputs))

    def incoming_links(self) -> dict[tuple[str, int], int] | None:
        """Return what the last audit that counted saw; None if none did.

        It holds until the next one, like findings do, whatever changed since.
        """
        with self.read():
            if self.row("SELECT 1 FROM incoming_links_of") is None:
                return None
            return {
                (wiki, page_id): links
                for wiki, page_id, links in self.each(
                    "SELECT wiki, page_id, links FROM incoming_links"
                )
            }
