"""Gather what a report says from a catalogue: the same from the same catalogue, always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

import cphub.rules
from cphub.catalogue import Catalogue
from cphub.catalogue.selections import HeldPage
from cphub.errors import CatalogueError
from cphub.model.findings import Axis, Finding, Severity
from cphub.model.pages import State
from cphub.model.reports import Change, Count, Report, Run
from cphub.registry import discover
from cphub.workflows._filters import Filters, lets, not_there
from cphub.workflows._history import link_counts, worst_by_language
from cphub.workflows._language_names import language_names
from cphub.workflows._said import quiet_findings, verdicts
from cphub.workflows.status import comparable

__all__ = ["Filters", "build_report"]

TITLE = "Learning material"
NOT_HARVESTED = ("failed", "missing-title", "invalid-title", "interwiki-title")  # warnings
UNREADABLE = {State.MISSING, State.REDIRECT}

Key = tuple[str, int]


def build_report(
    catalogue: Catalogue,
    filters: Filters | None = None,
    *,
    title: str = "",
    languages: Collection[str] = (),
) -> Report:
    """Return all that a report says: counts, what changed since the audit before, findings.

    Nothing in it depends on when it is built.

    Args:
        catalogue: only read.
        filters: what it is to be about; all if None.
        title: what it is called, "" for the usual title.
        languages: those that the hub wants material in: told of also where they have no page.

    Raises:
        CatalogueError: nothing was audited yet.
        UsageError: a filter names something that is not there.
    """
    filters = filters or Filters()
    with catalogue.read():
        audits = catalogue.runs("audit")
        if not audits:
            raise CatalogueError(
                f"{catalogue.path} has no audit yet: there is nothing to report",
                "`cphub audit` makes one.",
            )
        wikis = catalogue.wikis()
        everything = catalogue.held_pages()
        _check(catalogue, filters, {*languages, *(page.language for page in everything)})
        pages = {
            (page.wiki, page.page_id): page
            for page in _chosen_pages(catalogue, filters, everything)
        }
        audit, previous = audits[0], audits[1] if len(audits) > 1 else None

        def lets_through(finding: Finding) -> bool:
            there = (finding.wiki, finding.page_id) in pages
            return there and finding.rule in audit.rules and filters.finding(finding)

        findings = list(filter(lets_through, catalogue.open_findings()))
        changes = _changes(catalogue, audit, filters) if previous else ()
        harvests = catalogue.runs("harvest", limit=1)
        resource = catalogue.resource_numbers()
        unchecked = _unchecked(catalogue, audit, harvests, filters, pages.values())
        said = verdicts(catalogue, pages, resource, audit.today)
        quiet = quiet_findings(catalogue, lets_through)
        links = link_counts(catalogue, pages)
    # What audits counted is of everything: it tells nothing of a part.
    trend, passed_over = ((), 0) if filters.pairs() else comparable(audits)
    count = _Counter(pages, resource)
    wanted = {code for code in languages if lets(filters.language, code)}
    return Report(
        title=title or TITLE,
        audit=audit,
        previous=previous,
        harvested=harvests[0].ended if harvests else None,
        filters=filters.pairs(),
        total=count.row("", pages, findings),
        by_wiki=count.pages_by(lambda page: page.wiki, findings),
        by_language=count.pages_by(lambda page: page.language, findings, wanted),
        by_axis=count.findings_by(lambda finding: finding.axis.value, findings),
        by_rule=count.findings_by(lambda finding: finding.rule, findings),
        by_state=_states(pages.values()),
        changes=changes,
        findings=tuple(findings),
        unchecked=unchecked,
        wikis=wikis,
        language_names=language_names(
            {*wanted, *(page.language for page in pages.values())}, wikis
        ),
        verdicts=said,
        quiet=quiet,
        worst=worst_by_language(pages, findings),
        trend=trend,
        passed_over=passed_over,
        links=links,
    )


class _Counter:
    """Counts pages, the resources that they are editions of, and findings by severity."""

    def __init__(self, pages: Mapping[Key, HeldPage], resource: Mapping[Key, int]) -> None:
        self._pages = pages
        self._resource = resource

    def row(self, name: str, keys: Collection[Key], findings: Iterable[Finding]) -> Count:
        severities = Counter(finding.severity for finding in findings)
        # Of what there is to be read, as everywhere else: a redirect alone is no material.
        there = (key for key in keys if self._pages[key].state not in UNREADABLE)
        return Count(
            name,
            len(keys),
            len({self._resource.get(key, key) for key in there}),
            severities[Severity.ERROR],
            severities[Severity.WARNING],
            severities[Severity.NOTE],
        )

    def pages_by(
        self,
        name: Callable[[HeldPage], str],
        findings: Iterable[Finding],
        also: Iterable[str] = (),
    ) -> tuple[Count, ...]:
        """Return the groups of pages by `name`, with those of `also` that have none."""
        groups: dict[str, set[Key]] = {group: set() for group in also}
        for key, page in self._pages.items():
            groups.setdefault(name(page), set()).add(key)
        found: dict[str, list[Finding]] = {group: [] for group in groups}
        for finding in findings:
            found[name(self._pages[finding.wiki, finding.page_id])].append(finding)
        return tuple(self.row(group, groups[group], found[group]) for group in sorted(groups))

    def findings_by(
        self, name: Callable[[Finding], str], findings: Iterable[Finding]
    ) -> tuple[Count, ...]:
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault(name(finding), []).append(finding)
        return tuple(
            self.row(group, {(found.wiki, found.page_id) for found in groups[group]}, groups[group])
            for group in sorted(groups)
        )


def _chosen_pages(
    catalogue: Catalogue, filters: Filters, pages: Iterable[HeldPage]
) -> list[HeldPage]:
    held = {key for source in filters.source for key in catalogue.members(source)}
    return [
        page
        for page in pages
        if lets(filters.wiki, page.wiki)
        and lets(filters.language, page.language)
        and (not filters.source or (page.wiki, page.page_id) in held)
    ]


def _changes(catalogue: Catalogue, audit: Run, filters: Filters) -> tuple[Change, ...]:
    """Return what changed with the last audit; a page may have left its source meanwhile."""
    held = {key for source in filters.source for key in catalogue.members(source)}
    return tuple(
        change
        for change, finding in catalogue.finding_changes(audit.id)
        if filters.finding(finding)
        and lets(filters.wiki, finding.wiki)
        and lets(filters.language, finding.language)
        and (not filters.source or (finding.wiki, finding.page_id) in held)
    )


def _unchecked(
    catalogue: Catalogue,
    audit: Run,
    harvests: list[Run],
    filters: Filters,
    pages: Iterable[HeldPage],
) -> tuple[tuple[str, str], ...]:
    """Return what could not be harvested, read or judged."""
    found = [
        (f"source {source}", "its harvest is not finished; `cphub harvest` goes on with it")
        for source in catalogue.unfinished()
        if lets(filters.source, source)
    ]
    found += [
        (f"source {warning.source}", warning.message)
        for harvest in harvests
        for warning in catalogue.warnings(harvest.id)
        if warning.code in NOT_HARVESTED and lets(filters.source, warning.source)
    ]
    for page in pages:
        if page.state is State.UNPARSED:
            found.append((f"{page.wiki}: {page.title}", f"its text could not be read ({page.why})"))
        elif page.state is State.HIDDEN:
            found.append((f"{page.wiki}: {page.title}", "its text is hidden"))
    left_out = [rule for rule in audit.rules_left_out if lets(filters.rule, rule)]
    if left_out:
        found.append((", ".join(left_out), "not run in this audit"))
    found += [
        (warning.code, warning.message)
        for warning in catalogue.warnings(audit.id)
        if lets(filters.wiki, warning.wiki)
    ]
    return tuple(found)


def _states(pages: Iterable[HeldPage]) -> tuple[tuple[str, int], ...]:
    counts = Counter(page.state for page in pages)
    return tuple((state.value, counts[state]) for state in State if counts[state])


def _check(catalogue: Catalogue, filters: Filters, languages: set[str]) -> None:
    """Raise UsageError where a filter names something that is not there."""
    known: dict[str, set[str]] = {
        "wiki": set(catalogue.wikis()),
        "source": {source.name for source in catalogue.sources()},
        "language": languages,
        "axis": {axis.value for axis in Axis},
        "rule": {*discover(cphub.rules), *(f.rule for f in catalogue.open_findings())},
        "severity": {severity.value for severity in Severity},
    }
    for name, value in filters.pairs():
        if value not in known[name]:
            raise not_there(name, value, known[name])
