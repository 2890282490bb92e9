"""What every report that is read by people says, before a format puts it on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cphub.locale.speaker import speaker
from cphub.model.documents import Document
from cphub.model.findings import Finding, Severity
from cphub.model.links import LinkState
from cphub.model.reports import Change, Count, Report, Worst

# Longer lists and quotations hide what matters; CSV and JSON always have all of it.
MOST_CHANGES = 100
MOST_EVIDENCE = 5
LONGEST_QUOTE = 300

LINKS = {
    LinkState.DEAD: "dead",
    LinkState.SUSPECTED: "suspected",
    LinkState.MOVED: "moved for good",
    LinkState.UNKNOWN: "could not be checked",
    LinkState.OK: "sound",
}
"""What is said of addresses that were checked, the worst first."""

WORST = "Pages by their worst"
WORSTS = ("Error", "Warning", "Note", "Nothing found", "Not judged")
SEVERITIES = ("errors", "warnings", "notes")
"""The names by which runs count what is open."""
WORDED = frozenset({"Axis", "State"})
"""Tables whose rows have names that are words of the program."""
READING = "Worst first: an error is sure, a warning likely, a note weak."


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the summary; each row is a name and figures. `languages`: names are codes."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    languages: bool = False


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by severity, rule, wiki and title; page and key make the order total."""
    return sorted(
        findings,
        key=lambda f: (f.severity.rank, f.rule, f.wiki, f.title, f.page_id, f.key),
    )


def by_severity(report: Report) -> Iterator[tuple[Severity, list[list[Finding]]]]:
    """Yield each severity that occurs with its findings, those of one page together."""
    pages: dict[Severity, dict[tuple[str, int, str], list[Finding]]] = {}
    for finding in worst_first(report.findings):
        page = (finding.wiki, finding.page_id, finding.title)
        pages.setdefault(finding.severity, {}).setdefault(page, []).append(finding)
    for severity, groups in pages.items():
        yield severity, list(groups.values())


def tables(report: Report) -> Iterator[Table]:
    """Yield the tables of the summary that have rows."""
    figures = ("Errors", "Warnings", "Notes")
    of_pages = ("Pages", "Resources", *figures)
    with_findings = ("Pages with findings", *figures)
    for heading, counts, columns, languages in (
        ("Wiki", report.by_wiki, of_pages, False),
        ("Language", report.by_language, of_pages, True),
        ("Axis", report.by_axis, with_findings, False),
        ("Rule", report.by_rule, with_findings, False),
    ):
        if counts:
            rows = tuple((row.name, _figures(row, columns)) for row in counts)
            yield Table(heading, columns, rows, languages)
        if languages and report.worst:
            yield Table(WORST, WORSTS, tuple(map(_worst, report.worst)), languages)
    if report.by_state:
        states = tuple((state, (number,)) for state, number in report.by_state)
        yield Table("State", ("Pages",), states)


def _figures(row: Count, columns: tuple[str, ...]) -> tuple[int, ...]:
    severities = (row.errors, row.warnings, row.notes)
    if "Resources" in columns:
        return (row.pages, row.resources, *severities)
    return (row.pages, *severities)


def _worst(row: Worst) -> tuple[str, tuple[int, ...]]:
    return row.name, (row.errors, row.warnings, row.notes, row.sound, row.unjudged)


def origin(report: Report) -> list[str]:
    """Return sentences on what was audited, when, from what harvest, and what is left out."""
    audit = report.audit
    said = [f"Audit of {when(audit.started)} (run {audit.id}), by cphub {audit.version}."]
    if audit.today and audit.today != audit.started.astimezone(UTC).date():
        said.append(f"The rules counted from {audit.today.isoformat()}.")
    if audit.status != "done":
        said.append(f"This audit is {audit.status}: what it did not reach is not in this report.")
    if report.harvested:
        said.append(f"Pages as harvested on {when(report.harvested)}.")
    else:
        said.append("When the pages were harvested is not known.")
    if report.filters:
        chosen = ", ".join(f"{name} {value}" for name, value in report.filters)
        said.append(f"Only {chosen}.")
    return said


