"""The report as a wiki page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from types import MappingProxyType

from cphub.clean import clean
from cphub.locale.speaker import Speaker, speaker
from cphub.model.documents import Document
from cphub.model.findings import Finding
from cphub.model.reports import Change, Report
from cphub.registry import plugin
from cphub.reports import _fields, _parts
from cphub.reports._addresses import web_address
from cphub.reports._wikitext_call import arguments, check_template, value
from cphub.reports._wikitext_document import TABLE, of_document
from cphub.reports._wikitext_sections import TEMPLATE_SHARE, Section, Sections
from cphub.reports._wikitext_text import escape, language, page_link, sentence

# MediaWiki's $wgMaxArticleSize unless a wiki sets it otherwise, in bytes.
MAX_BYTES = 2_097_152

NOWHERE: Mapping[str, str] = MappingProxyType({})
"""No interwiki prefixes: links to pages have their whole addresses."""

_COLUMNS = (
    "Severity",
    "Wiki",
    "Page",
    "Language",
    "Rule",
    "Finding",
    "Evidence",
    "To do",
    "Since",
)


def remark(
    report: Report | Document,
    *,
    prefixes: Mapping[str, str] = NOWHERE,
    row_template: str = "",
    max_bytes: int = MAX_BYTES,
) -> str:
    """Return a warning when the page is bigger than a wiki takes."""
    size = len(wikitext(report, prefixes=prefixes, row_template=row_template).encode())
    if size <= max_bytes:
        return ""
    return (
        f"The page has {size} bytes and the wiki takes {max_bytes} at most; write it to a file "
        "with -o, which makes several pages of it, or narrow the report by wiki, language, axis "
        "or severity."
    )


def pages(
    report: Report | Document,
    *,
    prefixes: Mapping[str, str] = NOWHERE,
    row_template: str = "",
    max_bytes: int = MAX_BYTES,
) -> tuple[tuple[str, str], ...]:
    """Return the report as pages that a wiki takes: (what follows the page's title, its text).

    The first is ("", text): all of it or, where that is longer than `max_bytes`, what has
    room there and links to the subpages ("/1", text), ("/2", text) … that have the rows of
    the others. Subpages are linked to by the page's own title, wherever it is saved.

    Args:
        report: what is written.
        prefixes: see `wikitext`.
        row_template: likewise.
        max_bytes: what the wiki takes, `Wiki.max_article_size`. Pages with a `row_template`
            get a quarter of it, as the wiki counts what templates write as well.

    Raises:
        UsageError: the pages cannot be made so small, or no template is called so.
    """
    limit = max_bytes // TEMPLATE_SHARE if row_template else max_bytes
    return _sections(report, prefixes, row_template).pages(limit)


@plugin(
    suffix=".wikitext",
    also={".wiki": {}, ".mediawiki": {}},
    binary=False,
    remark=remark,
    pages=pages,
)
def wikitext(
    report: Report | Document,
    *,
    prefixes: Mapping[str, str] = NOWHERE,
    row_template: str = "",
) -> str:
    """Write a page for a wiki: summary and findings as tables that readers can sort.

    Nothing that comes from an audited page can transclude, categorise, sign, link or open a
    tag: it is shown as text. Languages are named by the wiki that the report stands on. Links
    to pages are within and between wikis as far as that wiki's interwiki prefixes are known.

    prefixes: those prefixes by the wikis' short names, "" for the wiki itself
    row_template: a template that is called for each row, in place of the tables of rows
    """
    return _sections(report, prefixes, row_template).whole()


def _sections(
    report: Report | Document, prefixes: Mapping[str, str], row_template: str
) -> Sections:
    template = check_template(row_template) if row_template else ""
    if isinstance(report, Document):
        return of_document(report, prefixes, template)
    said = speaker(report.ui_language)
    origin = " ".join(escape(said.say(sentence)) for sentence in _parts.origin(report))
    return Sections(
        f"== {escape(report.title)} ==",
        (origin, "", escape(said.say(_parts.totals(report)))),
        (
            *(_table(report, table, said) for table in _parts.tables(report)),
            _changes(report, prefixes),
            *_unchecked(report),
            _findings(report, prefixes, template),
        ),
        said,
    )


def _table(report: Report, table: _parts.Table, said: Speaker) -> Section:
    rows = []
    for name, figures in table.rows:
        shown = (
            language(name, said)
            if table.languages
            else escape(_parts.row_name(report, table, name))
        )
        rows.append(f"|-\n| {' || '.join((shown, *map(str, figures)))}")
    headings = [said.say(heading) for heading in (table.heading, *table.columns)]
    return Section(headings[0], (), (TABLE, f"! {' !! '.join(headings)}"), tuple(rows), ("|}",))


def _changes(report: Report, prefixes: Mapping[str, str]) -> Section:
    said = speaker(report.ui_language)
    summary, groups = _parts.changes(report)
    rows = []
    for heading, shown, more in groups:
        rows.append(f"* {said.say(heading)}{said.t(':')}")
        rows += [_change(change, prefixes) for change in shown]
        if more:
            rows.append(f"** {said.t('and {more} more', more=more)}")
    name = said.t("What changed")
    return Section(name, (f"=== {name} ===", escape(said.say(summary))), (), tuple(rows))


def _change(change: Change, prefixes: Mapping[str, str]) -> str:
    page = page_link(prefixes, (change.wiki, change.title), change.title, change.url)
    return f"** {page} ({escape(change.wiki)}): {escape(change.message)} ({escape(change.rule)})"


def _unchecked(report: Report) -> Iterator[Section]:
    if report.unchecked:
        said = speaker(report.ui_language)
        name, colon = said.t("What could not be checked"), said.t(":")
        rows = tuple(
            f"* {escape(said.say(what))}{colon} {escape(why)}" for what, why in report.unchecked
        )
        yield Section(name, (f"=== {name} ===",), (), rows)


def _findings(report: Report, prefixes: Mapping[str, str], template: str) -> Section:
    speaks = speaker(report.ui_language)
    name = speaks.t("Findings")
    heading = f"=== {name} ==="
    if not report.findings:
        return Section(name, (heading, escape(speaks.say(_parts.nothing(report)))))
    found = [
        (finding, _parts.verdict(report, finding))
        for _, pages in _parts.by_severity(report)
        for findings in pages
        for finding in findings
    ]
    head = (heading, escape(speaks.t(_parts.READING)))
    if template:
        calls = (arguments(_values(finding, said, prefixes, speaks)) for finding, said in found)
        return Section(name, (*head, ""), (), tuple(calls), (), template)
    rows = tuple(
        "\n".join(("|-", *_cells(finding, said, prefixes, speaks))) for finding, said in found
    )
    columns = " !! ".join(map(speaks.say, _COLUMNS))
    return Section(name, head, (TABLE, f"! {columns}"), rows, ("|}",))


def _cells(
    finding: Finding, said: str, prefixes: Mapping[str, str], speaks: Speaker
) -> Iterator[str]:
    # Sorted by severity, "error" must come before "note": by rank, not by letter.
    severity = speaks.say(finding.severity.value)
    yield f'| data-sort-value="{finding.severity.rank}" | {severity}'
    yield f"| {escape(finding.wiki)}"
    review = f"<br />{escape(speaks.say(said))}" if said else ""
    yield f'| dir="auto" | {_page(finding, prefixes)}{review}'
    yield f"| {language(finding.language, speaks)}"
    yield f"| {escape(finding.rule)}"
    yield f"| {escape(finding.message)}"
    yield f'| dir="auto" | {_evidence(finding, speaks)}'
    yield f"| {sentence(finding.fix)}"
    day = finding.first_seen.astimezone(UTC).date()
    attributes = "" if speaks.is_english else f'data-sort-value="{day}" | '
    yield f"| {attributes}{speaks.day(day)}"


def _values(
    finding: Finding, said: str, prefixes: Mapping[str, str], speaks: Speaker
) -> Iterator[tuple[str, str]]:
    """Yield what a row's template is given: the fields of the JSON form, the link, the review."""
    ready = {
        "evidence": _evidence(finding, speaks),
        "url": web_address(finding.url),
        "first_seen": _parts.day(finding.first_seen),
    }
    for name, field in _fields.finding_fields(finding).items():
        yield name, ready[name] if name in ready else value(str(field))
    yield "page", _page(finding, prefixes)
    yield "review", escape(speaks.say(said))


def _page(finding: Finding, prefixes: Mapping[str, str]) -> str:
    return page_link(prefixes, (finding.wiki, finding.title), finding.title, finding.url)


def _evidence(finding: Finding, speaks: Speaker) -> str:
    shown = []
    for evidence in finding.evidence[: _parts.MOST_EVIDENCE]:
        text, section = escape(_parts.clip(clean(evidence.text))), escape(evidence.section)
        said = speaks.t("{text} (in “{section}”)", text=text, section=section)
        shown.append(said if section else text)
    more = len(finding.evidence) - _parts.MOST_EVIDENCE
    if more > 0:
        shown.append(speaks.t("{more} more", more=more))
    return "<br />".join(shown)
