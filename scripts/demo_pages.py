"""The pages of the demo's wikis, as they are written down in scripts/demo/.

A file holds one page: a header of `name: value` lines, a line `---`, and the wikitext.

    title: GLAM School/Upload guide      (required; as the wiki calls it)
    edit: 2026-09-14 Maja Lind           (one line a revision, oldest first; `minor` at the end)
    fault: short-page, red-links         (the rules that must find something; or `none`)
    why: what is wrong, or what could be mistaken for a fault

All revisions but the last have the text's first paragraph only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "demo"
WIKIS = ("meta", "svwiki", "frwiki")


@dataclass(frozen=True)
class DemoPage:
    """A page as its file says it; `faults` is None where the page is no learning material."""

    wiki: str
    title: str
    edits: tuple[tuple[datetime, str, bool], ...]
    text: str
    faults: frozenset[str] | None


def demo_pages() -> list[DemoPage]:
    """Return the pages of all wikis, sorted by wiki and file name."""
    return [
        read_page(wiki, path.read_text(encoding="utf-8"))
        for wiki in WIKIS
        for path in sorted((FOLDER / wiki).glob("*.wiki"))
    ]


def read_page(wiki: str, content: str) -> DemoPage:
    """Read one file's content.

    Raises:
        ValueError: the header lacks a title or an edit, or has a line of another kind.
    """
    header, _, text = content.partition("\n---\n")
    title, faults, edits = "", None, []
    for line in header.splitlines():
        name, _, value = line.partition(": ")
        if name == "title":
            title = value
        elif name == "edit":
            edits.append(_edit(value))
        elif name == "fault":
            faults = frozenset(value.split(", ")) - {"none"}
        elif name != "why":
            raise ValueError(f"{wiki}, {title!r}: what is {line!r}?")
    if not title or not edits:
        raise ValueError(f"{wiki}, {title!r}: a page needs a title and an edit")
    return DemoPage(wiki, title, tuple(edits), text.rstrip("\n"), faults)


def _edit(value: str) -> tuple[datetime, str, bool]:
    day, _, who = value.partition(" ")
    minor = who.endswith(" minor")
    moment = datetime.fromisoformat(day).replace(hour=10, tzinfo=UTC)
    return moment, who.removesuffix(" minor"), minor