def totals(report: Report) -> str:
    """Return sentences: the pages, resources and findings; what is quiet; links checked."""
    total = report.total
    found = (
        number(total.errors, "error"),
        number(total.warnings, "warning"),
        number(total.notes, "note"),
    )
    seen = f"{number(total.pages, 'page')}, {number(total.resources, 'resource')}"
    said = [f"{seen}: {', '.join(found)}."]
    if report.quiet:
        words = {"dismissed": "dismissed", "overruled": "overruled by reviews"}
        quiet = ", ".join(f"{count} {words[why]}" for why, count in report.quiet)
        said.append(f"Not counted: {quiet}.")
    return " ".join([*said, *_links(report)])


def _links(report: Report) -> Iterator[str]:
    """Yield a sentence on external links, if any of them was checked."""
    links = report.links
    if links is None or links.checked is None:
        return
    told = [f"{n:,} {words}" for state, words in LINKS.items() if (n := links.states.get(state, 0))]
    checked = sum(links.states.values())
    left = f"; {links.unchecked:,} not checked" if links.unchecked else ""
    yield (
        f"External links: {checked:,} checked, last {day(links.checked)}: {', '.join(told)}{left}."
    )


def verdict(report: Report, finding: Finding) -> str:
    """Return what a person said of the resource that a finding is of, "" where nobody did."""
    said = report.verdicts.get((finding.wiki, finding.page_id), "")
    return f"Review: {said}" if said else ""


def changes(report: Report) -> tuple[str, list[tuple[str, list[Change], int]]]:
    """Return what changed in a sentence, then (heading, changes to list, how many more)."""
    if report.previous is None:
        return "This is the first audit: there is none to compare it with.", []
    groups = []
    for kind, heading in (("new", "New"), ("gone", "Gone")):
        found = sorted(
            (change for change in report.changes if change.kind == kind),
            key=lambda c: (c.rule, c.wiki, c.title, c.message),
        )
        groups.append((heading, found))
    said = ", ".join(f"{len(found)} {heading.lower()}" for heading, found in groups)
    before = f"{when(report.previous.started)} (run {report.previous.id})"
    sentences = [f"Since the audit of {before}: {said}.", trend(report)]
    return " ".join(filter(None, sentences)), [
        (heading, found[:MOST_CHANGES], max(0, len(found) - MOST_CHANGES))
        for heading, found in groups
        if found
    ]


def trend(report: Report) -> str:
    """Return a sentence on the last audits, "" where there is no trend."""
    if len(report.trend) < 2:  # noqa: PLR2004  # one is no trend
        return ""
    first, last = report.trend[0], report.trend[-1]
    figures = ", ".join(
        f"{name} {first.counts.get(name, 0):,} to {last.counts.get(name, 0):,}"
        for name in SEVERITIES
    )
    others = f", without {number(report.passed_over, 'audit')} of other rules"
    return (
        f"From {day(first.started)} to {day(last.started)}, in"
        f" {number(len(report.trend), 'audit')}{others if report.passed_over else ''}: {figures}."
    )


def nothing(report: Report) -> str:
    """Return why a report has no findings and what to do next."""
    if report.filters:
        return "Nothing was found with these filters. Leave one out to see more."
    if not report.total.pages and any(what.startswith("source ") for what, _ in report.unchecked):
        return (
            "No harvest was finished, so there are no pages yet. Run cphub harvest again (it goes "
            "on where it stopped), then cphub audit."
        )
    if not report.total.pages:
        return "The catalogue has no pages. Run cphub harvest, then cphub audit."
    return (
        "Nothing was found: every page that could be checked passes every rule that was run. "
        "Run cphub harvest and cphub audit again when the pages have changed."
    )


def when(moment: datetime) -> str:
    """Return a moment to the minute, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def day(moment: datetime) -> str:
    """Return a moment's day, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def number(count: int, noun: str) -> str:
    """Return `1 page`, `2 pages`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def language(report: Report | Document, code: str) -> str:
    """Return a language's own name with its code, `svenska (sv)`, or the code alone."""
    if not code:
        return speaker(report.ui_language).t("not known")
    name = report.language_names.get(code, "")
    return f"{name} ({code})" if name else code


def row_name(report: Report, table: Table, name: str) -> str:
    """Return what a row of the summary is called; names of wikis and rules are as they are."""
    if table.languages:
        return language(report, name)
    return speaker(report.ui_language).say(name) if table.heading in WORDED else name


def clip(text: str) -> str:
    """Return a quotation that is no longer than people read."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
