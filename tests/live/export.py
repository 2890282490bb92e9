"""MediaWiki's export XML, so that pages can be imported with their past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

HEAD = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="{}">'
NAMESPACES = {"User": 2, "Project": 4, "File": 6, "Template": 10, "Help": 12, "Category": 14}


@dataclass(frozen=True)
class Revision:
    """One revision of a page."""

    text: str
    timestamp: datetime
    user: str = "Jan Example"
    minor: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Revisions:
    """A page by its title (with the canonical namespace) and its revisions, oldest first."""

    title: str
    revisions: Sequence[Revision]


def export_xml(pages: Iterable[Revisions], language: str) -> str:
    """Return the export XML of pages, as `importDump.php` takes it."""
    parts = [HEAD.format(language)]
    for page in pages:
        prefix, colon, _ = page.title.partition(":")
        namespace = NAMESPACES.get(prefix, 0) if colon else 0
        parts.append(f"<page><title>{escape(page.title)}</title><ns>{namespace}</ns>")
        parts.extend(_revision(revision) for revision in page.revisions)
        parts.append("</page>")
    parts.append("</mediawiki>")
    return "\n".join(parts)


def _revision(revision: Revision) -> str:
    return (
        f"<revision><timestamp>{revision.timestamp:%Y-%m-%dT%H:%M:%SZ}</timestamp>"
        f"<contributor><username>{escape(revision.user)}</username></contributor>"
        + ("<minor/>" if revision.minor else "")
        + f"<comment>{escape(revision.comment)}</comment>"
        "<model>wikitext</model><format>text/x-wiki</format>"
        f'<text xml:space="preserve">{escape(revision.text)}</text></revision>'
    )
