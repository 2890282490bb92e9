"""Ask the Translate extension of one wiki, at the end of its harvest.

What it costs: a request for each 50 pages that have markup, to learn which of them Translate
knows; then a request a page, which tells of all languages. Where that would be over `FEW` and
over the number of languages, a request a language instead, which tells of all pages, and a
page's own request only where such an answer left it out. Pages are asked about again when
they or a subpage were edited, and after `AGE`: a harvest without changes asks nothing. A wiki
without the extension is never asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from cphub.catalogue.runs import RunWarning
from cphub.catalogue.translatables import Translatable
from cphub.errors import ApiError
from cphub.model.translations import Group, UnitCounts
from cphub.wiki.translate import (
    GROUPS,
    Counted,
    group_stats,
    groups,
    has_translate,
    language_stats,
    workflow_state,
)
from cphub.wikitext.units import has_units
from cphub.workflows._task import Task, ahead

AGE = timedelta(days=7)
"""Counts are asked for again after this time: translations that no source lists change unseen."""

FEW = 50
"""Pages that are asked about one by one whatever the number of languages. An answer about a
language tells of every page of the wiki, wanted or not: some 100 bytes for each."""

STATES = 100
"""Workflow states asked for in one harvest, a request each; the next one goes on."""

INCOMPLETE = "translate-incomplete"
REFUSED = "translate-refused"

Known = Sequence[tuple[Translatable, Group]]


def ask_translate(task: Task) -> None:
    """Ask Translate for the counts of pages with translation markup, where they may be new.

    Raises:
        WikiError: the wiki no longer answers. What was asked is saved.
        CatalogueError: see `Connection.write`.
    """
    if not has_translate(task.site.wiki):
        return
    catalogue, wiki = task.catalogue, task.wiki
    catalogue.scan_markup(wiki, has_units)
    started = task.asker.started
    older_than = started if task.full else started - AGE
    wanted = catalogue.translatable_wanted(wiki, older_than)
    if wanted:
        task.progress.start(wiki, len(wanted), "asking about translations")
        known = _ask_groups(task, wanted)
        languages = {*task.languages, *catalogue.subpage_languages(wiki)}
        if len(known) > max(FEW, len(languages)):
            known = _ask_languages(task, known, sorted(languages))
        _ask_pages(task, known)
    _ask_states(task)


def _ask_groups(task: Task, wanted: Sequence[Translatable]) -> Known:
    """Learn which pages Translate knows, and return those."""
    known: list[tuple[Translatable, Group]] = []
    for batch, answer in ahead(_group_answers(task, wanted)):
        if isinstance(answer, ApiError):
            _warn(task, REFUSED, answer.message)
            continue
        told = {page: answer.get(page.title) for page in batch}
        task.catalogue.save_groups(task.run, task.wiki, told)
        known += [(page, group) for page, group in told.items() if group is not None]
        task.progress.advance(task.wiki, sum(group is None for group in told.values()))
    return known


def _group_answers(
    task: Task, wanted: Sequence[Translatable]
) -> Iterator[tuple[Sequence[Translatable], dict[str, Group] | ApiError]]:
    for start in range(0, len(wanted), GROUPS):
        batch = wanted[start : start + GROUPS]
        try:
            yield batch, groups(task.site, [page.title for page in batch])
        except ApiError as error:
            yield batch, error


def _ask_languages(task: Task, known: Known, languages: Sequence[str]) -> Known:
    """Ask language by language; return the pages that not every answer told of."""
    by_group: dict[str, list[UnitCounts]] = {group.id: [] for _, group in known}
    answered = 0
    for language, answer in ahead(_language_answers(task, languages)):
        if isinstance(answer, ApiError):  # a language that this wiki does not have, for one
            _warn(task, REFUSED, answer.message)
            continue
        answered += 1
        for name, counts in answer.items():
            if name in by_group:
                by_group[name].append(counts)
        task.progress.start(task.wiki, None, f"asking about translations into {language}")
    left = []
    with task.catalogue.write():
        for page, group in known:
            found = by_group[group.id]
            if len(found) < answered or not answered:
                left.append((page, group))
            else:
                task.catalogue.save_stats(task.run, task.wiki, page, found, complete=True)
    task.progress.start(task.wiki, len(left), "asking about translations")
    return left


def _language_answers(
    task: Task, languages: Sequence[str]
) -> Iterator[tuple[str, dict[str, UnitCounts] | ApiError]]:
    for language in languages:
        try:
            yield language, language_stats(task.site, language)
        except ApiError as error:
            yield language, error


def _ask_pages(task: Task, known: Known) -> None:
    """Ask page by page, each saved as it comes."""
    incomplete = 0
    for page, answer in ahead(_page_answers(task, known)):
        if isinstance(answer, ApiError):
            _warn(task, REFUSED, f"{page.title}: {answer.message}")
        elif answer is None:  # no longer marked since the groups were asked for
            task.catalogue.save_groups(task.run, task.wiki, {page: None})
        else:
            incomplete += not answer.complete
            task.catalogue.save_stats(
                task.run,
                task.wiki,
                page,
                _kept(answer.counts, task.languages),
                complete=answer.complete,
                all_languages=True,
            )
        task.progress.advance(task.wiki, 1)
    if incomplete:
        _warn(
            task,
            INCOMPLETE,
            f"the wiki is still counting the translations of {incomplete}"
            f" page{'s' * (incomplete != 1)}; the next harvest asks again",
        )


def _page_answers(
    task: Task, known: Known
) -> Iterator[tuple[Translatable, Counted | ApiError | None]]:
    for page, group in known:
        try:
            yield page, group_stats(task.site, group.id)
        except ApiError as error:
            yield page, error


def _kept(counts: Collection[UnitCounts], languages: Collection[str]) -> list[UnitCounts]:
    """Return the counts that say something: an answer has hundreds of languages with none."""
    return [
        one
        for one in counts
        if one.translated or one.fuzzy or one.proofread or one.language in languages
    ]


def _ask_states(task: Task) -> None:
    """Ask for workflow states of translations into the hub's languages, where a page has any."""
    wanted = task.catalogue.workflow_states_wanted(task.wiki, task.languages, STATES)
    if wanted:
        task.progress.start(task.wiki, len(wanted), "asking for workflow states")
    answers = (
        (page_id, language, workflow_state(task.site, group, language))
        for page_id, group, language in wanted
    )
    for page_id, language, state in ahead(answers):
        task.catalogue.save_workflow_state(task.wiki, page_id, language, state)
        task.progress.advance(task.wiki, 1)


def _warn(task: Task, code: str, message: str) -> None:
    task.catalogue.add_warnings(task.run, [RunWarning(task.wiki, "", code, message)])
