"""Measure `status`, `diff` and `report overview` on the catalogue that the search is measured on.

Two audits are planted in it: links between pages, findings (some new, some gone with the second
audit), edits and verdicts. Printed are the processor's time of each workflow with its document,
and of the bare SQL that reads the same rows and makes nothing of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from benchmarks.find.timing import timed

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.rows import to_text
from cphub.model.findings import Axis, Evidence, Finding, Severity
from cphub.model.reviews import Review, Said, Verdict
from cphub.settings import Settings
from cphub.wikitext.reader import facts_version
from cphub.workflows import diff_document, overview_document, status_document
from cphub.workflows._filters import Filters
from cphub.workflows.audit import vocabulary_of
from cphub.workflows.diff import diff
from cphub.workflows.overview import overview
from cphub.workflows.queue import incoming_links
from cphub.workflows.status import status

TODAY = date(2026, 11, 22)
RULES = tuple(f"rule-{letter}" for letter in "abcdefghijkl")
LINKS = 20  # of a page, to other pages
SIGNATURE = 64  # numbers
EDITED = 20  # one page of so many is edited between the audits
JUDGED = 50  # one page of so many has a verdict
STATUS = (
    "SELECT * FROM incoming_links",
    "SELECT resource, wiki, page_id, language FROM editions",
    (
        "SELECT resource, rule, severity FROM findings JOIN editions USING (wiki, page_id)"
        " WHERE gone IS NULL"
    ),
)
OVERVIEW = (
    (
        "SELECT resource, wiki, page_id, title, editions.language, state FROM editions"
        " JOIN pages USING (wiki, page_id) ORDER BY resource"
    ),
    (
        "SELECT resource, axis, severity FROM findings JOIN editions USING (wiki, page_id)"
        " WHERE gone IS NULL"
    ),
    "SELECT * FROM reviews",
)
DIFF = (
    (
        "SELECT findings.*, state FROM findings JOIN pages USING (wiki, page_id)"
        " WHERE first_run > 2 OR gone_run > 2"
    ),
    "SELECT changes.*, title, state FROM changes JOIN pages USING (wiki, page_id) WHERE run > 2",
)


def glances(path: Path) -> None:
    """Print the times of all three, each beside its floor."""
    settings = Settings(path=None)
    with open_catalogue(path, write=True) as catalogue:
        if not catalogue.runs("audit"):
            audit_twice(catalogue, settings)
    asked: dict[str, tuple[Callable[[Catalogue], Any], tuple[str, ...]]] = {
        "status": (
            lambda c: status_document.document_of(status(c, settings, TODAY), short=True),
            STATUS,
        ),
        "diff": (lambda c: diff_document.document_of(diff(c, "last", TODAY), most=100), DIFF),
        "overview": (
            lambda c: overview_document.document_of(overview(c, settings, Filters(), TODAY)),
            OVERVIEW,
        ),
    }
    print(f"{'':34} {'cpu ms':>13} {'floor':>7} {'ratio':>6}")
    with open_catalogue(path, write=False) as catalogue:
        for name, (action, statements) in asked.items():
            taken = median(timed(lambda: action(catalogue)).cpu)  # noqa: B023
            floor = median(timed(lambda: [catalogue.rows(one) for one in statements]).cpu)  # noqa: B023
            print(f"{name:34} {taken:13.0f} {floor:7.0f} {taken / floor:6.1f}")


def audit_twice(catalogue: Catalogue, settings: Settings) -> None:
    """Plant what two audits, a harvest between them and people leave behind."""
    version = facts_version(vocabulary_of(settings))
    chance = random.Random(2)  # noqa: S311  # no secret
    moment = datetime(2026, 11, 22, 1, tzinfo=UTC)
    pages = catalogue.rows("SELECT page_id, title, language, revision FROM pages")
    with catalogue.write():
        catalogue.run_many(
            "UPDATE facts SET version = ?, outline = ? WHERE wiki = 'meta' AND revision = ?",
            ((version, outline, page[3]) for page, outline in _outlines(pages, chance)),
        )
        catalogue.end_run(1, moment, "done")
    for number, left_out in enumerate((RULES[:2], RULES[-2:])):
        moment += timedelta(hours=1)
        with catalogue.write():
            run = catalogue.start_run("audit", moment)
            catalogue.save_rules(run, TODAY, RULES, ())
            found = _findings(pages, {*RULES} - {*left_out}, moment)
            catalogue.save_findings(run, found, rules=RULES, unchecked=lambda *_page: False)
            catalogue.end_run(run, moment, "done", {"errors": 9, "warnings": 9, "notes": 9})
            if number == 0:
                _edits(catalogue, pages, moment + timedelta(minutes=1))
    with catalogue.write():
        catalogue.add_reviews(_reviews(pages, chance, moment))
        catalogue.settle()
        links = incoming_links(catalogue, settings)
        inputs = catalogue.input_changes()
        if links is not None and inputs is not None:  # as an audit keeps them
            catalogue.save_incoming_links(version, inputs, links)


def _outlines(pages: list[Any], chance: random.Random) -> Iterator[tuple[Any, bytes]]:
    titles = [page[1] for page in pages]
    for page in pages:
        links = [{"title": one, "interwiki": ""} for one in chance.choices(titles, k=LINKS)]
        signature = [chance.getrandbits(32) for _ in range(SIGNATURE)]
        outline = {"redirect": "", "templates": [], "links": links, "signature": signature}
        yield page, msgspec.msgpack.encode(outline)


def _findings(pages: list[Any], rules: set[str], moment: datetime) -> Iterator[Finding]:
    axes, severities = list(Axis), list(Severity)
    for page_id, title, language, revision in pages:
        number = page_id % 29
        if number < len(RULES) and RULES[number] in rules:
            axis, severity = axes[page_id % len(axes)], severities[page_id % len(severities)]
            yield Finding(
                *(RULES[number], axis, severity, "meta", title, language, page_id, revision),
                *(f"Something is wrong with {title}.", (Evidence("these words"),), "Mend it."),
                *(f"https://meta.example.org/wiki/{page_id}", moment, "key"),
            )


def _edits(catalogue: Catalogue, pages: list[Any], moment: datetime) -> None:
    run = catalogue.start_run("harvest", moment)
    catalogue.run_many(
        "INSERT INTO changes (wiki, page_id, run, timestamp, kind, old, new)"
        " VALUES ('meta', ?, ?, ?, 'edited', '1', '2')",
        [(page[0], run, to_text(moment)) for page in pages if page[0] % EDITED == 0],
    )
    catalogue.end_run(run, moment, "done")


def _reviews(pages: list[Any], chance: random.Random, moment: datetime) -> Iterator[Review]:
    for page_id, *_page in pages:
        if page_id % JUDGED == 0:
            verdict = chance.choice(list(Verdict))
            said = Said(verdict, owner=f"Owner {page_id % 9}", review_by="2027-11-22")
            yield Review(f"review-{page_id}", "meta", page_id, "Anna", said, moment)
