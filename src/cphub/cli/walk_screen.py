"""What a walk shows of a resource, on a screen of any size."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.cli.story import context
from cphub.cli.tables import STYLES, count
from cphub.cli.terminal import columns, is_plain, is_terminal

if TYPE_CHECKING:
    from cphub.model.findings import Finding
    from cphub.reports._terminal import Paper
    from cphub.workflows.walk import Stop, Walk

HEIGHT = 24  # of a terminal that does not tell its own
MOST_EVIDENCE = 2
LONGEST_EXCERPT = 400
KEYS = (
    ("[g]ood", "[e]xpired", "[i]rrelevant", "in[c]omplete", "[s]kip", "[u]ndo"),
    ("[d]ismiss a finding", "[n]ote", "[o]pen the page", "[m]ore", "[?] help", "[q]uit"),
)
HELP = (
    "g  good: warnings and notes of today are quiet until it is reviewed again",
    "e  expired: it is out of date",
    "i  irrelevant: all its findings are quiet until it is reviewed again",
    "c  incomplete: something is missing",
    "d  dismiss a finding that is wrong; it comes back when its passage changes",
    "n  write a note that others see",
    "o  open the page in a browser, or show its address",
    "m  see the findings that did not fit",
    "s  skip: this one comes again the next time",
    "u  undo what you said last, and go back to it",
    "q  quit; Ctrl-C does the same. Everything you said is saved already.",
    "   While you type a note or a reason, Ctrl-C drops it and goes back to the page.",
)


def room() -> tuple[int, int]:
    """Return how many columns and lines there are on the terminal of standard error."""
    width = columns(sys.stderr)
    try:
        height = os.get_terminal_size(sys.stderr.fileno()).lines or HEIGHT
    except (OSError, ValueError):
        height = HEIGHT
    return width, height


def draw(walk: Walk, stop: Stop, *, start: int, remark: str, height: int) -> tuple[str, int]:
    """Return the screen, and how many findings from number `start` on fit it.

    With a `height` of 0 everything fits.
    """
    from cphub.reports._terminal import Paper  # noqa: PLC0415  # it loads rich

    width, _lines = room()
    live = is_terminal(sys.stderr) and not is_plain()

    def page() -> Paper:
        return Paper(width, colour=live and not os.environ.get("NO_COLOR"), plain=not live)

    foot = page()
    if remark:
        foot.say(remark)
    for row in KEYS:
        _keys(foot, row)
    head = page()
    _head(head, walk, stop)
    used = _lines_of(head) + _lines_of(foot) + 2
    body, shown = "", 0
    for number, finding in list(enumerate(stop.findings, 1))[start:]:
        part = page()
        _finding(part, number, finding, stop)
        if height and shown and used + _lines_of(part) > height:
            break
        body += part.text()
        used += _lines_of(part)
        shown += 1
    tail = page()
    if not stop.findings:
        _lead(tail, stop)
    elif more := len(stop.findings) - start - shown:
        tail.say(f"and {count(more, 'more finding')}: press m")
    text = f"{head.text()}{body}{tail.text()}\n{foot.text()}"
    return text, shown


def _keys(paper: Paper, row: Sequence[str]) -> None:
    """Write what the keys do; none is broken where the terminal is narrow."""
    line = ""
    for key in row:
        if line and len(f"{line}  {key}") > paper.width:
            paper.write(line)
            line = key
        else:
            line = f"{line}  {key}" if line else key
    paper.write(line)


def _lines_of(paper: Paper) -> int:
    return paper.text().count("\n")


def _head(paper: Paper, walk: Walk, stop: Stop) -> None:
    edition = stop.resource.source or stop.resource.editions[0]
    number = walk.seen + 1
    total = walk.seen + len(walk.left)
    paper.say(f"{number:,} of {total:,}, because: {stop.waiting.why}")
    quote(paper, edition.title, style="bold")
    paper.write(f"  {clean(edition.url)}")
    languages = ", ".join(dict.fromkeys(each.language for each in stop.resource.editions))
    paper.say(f"resource {stop.resource.id}, {edition.wiki}, in {languages}", indent=2)
    standing = stop.standing
    if standing.verdict:
        until = f", to be reviewed by {standing.review_by}" if standing.review_by else ""
        paper.say(f"was {standing.verdict} by {standing.reviewer}{until}", indent=2)
    if standing.note:
        quote(paper, f"note by {standing.noted_by}: {standing.note}", indent=2)
    paper.write("")


def _finding(paper: Paper, number: int, finding: Finding, stop: Stop) -> None:
    severity = finding.severity.value
    where = f" [{finding.language}]" if len(stop.resource.editions) > 1 else ""
    style = STYLES.get(severity, "")
    paper.say(f"{number} {severity} {finding.rule}{where}: {finding.message}", style=style)
    facts = stop.facts.get((finding.wiki, finding.page_id))
    for evidence in finding.evidence[:MOST_EVIDENCE]:
        quote(paper, context(evidence, facts) or evidence.text, indent=4)


def _lead(paper: Paper, stop: Stop) -> None:
    """Show how the page begins, where no finding quotes it."""
    paper.say("No open findings. It begins:")
    edition = stop.resource.source or stop.resource.editions[0]
    facts = stop.facts.get((edition.wiki, edition.page_id))
    for section in facts.sections if facts else ():
        if section.text:
            quote(paper, section.text[:LONGEST_EXCERPT], indent=4)
            return


def quote(paper: Paper, text: str, *, indent: int = 0, style: str = "") -> None:
    """Write text of a page, each line isolated so that its direction turns nothing else."""
    from rich.text import Text  # noqa: PLC0415  # only a screen needs rich

    from cphub.reports._terminal import isolated  # noqa: PLC0415  # likewise

    for line in paper.fold(Text(clean(text), style=style), paper.width - indent):
        paper.write(Text(" " * indent) + isolated(line))
