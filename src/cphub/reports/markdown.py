"""The report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cphub.clean import clean
from cphub.model.findings import Finding
from cphub.model.reports import Change, Report
from cphub.registry import plugin
from cphub.reports import _parts
from cphub.reports._addresses import web_address

# What means something in CommonMark or GitHub's Markdown wherever it stands …
_ANYWHERE = re.compile(r"[\\`*_\[\]{}<>|~&$^#@]|:(?=//)|(?<=www)\.")
# … and what does so only where a block begins.
_AT_START = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")
_BACKTICKS = re.compile("`+")


@plugin(suffix=".md", binary=False)
def markdown(report: Report) -> str:
    """Write a report to read and to share: summary, what changed, then all findings.

    CommonMark with GitHub's tables. Every finding has a link to its page, its evidence and
    what to do. Long lists of changes and of evidence are cut short, and say by how much;
    CSV and JSON have all of it.
    """
    return "\n".join(_lines(report)) + "\n"


def escape(text: str) -> str:
    """Return `text` as Markdown that shows it and does nothing else."""
    text = _ANYWHERE.sub(r"\\\g<0>", clean(text))
    return _AT_START.sub(_escape_start, text)


def code(text: str) -> str:
    """Return `text` as a code span, in which nothing is markup."""
    text = clean(text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def link(text: str, url: str) -> str:
    """Return a link, or only its text where the address is none to follow."""
    address = web_address(url)
    shown = escape(text)
    return f"[{shown}]({address})" if address and shown else shown


def _escape_start(match: re.Match[str]) -> str:
    # A list's number is no punctuation: its dot or bracket takes the backslash.
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escape(report.title)}"
    yield ""
    yield " ".join(escape(sentence) for sentence in _parts.origin(report))
    yield ""
    yield "## Summary"
    yield ""
    yield escape(_parts.totals(report))
    for table in _parts.tables(report):
        yield ""
        yield from _table(report, table)
    yield ""
    yield "## What changed"
    yield ""
    yield from _changes(report)
    if report.unchecked:
        yield ""
        yield "## What could not be checked"
        yield ""
        for what, why in report.unchecked:
            yield f"- {escape(what)}: {escape(why)}"
    yield ""
    yield "## Findings"
    yield ""
    yield from _findings(report)


def _table(report: Report, table: _parts.Table) -> Iterator[str]:
    yield "| " + " | ".join((table.heading, *table.columns)) + " |"
    yield "| --- |" + " ---: |" * len(table.columns)
    for name, figures in table.rows:
        shown = _parts.language(report, name) if table.languages else name
        yield "| " + " | ".join((escape(shown), *map(str, figures))) + " |"


def _changes(report: Report) -> Iterator[str]:
    sentence, groups = _parts.changes(report)
    yield escape(sentence)
    for heading, shown, more in groups:
        yield ""
        yield f"{heading}:"
        yield ""
        yield from map(_change, shown)
        if more:
            yield f"- and {more} more"


def _change(change: Change) -> str:
    page = link(change.title, change.url)
    return f"- {page} ({escape(change.wiki)}): {escape(change.message)} ({code(change.rule)})"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        yield escape(_parts.nothing(report))
        return
    yield f"{_parts.READING} `cphub explain RULE` says how a rule judges."
    for severity, pages in _parts.by_severity(report):
        yield ""
        yield f"### {_parts.number(sum(map(len, pages)), severity.value)}"
        yield ""
        for findings in pages:
            first = findings[0]
            where = f"{first.wiki}, {_parts.language(report, first.language)}"
            yield f"- {link(first.title, first.url)} ({escape(where)})"
            for finding in findings:
                yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    since = _parts.day(finding.first_seen)
    yield f"  - {escape(finding.message)} ({code(finding.rule)}, since {since})"
    for evidence in finding.evidence[: _parts.MOST_EVIDENCE]:
        section = f", in “{escape(evidence.section)}”" if evidence.section else ""
        yield f"    - Evidence: {code(_parts.clip(clean(evidence.text)))}{section}"
    more = len(finding.evidence) - _parts.MOST_EVIDENCE
    if more > 0:
        yield f"    - Evidence: {more} more"
    if finding.fix:
        yield f"    - To do: {escape(finding.fix)}"
