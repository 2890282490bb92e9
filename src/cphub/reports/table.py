"""The report for the terminal."""

from __future__ import annotations

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Document
from cphub.model.findings import Finding, Severity
from cphub.model.reports import Change, Report
from cphub.registry import plugin
from cphub.reports import _grid, _parts
from cphub.reports._addresses import web_address
from cphub.reports._terminal import Paper

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}


@plugin(suffix=".txt", binary=False)
def table(
    report: Report | Document, *, width: int = 80, colour: bool = False, plain: bool = False
) -> str:
    """Write the report for a terminal: a short summary, then the findings by page.

    A title or quotation stands last on its line, so that a right-to-left one cannot turn
    what stands beside it. Addresses are never broken, so that they can be clicked or copied.
    A table that is too wide is folded, and at last parted into several.

    width: cells in a line
    colour: colours for severities, bold for titles
    plain: no lines drawn and no colour, for screen readers and log files
    """
    paper = Paper(width, colour=colour, plain=plain)
    if isinstance(report, Document):
        _grid.write_document(paper, report)
    else:
        _Terminal(report, paper).write()
    return paper.text()


class _Terminal:
    """One rendering; texts are cleaned where they are written, in `say` and `_tables`."""

    def __init__(self, report: Report, paper: Paper) -> None:
        self.report = report
        self.paper = paper
        self.say = paper.say
        self.said = speaker(report.ui_language)

    def write(self) -> None:
        report = self.report
        self.say(report.title, style="bold")
        for sentence in (*_parts.origin(report), _parts.totals(report)):
            self.say(self.said.say(sentence))
        self._tables()
        self.say("")
        self._changes()
        if report.unchecked:
            self.say("")
            self.say(self.said.t("Could not be checked"), style="bold")
            colon = self.said.t(":")
            for what, why in report.unchecked:
                self.say(f"{self.said.say(what)}{colon} {why}", indent=2)
        self._findings()

    def _tables(self) -> None:
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        for part in _parts.tables(self.report):
            shown = Table(
                box=None if self.paper.plain else SIMPLE_HEAD, pad_edge=False, show_edge=False
            )
            shown.add_column(self.said.say(part.heading), overflow="fold", min_width=12)
            for column in part.columns:
                shown.add_column(self.said.say(column), justify="right")
            for name, figures in part.rows:
                words = _parts.row_name(self.report, part, name)
                shown.add_row(Text(clean(words)), *map(self._figure, figures))
            self.paper.write("")
            self.paper.console.print(shown)

    def _figure(self, figure: int) -> str:
        return str(figure) if self.said.is_english else self.said.number(figure)

    def _changes(self) -> None:
        sentence, groups = _parts.changes(self.report)
        self.say(self.said.say(sentence))
        for heading, shown, more in groups:
            self.say(f"{self.said.say(heading)}{self.said.t(':')}", style="bold")
            for change in shown:
                self._change(change)
            if more:
                self._more(more, indent=2)

    def _change(self, change: Change) -> None:
        self.say(f"{change.rule}, {change.wiki}: {change.title}", indent=2)

    def _findings(self) -> None:
        if not self.report.findings:
            self.say("")
            self.say(self.said.say(_parts.nothing(self.report)))
            return
        for severity, pages in _parts.by_severity(self.report):
            self.say("")
            heading = _parts.number(sum(map(len, pages)), severity.value)
            self.say(self.said.say(heading), style=_STYLES[severity])
            for findings in pages:
                self.say("")
                self._page(findings)

    def _page(self, findings: list[Finding]) -> None:
        first = findings[0]
        language = first.language or self.said.t("language not known")
        self.say(f"{first.wiki}, {language}{self.said.t(':')} {first.title}", style="bold")
        address = web_address(first.url)
        if address:
            self.paper.write(f"  {address}")
        if said := _parts.verdict(self.report, first):
            self.say(self.said.say(said), indent=2)
        t = self.said.t
        for finding in findings:
            self.say(f"{finding.rule}{t(':')} {finding.message}", indent=2)
            for evidence in finding.evidence[: _parts.MOST_EVIDENCE]:
                if evidence.section:
                    self.say(t("section: {section}", section=evidence.section), indent=4)
                text = _parts.clip(clean(evidence.text))
                self.say(t("evidence: {text}", text=text), indent=4)
            more = len(finding.evidence) - _parts.MOST_EVIDENCE
            if more > 0:
                self._more(more, indent=4)
            if finding.fix:
                self.say(t("to do: {fix}", fix=finding.fix), indent=4)

    def _more(self, more: int, *, indent: int) -> None:
        self.say(self.said.t("and {more} more", more=self._figure(more)), indent=indent)
