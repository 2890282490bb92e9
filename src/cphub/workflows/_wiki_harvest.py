"""Harvest the sources of one wiki, in series, one batch ahead of the one being saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from cphub.catalogue.runs import RunWarning
from cphub.errors import ApiError, CphubError, SettingsError
from cphub.model.pages import State
from cphub.settings import SourceSettings
from cphub.sources._plan import Plan
from cphub.wiki.pages import TEXTS, Problem, edited_by_person, fetch, look, problems
from cphub.wiki.query import query
from cphub.workflows._listing import walk
from cphub.workflows._task import Outcome, Task, ahead
from cphub.workflows._translate import ask_translate
from cphub.workflows._views import ask_views
from cphub.workflows.wikis import make_plan

_BOT_NAME = re.compile(r"(?:^|[^a-zA-Z])[Bb]ot\d*$|[a-z0-9]Bot\d*$")
"""Spares people called Talbot or Abbot; a bot called Xqbot is known from the wiki's list."""

NO_SUCH_TITLE = "missingtitle"
"""The API's own code for it."""


def harvest_wiki(task: Task, outcome: Outcome) -> None:
    """List and fetch the sources of one wiki into the catalogue.

    A source that the wiki refuses is kept in `outcome.errors`; the others go on.

    Raises:
        WikiError: the wiki no longer answers. What was fetched is saved.
        Stopped: the run is to end, or another harvest has taken over.
    """
    try:
        _harvest(task, outcome)
    except CphubError:
        if not outcome.ended:
            names = [source.name for source in task.sources]
            outcome.total = task.catalogue.counts_so_far(task.run, names)
        raise


def _harvest(task: Task, outcome: Outcome) -> None:
    listed = [source.name for source in task.sources if _list(task, source, outcome)]
    _fetch_texts(task, listed, outcome)
    for name in listed if task.limit is None else ():
        _look_after_gone(task, name)
    outcome.total, counts = task.catalogue.end_sources(
        task.run, listed, complete=task.limit is None
    )
    outcome.ended = True
    for name, count in counts.items():
        asked = outcome.listing_requests[name]
        task.catalogue.save_counts(task.run, name, task.wiki, replace(count, requests=asked))
    _ask_titles(task, listed)
    _ask_histories(task)
    ask_translate(task)
    if task.views:
        ask_views(task)


def _list(task: Task, source: SourceSettings, outcome: Outcome) -> bool:
    """Tell whether the source could be listed."""
    task.progress.start(task.wiki, None, f"listing {source.name}")
    before = task.site.client.requests(task.wiki)
    try:
        _walk(task, source.name, make_plan(task.site.wiki, source))
    except (ApiError, SettingsError) as error:
        outcome.errors[source.name] = error
        return False
    outcome.listing_requests[source.name] = task.site.client.requests(task.wiki) - before
    return True


def _walk(task: Task, name: str, plan: Plan) -> None:
    """List a source into the catalogue."""
    cursor = task.catalogue.begin_listing(task.run, name)
    count = cursor.listed
    if not cursor.done:
        for step in ahead(walk(task.site, plan, cursor.resume)):
            pages = step.pages if task.limit is None else step.pages[: task.limit - count]
            missing = [one.title for one in step.problems if one.kind == "missing"]
            task.catalogue.save_listing(
                task.run, name, pages, step.cursor, missing=missing if plan.named else ()
            )
            _keep_problems(task, name, plan, step.problems)
            count += len(pages)
            task.progress.advance(task.wiki, len(pages))
            if task.limit is not None and count >= task.limit:
                break
    if not count and plan.anchor:
        _check_anchor(task, plan.anchor)


def _check_anchor(task: Task, title: str) -> None:
    """Tell an empty category, template or page from one that is not there.

    Raises:
        ApiError: it is not there.
    """
    for batch in query(task.site, {"titles": title, "prop": "info"}):
        if any(problem.kind == "missing" for problem in problems(batch)):
            raise ApiError(
                f"there is no page “{title}” on {task.wiki}, and nothing in it or using it",
                "look for a typing error in cphub.toml",
                code=NO_SUCH_TITLE,
            )


def _keep_problems(task: Task, source: str, plan: Plan, found: Sequence[Problem]) -> None:
    warnings = [
        RunWarning(task.wiki, source, f"{problem.kind}-title", f"{problem.title}: {problem.why}")
        for problem in found
        if plan.named or problem.kind != "missing"
    ]
    if warnings:
        task.catalogue.add_warnings(task.run, warnings)


def _fetch_texts(task: Task, names: Sequence[str], outcome: Outcome) -> None:
    ids = task.catalogue.pending(task.wiki, names, full=task.full) if names else []
    if not ids:
        return
    task.progress.start(task.wiki, len(ids), "fetching texts")
    batches = (ids[start : start + TEXTS] for start in range(0, len(ids), TEXTS))
    for fetched, missing in ahead(fetch(task.site, batch) for batch in batches):
        with task.catalogue.write():
            task.catalogue.save_pages(task.run, task.wiki, fetched)
            task.asker.want(fetched)
        if missing:
            task.catalogue.save_states(task.run, task.wiki, (), missing)
        outcome.saved += len(fetched)
        task.progress.advance(task.wiki, len(fetched) + len(missing))


def _look_after_gone(task: Task, source: str) -> None:
    """Ask what became of pages that the source no longer lists.

    Of those that became redirects the text is fetched: it says where they lead.
    """
    ids = task.catalogue.gone_candidates(source)
    redirects: list[int] = []
    for start in range(0, len(ids), task.site.limit):
        looks, missing = look(task.site, ids[start : start + task.site.limit])
        task.catalogue.save_states(task.run, task.wiki, looks, missing)
        redirects += [page.page_id for page in looks if page.state is State.REDIRECT]
    for start in range(0, len(redirects), TEXTS):
        fetched, _ = fetch(task.site, redirects[start : start + TEXTS])
        task.catalogue.save_pages(task.run, task.wiki, fetched)


def _ask_titles(task: Task, sources: Sequence[str]) -> None:
    """Ask what templates and files are, and with `links` which linked pages are missing."""
    titles = task.asker.wanted()
    if titles:
        task.progress.start(task.wiki, len(titles), "asking about titles")
    for answer in ahead(task.asker.ask(titles)):
        task.asker.save(answer)
        task.progress.advance(task.wiki, len(answer))
    if not task.links:
        return
    members = sorted({page_id for name in sources for _, page_id in task.catalogue.members(name)})
    task.progress.start(task.wiki, None, "asking about links")
    for answer in ahead(task.asker.ask_links(members)):
        task.asker.save(answer)
        task.progress.advance(task.wiki, len(answer))


def _ask_histories(task: Task) -> None:
    """Ask who edited last where the newest edit is a bot's or minor, one request a page."""
    is_bot = bot_test(task.site.wiki.bots)
    ids = task.catalogue.person_edits_wanted(task.wiki, is_bot, task.histories_since)
    if not ids:
        return
    task.progress.start(task.wiki, len(ids), "asking for histories")
    answers = ((page_id, edited_by_person(task.site, page_id, is_bot)) for page_id in ids)
    for page_id, edits in ahead(answers):
        task.catalogue.save_person_edits(task.wiki, {page_id: edits})
        task.progress.advance(task.wiki, 1)


def bot_test(bots: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells bots: the wiki's own list, and names that end in "bot".

    Wikimedia's bot policy asks for such a name (meta: Bot policy); global bots and FuzzyBot
    stand in no wiki's own list.
    """
    known = frozenset(bots)
    return lambda user: user in known or bool(_BOT_NAME.search(user))
