"""Bring the sources' pages into the catalogue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from cphub.catalogue.catalogue import Catalogue, open_catalogue
from cphub.catalogue.runs import RunWarning
from cphub.clean import clean
from cphub.data import Vocabulary
from cphub.errors import CatalogueError, CphubError, Exit
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings, SourceSettings, WikiSettings
from cphub.wiki.client import Client
from cphub.wiki.site import Site
from cphub.wikitext.words import Words
from cphub.workflows._baselines import Question, ask_baselines, ask_editors
from cphub.workflows._origins import Origins
from cphub.workflows._resources import tie
from cphub.workflows._task import Outcome, Task
from cphub.workflows._threads import side_by_side
from cphub.workflows._titles import Asker
from cphub.workflows._wiki_harvest import harvest_wiki
from cphub.workflows.audit import vocabulary_of
from cphub.workflows.clock import now
from cphub.workflows.harvest_result import Failure, HarvestResult, WikiRow
from cphub.workflows.index import index
from cphub.workflows.wikis import (
    Reach,
    by_wiki,
    checked,
    chosen_sources,
    connect_to,
    histories_since,
    open_client,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the threads of one harvest share."""

    settings: Settings
    client: Client
    reach: Reach
    progress: Progress
    number: int
    started: datetime
    full: bool
    limit: int | None
    links: bool
    views: bool
    vocabulary: Vocabulary


def harvest(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    full: bool = False,
    limit: int | None = None,
    links: bool = False,
    views: bool = False,
    progress: Progress | None = None,
    reach: Reach | None = None,
    clock: Callable[[], datetime] = now,
) -> HarvestResult:
    """Harvest the sources called `names`, or all; wikis side by side.

    `full` fetches every text again, `limit` is the most pages a source, `links` asks which of
    the pages that they link to are missing, `views` how often pages are read. A wiki that fails
    does not stop the others; the same call goes on from what is saved, as it does after Ctrl-C.

    Raises:
        SettingsError: cphub.toml is wrong, or has no contact.
        UsageError: a name is no source's.
        CatalogueError: the catalogue cannot be written.
    """
    settings = checked(settings)
    wikis = by_wiki(settings, chosen_sources(settings, names))
    vocabulary = vocabulary_of(settings)
    progress, reach, stop = progress or Silent(), reach or Reach(), threading.Event()
    with (
        open_client(settings, reach, progress, stop) as client,
        open_catalogue(settings.catalog, write=True) as catalogue,
    ):
        started = clock()
        number = catalogue.start_run("harvest", started)
        given = (full, limit, links, views, vocabulary)
        run = _Run(settings, client, reach, progress, number, started, *given)
        in_flight = settings.politeness.in_flight
        outcomes = {wiki: Outcome() for wiki in wikis}
        jobs = {w: partial(_one_wiki, run, w, wikis[w], outcomes[w]) for w in wikis}
        failed, interrupted = side_by_side(jobs, stop, in_flight)
        result = _result(run, wikis, outcomes, failed, interrupted=interrupted)
        if not names and result.exit is Exit.DONE:
            _drop_sources(run, catalogue)
        whole = {wiki: outcome for wiki, outcome in outcomes.items() if wiki not in failed}
        interrupted = _tie(run, catalogue, whole, stop) or interrupted
        if not interrupted:
            # What is edition of what is known only when all wikis are done.
            for ask in (ask_editors, ask_baselines):
                sites = {w: site for w in wikis if (site := outcomes[w].site) and w not in failed}
                late = {w: partial(_late, run, site, ask) for w, site in sites.items()}
                more, stopped = side_by_side(late, stop, in_flight)
                failed, interrupted = failed | more, interrupted or stopped
            result = _result(run, wikis, outcomes, failed, interrupted=interrupted)
        if not interrupted:
            index(catalogue, progress)
        catalogue.add_warnings(number, _told(result.failures))
        catalogue.end_run(number, clock(), result.status, _sums(result))
        return replace(result, warnings=tuple(catalogue.warnings(number)))


def _tie(
    run: _Run,
    catalogue: Catalogue,
    outcomes: Mapping[WikiSettings, Outcome],
    stop: threading.Event,
) -> bool:
    """Tie pages into resources, with what more wikis tell of them; return whether Ctrl-C came."""
    origins = Origins(run.settings, run.client, run.number, run.started, run.progress)
    origins.save_repositories(catalogue)
    tied, interrupted = tie(catalogue, run.started), False
    if not stop.is_set():
        sites = {wiki: outcome.site for wiki, outcome in outcomes.items() if outcome.site}
        in_flight = run.settings.politeness.in_flight
        failed, interrupted = side_by_side(origins.jobs(sites), stop, in_flight)
        for error in (one for one in failed.values() if isinstance(one, CatalogueError)):
            raise error  # what a wiki did not tell is a warning already
        if origins.answers:
            tied = tie(catalogue, run.started)
    catalogue.add_warnings(run.number, tied.warnings)
    return interrupted


