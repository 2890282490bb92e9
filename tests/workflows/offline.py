"""A harvested catalogue, and small rules, for the workflows that need no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from tests.catalogue.imagined import Harvest, listed

from cphub.catalogue import Catalogue
from cphub.data import Vocabulary
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.model.pages import Listed, State
from cphub.registry import Plugin, Setting
from cphub.settings import Settings
from cphub.wikitext.pool import Job
from cphub.wikitext.reader import read
from cphub.workflows.audit import AuditResult, audit

TODAY = date(2026, 6, 1)


def clock(day: int = 1) -> Callable[[], datetime]:
    """Return a clock that stands still on a day in June."""
    return lambda: datetime(2026, 6, day, 9, tzinfo=UTC)


def shouting(subject: Subject, context: Context, *, least: int = 1) -> Iterator[Fault]:  # noqa: ARG001
    """Find pages that shout."""
    marks = sum(section.text.count("!") for section in subject.facts.sections)
    if marks >= least:
        yield Fault(Severity.WARNING, f"{marks} exclamation marks.", "Calm down.", (Evidence("!"),))


def breaking(subject: Subject, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Break on pages that shout."""
    if any("!" in section.text for section in subject.facts.sections):
        raise ZeroDivisionError("nought")
    yield Fault(Severity.NOTE, "A quiet page.", "")


def gone(subject: Subject, context: Context) -> Iterator[Fault]:  # noqa: ARG001
    """Find pages that are no more."""
    yield Fault(Severity.ERROR, f"Gone since {subject.page.state_since.date()}.", "")


RULES = {
    "shouting": Plugin(
        "shouting",
        shouting,
        {"least": Setting("least", int, 1)},
        {"axis": Axis.QUALITY},
    ),
    "breaking": Plugin("breaking", breaking, {}, {"axis": Axis.LINKS}),
    "gone": Plugin("gone", gone, {}, {"axis": Axis.FRESHNESS, "states": (State.MISSING,)}),
}
SHOUTING = {"shouting": RULES["shouting"]}


def read_here(jobs: Iterable[Job], vocabulary: Vocabulary, **_: object) -> Iterator[Any]:
    """Read texts in this process: starting workers takes a second each time."""
    for job in jobs:
        yield job.key, read(job.text, job.words, job.language, vocabulary)


def harvest(catalogue: Catalogue, texts: dict[str, str | None], *, day: int = 0) -> Harvest:
    """Harvest pages of these texts; page ids count from 1."""
    run = Harvest(catalogue, day)
    run.texts = dict(enumerate(texts.values(), 1))
    run(pages(texts))
    return run


def pages(texts: dict[str, str | None], revision: int = 10) -> list[Listed]:
    """Return the pages as a listing tells them."""
    return [
        listed(number, title, revision + number)
        if not (text or "").startswith("#REDIRECT")
        else listed(number, title, revision + number, State.REDIRECT)
        for number, (title, text) in enumerate(texts.items(), 1)
    ]


def audited(
    catalogue: Catalogue,
    rules: dict[str, Plugin] | None = None,
    *,
    day: int = 1,
    settings: Settings | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> AuditResult:
    """Audit with these rules on a day in June."""
    return audit(
        catalogue,
        settings or Settings(),
        today=TODAY,
        clock=clock(day),
        rules=rules or SHOUTING,
        select=select,
        ignore=ignore,
    )
