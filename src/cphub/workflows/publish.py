"""Publish a report on a wiki's page: between cphub's markers, and only what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from cphub import __version__
from cphub.catalogue import Catalogue
from cphub.errors import UsageError, WikiError
from cphub.locale import translated
from cphub.model.documents import Document
from cphub.model.progress import Progress, Silent
from cphub.model.reports import Report
from cphub.reports.wikitext import pages
from cphub.settings import Settings
from cphub.wiki.edit import Standing, look
from cphub.wiki.site import Site
from cphub.workflows._prefixes import prefixes_at, prefixes_for
from cphub.workflows._publish_drafts import Draft, draft_of
from cphub.workflows._publish_edits import Writer, settle, write_all
from cphub.workflows._publish_markers import NAME, ROOM, Marked, has_markers, marked, printed
from cphub.workflows._publish_plan import Confirm, Outcome, Plan, Wanted
from cphub.workflows._publish_rescue import rescue
from cphub.workflows._publish_target import keep_wiki, logged_in, target_of
from cphub.workflows.clock import now
from cphub.workflows.propose import labels_in
from cphub.workflows.publish_reports import build, meaning
from cphub.workflows.wikis import Reach

__all__ = ["Confirm", "Outcome", "Plan", "Wanted", "publish"]

LEAST = 10_000
"""Bytes that a report must have on a page, or it is no place for one."""

NO_MORE = "''The report has become shorter: this page is no part of it any more.''"


def publish(
    catalogue: Catalogue,
    settings: Settings,
    wanted: Wanted,
    confirm: Confirm,
    *,
    reach: Reach | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now,
    folder: Path | None = None,
) -> Outcome:
    """Publish a report; where nothing of it is new, nothing is edited or asked.

    Args:
        catalogue: what is reported; the log is kept there, unless it is opened for reading.
        settings: the wiki that is written to, and who asks.
        wanted: what to publish and where.
        confirm: asked once, before the first edit.
        reach: in place of the network, and a token file.
        progress: told of every page.
        clock: what the time is.
        folder: where texts that the wiki does not take are saved; by default here.

    Raises:
        UsageError: what was asked for cannot be, or the page is not cphub's to write on.
        SettingsError: there is no login for the wiki.
        WikiError: the wiki refused or does not answer; the text is saved in a file.
        CatalogueError: there is nothing to report, or the log cannot be written.
    """
    progress, known = progress or Silent(), catalogue.wikis()
    if not NAME.fullmatch(wanted.marker):
        raise UsageError(f'--name "{wanted.name}" is not of small letters, digits and hyphens')
    target = target_of(wanted.to, settings, known)
    report = translated(
        build(wanted.report, catalogue, settings, wanted.filters, clock()),
        wanted.ui_language,
        labels=labels_in(settings, wanted.ui_language),
    )
    with ExitStack() as stack:
        session = logged_in(settings, target.wiki, reach or Reach(), progress, known)
        try:
            site = stack.enter_context(session)
        except WikiError as error:
            if catalogue.writable:
                prefixes = prefixes_for(catalogue, target.wiki)
                texts = pages(report, prefixes=prefixes, row_template=wanted.row_template)
                named = ((target.title + suffix, text) for suffix, text in texts)
                rescue(error, named, folder or Path())
            raise
        if catalogue.writable:
            settle(catalogue, site, catalogue.publications(target.wiki))
        job = _Job(catalogue, site, wanted, target.title, report)
        plan = job.plan()
        if plan.drafts and not confirm(plan):
            return Outcome(plan, agreed=False)
        if not catalogue.writable:
            return Outcome(plan)
        if plan.drafts:
            keep_wiki(catalogue, site.wiki)
        writer = Writer(catalogue, site, plan.summary, job.beginning(clock), clock)
        written = write_all(writer, plan.drafts, progress, folder or Path())
        job.end(clock())
        return Outcome(plan, written)


class _Job:
    """One report on its way to its page and subpages."""

    def __init__(
        self,
        catalogue: Catalogue,
        site: Site,
        wanted: Wanted,
        title: str,
        report: Report | Document,
    ) -> None:
        self.catalogue = catalogue
        self.site = site
        self.wanted = wanted
        self.name = wanted.marker
        self.report = report
        self.root = look(site, title)
        self.log = catalogue.publications(site.wiki.name)
        self.earlier = [
            one for one in self.log if (one.title, one.name) == (self.root.title, self.name)
        ]
        audits = catalogue.runs("audit", limit=1)
        self.run = audits[0].id if audits else None
        self.prefixes = prefixes_at(site.wiki, catalogue.wikis())
        self.meaning = meaning(report, self.prefixes, wanted.row_template)
        newest = self.earlier[0] if self.earlier else None
        under_way = newest is not None and not newest.ended and not newest.undone
        self.begun = newest.id if newest and under_way else 0

    def plan(self) -> Plan:
        """Return what is to be written: subpages first, the page that leads to them last."""
        of_run = f", audit {self.run}" if self.run else ""
        summary = f"cphub {__version__}: {self.wanted.report}{of_run}"
        (_, first), *parts = self._texts()
        root = self._draft(self.root, first)
        drafts = [] if root.same else [d for d in self._drafts(root, parts) if not d.same]
        return Plan(
            *(self.site.wiki.name, self.site.user, summary, tuple(drafts)),
            goes_on=self.begun > 0,
        )

    def _texts(self) -> tuple[tuple[str, str], ...]:
        there = marked(self.root.text, self.name, self.root.title) or Marked("", "", "")
        others = len((there.before + there.after).encode())
        room = self.site.wiki.max_article_size - others - ROOM
        if room < LEAST:
            raise UsageError(
                f"{self.root.title} has no room left for a report ({others:,} bytes stand there)"
            )
        texts = pages(
            self.report,
            prefixes=self.prefixes,
            row_template=self.wanted.row_template,
            max_bytes=room,
        )
        if any(has_markers(text) for _, text in texts):
            raise UsageError("the report has cphub's own markers in it, so it cannot be published")
        return texts

    def _drafts(self, root: Draft, parts: Iterable[tuple[str, str]]) -> Iterator[Draft]:
        titles = {root.title}
        for suffix, text in parts:
            standing = look(self.site, root.title + suffix)
            titles.add(standing.title)
            yield self._draft(standing, text)
        yield root
        once = {edit.title for publication in self.earlier for edit in publication.edits}
        for title in sorted(once - titles):
            standing = look(self.site, title)
            if standing.page_id and marked(standing.text, self.name, title):
                yield draft_of(standing, self.name, NO_MORE, printed(NO_MORE))

    def _draft(self, standing: Standing, text: str) -> Draft:
        if not standing.page_id:
            self._check_gone(standing.title)
        return draft_of(standing, self.name, text, self.meaning)

    def _check_gone(self, title: str) -> None:
        """Refuse to make a page again that somebody has deleted."""
        for publication in self.log:
            for edit in publication.open_edits:
                if edit.title == title:
                    raise UsageError(
                        f"{title} is gone: it was deleted or moved since cphub published it on "
                        f"{edit.timestamp:%Y-%m-%d}",
                        "ask why; where the page is made anew by hand, cphub writes on it again",
                    )

    def beginning(self, clock: Callable[[], datetime]) -> Callable[[], int]:
        """Return what gives the publication's number, beginning it where none is under way."""
        chosen = ", ".join(f"{name} {value}" for name, value in self.wanted.filters.pairs())
        place = (self.site.wiki.name, self.root.title, self.name)

        def begin() -> int:
            self.begun = self.begun or self.catalogue.start_publication(
                place, self.wanted.report, chosen, self.run, self.site.user, clock()
            )
            return self.begun

        return begin

    def end(self, moment: datetime) -> None:
        """Keep that all is written."""
        if self.begun:
            self.catalogue.end_publication(self.begun, moment)
            self.catalogue.forget_empty_publications()
