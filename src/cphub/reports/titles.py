"""The pages' titles alone."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.clean import clean
from cphub.model.documents import Document
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _parts


def remark(report: Report | Document) -> str:
    """Return a line that says why titles have a prefix, where they have one."""
    pages = _pages(report)
    if not pages:
        return "No page is in this report, so the list is empty."
    wikis = {wiki for wiki, _ in pages}
    if len(wikis) <= 1:
        return ""
    return (
        f"The titles are from {len(wikis)} wikis, so each has its wiki's short name and a "
        "colon in front; choose one wiki to have them plain."
    )


@plugin(speaks="never", suffix=".txt", binary=False, remark=remark)
def titles(report: Report | Document) -> str:
    """Write the title of each page with a finding, one a line, the worst page first.

    To paste into AutoWikiBrowser, a raw watchlist or PetScan. No title comes twice. Where
    the pages are on more than one wiki, the wikis follow one another and each title has its
    wiki's short name in front (`meta:Help:Uploads`); choose one wiki to have them plain.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report | Document) -> Iterator[str]:
    pages: dict[str, dict[str, None]] = {}
    for wiki, name in _pages(report):
        title = clean(name)
        if title:
            pages.setdefault(wiki, {})[title] = None
    for wiki in sorted(pages):
        prefix = f"{clean(wiki)}:" if len(pages) > 1 else ""
        for title in pages[wiki]:
            yield prefix + title


def _pages(report: Report | Document) -> list[tuple[str, str]]:
    if isinstance(report, Document):
        return list(report.titles)
    return [(finding.wiki, finding.title) for finding in _parts.worst_first(report.findings)]
