"""The catalogue of a hub that people have worked with, with something in each table that lasts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cphub.catalogue import open_catalogue
from cphub.model.links import LinkState, LinkStatus
from cphub.model.tools import Tool

if TYPE_CHECKING:
    from tests.faults.lab import Lab

DONE = (
    ("harvest", "--views"),
    ("audit", "--today", "2026-11-22"),
    ("review", "Guide 3", "--verdict", "expired", "--note", "Nobody can do this any more."),
    ("review", "Guide 4", "--dismiss", "short-page", "--because", "It is a signpost."),
    ("describe", "Guide 3", "--level", "beginner"),
    ("resource", "link", "Guide 82", "Guide 83"),
    (
        *("publish", "overview", "--to", "meta:Project:Report", "--yes"),
        *("--token-file", "login.toml"),
    ),
)
EMPTY = frozenset(
    {"cursors", "listings", "search_queue", "subject_queue", "warnings"}
    | {"langlinks", "incoming_links"}
)
"""What there is only while work is under way or amiss; and links, of which the wiki has none."""


def lived_in(lab: Lab) -> bytes:
    """Return the bytes of a sound catalogue after a harvest, an audit and people's work."""
    with lab.trial() as cphub:
        lab.server.play(None)
        for arguments in DONE:
            done = cphub.run(*arguments)
            assert done.code == 0, done
        now = datetime.now(UTC).replace(microsecond=0)
        with open_catalogue(cphub.catalog, write=True) as catalogue:
            tool = Tool("old", "Old list", "https://old.toolforge.org/", True, "", "", now)  # noqa: FBT003  # a row
            catalogue.save_tools([tool])
            link = LinkStatus("https://old.example.org/", LinkState.SUSPECTED, "404", now)
            catalogue.save_links([link])
        tables = {
            name for (name,) in cphub.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        empty = {name for name in tables if not cphub.rows(f"SELECT 1 FROM {name} LIMIT 1")}  # noqa: S608  # its own names
        assert empty <= EMPTY, empty
        return cphub.catalog.read_bytes()
