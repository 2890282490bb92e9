"""Which translations are wanting, the most useful first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.model.findings import Axis, Finding, Severity
from cphub.model.resources import Edition, Resource, Translation, TranslationState
from cphub.model.reviews import Verdict
from cphub.model.weight import Reach, Views, reach_of
from cphub.settings import Settings
from cphub.workflows._translation_view import Key, View, first
from cphub.workflows.queue import incoming_links

_LEFT = (TranslationState.MISSING, TranslationState.PARTIAL, TranslationState.OUTDATED)
_THERE = (
    TranslationState.SOURCE,
    TranslationState.COMPLETE,
    TranslationState.PARTIAL,
    TranslationState.OUTDATED,
)
_UNFIT = {
    Verdict.EXPIRED: "a review calls it expired",
    Verdict.IRRELEVANT: "a review calls it irrelevant",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A resource that is not there, or not all of it, in a language.

    `audited` says whether errors and warnings are known.
    """

    source: Edition
    translation: Translation
    address: str
    reach: Reach
    languages: int
    errors: int
    warnings: int
    audited: bool

    @property
    def rank(self) -> tuple[object, ...]:
        """What gaps are sorted by: use, importance, the source's quality, then by name."""
        return (
            *(-self.reach.number, -self.languages, self.errors, self.warnings),
            *(self.source.wiki, self.source.title, self.translation.language),
        )

    @property
    def why(self) -> str:
        """Why it stands where it does, in words."""
        faults = [
            counted(number, noun)
            for number, noun in ((self.errors, "error"), (self.warnings, "warning"))
            if number
        ]
        said = [self.reach.words(), f"there in {counted(self.languages, 'language')}"]
        if self.audited:
            said.append(f"{' and '.join(faults) or 'nothing'} found in the source")
        return "; ".join((*said, self.translation.reason))


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of pages: links to them (None: of none), views, faults, reasons against.

    `audited` says whether faults are known.
    """

    incoming: Mapping[Key, int] | None
    views: Mapping[Key, Views]
    findings: Mapping[Key, Sequence[Finding]]
    unfit: Mapping[int, str]
    audited: bool

    def reach(self, resource: Resource) -> Reach:
        """Return how far a resource reaches: views of its editions, links where not known."""
        keys = ((edition.wiki, edition.page_id) for edition in resource.editions)
        return reach_of(keys, self.views, self.incoming)


def sources_of(catalogue: Catalogue, settings: Settings) -> Sources:
    """Return what is known of source pages, as of the last audit."""
    audit = next(iter(catalogue.runs("audit", limit=1)), None)
    findings: dict[Key, list[Finding]] = {}
    for finding in catalogue.open_findings():
        findings.setdefault((finding.wiki, finding.page_id), []).append(finding)
    unfit = {
        number: _UNFIT[standing.verdict]
        for number, standing in catalogue.standings().items()
        if standing.verdict in _UNFIT
        and (audit is None or audit.today is None or standing.holds(audit.today))
    }
    incoming = None if audit is None else incoming_links(catalogue, settings)
    return Sources(incoming, catalogue.page_views(), findings, unfit, audit is not None)


def sorted_out(
    seen: View, sources: Sources
) -> tuple[list[Gap], list[tuple[Edition, str]], Counter[str]]:
    """Return gaps in order, sources that are not to be translated yet, and what else is there."""
    found: list[Gap] = []
    not_yet: list[tuple[Edition, str]] = []
    others: Counter[str] = Counter()
    for resource, made in seen.rows:
        left = []
        for one in map(made.__getitem__, seen.languages):
            if one.closed:
                others["closed"] += 1
            elif one.state in _LEFT:
                left.append(one)
            others["unknown"] += one.state is TranslationState.UNKNOWN
        edition = first(resource)
        if left and (why := _against(resource, edition, sources)):
            not_yet.append((edition, why))
            continue
        found += [_gap(seen, resource, made, one, sources) for one in left]
    return sorted(found, key=lambda gap: gap.rank), not_yet, others


def _against(resource: Resource, edition: Edition, sources: Sources) -> str:
    """Say why a resource is not to be translated before it is mended; "" where it may be."""
    if why := sources.unfit.get(resource.id):
        return why
    for finding in sources.findings.get((edition.wiki, edition.page_id), ()):
        if finding.axis is Axis.FRESHNESS and finding.severity is Severity.ERROR:
            return f"the source is stale: {finding.message} ({finding.rule})"
    return ""


def _gap(
    seen: View,
    resource: Resource,
    made: Mapping[str, Translation],
    one: Translation,
    sources: Sources,
) -> Gap:
    edition = first(resource)
    key = (edition.wiki, edition.page_id)
    found = [other.state for other in made.values()]
    severities = Counter(finding.severity for finding in sources.findings.get(key, ()))
    return Gap(
        source=edition,
        translation=one,
        address=seen.address(resource, one.language),
        reach=sources.reach(resource),
        languages=sum(state in _THERE for state in found),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        audited=sources.audited,
    )


def counted(number: int, noun: str) -> str:
    """Return `1 page`, `2 pages`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