def _drop_sources(run: _Run, catalogue: Catalogue) -> None:
    """Let go of the pages of sources that cphub.toml no longer has."""
    dropped = catalogue.drop_sources(run.number, {source.name for source in run.settings.sources})
    for name, pages in dropped.items():
        held = f"{pages} page{'s' * (pages != 1)}"
        run.progress.note(f"{name} is no source of cphub.toml any more; it let go of {held}")


def _result(
    run: _Run,
    wikis: Mapping[WikiSettings, Sequence[SourceSettings]],
    outcomes: Mapping[WikiSettings, Outcome],
    failed: Mapping[WikiSettings, CphubError],
    *,
    interrupted: bool,
) -> HarvestResult:
    failures = []
    for wiki, sources in wikis.items():
        failures += _failures(wiki.name, sources, failed.get(wiki), outcomes[wiki])
    return HarvestResult(
        run=run.number,
        sources=sum(len(sources) for sources in wikis.values()),
        wikis=tuple(
            _row(run, wiki.name, outcomes[wiki], interrupted=interrupted) for wiki in wikis
        ),
        failures=tuple(failures),
        interrupted=interrupted,
    )


def _one_wiki(
    run: _Run, wiki: WikiSettings, sources: Sequence[SourceSettings], outcome: Outcome
) -> None:
    run.progress.start(wiki.name, None, "connecting")
    site = outcome.site = connect_to(run.client, wiki, run.reach)
    with open_catalogue(run.settings.catalog, write=True) as catalogue:
        catalogue.save_wiki(site.wiki)
        for source in sources:
            catalogue.save_source(source.name, wiki.name, source.kind, source.options)
        task = Task(
            site=site,
            catalogue=catalogue,
            run=run.number,
            sources=sources,
            progress=run.progress,
            full=run.full,
            limit=run.limit,
            links=run.links,
            views=run.views,
            languages=run.settings.languages,
            asker=Asker(
                site, catalogue, run.number, run.started, run.vocabulary, Words.of(site.wiki)
            ),
            histories_since=histories_since(run.settings, run.started),
        )
        try:
            harvest_wiki(task, outcome)
        finally:
            _keep_warnings(run, catalogue, site)


def _late(run: _Run, site: Site, ask: Callable[[Question], None]) -> None:
    """Ask a wiki for what can be asked only when resources are known."""
    with open_catalogue(run.settings.catalog, write=True) as catalogue:
        try:
            ask(Question(site, catalogue, run.number, run.started, run.progress))
        finally:
            _keep_warnings(run, catalogue, site)


def _keep_warnings(run: _Run, catalogue: Catalogue, site: Site) -> None:
    """Keep what a wiki warned of with the run, once."""
    counted = site.take_warnings()
    catalogue.add_warnings(
        run.number,
        [
            RunWarning(site.wiki.name, "", warning.code, warning.text, count)
            for warning, count in counted.items()
        ],
    )


def _failures(
    wiki: str, sources: Sequence[SourceSettings], error: CphubError | None, outcome: Outcome
) -> list[Failure]:
    failed = [Failure(wiki, (name,), error) for name, error in outcome.errors.items()]
    if error is None:
        return failed
    others = tuple(source.name for source in sources if source.name not in outcome.errors)
    return [*failed, Failure(wiki, others, error)]


def _row(run: _Run, wiki: str, outcome: Outcome, *, interrupted: bool) -> WikiRow:
    counts = replace(outcome.total, requests=run.client.requests(wiki))
    if interrupted and not outcome.ended:
        counts = replace(counts, failed=0)  # what was not fetched yet did not fail
    return WikiRow(wiki, counts, outcome.saved)


def _told(failures: Sequence[Failure]) -> list[RunWarning]:
    return [
        RunWarning(failure.wiki, name, "failed", clean(failure.error.message))
        for failure in failures
        for name in failure.sources
    ]


def _sums(result: HarvestResult) -> dict[str, int]:
    names = ("listed", "new", "changed", "unchanged", "gone", "failed", "requests")
    return {name: sum(getattr(row.counts, name) for row in result.wikis) for name in names}
